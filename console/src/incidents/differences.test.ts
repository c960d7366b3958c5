import { describe, expect, test } from "vitest";
import {
  type CaseView,
  cells,
  counts,
  factsByField,
  matchOf,
  owing,
  type Row,
  sidesOf,
  unsettled,
} from "./differences.ts";

const told = (party: string, value: unknown) => ({
  party,
  value,
  lines: [String(value)],
  number: `${party.toUpperCase()}-2026-0001`,
  at_ms: 0,
  margin: null,
});
const row = (match: string, ...parties: string[]): Row => ({
  field: "closest_m",
  label: "least distance",
  axis: "fact",
  match,
  words: "",
  told: parties.map((one) => told(one, 140)),
  before: [],
  silent: [],
});

describe("accounts side by side", () => {
  test("the columns stand in the order of the names, whoever opened the case", () => {
    const head = { accounts: ["cobalt"], silent: ["amber"], openings: [{ party: "cobalt" }] };
    expect(sidesOf(head as never)).toEqual(["amber", "cobalt"]);
  });

  test("a side that tells nothing keeps its column, and it stands empty", () => {
    const [mine, theirs] = cells(row("only", "cobalt"), ["amber", "cobalt"]);
    expect(mine).toMatchObject({ party: "amber", told: undefined });
    expect(theirs?.told?.value).toBe(140);
  });

  test("what a side told before stands with that side alone", () => {
    const one = { ...row("differ", "amber", "cobalt"), before: [told("amber", 900)] };
    expect(cells(one, ["amber", "cobalt"]).map((cell) => cell.before.length)).toEqual([1, 0]);
  });

  test("a match of a newer node is not compared rather than the same", () => {
    expect(matchOf(row("nearly"))).toBe("not-compared");
    expect(matchOf(row("not compared"))).toBe("not-compared");
  });

  test("to be talked about is what differs and what one tells alone", () => {
    const rows = [row("same"), row("differ"), row("compatible"), row("only")];
    expect(unsettled(rows).map((one) => one.match)).toEqual(["differ", "only"]);
    expect(counts(rows)).toMatchObject({ same: 1, differ: 1, compatible: 1, only: 1 });
  });

  test("of two facts about one field the agreed one counts", () => {
    const facts = [
      { field: "closest_m", state: "agreed", number: "A" },
      { field: "closest_m", state: "proposed", number: "B" },
    ];
    expect(factsByField({ facts } as unknown as CaseView).get("closest_m")?.number).toBe("A");
  });

  test("who owes what is found under every number of the case, the soonest first", () => {
    const item = (about: string, due_ms: number | null, kind = "question") => ({
      register: "incidents",
      about,
      due_ms,
      kind,
      party: "amber",
      number: `N${due_ms}`,
      late: false,
    });
    const due = [
      item("B-2", 20),
      item("A-1", 10),
      item("C-3", 5),
      item("A-1", null),
      item("A-1", 7, "other"),
    ];
    const found = owing(due as never, { number: "A-1", numbers: ["A-1", "B-2"] });
    expect(found.map((one) => one.dueMs)).toEqual([10, 20]);
  });
});
