/**
 * The file that is being checked on this page, whichever view is looked at: one at a time.
 *
 * It outlives the view that shows it, and needs the node for nothing but the comparison with what the
 * node itself holds.
 */
import { signal } from "@preact/signals-core";
import { type Checking, check, prepare } from "../proof/beside.ts";
import { CannotVerify } from "../proof/cannot.ts";
import { ed25519Problem } from "../proof/ed25519.ts";
import type { Checked } from "../proof/file.ts";
import { fromBase64, isName } from "../proof/forms.ts";
import type { Pin } from "../proof/parties.ts";
import { type EntryProof, type Examined, entryProofOf, examine } from "../proof/steps.ts";
import { heldNow } from "./compare.ts";
import { pins } from "./pins.ts";

const ENTRY_BYTES_MAX = 4 * 1024 * 1024; // an entry with its proofs; anything longer is no single one

export type State =
  | { readonly is: "none" }
  | {
      readonly is: "running";
      readonly name: string;
      readonly lines: number;
      readonly share: number;
    }
  | { readonly is: "checked"; readonly file: Blob; readonly checked: Checked }
  | {
      readonly is: "entry";
      readonly name: string;
      readonly entry: EntryProof;
      readonly examined: Examined;
    }
  | { readonly is: "failed"; readonly name: string; readonly why: string; readonly reason: string };

export const checking = signal<State>({ is: "none" });
/** What the reader knows of keys from elsewhere, as typed: a line each, PARTY=FINGERPRINT or PARTY=KEY. */
export const typedKeys = signal("");
/** Whether the keys that this browser has seen are held against the file's. */
export const usePins = signal(true);

let running: Checking | null = null;
let last: File | Blob | null = null;

export { prepare };

/** Lines of PARTY=KEY or PARTY=FINGERPRINT; null where a line is neither. */
export function keysIn(text: string): Map<string, Pin> | null {
  const found = new Map<string, Pin>();
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const [party = "", ...rest] = line.split("=");
    const pin = pinOf(rest.join("="));
    if (!isName(party.trim()) || pin === null) return null;
    found.set(party.trim(), pin);
  }
  return found;
}

function pinOf(text: string): Pin | null {
  const digits = text.replace(/\s/g, "").toLowerCase();
  if (/^[0-9a-f]{32}$/.test(digits)) return (digits.match(/.{4}/g) ?? []).join(" ");
  try {
    return fromBase64(text.trim(), "key", 32);
  } catch {
    return null;
  }
}

function allPins(): Map<string, Pin> {
  const seen = usePins.peek() ? [...pins.peek()] : [];
  const kept = seen.map(([party, one]): [string, Pin] => [party, fromBase64(one.key, "key")]);
  return new Map([...kept, ...(keysIn(typedKeys.peek()) ?? [])]);
}

/** How the keys that are held against a file are known: typed now, compared by voice, or only seen. */
export function knownBy(): ReadonlyMap<string, "typed" | "compared" | "seen"> {
  const seen = usePins.value ? [...pins.value] : [];
  const typed = [...(keysIn(typedKeys.value) ?? new Map<string, Pin>()).keys()];
  return new Map([
    ...seen.map(([party, one]) => [party, one.compared_ms > 0 ? "compared" : "seen"] as const),
    ...typed.map((party) => [party, "typed"] as const),
  ]);
}

/** Check a file from now on; the one before is let go. */
export async function begin(file: File | Blob, name: string): Promise<void> {
  stop();
  last = file;
  checking.value = { is: "running", name, lines: 0, share: 0 };
  if (await isEntry(file, name)) return;
  const sizes = new Map([...(await heldNow())].map(([journal, held]) => [journal, held.kept]));
  if (last !== file) return;
  const mine = check({ file, name, pinned: allPins(), sizes }, (lines, bytes) => {
    const share = file.size > 0 ? Math.min(1, bytes / file.size) : 1;
    if (running === mine) checking.value = { is: "running", name, lines, share };
  });
  running = mine;
  try {
    const checked = await mine.result;
    if (running === mine) checking.value = { is: "checked", file, checked };
  } catch (error) {
    if (running === mine) checking.value = failed(name, error);
  }
}

function failed(name: string, error: unknown): State {
  const why = error instanceof CannotVerify ? error.why : "fault";
  return { is: "failed", name, why: `record-cannot-${why}`, reason: String(error) };
}

/** Check the same file again, with other keys. */
export function again(): void {
  const name = checking.peek();
  if (last && name.is === "checked") void begin(last, name.checked.report.file);
}

export function stop(): void {
  running?.stop();
  running = null;
  last = null;
  checking.value = { is: "none" };
}

/** Whether the file is one entry with its proofs; it is then checked at once, by the keys known here. */
async function isEntry(file: Blob, name: string): Promise<boolean> {
  if (file.size > ENTRY_BYTES_MAX) return false;
  const entry = entryProofOf(new Uint8Array(await file.arrayBuffer()));
  if (entry === null) return false;
  const why = await ed25519Problem();
  if (why !== null) {
    checking.value = { is: "failed", name, why: `record-cannot-${why}`, reason: "" };
    return true;
  }
  const known = { pinned: usePins.peek() ? pins.peek() : new Map(), opened: new Map() };
  checking.value = { is: "entry", name, entry, examined: await examine(entry, known) };
  return true;
}
