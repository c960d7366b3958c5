/**
 * What a signature is under: whether the digest that a party signed (AGS) is that of the text (AGR) in
 * the file, so that a record proves which text it was (docs/record-format.md, "What is signed").
 */
import { toHex, utf8 } from "./forms.ts";
import { canonicalText, type Json, type JsonObject } from "./json.ts";
import { sha256 } from "./sha256.ts";
import { objectAt, textAt } from "./shape.ts";

/** The value without what was left empty: an absent field and one that is null are the same. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  const kept = [...value].filter(([, one]) => one !== null);
  return new Map(kept.map(([key, one]) => [key, plain(one)]));
}

/** The digest that a signature under this message names; empty for all but texts. */
export function textDigest(message: JsonObject): string {
  if (textAt(message, "format") !== "AGR") return "";
  const said = new Map<string, Json>([
    ["fields", plain(message.get("fields") ?? null)],
    ["format", "AGR"],
    ["number", message.get("number") ?? null],
    ["version", message.get("version") ?? null],
  ]);
  return toHex(sha256(utf8(`detente/agreement/v1\n${canonicalText(said)}`)));
}

/** The number of the text that a message signs; null when it is no signature. */
export function signedText(message: JsonObject): string | null {
  const fields = objectAt(message, "fields");
  const text = textAt(message, "format") === "AGS" ? fields?.get("text") : undefined;
  return typeof text === "string" ? text : null;
}

/** What a signature is under, and whether that is the text in the file. */
export function signatureWords(
  message: JsonObject,
  text: string,
  digest: string | null,
): { words: string; fits: boolean } {
  if (digest === null)
    return { words: `signs ${text}, a text that is not in the file before it`, fits: false };
  const fits = objectAt(message, "fields")?.get("digest") === digest;
  const is = fits ? "is" : "is NOT";
  return { words: `signs ${text}: the digest ${is} that of the text in this file`, fits };
}
