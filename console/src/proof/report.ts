/**
 * What the verifier found, as data, in the words of `detente-verify` (docs/record-format.md section 8).
 *
 * A problem means that the record is broken; a remark, that something could not be checked or is odd.
 * `detail` is the sentence of the Python verifier; a screen says the rule in the reader's language
 * beside it. Times are UTC milliseconds, each by the clock of the party that it is said of.
 */

export const PROBLEMS_MAX = 50; // the first ones matter; the count is of all
export const REMARKS_MAX = 50;

export type Verdict = "GOOD" | "BROKEN" | "UNUSABLE";

export interface Finding {
  /** Of the file; 0 for the whole. */
  readonly line: number;
  readonly journal: string;
  /** Of the entry, if it is about one. */
  readonly sequence: number | null;
  readonly rule: string;
  readonly detail: string;
}

export interface JournalReport {
  readonly journal: string;
  readonly party: string;
  readonly size: number;
  readonly checkpoint: number;
  readonly cosigned: readonly (readonly [string, number])[];
  readonly final: number;
  /** Whose cosignature keeps the rest from being final. */
  readonly missing: readonly string[];
  readonly goes_on: string;
  readonly goes_on_size: number;
  readonly beyond: number;
  readonly alone: boolean;
  /** Tree root over all entries that the file has, base64: what others' heads can be held against. */
  readonly root: string;
  /** The same at the size that was asked for; null when none was, or the file has fewer. */
  readonly root_before: string | null;
}

export interface PartyReport {
  readonly party: string;
  readonly fingerprint: string;
  readonly pinned: boolean;
  readonly older: readonly string[];
}

export interface ClockBounds {
  readonly first: string;
  readonly second: string;
  readonly least_ms: number | null;
  readonly most_ms: number | null;
}

export type Timing = "ON TIME" | "SHORT" | "AFTER THE FACT" | "NOT EFFECTIVE";

export interface ReceiverRow {
  readonly party: string;
  readonly delivered_s: number | null;
  readonly read_ms: number | null;
  readonly readback_ms: number | null;
  readonly confirmed_ms: number | null;
  readonly answer: string | null;
  readonly answered_ms: number | null;
  readonly timing: Timing | null;
  readonly lead_ms: number | null;
  readonly required_ms: number | null;
}

export interface MessageRow {
  readonly channel: string;
  readonly status: string;
  readonly number: string;
  readonly format: string;
  readonly precedence: string;
  readonly author: string;
  readonly at_ms: number;
  readonly held_at_ms: number;
  readonly ref: string | null;
  readonly state: string;
  readonly start_ms: number | null;
  readonly receivers: readonly ReceiverRow[];
  readonly says: string;
  /** Where it stands: journal and entry, so that a screen can open it. */
  readonly journal: string;
  readonly sequence: number;
}

export interface Report {
  readonly verdict: Verdict;
  readonly file: string;
  readonly made_by: string;
  readonly made_at_ms: number;
  readonly bundle_for: string | null;
  readonly vouched: boolean;
  readonly entries: number;
  readonly messages: number;
  readonly cosignatures: number;
  readonly withheld: number;
  readonly problem_count: number;
  readonly problems: readonly Finding[];
  readonly remark_count: number;
  readonly remarks: readonly Finding[];
  readonly parties: readonly PartyReport[];
  readonly journals: readonly JournalReport[];
  readonly clocks: readonly ClockBounds[];
  readonly timings: readonly (readonly [string, number])[];
}

/** Collects problems and remarks: the first ones in full, all of them in number. */
export class Findings {
  readonly problems: Finding[] = [];
  readonly remarks: Finding[] = [];
  problemCount = 0;
  remarkCount = 0;

  problem(
    line: number,
    journal: string,
    sequence: number | null,
    rule: string,
    detail: string,
  ): void {
    this.problemCount += 1;
    if (this.problems.length < PROBLEMS_MAX)
      this.problems.push({ line, journal, sequence, rule, detail });
  }

  remark(
    line: number,
    journal: string,
    sequence: number | null,
    rule: string,
    detail: string,
  ): void {
    this.remarkCount += 1;
    if (this.remarks.length < REMARKS_MAX)
      this.remarks.push({ line, journal, sequence, rule, detail });
  }
}

export function unusable(file: string, detail: string): Report {
  return {
    verdict: "UNUSABLE",
    file,
    made_by: "",
    made_at_ms: 0,
    bundle_for: null,
    vouched: false,
    entries: 0,
    messages: 0,
    cosignatures: 0,
    withheld: 0,
    problem_count: 1,
    problems: [{ line: 0, journal: "", sequence: null, rule: "unusable", detail }],
    remark_count: 0,
    remarks: [],
    parties: [],
    journals: [],
    clocks: [],
    timings: [],
  };
}
