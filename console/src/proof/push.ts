/** What a node refused and kept (docs/record-format.md section 7, line 5): entries and a checkpoint. */
import { type Bytes, fromBase64, Malformed, textOf } from "./forms.ts";
import { type Json, type JsonObject, parseJson } from "./json.ts";
import { textAt } from "./shape.ts";

export interface Push {
  readonly journal: string;
  /** Its first entry, unverified; null when it held none. */
  readonly entry: { readonly header: Bytes; readonly signature: Bytes } | null;
  readonly checkpoint: string;
}

const TEXTS = ["journal", "checkpoint"];
const PARTS = ["header_bytes", "signature", "salt", "body"];

/** What the bytes hold when they are a push; null when they are anything else. */
export function pushOf(data: string): Push | null {
  try {
    const value = parseJson(textOf(fromBase64(data, "evidence"), "evidence"), "evidence");
    const entries = value instanceof Map ? value.get("entries") : null;
    if (!(value instanceof Map) || !Array.isArray(entries) || !hasTexts(value, TEXTS)) return null;
    if (!entries.every((one) => one instanceof Map && hasTexts(one, PARTS))) return null;
    const found = entries.map((one) => entryOf(one as JsonObject));
    const [journal, checkpoint] = [textAt(value, "journal"), textAt(value, "checkpoint")];
    return { journal, checkpoint, entry: found[0] ?? null };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function entryOf(one: JsonObject) {
  const [header, signature] = PARTS.map((part) => fromBase64(textAt(one, part), part));
  return { header: header as Bytes, signature: signature as Bytes };
}

function hasTexts(value: JsonObject, keys: readonly string[]): boolean {
  return keys.every((key) => typeof (value.get(key) as Json | undefined) === "string");
}
