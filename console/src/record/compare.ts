/**
 * What a checked file says of each journal, held against what this node holds of it.
 *
 * By roots of trees: equal roots at one size are one history, to the byte. Which of the two is longer is
 * no fault of either; two histories are a fork, and somebody signed both.
 */
import { get, Refused, type Schemas, Unreachable } from "../api/client.ts";
import { fromBase64, toBase64 } from "../proof/forms.ts";
import { leafHash, rootUpTo, verifyInclusion } from "../proof/merkle.ts";
import { parseCheckpoint, parseNote } from "../proof/note.ts";
import type { JournalReport } from "../proof/report.ts";
import { entryAt } from "./entry-data.ts";

export type Journal = Schemas["JournalView"];
/** same: one history, equally long. file, node: who holds more of one history. other: two histories. */
export type Compared = "same" | "file" | "node" | "other" | "unknown";

export interface Comparison {
  readonly journal: string;
  readonly found: Compared;
  readonly file: number;
  readonly node: number;
}

/** What the node holds now; empty when it does not answer. */
export async function heldNow(): Promise<ReadonlyMap<string, Journal>> {
  try {
    const found = await get("/v1/journals");
    return new Map(found.map((one) => [one.journal, one]));
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Refused) return new Map();
    throw error;
  }
}

/** One journal of the file against the node's. Throws Unreachable when the node is gone. */
async function compared(one: JournalReport, held: Journal | undefined): Promise<Comparison> {
  const { journal, size: file } = one;
  const node = held?.kept ?? 0;
  const roots = held && node > 0 ? await rootsOf(one, held) : null;
  const longer = node === file ? "same" : node < file ? "file" : "node";
  let found: Compared = file > 0 && node === 0 ? "file" : "unknown";
  if (roots !== null) found = roots[0] === roots[1] ? longer : "other";
  return { journal, found, file, node };
}

/** Roots of both at the size of the shorter one; null when they cannot be held against each other. */
async function rootsOf(one: JournalReport, held: Journal): Promise<[string, string] | null> {
  if (one.size === 0) return null;
  if (held.kept === one.size) return [one.root, held.root];
  const file = held.kept < one.size ? one.root_before : one.root;
  const node = held.kept < one.size ? held.root : await rootAt(one.journal, one.size);
  return file === null || node === null ? null : [file, node];
}

/** The root of the node's tree when it had `size` leaves, from its own proof; null when that fails. */
async function rootAt(journal: string, size: number): Promise<string | null> {
  const entry = await entryAt({ journal, sequence: size - 1 });
  const [proof] = entry.proofs;
  if (!proof) return null;
  const leaf = leafHash(fromBase64(entry.header, "header"));
  const path = proof.hashes.map((hash) => fromBase64(hash, "hash", 32));
  const head = parseCheckpoint(parseNote(proof.note).text);
  if (!verifyInclusion(leaf, size - 1, head.size, path, head.root)) return null;
  return toBase64(rootUpTo(leaf, size - 1, head.size, path));
}

/** Every journal of the file against this node's. Throws Unreachable when the node is gone. */
export async function compareAll(journals: readonly JournalReport[]): Promise<Comparison[]> {
  const held = new Map((await get("/v1/journals")).map((one) => [one.journal, one]));
  const found: Comparison[] = [];
  for (const one of journals) found.push(await compared(one, held.get(one.journal)));
  return found;
}
