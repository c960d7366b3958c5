/**
 * Whose key is whose: from the cards and the changes of key that stand in the journals.
 *
 * A card that names a key which its party never had, and a key given from outside (pinned) that is
 * none of them, are a problem, because all else hangs on them.
 */
import { fingerprint } from "./ed25519.ts";
import type { Card } from "./events.ts";
import { type Bytes, equal, isName, Malformed } from "./forms.ts";
import type { JsonObject } from "./json.ts";
import { Keyring, keyOf, statementOf } from "./keyring.ts";
import type { Findings, PartyReport } from "./report.ts";

const PARTIES_MAX = 1_000; // members of all channels in one file; more is a flood
const CARDS_MAX = 10_000; // cards with another key than the first, looked at again at the end

export type Where = readonly [line: number, journal: string, sequence: number];
/** What is known of a party's key from elsewhere: the key, or its fingerprint as read aloud. */
export type Pin = Bytes | string;

export class Parties {
  readonly ring = new Keyring();
  readonly #known = new Map<string, string>();
  readonly #later: { where: Where; party: string; key: Bytes }[] = [];
  readonly #pinned: ReadonlyMap<string, Pin>;

  constructor(pinned: ReadonlyMap<string, Pin>) {
    this.#pinned = pinned;
  }

  /** The party's present key; the pinned one while no card has come; null without either. */
  key(party: string): Bytes | null {
    const pinned = this.#pinned.get(party);
    return this.ring.current(party) ?? (pinned instanceof Uint8Array ? pinned : null);
  }

  /** The party's recovery key; empty while no card has come. */
  recovery(party: string): Bytes {
    return this.ring.get(party)?.recovery ?? new Uint8Array();
  }

  /** Take a card; says what is wrong with it, or null. Another key is looked at at the end. */
  learn(card: Card, where: Where): string | null {
    if (!isName(card.party)) return "a card's party is no party id";
    let key: Bytes;
    let recovery: Bytes;
    try {
      [key, recovery] = [keyOf(card.key), keyOf(card.recovery_key)];
    } catch (error) {
      if (error instanceof Malformed) return `${card.party}'s card: ${error.message}`;
      throw error;
    }
    if (!this.#known.has(card.party) && this.#known.size >= PARTIES_MAX)
      return `more than ${PARTIES_MAX} parties`;
    if (!this.#known.has(card.party)) this.#known.set(card.party, card.kind);
    this.ring.pin(card.party, key, recovery);
    if (!equal(this.recovery(card.party), recovery))
      return `${card.party}'s card has another recovery key than another card`;
    if (this.ring.has(card.party, key)) return null;
    if (this.#later.length >= CARDS_MAX)
      return `${card.party}'s card has key ${fingerprint(key)}, but another card another`;
    this.#later.push({ where, party: card.party, key });
    return null;
  }

  /** Take a change of key; says what is wrong with it, or null. */
  rotate(body: JsonObject): Promise<string | null> {
    return this.ring.learn(statementOf(body));
  }

  /** At the end: every card's key, and every pinned one, must be a key that its party had. */
  finish(findings: Findings): void {
    for (const { where, party, key } of this.#later)
      if (!this.ring.has(party, key)) {
        const detail = `${party}'s card has key ${fingerprint(key)}, but another card another`;
        findings.problem(...where, "key", detail);
      }
    for (const [party, pin] of [...this.#pinned].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const held = this.ring.all(party);
      const fits = (key: Bytes) =>
        typeof pin === "string" ? pin === fingerprint(key) : equal(pin, key);
      if (held.length > 0 && !held.some(fits)) {
        const whose = `key ${fingerprint(held[0] as Bytes)}, but the key given to the verifier another`;
        findings.problem(0, "", null, "key", `${party}'s card has ${whose}`);
      }
    }
  }

  /** The parties whose keys were used, sorted. */
  reports(used: ReadonlySet<string>): PartyReport[] {
    const found = [...used].filter((party) => this.#known.has(party)).sort();
    return found.map((party) => {
      const [current, ...older] = this.ring.all(party);
      return {
        party,
        fingerprint: fingerprint(current as Bytes),
        pinned: this.#pinned.has(party),
        older: older.reverse().map(fingerprint),
      };
    });
  }
}
