/**
 * What this browser remembers of each party's keys, from the first time that it saw them.
 *
 * The node that serves the page cannot change what is kept here without the reader seeing it: another
 * key that no signed change leads to is called that, in red, from then on. Kept in this browser alone.
 */
import { signal } from "@preact/signals-core";
import { fingerprint } from "../proof/ed25519.ts";
import { fromBase64 } from "../proof/forms.ts";
import type { Known } from "../proof/steps.ts";

const KEPT = "detente.pins";
const PARTIES_MAX = 1_000; // of one file, too; a node that names more is not believed to have them

export interface Pinned extends Known {
  /** When it was first seen here, by this browser's clock. */
  readonly since_ms: number;
  /** When a person compared it with what the party says itself, by voice or on paper; 0: never. */
  readonly compared_ms: number;
}

type Pins = ReadonlyMap<string, Pinned>;

function load(): Pins {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return new Map(Array.isArray(kept) ? kept.filter(isPin) : []);
  } catch {
    return new Map();
  }
}

function isPin(value: unknown): value is [string, Pinned] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const one = value[1] as Partial<Pinned> | null;
  return typeof one?.key === "string" && typeof one.recovery === "string" && isKey(one.key);
}

function isKey(text: string): boolean {
  try {
    return fromBase64(text, "key", 32).length === 32;
  } catch {
    return false;
  }
}

export const pins = signal<Pins>(load());

function keep(next: Pins): void {
  pins.value = next;
  localStorage.setItem(KEPT, JSON.stringify([...next]));
}

/** Remember keys that are seen for the first time; those that are known already stay as they are. */
export function remember(seen: ReadonlyMap<string, Known>): void {
  const fresh = [...seen].filter(([party]) => !pins.peek().has(party));
  if (fresh.length === 0 || pins.peek().size + fresh.length > PARTIES_MAX) return;
  const since_ms = Date.now();
  const made = fresh.map(([party, known]): [string, Pinned] => [
    party,
    { key: known.key, recovery: known.recovery, since_ms, compared_ms: 0 },
  ]);
  keep(new Map([...pins.peek(), ...made]));
}

/** Forget a party's key: the next one that is seen counts as the first. */
export function forget(party: string): void {
  keep(new Map([...pins.peek()].filter(([name]) => name !== party)));
}

export function pinnedFingerprint(one: Pinned): string {
  return fingerprint(fromBase64(one.key, "key"));
}

/** Whether what was read aloud is the fingerprint of the pinned key; if so, that is remembered. */
export function compare(party: string, read: string): boolean {
  const one = pins.peek().get(party);
  const digits = read.replace(/[^0-9a-f]/gi, "").toLowerCase();
  if (!one || digits !== pinnedFingerprint(one).replaceAll(" ", "")) return false;
  keep(new Map([...pins.peek(), [party, { ...one, compared_ms: Date.now() }]]));
  return true;
}
