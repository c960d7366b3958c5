/**
 * The keys that parties have had, and the signed statements by which they changed (section 10).
 *
 * A statement is signed by the old key or by the recovery key, and by the new key itself, so that
 * nobody can claim another's key as its own. Peers record it; they never grant.
 */

import { fingerprint, KEY_BYTES, verify } from "./ed25519.ts";
import { type Bytes, equal, fromBase64, isName, Malformed, utf8 } from "./forms.ts";
import type { JsonObject } from "./json.ts";
import { numberAt, textAt } from "./shape.ts";

export const KEY_ROTATED = "key-rotated";
const KEYS_MAX = 64; // of one party: one a month for five years; beyond it, a flood
const REASONS = ["rotated", "lost", "stolen"];

export interface Statement {
  readonly party: string;
  readonly previous: string;
  readonly key: string;
  readonly reason: string;
  readonly at_ms: number | bigint;
  readonly by: string;
  readonly signature: string;
  readonly proof: string;
}

export interface PartyKeys {
  readonly recovery: Bytes;
  /** Oldest first; `statements[i]` replaced `keys[i]` by `keys[i + 1]`. */
  readonly keys: Bytes[];
  readonly statements: Statement[];
}

export function keyOf(text: string): Bytes {
  return fromBase64(text, "public key", KEY_BYTES);
}

export function statementOf(body: JsonObject): Statement {
  const at = body.get("at_ms");
  return {
    party: textAt(body, "party"),
    previous: textAt(body, "previous"),
    key: textAt(body, "key"),
    reason: textAt(body, "reason"),
    at_ms: typeof at === "bigint" ? at : numberAt(body, "at_ms"),
    by: textAt(body, "by"),
    signature: textAt(body, "signature"),
    proof: textAt(body, "proof"),
  };
}

/** What both signatures of a statement are over: six lines. */
export function statementBytes(one: Statement): Bytes {
  const lines = ["detente/key/v1", one.party, one.previous, one.key, one.reason, String(one.at_ms)];
  return utf8(`${lines.join("\n")}\n`);
}

/** What is wrong with a statement of `party`, given its recovery key; null when it holds. */
async function problemOf(one: Statement, party: string, recovery: Bytes): Promise<string | null> {
  if (one.party !== party || !isName(party) || !REASONS.includes(one.reason))
    return `is not ${party}'s, or gives no known reason`;
  if (!["previous", "recovery"].includes(one.by) || one.previous === one.key)
    return "names no other key, or nobody who could change it";
  if (one.reason !== "rotated" && one.by !== "recovery")
    return "a lost or stolen key is replaced by the recovery key only";
  const data = statementBytes(one);
  try {
    const [previous, key] = [keyOf(one.previous), keyOf(one.key)];
    const signature = fromBase64(one.signature, "signature");
    const proof = fromBase64(one.proof, "proof");
    if (!(await verify(one.by === "recovery" ? recovery : previous, signature, data)))
      return `is not signed by ${party}'s ${one.by} key`;
    return (await verify(key, proof, data)) ? null : "is not signed by the new key itself";
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

function same(a: Statement, b: Statement): boolean {
  return (
    equal(statementBytes(a), statementBytes(b)) &&
    a.by === b.by &&
    a.signature === b.signature &&
    a.proof === b.proof
  );
}

export class Keyring {
  #parties = new Map<string, PartyKeys>();

  /** Take a party's keys from its card, when the party was unknown. */
  pin(party: string, key: Bytes, recovery: Bytes): void {
    if (!this.#parties.has(party))
      this.#parties.set(party, { recovery, keys: [key], statements: [] });
  }

  get(party: string): PartyKeys | undefined {
    return this.#parties.get(party);
  }

  /** The key that the party signs with now. */
  current(party: string): Bytes | null {
    return this.get(party)?.keys.at(-1) ?? null;
  }

  /** Every key that the party has had, newest first. */
  all(party: string): Bytes[] {
    return [...(this.get(party)?.keys ?? [])].reverse();
  }

  has(party: string, key: Uint8Array): boolean {
    return this.all(party).some((one) => equal(one, key));
  }

  /** `key` and all that replaced it: who may sign a checkpoint made while it was in force. */
  fromOn(party: string, key: Bytes): Bytes[] {
    const keys = this.get(party)?.keys ?? [];
    const at = keys.findIndex((one) => equal(one, key));
    return at < 0 ? [key] : keys.slice(at);
  }

  /** When a key was replaced, by its own party's clock; null while it is in force. */
  replacedMs(party: string, key: Bytes): number | null {
    const known = this.get(party);
    const at = known?.keys.slice(0, -1).findIndex((one) => equal(one, key)) ?? -1;
    return at < 0 ? null : Number(known?.statements[at]?.at_ms);
  }

  /** Take a statement of a known party; says what is wrong with it, or null. */
  async learn(one: Statement): Promise<string | null> {
    const found = this.get(one.party);
    if (!found) return `${one.party} is unknown here`;
    if (found.statements.some((known) => same(known, one))) return null;
    const problem = await problemOf(one, one.party, found.recovery);
    if (problem !== null) return problem;
    const [previous, key] = [keyOf(one.previous), keyOf(one.key)];
    if (found.keys.length >= KEYS_MAX) return `${one.party} has had ${KEYS_MAX} keys`;
    const known = (wanted: Bytes) => found.keys.some((held) => equal(held, wanted));
    const follows = equal(previous, found.keys.at(-1) as Bytes);
    const outranks = one.reason === "stolen" && known(previous); // whatever a thief named meanwhile
    if ((follows || outranks) && !known(key)) {
      found.keys.push(key);
      found.statements.push(one);
    } else if (equal(key, found.keys[0] as Bytes) && !known(previous)) {
      found.keys.unshift(previous);
      found.statements.unshift(one);
    } else return `${one.party} names key ${fingerprint(key)}, but another was named before`;
    return null;
  }
}
