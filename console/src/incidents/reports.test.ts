import { describe, expect, test } from "vitest";
import type { Report } from "./replay.ts";
import { around, connections, toneOf } from "./reports.ts";

const report = (atMs: number, latE7: number, lonE7: number): Report => ({
  id: "a",
  party: "cobalt",
  callsign: "A-71",
  latE7,
  lonE7,
  atMs,
  height: null,
  number: "",
});

describe("what a replay draws", () => {
  test("what connects reports is dashed, and no area that could be taken for a track's", () => {
    const trail = [report(1, 0, 0), report(2, 8_000_000, 0)];
    const last = trail[1] as Report;
    const [line] = connections([{ report: last, ageMs: 0, old: false, trail }], "amber", [
      "amber",
      "cobalt",
    ]);
    expect(line).toMatchObject({ kind: "thread", dashed: true, hollow: true, tone: "other" });
  });

  test("one report alone is connected with nothing", () => {
    const only = report(1, 0, 0);
    expect(
      connections([{ report: only, ageMs: 0, old: false, trail: [only] }], "amber", [
        "amber",
        "cobalt",
      ]),
    ).toEqual([]);
  });

  test("the view holds every report, with room around the outermost", () => {
    const shape = around([report(1, 0, 0), report(2, 1_000_000, -500_000)]);
    const outline = shape?.parts[0]?.outline;
    if (!outline || !("polygon" in outline)) throw new Error("a frame");
    const lats = outline.polygon.map(([lat]) => lat);
    const lons = outline.polygon.map(([, lon]) => lon);
    expect(Math.min(...lats)).toBeLessThan(0);
    expect(Math.max(...lats)).toBeGreaterThan(1_000_000);
    expect([Math.min(...lons) < -500_000, Math.max(...lons) > 0]).toEqual([true, true]);
  });

  test("over the antimeridian no frame is made up that spans the world", () => {
    expect(around([report(1, 0, 1_799_000_000), report(2, 0, -1_799_000_000)])).toBeUndefined();
  });

  test("ours, theirs and a third's are told apart, and nobody else is ours", () => {
    const sides = ["amber", "cobalt", "meridian"];
    expect(sides.map((one) => toneOf(one, "amber", sides))).toEqual(["own", "other", "third"]);
    expect(toneOf("amber", "cobalt", sides)).toBe("other");
  });
});
