/** Where things start, end and conflict on the slider, and what can be typed beside it. */
import { describe, expect, test } from "vitest";
import type { Conflict, PictureItem } from "../app/lines.ts";
import { gathered, happenings, lastBefore, nextAfter, spanAround, typedInstant } from "./ticks.ts";

const MIN = 60_000;
const HOUR = 60 * MIN;
const NOW = Date.UTC(2026, 10, 22, 14, 5);
const span = { fromMs: NOW - HOUR, toMs: NOW + HOUR };

const item = (number: string, start_ms: number | null, end_ms: number | null) =>
  ({
    number,
    volume: {
      outline: { circle: { lat_e7: 0, lon_e7: 0, radius_cm: 1 } },
      floor: null,
      ceiling: null,
      start_ms,
      end_ms,
    },
  }) as unknown as PictureItem;
const conflict = (name: string, from_ms: number | null) =>
  ({ conflict: name, from_ms }) as Conflict;

describe("ticks", () => {
  test("stand where things start, end and conflict, in order", () => {
    const ticks = happenings([item("A", NOW, NOW + MIN)], [conflict("A~B", NOW)], span);
    expect(ticks.map((one) => [one.kind, one.atMs - NOW])).toEqual([
      ["start", 0],
      ["conflict", 0],
      ["end", MIN],
    ]);
  });

  test("an open end has no tick, and a conflict without a beginning has always been one", () => {
    const ticks = happenings([item("A", null, null)], [conflict("A~B", null)], span);
    expect(ticks.map((one) => [one.kind, one.atMs])).toEqual([["conflict", span.fromMs]]);
  });

  test("those that would lie upon one another are one, and name all", () => {
    const ticks = happenings([item("A", NOW, null), item("B", NOW + 1000, null)], [], span);
    expect(gathered(ticks, span, 100).map((one) => one.names)).toEqual([["A", "B"]]);
    expect(gathered(ticks, span, 100_000)).toHaveLength(2);
  });

  test("the next and the last are found from between", () => {
    const ticks = happenings([item("A", NOW, NOW + HOUR / 2)], [], span);
    expect(nextAfter(ticks, NOW)).toBe(NOW + HOUR / 2);
    expect(lastBefore(ticks, NOW)).toBeUndefined();
    expect(lastBefore(ticks, NOW + HOUR)).toBe(NOW + HOUR / 2);
  });
});

test.each([0, -3 * HOUR, 40 * HOUR])("the span holds the instant that is shown (%d)", (ahead) => {
  const found = spanAround(NOW, NOW + ahead, 6 * HOUR, 10_000);
  expect(found.fromMs).toBeLessThanOrEqual(NOW + ahead);
  expect(found.toMs).toBeGreaterThanOrEqual(NOW + ahead);
  expect(found.toMs - found.fromMs).toBe(6 * HOUR);
});

describe("a typed instant", () => {
  test.each([
    ["14:30", "2026-11-22T14:30:00.000Z"],
    ["1430Z", "2026-11-22T14:30:00.000Z"],
    ["2026-11-23 01:02:03", "2026-11-23T01:02:03.000Z"],
  ])("%s", (text, iso) => {
    expect(new Date(typedInstant(text, NOW) ?? 0).toISOString()).toBe(iso);
  });

  test.each(["", "noon", "25:00", "14:61", "2026-02-30 10:00", "14:30+02"])(
    "%s is not understood",
    (text) => {
      expect(typedInstant(text, NOW)).toBeUndefined();
    },
  );
});
