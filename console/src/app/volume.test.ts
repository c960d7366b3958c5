/** When the parts of a volume hold. */
import { describe, expect, test } from "vitest";
import { holdsAt, type Part, partsOf, windows } from "./volume.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 10, 23);
const part = (more: Partial<Part>): Part => ({
  outline: { circle: { lat_e7: 0, lon_e7: 0, radius_cm: 100 } },
  floor: null,
  ceiling: null,
  start_ms: MONDAY,
  end_ms: MONDAY + HOUR,
  ...more,
});

describe("windows", () => {
  test("an open end never ends", () => {
    expect(holdsAt(part({ end_ms: null }), MONDAY + 1000 * DAY)).toBe(true);
    expect(holdsAt(part({ start_ms: null }), 0)).toBe(true);
  });

  test("both ends belong to the window, as touching is conflict", () => {
    expect(holdsAt(part({}), MONDAY)).toBe(true);
    expect(holdsAt(part({}), MONDAY + HOUR)).toBe(true);
    expect(holdsAt(part({}), MONDAY + HOUR + 1)).toBe(false);
  });

  test("what comes again holds on its days alone, until its end", () => {
    const repeats = { every_ms: DAY, days: ["MO", "WE"], until_ms: MONDAY + 7 * DAY };
    const found = windows(part({ repeats }), MONDAY - DAY, MONDAY + 30 * DAY);
    expect(found.map((one) => (one.fromMs - MONDAY) / DAY)).toEqual([0, 2, 7]);
  });

  test("a far instant is reached without counting every repetition before it", () => {
    const repeats = { every_ms: HOUR * 2, days: null, until_ms: MONDAY + 4000 * DAY };
    expect(holdsAt(part({ repeats }), MONDAY + 3999 * DAY + HOUR / 2)).toBe(true);
  });
});

test("a volume of several parts, of one, and what is none", () => {
  expect(partsOf([part({}), part({})])).toHaveLength(2);
  expect(partsOf(part({}))).toHaveLength(1);
  expect(partsOf(null)).toEqual([]);
  expect(partsOf({ sealed: "…" })).toEqual([]);
});
