/**
 * One signed item of a journal: its canonical header, and the salted commitment to its body.
 *
 * Serves docs/record-format.md sections 2 and 3. Only the bytes that `encodeHeader` writes are a
 * header; the header's bytes are the leaf of the journal's tree, the body travels beside them.
 */

import { verify } from "./ed25519.ts";
import {
  AT_MS_MAX,
  type Bytes,
  byCodePoint,
  concat,
  equal,
  fromBase64,
  INTEGER_MAX,
  Malformed,
  parseJournal,
  textOf,
  toBase64,
  utf8,
} from "./forms.ts";
import { isInteger, type Json, parseJson } from "./json.ts";
import { HASH_BYTES } from "./merkle.ts";
import { sha256 } from "./sha256.ts";
import { anyInteger, listOf, object, text, tuple } from "./shape.ts";

export const SALT_BYTES = 32;
export const HEADER_BYTES_MAX = 32_768; // 64 heads of the longest names and room to spare
export const BODY_BYTES_MAX = 262_144;
const HEADS_MAX = 64; // members of one channel
const KIND_VERSION_MAX = 65_535;
const KIND = /^[a-z][a-z0-9-]{0,39}$/;
const ENTRY_DOMAIN = utf8("detente/entry/v1\n");
const BODY_DOMAIN = utf8("detente/body/v1\n");

export interface Head {
  readonly journal: string;
  readonly size: number;
  readonly root: Bytes;
}

export interface Header {
  readonly journal: string;
  readonly sequence: number;
  readonly at_ms: number;
  readonly heads: readonly Head[];
  readonly kind: string;
  readonly kind_version: number;
  readonly body_sha256: Bytes;
}

/** An entry's four byte strings; salt and body are empty when withheld. */
export interface RawEntry {
  readonly header: Bytes;
  readonly signature: Bytes;
  readonly salt: Bytes;
  readonly body: Bytes;
}

const SHAPE = object({
  v: anyInteger,
  journal: text,
  sequence: anyInteger,
  at_ms: anyInteger,
  heads: listOf(tuple(text, anyInteger, text)),
  kind: text,
  kind_version: anyInteger,
  body_sha256: text,
});

export function encodeHeader(header: Header): string {
  const heads = header.heads.map((h) => `["${h.journal}",${h.size},"${toBase64(h.root)}"]`);
  return (
    `{"v":1,"journal":"${header.journal}","sequence":${header.sequence},` +
    `"at_ms":${header.at_ms},"heads":[${heads.join(",")}],"kind":"${header.kind}",` +
    `"kind_version":${header.kind_version},"body_sha256":"${toBase64(header.body_sha256)}"}`
  );
}

function inRange(name: string, value: Json | undefined, most: number): number {
  if (!isInteger(value) || value < 0 || value > most)
    throw new Malformed("header", `${name} ${value} is not in 0..${most}`);
  return Number(value);
}

function headsOf(value: Json | undefined, journal: string): Head[] {
  const listed = value as [string, Json, string][];
  if (listed.length > HEADS_MAX)
    throw new Malformed("header", `${listed.length} heads, at most ${HEADS_MAX}`);
  const heads = listed.map(([of, size, root]) => {
    const hash = fromBase64(root, "head root", HASH_BYTES);
    parseJournal(of);
    return { journal: of, size: inRange("head size", size, INTEGER_MAX), root: hash };
  });
  heads.forEach((head, at) => {
    const before = heads[at - 1];
    if (head.size === 0)
      throw new Malformed("header", `head of ${head.journal} is empty or its root is not 32 bytes`);
    if ((before && byCodePoint(head.journal, before.journal) <= 0) || head.journal === journal)
      throw new Malformed("header", "heads are not sorted, unique and of other journals");
  });
  return heads;
}

/** Read a header; throws Malformed unless the bytes are exactly what `encodeHeader` would write. */
export function decodeHeader(data: Bytes): Header {
  if (data.length > HEADER_BYTES_MAX)
    throw new Malformed("header", `${data.length} bytes, at most ${HEADER_BYTES_MAX}`);
  let line: string;
  let value: Json;
  try {
    line = textOf(data, "header");
    value = parseJson(line, "header");
    SHAPE(value, "header");
  } catch {
    throw new Malformed("header", "not the JSON of a header");
  }
  const of = (key: string) => (value as Map<string, Json>).get(key);
  if (of("v") !== 1) throw new Malformed("header", `version ${of("v")} is not known here`);
  const journal = of("journal") as string;
  parseJournal(journal);
  const kind = of("kind") as string;
  if (!KIND.test(kind))
    throw new Malformed("header", `kind '${kind.slice(0, 40)}' is not a-z, 0-9 and hyphens`);
  const header = {
    journal,
    sequence: inRange("sequence", of("sequence"), INTEGER_MAX),
    at_ms: inRange("at_ms", of("at_ms"), AT_MS_MAX),
    heads: headsOf(of("heads"), journal),
    kind,
    kind_version: inRange("kind_version", of("kind_version"), KIND_VERSION_MAX),
    body_sha256: fromBase64(of("body_sha256") as string, "body_sha256", HASH_BYTES),
  };
  if (encodeHeader(header) !== line) throw new Malformed("header", "not in canonical form");
  return header;
}

/** What the author's signature is over. */
export function signedBytes(header: Uint8Array): Bytes {
  return concat(ENTRY_DOMAIN, header);
}

export function verifyEntry(header: Bytes, signature: Bytes, key: Uint8Array): Promise<boolean> {
  return verify(key, signature, signedBytes(header));
}

/** What is hashed of a body: the commitment that stands in the header is SHA-256 of it. */
export function bodyBytes(salt: Uint8Array, body: Uint8Array): Bytes {
  return concat(BODY_DOMAIN, salt, body);
}

export function bodyHash(salt: Uint8Array, body: Uint8Array): Bytes {
  return sha256(BODY_DOMAIN, salt, body);
}

/** Whether this salt and body are those that the header commits to. */
export function verifyBody(header: Header, salt: Uint8Array, body: Uint8Array): boolean {
  return salt.length === SALT_BYTES && equal(bodyHash(salt, body), header.body_sha256);
}
