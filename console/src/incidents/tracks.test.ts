import { describe, expect, test } from "vitest";
import { reportsOf } from "./tracks.ts";

const point = (at_ms: number) => ({ lat_e7: 1, lon_e7: 2, at_ms, leave_ms: null });
const track = (more: object) =>
  ({
    kind: "seen",
    number: "AMBER-2026-0001",
    field: "track",
    party: "amber",
    label: "C-205",
    points: [point(10), point(20)],
    height: { cm: 300_000, reference: "FL" },
    stands: true,
    ...more,
  }) as never;

describe("reports of a case", () => {
  test("every position is a report with the message that tells it", () => {
    const found = reportsOf([track({})]);
    expect(found.map((one) => [one.atMs, one.number, one.callsign])).toEqual([
      [10, "AMBER-2026-0001", "C-205"],
      [20, "AMBER-2026-0001", "C-205"],
    ]);
  });

  test("a height that was told with the newest position is not put on the ones before", () => {
    expect(reportsOf([track({})]).map((one) => one.height?.cm ?? null)).toEqual([null, 300_000]);
  });

  test("what is planned was seen by nobody, and what was taken back is not drawn", () => {
    expect(reportsOf([track({ kind: "planned" }), track({ stands: false })])).toEqual([]);
  });

  test("what has no name is called by who tells it", () => {
    expect(reportsOf([track({ label: "" })])[0]?.callsign).toBe("amber");
  });
});
