/**
 * One entry, checked step by step, as `GET /v1/entries/{position}` hands it over or a file holds it.
 *
 * Nothing that the answer says of itself is believed: the header is decoded from its bytes, the tree
 * path is walked, every signature is tried by keys that lead back to what was known before (a pin), or
 * to the card that opened the journal. Each step says what it found; what it proves is said beside it.
 * Not here: which key was in force at that very entry, and whether an entry is missing before it; for
 * these the whole journal is needed (check.ts).
 */
import { fingerprint } from "./ed25519.ts";
import { bodyBytes, decodeHeader, type Header, verifyEntry } from "./entry.ts";
import { bodyJson, cardOf, decodeEvent } from "./events.ts";
import {
  type Bytes,
  cosignerOf,
  equal,
  fromBase64,
  isName,
  Malformed,
  originOf,
  parseJournal,
  textOf,
  toBase64,
  toHex,
} from "./forms.ts";
import { type Json, type JsonObject, parseJson } from "./json.ts";
import { KEY_ROTATED, Keyring, keyOf, statementOf } from "./keyring.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import {
  cosignedAt,
  isSignedByAny,
  type Note,
  namesOf,
  parseCheckpoint,
  parseNote,
} from "./note.ts";
import { browserSha256 } from "./sha256.ts";
import { objectAt, textAt } from "./shape.ts";

/** What is checked: the members of the node's answer that are looked at. All is unverified. */
export interface EntryProof {
  readonly header: string;
  readonly signature: string;
  readonly salt: string | null;
  readonly body: string | null;
  readonly key: string;
  readonly proofs: readonly { readonly note: string; readonly hashes: readonly string[] }[];
  readonly keys: readonly string[];
  readonly key_changes?: readonly string[];
}

/** What is known of a party's keys: the one it began with, and the one that may replace it. */
export interface Known {
  readonly key: string;
  /** Empty when no card told it. */
  readonly recovery: string;
}

/** Keys of parties, as they were known before (a pin) or as their journals' first entries say. */
export interface KeysKnown {
  readonly pinned: ReadonlyMap<string, Known>;
  readonly opened: ReadonlyMap<string, Known>;
  /** Bodies of `key-rotated` of other parties than the author, by party. */
  readonly changes?: ReadonlyMap<string, readonly string[]>;
}

export type Outcome = "holds" | "fails" | "open";

export interface Step {
  readonly id: string;
  readonly outcome: Outcome;
  /** For the sentence of the step: parties, sizes, times in milliseconds. */
  readonly values: Readonly<Record<string, string | number>>;
  /** What was computed, and what it was held against. */
  readonly hashes: readonly { readonly name: string; readonly value: string }[];
}

export interface Examined {
  readonly header: Header | null;
  readonly body: Json;
  readonly steps: readonly Step[];
  /** Parties whose keys fit what was known, or were seen here for the first time. */
  readonly seen: ReadonlyMap<string, Known>;
}

/** A party's keys, and how far they are known. */
interface Ring {
  readonly keys: readonly Bytes[];
  readonly recovery: Bytes;
  readonly from: "pinned" | "opened" | "told" | "none";
}

interface Work {
  readonly journal: string;
  readonly entry: EntryProof;
  readonly known: KeysKnown;
  readonly steps: Step[];
  readonly seen: Map<string, Known>;
  readonly rings: Map<string, Ring>;
}

function step(
  work: Work,
  id: string,
  outcome: Outcome,
  values: Step["values"] = {},
  hashes: Step["hashes"] = [],
): void {
  work.steps.push({ id, outcome, values, hashes });
}

const is = (right: boolean): Outcome => (right ? "holds" : "fails");

/** Check one entry. `place`: which one was asked for; null: whichever the file holds. */
export async function examine(
  entry: EntryProof,
  known: KeysKnown,
  place: { readonly journal: string; readonly sequence: number } | null = null,
): Promise<Examined> {
  let data: Bytes;
  let header: Header;
  try {
    data = fromBase64(entry.header, "header");
    header = decodeHeader(data);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const values = { reason: error.message };
    const steps: Step[] = [{ id: "no-header", outcome: "fails", values, hashes: [] }];
    return { header: null, body: null, steps, seen: new Map() };
  }
  const nothing = { steps: [], seen: new Map(), rings: new Map() };
  const work: Work = { entry, known, journal: header.journal, ...nothing };
  const asked = !place || (place.journal === header.journal && place.sequence === header.sequence);
  const { journal, sequence } = header;
  step(work, asked ? "header" : "place", is(asked), { journal, sequence });
  const body = await examineBody(work, header);
  await examineAuthor(work, header, data);
  const leaf = leafHash(data);
  for (const proof of entry.proofs) await examineProof(work, header, leaf, proof);
  return { header, body, steps: work.steps, seen: work.seen };
}

/** The body has the hash that was signed: by the browser's own SHA-256. */
async function examineBody(work: Work, header: Header): Promise<Json> {
  const { salt, body } = work.entry;
  if (salt === null || body === null) {
    step(work, "withheld", "open");
    return null;
  }
  const signed = { name: "body_sha256", value: toHex(header.body_sha256) };
  try {
    const bytes = fromBase64(body, "body");
    const found = await browserSha256(bodyBytes(fromBase64(salt, "salt", 32), bytes));
    const hashes = [signed, { name: "SHA-256(salt + body)", value: toHex(found) }];
    step(work, "body", is(equal(found, header.body_sha256)), {}, hashes);
    return bodyJson(bytes);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    step(work, "body", "fails", {}, [signed]);
    return null;
  }
}

async function examineAuthor(work: Work, header: Header, data: Bytes): Promise<void> {
  const { party, epoch } = parseJournal(header.journal);
  const ring = await ringOf(work, party, told(work.entry.key), work.entry.key_changes ?? []);
  sayKey(work, party, ring);
  let signature: Bytes;
  try {
    signature = fromBase64(work.entry.signature, "signature", 64);
  } catch {
    step(work, "signature", "fails", { party });
    return;
  }
  const changes = header.kind === KEY_ROTATED || (header.sequence === 0 && epoch > 1);
  for (const key of [...ring.keys, ...(changes ? [ring.recovery] : [])])
    if (await verifyEntry(data, signature, key)) {
      step(work, "signature", "holds", { party, fingerprint: fingerprint(key) });
      return;
    }
  step(work, "signature", "fails", { party });
}

/** What the keys of a party rest on; said once for each party. */
function sayKey(work: Work, party: string, ring: Ring): void {
  const current = ring.keys[0];
  const values = { party, fingerprint: current ? fingerprint(current) : "" };
  if (ring.from === "none") step(work, "key-unknown", "fails", { party });
  else if (ring.from === "pinned" && isForeign(work, party, ring))
    step(work, "key-changed", "fails", { ...values, offered: offeredOf(work, party) });
  else if (ring.from === "pinned")
    step(work, ring.keys.length > 1 ? "key-replaced" : "key-pinned", "holds", values);
  else step(work, "key-first", "open", values);
}

/** Whether the node now names a key that does not lead back to the pinned one. */
function isForeign(work: Work, party: string, ring: Ring): boolean {
  const offered = [work.known.opened.get(party)?.key ?? "", ...keysTold(work, party)];
  return offered.some((one) => {
    const key = told(one);
    return key !== null && !ring.keys.some((known) => equal(known, key));
  });
}

function offeredOf(work: Work, party: string): string {
  const key = told([...keysTold(work, party), work.known.opened.get(party)?.key ?? ""][0] ?? "");
  return key ? fingerprint(key) : "";
}

/** Keys that the answer itself names for a party: of its vkeys, newest first. */
function keysTold(work: Work, party: string): string[] {
  const names = [cosignerOf(party)];
  if (parseJournal(work.journal).party === party) names.push(originOf(work.journal));
  return work.entry.keys.flatMap((vkey) => {
    const [name = "", , ...blob] = vkey.split("+"); // base64 may hold a plus of its own
    const data = names.includes(name) ? keyIn(blob.join("+")) : null;
    return data === null ? [] : [data];
  });
}

/** The public key in a vkey's last part (a type byte, then the key), as base64. */
function keyIn(blob: string): string | null {
  try {
    return toBase64(fromBase64(blob, "vkey", 33).subarray(1));
  } catch {
    return null;
  }
}

function told(text: string): Bytes | null {
  try {
    return keyOf(text);
  } catch {
    return null;
  }
}

/** The keys of a party that lead back to what was known before the answer came. */
async function ringOf(
  work: Work,
  party: string,
  offered: Bytes | null,
  changes: readonly string[],
): Promise<Ring> {
  const made = work.rings.get(party);
  if (made) return made;
  const [pinned, opened] = [work.known.pinned.get(party), work.known.opened.get(party)];
  const begins = pinned ?? opened;
  const key = begins ? told(begins.key) : offered;
  const recovery = told(pinned?.recovery || opened?.recovery || "") ?? new Uint8Array();
  const from = pinned ? "pinned" : opened ? "opened" : "told";
  const keysOf = async () => {
    if (begins) return await followed(party, key as Bytes, recovery, changes);
    const others = keysTold(work, party).map(told); // all of them are as the answer says
    return [key, ...others].filter((one) => one !== null);
  };
  const ring = key === null ? NO_KEYS : { from, recovery, keys: await keysOf() };
  if (key !== null) work.seen.set(party, { key: toBase64(key), recovery: toBase64(recovery) });
  work.rings.set(party, ring as Ring);
  return ring as Ring;
}

const NO_KEYS: Ring = { keys: [], recovery: new Uint8Array(), from: "none" };

/** The key and all that replaced it by signed statements, newest first. */
async function followed(party: string, key: Bytes, recovery: Bytes, changes: readonly string[]) {
  const keyring = new Keyring();
  keyring.pin(party, key, recovery);
  for (const body of changes) await learn(keyring, body);
  return keyring.all(party);
}

async function learn(keyring: Keyring, body: string): Promise<void> {
  try {
    const value = parseJson(body, KEY_ROTATED);
    if (value instanceof Map) await keyring.learn(statementOf(value));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error; // a change that is none changes nothing
  }
}

/** The leaf leads to the root of a checkpoint that the author signed, and others with it. */
async function examineProof(
  work: Work,
  header: Header,
  leaf: Bytes,
  proof: EntryProof["proofs"][number],
): Promise<void> {
  const { party } = parseJournal(header.journal);
  const origin = originOf(header.journal);
  let note: Note;
  let size = 0;
  try {
    note = parseNote(proof.note);
    const head = parseCheckpoint(note.text);
    size = head.size;
    const path = proof.hashes.map((one) => fromBase64(one, "hash", 32));
    const held =
      head.origin === origin && verifyInclusion(leaf, header.sequence, size, path, head.root);
    const hashes = [
      { name: "leaf", value: toHex(leaf) },
      { name: "root", value: toHex(head.root) },
    ];
    step(work, "tree", is(held), { size, sequence: header.sequence }, hashes);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    step(work, "tree", "fails", { size, sequence: header.sequence });
    return;
  }
  const ring = await ringOf(work, party, null, []);
  step(work, "checkpoint", is(await isSignedByAny(note, origin, ring.keys)), { party, size });
  for (const name of namesOf(note))
    if (name !== origin) await examineCosigner(work, note, name, size);
}

async function examineCosigner(work: Work, note: Note, name: string, size: number): Promise<void> {
  const party = name.replace(/^detente\//, "");
  if (!isName(party) || name !== cosignerOf(party)) return; // lines by strangers are ignored
  const isNew = !work.rings.has(party);
  const offered = told(keysTold(work, party)[0] ?? "");
  const ring = await ringOf(work, party, offered, work.known.changes?.get(party) ?? []);
  if (isNew) sayKey(work, party, ring);
  for (const key of ring.keys) {
    const time = await cosignedAt(note, name, key);
    if (time === null) continue;
    step(work, "cosigned", "holds", { party, size, at_ms: time * 1_000 });
    return;
  }
  step(work, "cosigned", "fails", { party, size });
}

/** The keys that a journal's first entry names, if it is signed by them; null when it is not. */
export async function openingOf(
  entry: EntryProof,
): Promise<{ party: string; known: Known } | null> {
  try {
    const data = fromBase64(entry.header, "header");
    const header = decodeHeader(data);
    const body = fromBase64(entry.body ?? "", "body");
    const event = decodeEvent(header.kind, header.kind_version, body);
    if (event.is === "unknown" || event.kind !== "opened" || header.sequence !== 0) return null;
    const card = cardOf(event.body);
    const { party, epoch } = parseJournal(header.journal);
    const found = await browserSha256(bodyBytes(fromBase64(entry.salt ?? "", "salt", 32), body));
    const by = keyOf(epoch > 1 && isStolen(event.body) ? card.recovery_key : card.key);
    const signed = await verifyEntry(data, fromBase64(entry.signature, "signature"), by);
    if (card.party !== party || !signed || !equal(found, header.body_sha256)) return null;
    return { party, known: { key: card.key, recovery: card.recovery_key } };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function isStolen(body: JsonObject): boolean {
  const previous = objectAt(body, "previous");
  return previous !== null && textAt(previous, "reason") === "stolen";
}

/** An entry in a file of its own, as the node hands it over; null when the text is none. */
export function entryProofOf(data: Uint8Array): EntryProof | null {
  try {
    const value: unknown = JSON.parse(textOf(data, "file"));
    return isEntryProof(value) ? value : null;
  } catch {
    return null;
  }
}

function isEntryProof(value: unknown): value is EntryProof {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  const texts = ["header", "signature", "key"].every((key) => typeof one[key] === "string");
  const bodies = ["salt", "body"].every((key) => one[key] === null || typeof one[key] === "string");
  const proofs = Array.isArray(one.proofs) && one.proofs.every(isProof);
  return texts && bodies && proofs && isTexts(one.keys) && isTexts(one.key_changes ?? []);
}

function isProof(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  return typeof one.note === "string" && isTexts(one.hashes);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
