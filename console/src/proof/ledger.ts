/**
 * Messages, receipts and cosignatures as far as the timeline and the lead times need them.
 *
 * One row a message; the first READ and READBACK of each receiver count, the last answer stands.
 */

import { effectiveMs, readAs, timingOf } from "./formats.ts";
import { parseJournal } from "./forms.ts";
import type { MessageRow, ReceiverRow } from "./report.ts";

export interface Noted {
  /** `channel/STATUS` */
  readonly line: string;
  readonly number: string;
  readonly author: string;
  readonly journal: string;
  readonly sequence: number;
  readonly format: string;
  readonly precedence: string;
  readonly at_ms: number;
  readonly held_at_ms: number;
  readonly receivers: readonly string[];
  readonly ref: string | null;
  /** The format whose meaning it has: a correction's is that of what it corrects. */
  readonly subject: string;
  readonly subjectVersion: number;
  readonly announced: boolean;
  readonly start_ms: number | null;
  readonly required_ms: number | null;
  readonly isReceipt: boolean;
  readonly leadCode: string | null;
  readonly said_ms: number;
  says: string;
  /** Of an agreement's text: what a signature under it names. */
  digest: string;
  state: string;
  acts: Act[];
}

export interface Act {
  readonly party: string;
  readonly step: string;
  readonly at_ms: number;
  readonly code: string | null;
  readonly journal: string;
  readonly sequence: number;
}

interface Cosigned {
  readonly size: number;
  readonly time: number;
}

export class Ledger {
  readonly #messages = new Map<string, Noted>();
  readonly #order: Noted[] = [];
  readonly #agreed = new Map<string, ReadonlyMap<string, string>>();
  readonly #cosigned = new Map<string, Cosigned[]>();
  #sorted = false;

  /** Keep from which step the members of a channel agreed to count, by format. */
  agree(channel: string, effective: ReadonlyMap<string, string>): void {
    this.#agreed.set(channel, effective);
  }

  add(noted: Noted): void {
    const name = `${noted.line} ${noted.number}`;
    if (!this.#messages.has(name)) this.#messages.set(name, noted);
    this.#order.push(noted);
  }

  message(line: string, number: string): Noted | null {
    return this.#messages.get(`${line} ${number}`) ?? null;
  }

  /** From this entry on a journal is not its author's word: no step of it counts. */
  disown(journal: string, first: number): void {
    const { party } = parseJournal(journal);
    for (const one of this.#order) {
      one.acts = one.acts.filter((act) => act.journal !== journal || act.sequence < first);
      const mine = one.journal === journal && one.author === party;
      if (mine && one.sequence >= first) one.state = "disowned";
    }
  }

  /** Note what became of a message: superseded, cancelled, ended. The first stands. */
  close(message: Noted, state: string): void {
    if (message.state === "current") message.state = state;
  }

  cosigned(journal: string, party: string, size: number, time: number): void {
    const key = `${journal} ${party}`;
    const found = this.#cosigned.get(key) ?? [];
    found.push({ size, time });
    this.#cosigned.set(key, found);
    this.#sorted = false;
  }

  /** The timeline: every message that is no receipt, in the exporter's order. */
  *rows(): Generator<MessageRow> {
    for (const noted of this.#order) {
      if (noted.isReceipt) continue;
      const [channel = "", status = ""] = noted.line.split("/");
      const { number, format, precedence, author, at_ms, held_at_ms, ref, state } = noted;
      yield {
        ...{ channel, status, number, format, precedence, author, at_ms, held_at_ms, ref, state },
        start_ms: noted.start_ms,
        receivers: this.#receivers(noted, channel),
        says: noted.says,
        journal: noted.journal,
        sequence: noted.sequence,
      };
    }
  }

  #receivers(noted: Noted, channel: string): ReceiverRow[] {
    const beyond = noted.acts.map((act) => act.party).filter((party) => party.includes("@"));
    const parties = [...noted.receivers, ...new Set(beyond)]; // `@`: through a facilitator
    return parties.map((party) => {
      const acts = noted.acts.filter((act) => act.party === party);
      return this.#receiver(noted, channel, party, acts);
    });
  }

  #receiver(noted: Noted, channel: string, party: string, acts: readonly Act[]): ReceiverRow {
    const first = (step: string) => acts.find((act) => act.step === step)?.at_ms ?? null;
    const answer = acts.findLast((act) => act.step === "ANSWER");
    const steps = { read_ms: first("READ"), readback_ms: first("READBACK") };
    const by = { ...steps, answered_ms: first("ANSWER") };
    const table = readAs(noted.subject, noted.subjectVersion);
    const said = table?.lead_if_said === true && noted.start_ms === noted.said_ms;
    let timing: ReturnType<typeof timingOf> | null = null;
    if (table !== null && noted.required_ms !== null && noted.announced && !said) {
      const effective = effectiveMs(table, this.#agreed.get(channel)?.get(table.code), by);
      timing = timingOf(noted.required_ms, noted.start_ms, effective);
    }
    return {
      party,
      delivered_s: this.#deliveredS(noted, party),
      ...steps,
      confirmed_ms: first("CONFIRMED"),
      answer: answer?.code ?? null,
      answered_ms: answer?.at_ms ?? null,
      timing: timing?.timing ?? null,
      lead_ms: timing?.lead ?? null,
      required_ms: noted.required_ms,
    };
  }

  /** When the party's node first cosigned an end of the journal that holds the message. */
  #deliveredS(noted: Noted, party: string): number | null {
    if (!this.#sorted) {
      for (const list of this.#cosigned.values()) list.sort((a, b) => a.size - b.size);
      this.#sorted = true;
    }
    const list = this.#cosigned.get(`${noted.journal} ${party}`) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] as Cosigned).size > noted.sequence) high = middle;
      else low = middle + 1;
    }
    return list[low]?.time ?? null;
  }
}
