/**
 * C2SP signed notes, checkpoints and cosignatures, byte for byte (docs/record-format.md section 5).
 *
 * Signatures by unknown keys are ignored; one by a known key that does not verify spoils the note.
 */

import { verify } from "./ed25519.ts";
import { type Bytes, equal, fromBase64, INTEGER_MAX, Malformed, utf8 } from "./forms.ts";
import { HASH_BYTES } from "./merkle.ts";
import { sha256 } from "./sha256.ts";

const ED25519 = 0x01;
const COSIGNATURE_V1 = 0x04;
const NOTE_CHARS_MAX = 65_536; // room for 16 signatures and more, as the spec demands
const SIGNATURES_MAX = 64;
const TIME_S_MAX = 253_402_300_799; // end of year 9999; the spec allows 2^63 - 1
const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
const DASH = "\u2014 ";
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the spec forbids them
const CONTROL = /[\x00-\x09\x0b-\x1f]/;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

/** A note's text (it ends in a newline) and its signature lines. Nothing is verified yet. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

function keyId(name: string, kind: number, key: Uint8Array): Bytes {
  return sha256(utf8(`${name}\n`), Uint8Array.of(kind), key).slice(0, KEY_ID_BYTES);
}

export function parseNote(note: string): Note {
  const length = [...note].length;
  if (length > NOTE_CHARS_MAX)
    throw new Malformed("note", `${length} characters, at most ${NOTE_CHARS_MAX}`);
  if (CONTROL.test(note)) throw new Malformed("note", "holds control characters");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n"))
    throw new Malformed("note", "no signatures after an empty line");
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > SIGNATURES_MAX)
    throw new Malformed("note", `${lines.length} signatures, at most ${SIGNATURES_MAX}`);
  return { text: note.slice(0, cut + 1), signatures: lines.map(signatureOf) };
}

function signatureOf(line: string): NoteSignature {
  const rest = line.slice(DASH.length);
  const space = rest.indexOf(" ");
  const name = rest.slice(0, Math.max(space, 0));
  if (!line.startsWith(DASH) || space < 0 || name === "" || /[\s+]/u.test(name))
    throw new Malformed("note", "a signature line is not an em dash, a key name and base64");
  const data = fromBase64(rest.slice(space + 1), "note signature");
  if (data.length <= KEY_ID_BYTES) throw new Malformed("note", "a signature is too short");
  return { name, keyId: data.slice(0, KEY_ID_BYTES), signature: data.slice(KEY_ID_BYTES) };
}

/** Read a checkpoint's text; throws Malformed. Extension lines are refused: none are signed here. */
export function parseCheckpoint(text: string): TreeHead {
  const lines = text.split("\n");
  const [origin, size, root] = lines;
  if (lines.length !== 4 || lines[3] !== "" || !origin || !size || !root)
    throw new Malformed("checkpoint", "not three lines: origin, size, root");
  if (!SIZE.test(size) || Number(size) > INTEGER_MAX)
    throw new Malformed("checkpoint", "its size is not a plain number");
  return { origin, size: Number(size), root: fromBase64(root, "checkpoint root", HASH_BYTES) };
}

function linesBy(note: Note, name: string, kind: number, key: Uint8Array): Bytes[] {
  const wanted = keyId(name, kind, key);
  return note.signatures
    .filter((one) => one.name === name && equal(one.keyId, wanted))
    .map((one) => one.signature);
}

/** Whether the key signed the note's text as its author. Several lines by it must all verify. */
export async function isSigned(note: Note, name: string, key: Uint8Array): Promise<boolean> {
  const found = linesBy(note, name, ED25519, key);
  const data = utf8(note.text);
  for (const signature of found) if (!(await verify(key, signature, data))) return false;
  return found.length > 0;
}

/** Whether any of `keys` signed the note's text as its author. */
export async function isSignedByAny(
  note: Note,
  name: string,
  keys: readonly Uint8Array[],
): Promise<boolean> {
  for (const key of keys) if (await isSigned(note, name, key)) return true;
  return false;
}

/** What the author (by any of its `keys`) signed about the log `origin`; throws Malformed. */
export async function openCheckpoint(
  text: string,
  origin: string,
  keys: readonly Uint8Array[],
): Promise<TreeHead> {
  const note = parseNote(text);
  const head = parseCheckpoint(note.text);
  if (head.origin !== origin)
    throw new Malformed("checkpoint", `is of '${head.origin.slice(0, 100)}', expected '${origin}'`);
  if (!(await isSignedByAny(note, origin, keys)))
    throw new Malformed("checkpoint", "is not signed by its author");
  return head;
}

/** The second at which the key cosigned under `name`; null without such a line, or a bad one. */
export async function cosignedAt(
  note: Note,
  name: string,
  key: Uint8Array,
): Promise<number | null> {
  const times: number[] = [];
  for (const line of linesBy(note, name, COSIGNATURE_V1, key)) {
    const time = bigEndian(line.subarray(0, TIME_BYTES));
    const data = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
    if (time > TIME_S_MAX || !(await verify(key, line.subarray(TIME_BYTES), data))) return null;
    times.push(time);
  }
  return times.length > 0 ? Math.min(...times) : null;
}

function bigEndian(data: Uint8Array): number {
  return data.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Who else's lines stand under a note: the key names `detente/PARTY` of cosigners. */
export function namesOf(note: Note): string[] {
  return [...new Set(note.signatures.map((one) => one.name))];
}
