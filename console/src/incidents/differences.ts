/**
 * Accounts of a case as rows to be read across: one column a side, in the order of their names.
 *
 * No side is favoured: every account has a column of one width whether its side told much, little or
 * nothing, and what is not told stands as not told.
 */
import type { Schemas } from "../api/client.ts";

export type CaseView = Schemas["CaseView"];
export type CaseLine = Schemas["CaseLine"];
export type Row = CaseView["rows"][number];
export type Told = Row["told"][number];

export type Match = "same" | "compatible" | "differ" | "only" | "not-compared";

/** Shapes besides the words: they differ without any colour. */
export const SHAPES: Record<Match, string> = {
  same: "=",
  compatible: "≈",
  differ: "≠",
  only: "◐",
  "not-compared": "·",
};

export function matchOf(row: Row): Match {
  const code = row.match.replace(" ", "-");
  return code in SHAPES ? (code as Match) : "not-compared";
}

/** Every side that has a column: who told, who is silent, who has opened; by name. */
export function sidesOf(head: CaseLine): readonly string[] {
  const openers = head.openings.map((one) => one.party);
  return [...new Set([...head.accounts, ...head.silent, ...openers])].sort();
}

export interface Cell {
  readonly party: string;
  readonly told: Told | undefined;
  /** What it told of this before, oldest first. */
  readonly before: readonly Told[];
}

/** The cells of a row, one for each side in the given order. */
export function cells(row: Row, sides: readonly string[]): readonly Cell[] {
  return sides.map((party) => ({
    party,
    told: row.told.find((one) => one.party === party),
    before: row.before.filter((one) => one.party === party),
  }));
}

/** Rows that are to be talked about: what differs and what one side tells alone. */
export function unsettled(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => ["differ", "only"].includes(matchOf(row)));
}

/** The message in which most of what a side tells stands; the earlier of two that hold as much. */
export function accountOf(rows: readonly Row[], party: string): string | undefined {
  const told = rows.flatMap((row) => row.told.filter((one) => one.party === party));
  const often = new Map<string, number>();
  for (const one of told) often.set(one.number, (often.get(one.number) ?? 0) + 1);
  return [...often].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

export type Counts = Readonly<Record<Match, number>>;

export function counts(rows: readonly Row[]): Counts {
  const found: Record<Match, number> = {
    same: 0,
    compatible: 0,
    differ: 0,
    only: 0,
    "not-compared": 0,
  };
  for (const row of rows) found[matchOf(row)] += 1;
  return found;
}

/** Fields of which a fact is on record, with its state: what is agreed need not be asked again. */
export function factsByField(one: CaseView): ReadonlyMap<string, CaseView["facts"][number]> {
  const found = new Map<string, CaseView["facts"][number]>();
  for (const fact of one.facts) {
    if (found.get(fact.field)?.state !== "agreed") found.set(fact.field, fact);
  }
  return found;
}

export interface Owing {
  readonly party: string;
  readonly number: string;
  readonly dueMs: number;
  readonly late: boolean;
  readonly kind: "question" | "closing" | "account";
}

type Due = Schemas["DueItemView"];
const KINDS = ["question", "closing", "account"] as const;

/** What is owed in a case, soonest first, as the due list has it. */
export function owing(due: readonly Due[], one: Pick<CaseLine, "numbers" | "number">): Owing[] {
  const known = new Set([one.number, ...one.numbers]);
  return due
    .filter((item) => item.register === "incidents" && known.has(item.about))
    .flatMap((item) => {
      const kind = KINDS.find((word) => word === item.kind);
      if (!kind || item.due_ms === null) return [];
      const { party, number, late, due_ms: dueMs } = item;
      return [{ party, number, dueMs, late, kind }];
    })
    .sort((a, b) => a.dueMs - b.dueMs);
}
