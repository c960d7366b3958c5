/** What is offered about a message, to whom, and what keeps its place when it was given. */
import { describe, expect, test } from "vitest";
import type { Format, Message } from "../app/lines.ts";
import type { Role } from "../app/session.ts";
import { offered } from "./choose-format.ts";
import { nameOf, possible, type Reader, slots } from "./possible.ts";

const RANK: readonly Role[] = ["observer", "duty officer", "releaser", "administrator"];
const reader = (party: string, role: Role = "duty officer"): Reader => ({
  party,
  may: (least) => RANK.indexOf(role) >= RANK.indexOf(least),
});

const FORMATS = [
  {
    code: "NAA",
    family: "notice",
    volume_field: "volume",
    changeable: true,
    releaser: "duty officer",
    kinds: ["safety"],
    precedence: "ROUTINE",
    answers: ["WILCO", "STANDBY"],
    answer_choices: [{ code: "WILCO" }, { code: "STANDBY" }],
  },
  {
    code: "NZO",
    family: "notice",
    releaser: "releaser",
    kinds: ["safety"],
    precedence: "PRIORITY",
  },
  {
    code: "NEX",
    family: "notice",
    releaser: "releaser",
    two_person: true,
    kinds: ["safety"],
    precedence: "ROUTINE",
  },
  {
    code: "AEN",
    family: "alert",
    releaser: "duty officer",
    kinds: ["safety"],
    precedence: "FLASH",
  },
  {
    code: "RSP",
    family: "receipt",
    releaser: "duty officer",
    kinds: ["safety"],
    precedence: "ROUTINE",
  },
  {
    code: "COR",
    family: "change",
    releaser: "duty officer",
    kinds: ["safety"],
    precedence: "IMMEDIATE",
  },
] as unknown as Format[];

const step = (name: string, party: string, more: object = {}) => ({
  step: name,
  party,
  here_ms: 1,
  by_clock_ms: 1,
  ...more,
});

function notice(steps: object[] = [], more: object = {}): Message {
  return {
    author: "cobalt",
    state: "open",
    steps,
    due: [],
    message: { number: "COBALT-1", format: "NAA", to: ["amber"], fields: { volume: {} } },
    ...more,
  } as unknown as Message;
}

const names = (message: Message, who: Reader) => possible(message, FORMATS, who).map(nameOf);

describe("what can be done", () => {
  test("A receiver reads, reads back and answers; each step is offered once, STANDBY again.", () => {
    expect(names(notice(), reader("amber"))).toEqual(["read", "readback", "WILCO", "STANDBY"]);
    const given = notice([step("READBACK", "amber"), step("ANSWER", "amber", { code: "STANDBY" })]);
    expect(names(given, reader("amber"))).toEqual(["WILCO", "STANDBY"]);
  });

  test("A correction takes the answers; of what it replaced there is only READ to give.", () => {
    const replaced = notice([], { state: "superseded", superseded_by: "COBALT-2" });
    expect(names(replaced, reader("amber"))).toEqual(["read"]);
  });

  test("An author confirms each read-back once, and cannot answer its own message.", () => {
    const own = notice([step("READBACK", "amber", { number: "AMBER-7" })]);
    expect(names(own, reader("cobalt"))).toEqual(["confirm AMBER-7", "correct", "cancel", "end"]);
    const confirmed = notice([
      step("READBACK", "amber", { number: "AMBER-7" }),
      step("CONFIRMED", "cobalt"),
    ]);
    expect(names(confirmed, reader("cobalt"))).toEqual(["correct", "cancel", "end"]);
  });

  test("An observer, a party that is only told and a receipt are offered nothing.", () => {
    expect(names(notice(), reader("amber", "observer"))).toEqual([]);
    expect(names(notice(), reader("meridian"))).toEqual([]);
    const receipt = notice();
    expect(
      names({ ...receipt, message: { ...receipt.message, format: "RBK" } }, reader("amber")),
    ).toEqual([]);
  });
});

test("When READ was given its button stays where it was, with a tick, and the others do not move.", () => {
  const before = slots(notice(), FORMATS, reader("amber"));
  const after = slots(notice([step("READ", "amber")]), FORMATS, reader("amber"));
  expect(after.map((one) => nameOf(one.act))).toEqual(before.map((one) => nameOf(one.act)));
  expect(after[0]).toMatchObject({ able: false, done: true });
});

describe("what can be begun", () => {
  const codes = (kind: string, role: Role) =>
    offered(FORMATS, kind, (least) => RANK.indexOf(role) >= RANK.indexOf(least)).map(
      (one) => one.code,
    );

  test("A duty officer is offered what the role may say, and what a second officer will release.", () => {
    expect(codes("safety", "duty officer")).toEqual(["NAA", "NEX", "AEN"]);
    expect(codes("safety", "releaser")).toEqual(["NAA", "NZO", "NEX", "AEN"]);
  });

  test("A channel that does not carry a format does not offer it, but for what is FLASH.", () => {
    expect(codes("diplomatic", "releaser")).toEqual(["AEN"]);
  });
});
