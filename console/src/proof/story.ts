/**
 * What the entries say: members, messages, receipts; the order of cause between them.
 *
 * A step counts only if its author was addressed, and only if its journal had named the message's
 * entry as seen before: nobody can have read what it had not received.
 */

import { Voices } from "./carried.ts";
import type { Chain } from "./chain.ts";
import type { Header } from "./entry.ts";
import { previousProblem } from "./epochs.ts";
import { cardOf, decodeEvent, type Event, type Previous } from "./events.ts";
import { type FormatTable, leadCode, readAs, requiredLead, saysOf, windowOf } from "./formats.ts";
import { isName, lineOf } from "./forms.ts";
import { canonicalText, type Json, type JsonObject } from "./json.ts";
import type { Ledger, Noted } from "./ledger.ts";
import { follows, isAfter, isNumberOf } from "./numbers.ts";
import type { Parties, Where } from "./parties.ts";
import { signatureWords, signedText, textDigest } from "./registers.ts";
import type { Findings } from "./report.ts";
import { numberAt, objectAt, textAt, textsAt } from "./shape.ts";

const CLOSING: Readonly<Record<string, string>> = {
  COR: "superseded",
  CAN: "cancelled",
  END: "ended",
};
const NO_FIELDS: JsonObject = new Map();

interface Charter {
  readonly text: string;
  readonly lead: ReadonlyMap<string, number>;
}

/** An entry whose signature and body hold, and where it stands. */
export interface Told {
  readonly chain: Chain;
  readonly header: Header;
  readonly line: number;
  readonly held_at_ms: number;
  /** By whose clock a step counts: the author's, or of carried words their speaker's. */
  readonly at_ms: number;
}

export class Story {
  messages = 0;
  readonly #charters = new Map<string, Charter>();
  readonly #renewed = new Set<string>();
  readonly #voices = new Voices();

  constructor(
    readonly findings: Findings,
    readonly parties: Parties,
    readonly ledger: Ledger,
  ) {}

  /** Take the meaning of an entry; returns its event, or null when it is not understood. */
  async entry(told: Told, body: Uint8Array<ArrayBuffer>): Promise<Event | null> {
    const { chain, header } = told;
    const event = decodeEvent(header.kind, header.kind_version, body);
    if (event.is === "unknown") {
      this.findings.remark(...whereOf(told), "not-understood", `${header.kind}: ${event.reason}`);
      return null;
    }
    if (event.kind === "opened") this.#opened(told, event.body);
    else if (event.kind === "joined") this.#joined(told, event.body);
    else if (event.kind === "introduced") this.#voices.learn(chain.name, event.body);
    else if (event.kind === "message")
      await this.#message(told, objectAt(event.body, "message") ?? NO_FIELDS);
    return event;
  }

  #joined(told: Told, body: JsonObject): void {
    const card = cardOf(body);
    const problem = this.parties.learn(card, whereOf(told));
    const { joined, id } = told.chain;
    if (problem !== null) this.findings.problem(...whereOf(told), "key", problem);
    else if (card.kind !== "witness" && card.party !== id.party && !joined.has(card.party))
      joined.set(card.party, told.header.sequence);
  }

  /** The journal's first entry names its author; equal charters at all members. */
  #opened(told: Told, body: JsonObject): void {
    const { chain, header } = told;
    const card = cardOf(body);
    const previous = previousOf(body);
    const found = this.#openedWrong(
      told,
      card.party,
      () => this.parties.learn(card, whereOf(told)),
      previous,
    );
    if (found) this.findings.problem(...whereOf(told), ...found);
    else chain.previous = previous;
    const charter = objectAt(body, "charter");
    if (charter === null) return;
    const { channel } = chain.id;
    const known = this.#charters.get(channel) ?? charterOf(charter);
    if (!this.#charters.has(channel)) {
      this.#charters.set(channel, known);
      this.ledger.agree(channel, pairsOf(charter, "effective", String));
    }
    if (textAt(charter, "channel") !== channel || known.text !== charterOf(charter).text) {
      const detail = "the members did not open the channel under the same charter";
      this.findings.problem(told.line, header.journal, header.sequence, "charter", detail);
    }
  }

  #openedWrong(
    told: Told,
    party: string,
    learn: () => string | null,
    previous: Previous | null,
  ): [rule: string, detail: string] | null {
    const { chain, header } = told;
    if (header.sequence !== 0 || party !== chain.id.party)
      return ["opened", `${party} cannot open entry ${header.sequence} of it`];
    const key = learn();
    if (key !== null) return ["key", key];
    const epoch = previousProblem(chain, previous);
    return epoch === null ? null : ["epoch", epoch];
  }

  async #message(told: Told, message: JsonObject): Promise<void> {
    const { chain } = told;
    const number = textAt(message, "number");
    this.messages += 1;
    if (!this.#numbered(told, number)) return;
    const [format, version] = [textAt(message, "format"), numberAt(message, "version")];
    const table = readAs(format, version);
    const ref = message.get("ref");
    const target = typeof ref === "string" ? this.ledger.message(lineOf(chain.id), ref) : null;
    if (table?.family !== "receipt" || table.code === "RBK") {
      const noted = this.#noted(told, message, table, target);
      noted.says = saysOf(table, objectAt(message, "fields") ?? NO_FIELDS);
      noted.digest = textDigest(message);
      this.#signed(noted, message, told);
      this.ledger.add(noted);
    }
    if (table === null || table.version !== version) {
      const known = table ? `, read as version ${table.version}` : "";
      const detail = `format ${format} version ${version} is not known here${known}`;
      this.findings.remark(...whereOf(told), "format", detail);
    }
    const spoken = await this.#voices.hear(chain.name, chain.id, message);
    if (spoken.problem) {
      const detail = `${number}, as said by ${spoken.party}: ${spoken.problem}; no effect`;
      this.findings.remark(...whereOf(told), "carried", detail);
    } else if (typeof ref === "string" && table !== null)
      this.#act({ ...told, at_ms: spoken.said_ms ?? told.at_ms }, message, table, target);
  }

  /** What a signature is under; a remark when that is not the text in this file. */
  #signed(noted: Noted, message: JsonObject, told: Told): void {
    const text = signedText(message);
    if (text === null) return;
    const digest = this.ledger.message(noted.line, text)?.digest || null;
    const { words, fits } = signatureWords(message, text, digest);
    noted.says = words;
    if (!fits) {
      const detail = `${noted.number} ${words}`;
      this.findings.remark(...whereOf(told), "other-text", detail);
    }
  }

  /** Whether a message's number is its author's and a new one; remarks on doubles and gaps. */
  #numbered(told: Told, number: string): boolean {
    const { chain } = told;
    const last = chain.lastNumber;
    const remark = (detail: string) =>
      this.findings.remark(...whereOf(told), "number", `${number} ${detail}`);
    if (!isNumberOf(chain.id, number)) {
      remark(`is no number of ${chain.id.party}'s`);
      return false;
    }
    if (last !== null && !isAfter(number, last)) {
      remark(`comes after ${last}: it has no effect`);
      return false;
    }
    if (this.#taken(chain, number)) {
      remark("was used in another epoch: it has no effect");
      return false;
    }
    const fresh = chain.hidden || (last === null && chain.id.epoch > 1);
    chain.hidden = false;
    if (!fresh && !follows(chain.id, last, number)) remark(`does not follow ${last ?? "nothing"}`);
    chain.lastNumber = number;
    return true;
  }

  /** Whether another epoch of the same author has used the number. */
  #taken(chain: Chain, number: string): boolean {
    const author = `${lineOf(chain.id)} ${chain.id.party}`;
    if (chain.id.epoch > 1) this.#renewed.add(author);
    return this.#renewed.has(author) && this.ledger.message(lineOf(chain.id), number) !== null;
  }

  #noted(told: Told, message: JsonObject, table: FormatTable | null, target: Noted | null): Noted {
    const { chain, header } = told;
    const at = (key: string) => textAt(message, key);
    const meant = meaningOf(message, table, target);
    const ref = message.get("ref");
    return {
      line: lineOf(chain.id),
      number: at("number"),
      author: chain.id.party,
      journal: chain.name,
      sequence: header.sequence,
      format: at("format"),
      precedence: at("precedence"),
      at_ms: header.at_ms,
      held_at_ms: told.held_at_ms,
      receivers: [...new Set(textsAt(message, "to").filter(isName))],
      ref: typeof ref === "string" ? ref : null,
      ...meant,
      required_ms: this.#required(
        chain,
        readAs(meant.subject, meant.subjectVersion),
        at("precedence"),
        meant.leadCode,
      ),
      isReceipt: table?.family === "receipt",
      says: "",
      digest: "",
      state: "current",
      acts: [],
    };
  }

  #required(chain: Chain, table: FormatTable | null, precedence: string, code: string | null) {
    if (table === null) return null;
    const agreed = this.#charters.get(chain.id.channel)?.lead.get(table.code);
    return requiredLead(table, agreed, precedence, code);
  }

  /** A message about another one: a receipt, an echo, a correction, a cancellation, an end. */
  #act(told: Told, message: JsonObject, table: FormatTable, target: Noted | null): void {
    const { chain } = told;
    const [number, author] = [textAt(message, "number"), chain.id.party];
    if (target === null) {
      const detail = `${number} is about ${textAt(message, "ref")}, which is not in the file before it`;
      this.findings.remark(...whereOf(told), "about-unknown", detail);
      return;
    }
    const closes = Object.hasOwn(CLOSING, table.code) ? CLOSING[table.code] : undefined;
    if (closes !== undefined) {
      if (target.author === author) this.ledger.close(target, closes);
      return;
    }
    if (target.author !== author && chain.namedSize(target.journal) <= target.sequence) {
      const detail =
        `${number} answers ${target.number}, but ${author} had not yet named entry ` +
        `${target.sequence} of ${target.journal} as seen`;
      this.findings.problem(...whereOf(told), "cause", detail);
      return;
    }
    if (table.code === "CNF") this.#confirmed(told, target);
    else this.#step(told, message, table, target);
  }

  #step(told: Told, message: JsonObject, table: FormatTable, target: Noted): void {
    const author = told.chain.id.party;
    const step = stepOf(table.code, objectAt(message, "fields") ?? NO_FIELDS);
    if (step === null || !target.receivers.includes(author)) return;
    const party = this.#voices.speaker(target.line, textAt(message, "number"), author);
    target.acts.push(actOf(told, party, ...step));
  }

  /** The sender confirms a read-back: noted with the party that read back. */
  #confirmed(told: Told, readback: Noted): void {
    if (readback.format !== "RBK" || readback.ref === null) return;
    const original = this.ledger.message(readback.line, readback.ref);
    if (original === null || original.author !== told.chain.id.party) return;
    const party = this.#voices.speaker(readback.line, readback.number, readback.author);
    original.acts.push(actOf(told, party, "CONFIRMED", null));
  }
}

/** What a message is about: its own format and window; a correction's are those that it changes. */
function meaningOf(message: JsonObject, table: FormatTable | null, target: Noted | null) {
  const own = objectAt(message, "fields") ?? NO_FIELDS;
  if (table?.code !== "COR" || target === null) {
    const [subject, subjectVersion] = [textAt(message, "format"), numberAt(message, "version")];
    const meaning = readAs(subject, subjectVersion);
    const placed = windowOf(meaning, own, false);
    const relay = objectAt(message, "relay");
    return {
      ...{ subject, subjectVersion, announced: placed?.announced ?? false },
      start_ms: placed?.start ?? null,
      leadCode: leadCode(meaning, own) || null,
      said_ms: numberAt(relay ?? message, relay ? "said_ms" : "released_ms"),
    };
  }
  const { subject, subjectVersion, said_ms } = target;
  const meaning = readAs(subject, subjectVersion);
  const fields = objectAt(own, "changes") ?? NO_FIELDS;
  const placed = windowOf(meaning, fields, target.announced);
  return {
    ...{ subject, subjectVersion, said_ms, announced: placed?.announced ?? target.announced },
    start_ms: placed ? placed.start : target.start_ms,
    leadCode: leadCode(meaning, fields) || target.leadCode,
  };
}

function whereOf(told: Told): Where {
  return [told.line, told.header.journal, told.header.sequence];
}

function actOf(told: Told, party: string, step: string, code: string | null) {
  const { journal, sequence } = told.header;
  return { party, step, at_ms: told.at_ms, code, journal, sequence };
}

/** Which step of the ladder a message takes, and the code of an answer. */
function stepOf(format: string, fields: JsonObject): [string, string | null] | null {
  if (format === "ACK" && fields.get("step") === "READ") return ["READ", null];
  if (format === "RBK") return ["READBACK", null];
  if (format === "RSP") {
    const code = fields.get("code") ?? null;
    return [
      "ANSWER",
      typeof code === "string" ? code : code === null ? "None" : canonicalText(code),
    ];
  }
  return format === "LCK" ? ["ANSWER", "ECHO"] : null;
}

function previousOf(body: JsonObject): Previous | null {
  const found = objectAt(body, "previous");
  if (found === null) return null;
  const at = (key: string) => textAt(found, key);
  return {
    journal: at("journal"),
    size: numberAt(found, "size"),
    root: at("root"),
    reason: at("reason"),
  };
}

/** A charter as it is compared: what is left out of it, and what stands for that, are one. */
function charterOf(charter: JsonObject): Charter {
  const full = new Map(charter);
  if (!full.has("kind")) full.set("kind", "safety");
  return { text: canonicalText(full), lead: pairsOf(charter, "lead_ms", Number) };
}

function pairsOf<T>(charter: JsonObject, key: string, of: (value: Json) => T): Map<string, T> {
  const listed = (charter.get(key) ?? []) as [string, Json][];
  return new Map(listed.map(([name, value]) => [name, of(value)]));
}
