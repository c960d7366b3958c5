import { describe, expect, test } from "vitest";
import type { PictureItem } from "../app/lines.ts";
import type { OpenItem } from "./data.ts";
import { beside, deadlines, HOUR_MS, moving } from "./pressing.ts";

function item(kind: string, number: string, due_ms: number | null, over: object = {}): OpenItem {
  const fixed = { channel: "coast", status: "ACTUAL", party: "amber", step: "ANSWER" };
  return { ...fixed, kind, number, due_ms, ...over } as unknown as OpenItem;
}

function notice(number: string, start_ms: number | null, end_ms: number | null): PictureItem {
  const outline = { circle: { lat_e7: 0, lon_e7: 0, radius_cm: 1 } };
  return { number, volume: { outline, floor: null, ceiling: null, start_ms, end_ms } } as never;
}

describe("what is running out of time", () => {
  test("the soonest is first, whoever owes it", () => {
    const theirs = item("awaited", "A-1", 5, { party: "cobalt" });
    const found = deadlines([item("owed", "C-1", 9), theirs], "amber");
    expect(found.map((one) => [one.number, one.ours])).toEqual([
      ["A-1", false],
      ["C-1", true],
    ]);
  });

  test("a message that nobody has READ stands once, with its soonest step", () => {
    const later = item("unread", "C-2", 20);
    const sooner = item("unread", "C-2", 10, { step: "READBACK" });
    expect(deadlines([later, sooner], "amber").map((one) => one.step)).toEqual(["READBACK"]);
  });

  test("one message may owe two things once it was READ, and both are shown", () => {
    const both = [item("owed", "C-3", 10, { step: "READBACK" }), item("owed", "C-3", 20)];
    expect(deadlines(both, "amber")).toHaveLength(2);
  });

  test("conflicts, gaps and what has no deadline are not among the deadlines", () => {
    expect(deadlines([item("conflict", "X", null), item("gap", "Y", 5)], "amber")).toEqual([]);
  });
});

test("an exercise is not among what is real, and what is real is not hidden by an exercise", () => {
  const drill = item("owed", "X-1", 5, { status: "EXERCISE" });
  const all = deadlines([item("owed", "C-1", 9), drill], "amber");
  expect(beside(all, "ACTUAL").map((one) => one.number)).toEqual(["C-1"]);
  expect(beside(all, "EXERCISE").map((one) => one.number)).toEqual(["X-1", "C-1"]);
  expect(beside(all, "TEST").map((one) => one.number)).toEqual(["C-1"]);
});

describe("what moves", () => {
  const now = 10 * HOUR_MS;

  test("what holds now is before what begins within the hour; what is later is not there", () => {
    const found = moving(
      [
        notice("SOON", now + 60_000, now + HOUR_MS),
        notice("LATER", now + 2 * HOUR_MS, null),
        notice("NOW", now - 1, now + 5),
        notice("OVER", 0, now - 1),
      ],
      now,
    );
    expect(found.map((one) => [one.item.number, one.now])).toEqual([
      ["NOW", true],
      ["SOON", false],
    ]);
  });

  test("a notice without an end is there, and its end is nobody's guess", () => {
    expect(moving([notice("OPEN", null, null)], now)[0]?.toMs).toBe(Infinity);
  });
});
