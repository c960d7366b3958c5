/**
 * The lines of an evidence file (docs/record-format.md section 7), each checked for its form.
 *
 * A line that is none is `damaged`, with the reason; the file goes on. What no reader of this version
 * can use at all is Unusable.
 */

import type { RawEntry } from "./entry.ts";
import { AT_MS_MAX, type Bytes, fromBase64, Malformed, textOf, utf8 } from "./forms.ts";
import { type Json, type JsonObject, parseJson } from "./json.ts";
import {
  anyInteger,
  type Check,
  given,
  integer,
  listOf,
  numberAt,
  object,
  orNull,
  text,
  textAt,
  textsAt,
} from "./shape.ts";

export const VERSION = 1;
const NEWLINE = 10;

/** The file is no evidence file that this page can read at all. */
export class Unusable extends Error {}

export interface Opening {
  readonly made_by: string;
  readonly made_at_ms: number;
  readonly bundle_for: string | null;
  readonly keys: readonly string[];
}

export interface EntryLine {
  readonly is: "entry";
  readonly held_at_ms: number;
  readonly header: string;
  readonly signature: string;
  readonly salt: string | null;
  readonly body: string | null;
  readonly body_base64: string | null;
}

export interface CheckpointLine {
  readonly is: "checkpoint";
  readonly journal: string;
  readonly note: string;
}

export interface CosignatureLine {
  readonly is: "cosignature";
  readonly journal: string;
  readonly cosigner: string;
  readonly held_at_ms: number;
  readonly note: string;
}

export interface EvidenceLine {
  readonly is: "evidence";
  readonly peer: string;
  readonly journal: string;
  readonly reason: string;
  readonly detail: string;
  readonly data: string;
}

export interface EndLine {
  readonly is: "end";
  /** Entries, checkpoints, cosignatures, evidence: as the maker counted them. */
  readonly counts: readonly (number | bigint)[];
  readonly sha256: string;
  readonly signature: string | null;
}

export interface Damaged {
  readonly is: "damaged";
  readonly reason: string;
}

export type Line = EntryLine | CheckpointLine | CosignatureLine | EvidenceLine | EndLine | Damaged;

const time = integer(0, AT_MS_MAX);
const maybe = given(orNull(text));
const COUNTS = ["entries", "checkpoints", "cosignatures", "evidence"] as const;

const OPENING = object(
  { detente_evidence: anyInteger, made_by: text, made_at_ms: time },
  { bundle_for: maybe, keys: given(listOf(text)) },
);
const SHAPES: Record<string, Check> = {
  entry: object(
    { is: text, held_at_ms: time, header: text, signature: text },
    { salt: maybe, body: maybe, body_base64: maybe },
  ),
  checkpoint: object({ is: text, journal: text, note: text }),
  cosignature: object({ is: text, journal: text, cosigner: text, held_at_ms: time, note: text }),
  evidence: object({
    is: text,
    id: anyInteger,
    at_ms: time,
    peer: text,
    journal: text,
    reason: text,
    detail: text,
    data: text,
  }),
  end: object(
    {
      is: text,
      entries: anyInteger,
      checkpoints: anyInteger,
      cosignatures: anyInteger,
      evidence: anyInteger,
      sha256: text,
    },
    { signature: maybe },
  ),
};

const isKept = (value: Json | undefined) => typeof value === "string";
const textOrNull = (value: JsonObject, key: string) =>
  isKept(value.get(key)) ? textAt(value, key) : null;

/** The file's first line; throws Unusable. */
export function openingOf(data: Uint8Array): Opening {
  let value: Json;
  try {
    value = parseJson(textOf(data, "evidence file"), "evidence file");
    OPENING(value, "evidence file");
  } catch {
    throw new Unusable("does not begin as an evidence file");
  }
  const found = value as JsonObject;
  if (found.get("detente_evidence") !== VERSION)
    throw new Unusable(`has version ${found.get("detente_evidence")}, this reads ${VERSION}`);
  return {
    made_by: textAt(found, "made_by"),
    made_at_ms: numberAt(found, "made_at_ms"),
    bundle_for: textOrNull(found, "bundle_for"),
    keys: textsAt(found, "keys"),
  };
}

/** One further line, with its newline. */
export function lineOfFile(data: Bytes): Line {
  if (data.at(-1) !== NEWLINE) return { is: "damaged", reason: "the file is cut off here" };
  let value: Json;
  let line: string;
  try {
    line = textOf(data, "line");
    value = parseJson(line, "line");
    const is = value instanceof Map ? textAt(value, "is") : "";
    const shape = Object.hasOwn(SHAPES, is) ? SHAPES[is] : undefined;
    if (!shape) throw new Malformed("line", "does not say what it is");
    shape(value, "line");
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { is: "damaged", reason: `not a line of an evidence file (${error.message})` };
  }
  return typed(value as JsonObject, line);
}

function typed(value: JsonObject, line: string): Line {
  const at = (key: string) => textAt(value, key);
  switch (at("is")) {
    case "entry":
      return {
        is: "entry",
        held_at_ms: numberAt(value, "held_at_ms"),
        header: at("header"),
        signature: at("signature"),
        salt: textOrNull(value, "salt"),
        body: textOrNull(value, "body"),
        body_base64: textOrNull(value, "body_base64"),
      };
    case "checkpoint":
      return { is: "checkpoint", journal: at("journal"), note: at("note") };
    case "cosignature":
      return {
        is: "cosignature",
        journal: at("journal"),
        cosigner: at("cosigner"),
        held_at_ms: numberAt(value, "held_at_ms"),
        note: at("note"),
      };
    case "evidence":
      return {
        is: "evidence",
        peer: at("peer"),
        journal: at("journal"),
        reason: at("reason"),
        detail: at("detail"),
        data: at("data"),
      };
    default:
      return endOf(value, line);
  }
}

/** The last line must be exactly as it was written: nothing may hide in it. */
function endOf(value: JsonObject, line: string): Line {
  const counts = COUNTS.map((key) => value.get(key) as number | bigint);
  const signature = textOrNull(value, "signature");
  const numbers = COUNTS.map((key, at) => `"${key}":${counts[at]}`).join(",");
  const sha256 = textAt(value, "sha256");
  const quoted = signature === null ? "null" : JSON.stringify(signature);
  const wanted = `{"is":"end",${numbers},"sha256":${JSON.stringify(sha256)},"signature":${quoted}}\n`;
  if (wanted !== line) return { is: "damaged", reason: "the end line is not as it was written" };
  return { is: "end", counts, sha256, signature };
}

/** Whether the line leaves salt and body out, so that only the header can be proved. */
export function isWithheld(line: EntryLine): boolean {
  return line.salt === null && line.body === null && line.body_base64 === null;
}

/** The entry's four byte strings; salt and body are empty when withheld. Throws Malformed. */
export function rawOf(line: EntryLine): RawEntry {
  const header = utf8(line.header);
  const signature = fromBase64(line.signature, "signature");
  if (isWithheld(line))
    return { header, signature, salt: new Uint8Array(), body: new Uint8Array() };
  const { salt, body, body_base64: packed } = line;
  if ((body === null) === (packed === null) || salt === null)
    throw new Malformed("entry line", "has no body, or two, or a body without its salt");
  const raw = fromBase64(salt, "salt");
  const bytes = body !== null ? utf8(body) : fromBase64(packed ?? "", "body");
  return { header, signature, salt: raw, body: bytes };
}
