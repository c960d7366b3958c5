import { describe, expect, test } from "vitest";
import { period } from "./period.ts";

describe("a period in days", () => {
  test("the last day is in it to its end", () => {
    const found = period({ from: "2026-11-01", until: "2026-11-01" });
    expect(found).toEqual({ from: Date.UTC(2026, 10, 1), until: Date.UTC(2026, 10, 2) });
  });

  test("what ends before it begins is no period", () => {
    expect(period({ from: "2026-11-03", until: "2026-11-01" })).toBeUndefined();
    expect(period({ from: "", until: "2026-11-01" })).toBeUndefined();
  });

  test("without a choice the node takes its own month", () => {
    expect(period(undefined)).toBeUndefined();
  });
});
