/**
 * Words that one party carried for another: whose they are, by the key introduced for the label.
 *
 * Digest, signature, and that a change or a receipt is bound to what it is about. What does not fit has
 * no effect, and is said (docs/third-parties.md, "What is signed").
 */

import { verify } from "./ed25519.ts";
import { fromBase64, type JournalId, lineOf, Malformed, toBase64, utf8 } from "./forms.ts";
import { canonicalText, type Json, type JsonObject } from "./json.ts";
import { keyOf } from "./keyring.ts";
import { sha256 } from "./sha256.ts";
import { objectAt, textAt } from "./shape.ts";

const DOMAIN = "detente/relay/v1";
const LABEL_CHARS_MAX = 64; // as long as a party's id
const TIME_MIN_MS = 946_684_800_000; // 2000-01-01: before it no clock is right, only reset
const TIME_MAX_MS = 4_102_444_800_000; // 2100-01-01: beyond it a time is a slip of the keyboard
const CLOSING = ["COR", "CAN", "END"];
const HIDDEN = /[\p{C}\p{Z}]/u;

/** Who says a message, and when by its own clock. problem: why that is not proved; or empty. */
export interface Spoken {
  readonly party: string;
  readonly said_ms: number | null;
  readonly problem: string;
}

/** No character that a terminal or a screen would not show; the ordinary blank is one it does. */
export function isPrintable(text: string): boolean {
  return !HIDDEN.test(text.replaceAll(" ", ""));
}

/** SHA-256 (base64) of what a message says, without who says it, its number and its channel. */
function digestOf(message: JsonObject, status: string, relay: JsonObject): string {
  const of = (key: string): Json => message.get(key) ?? null;
  const said: JsonObject = new Map<string, Json>([
    ["about", relay.get("about") ?? null],
    ["said_ms", relay.get("said_ms") ?? null],
    ["status", status],
  ]);
  const said_too = ["agreement", "confidence", "fields", "format", "on_behalf_of", "precedence"];
  for (const key of [...said_too, "remarks", "remarks_language", "version"]) said.set(key, of(key));
  return toBase64(sha256(utf8(`${DOMAIN}\n${canonicalText(said)}`)));
}

export class Voices {
  readonly #keys = new Map<string, string>();
  readonly #carried = new Map<string, string>();
  readonly #digests = new Map<string, string>();

  /** The journal's author introduces a label; the newest counts from here on. */
  learn(journal: string, body: JsonObject): void {
    this.#keys.set(`${journal} ${textAt(body, "label")}`, textAt(body, "key"));
  }

  /** Who says the message; remembers it for what acts on it later. */
  async hear(journal: string, id: JournalId, message: JsonObject): Promise<Spoken> {
    const relay = objectAt(message, "relay");
    const label = relay ? textAt(relay, "label") : "";
    const about = `${lineOf(id)} ${textAt(message, "ref")}`;
    const here = `${lineOf(id)} ${textAt(message, "number")}`;
    const speaker = label ? `${label}@${id.party}` : id.party;
    if (relay) this.#digests.set(here, textAt(relay, "digest"));
    const was = this.#carried.get(about);
    if (CLOSING.includes(textAt(message, "format")) && was !== undefined && was !== speaker) {
      const problem = `changes what ${was} said without its words`;
      return { party: speaker, said_ms: null, problem };
    }
    if (!relay || !label) return { party: speaker, said_ms: null, problem: "" };
    this.#carried.set(here, speaker);
    const problem = await this.#problem(journal, id, message, relay, about);
    return { party: speaker, said_ms: Number(relay.get("said_ms")), problem };
  }

  /** Who said a message that came before. */
  speaker(line: string, number: string, author: string): string {
    return this.#carried.get(`${line} ${number}`) ?? author;
  }

  async #problem(
    journal: string,
    id: JournalId,
    message: JsonObject,
    relay: JsonObject,
    about: string,
  ): Promise<string> {
    const label = textAt(relay, "label");
    const wrong = formProblems(message, id.status, relay);
    if (wrong) return wrong;
    const key = this.#keys.get(`${journal} ${label}`);
    if (key === undefined) return `nobody was introduced as ${label}`;
    try {
      const signature = fromBase64(textAt(relay, "signature"), "signature");
      const data = utf8(`${DOMAIN}\n${textAt(relay, "digest")}\n`);
      if (!(await verify(keyOf(key), signature, data)))
        return `the signature is not by the key that was introduced for ${label}`;
    } catch (error) {
      if (error instanceof Malformed) return error.message;
      throw error;
    }
    const wanted = this.#digests.get(about);
    if (wanted !== undefined && relay.get("about") !== wanted)
      return `was not said about ${textAt(message, "ref")}`;
    return "";
  }
}

/** Why the words of a message are not what their digest says; empty when they are. */
function formProblems(message: JsonObject, status: string, relay: JsonObject): string {
  const found: string[] = [];
  const label = textAt(relay, "label");
  const said = relay.get("said_ms") as number | bigint;
  if ([...label].length > LABEL_CHARS_MAX || !isPrintable(label))
    found.push(`a label has at most ${LABEL_CHARS_MAX} printable characters`);
  if (said < TIME_MIN_MS || said > TIME_MAX_MS) found.push(`${said} ms is no plausible time`);
  if (digestOf(message, status, relay) !== textAt(relay, "digest"))
    found.push("the words are not those that were signed: something was altered on the way");
  return found.join("; ");
}
