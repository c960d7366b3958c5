/** Which conflict comes first. */
import { expect, test } from "vitest";
import type { Conflict } from "../app/lines.ts";
import { byUrgency, letter, missing, when } from "./order.ts";

const NOW = 1_000_000;
const one = (conflict: string, more: Partial<Conflict>) =>
  ({
    conflict,
    from_ms: null,
    to_ms: null,
    ended_reason: null,
    ended_at_ms: null,
    ...more,
  }) as Conflict;

test("what is now comes before what is ahead, and what has ended comes last", () => {
  const all = [
    one("ended", { ended_reason: "cancelled", ended_at_ms: 5 }),
    one("later", { from_ms: NOW + 200 }),
    one("soon", { from_ms: NOW + 100 }),
    one("over", { from_ms: 0, to_ms: NOW - 1 }),
    one("now", { from_ms: NOW - 1, to_ms: NOW + 1 }),
  ];
  expect(byUrgency(all, NOW).map((each) => each.conflict)).toEqual([
    "now",
    "soon",
    "later",
    "over",
    "ended",
  ]);
});

test("a conflict without a beginning or an end is now", () => {
  expect(when(one("open", {}), NOW)).toBe("now");
  expect(letter(one("open", {}), NOW)).toBe("A");
});

test("what is missing of a buffer is never negative", () => {
  const kept = one("kept", {
    horizontal_cm: 500,
    buffer_horizontal_cm: 300,
    vertical_cm: 0,
    buffer_vertical_cm: 200,
  });
  expect(missing(kept)).toEqual({ horizontalCm: 0, verticalCm: 200 });
});
