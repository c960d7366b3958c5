import { describe, expect, test } from "vitest";
import { inverse, type Position } from "./geo.ts";
import type { TrackFix } from "./shapes.ts";
import {
  approachesOf,
  approachOf,
  featuresOfTracks,
  LABELS_MAX,
  labelOf,
  TRACKS_MAX,
  vectorOf,
} from "./tracks.ts";

const NOW = 1_800_000_000_000;
const KNOT = 51.4444;
const E7 = 10_000_000;

function fix(changes: Partial<TrackFix> = {}): TrackFix {
  return {
    id: "a1",
    callsign: "AMBER11",
    tone: "own",
    lat_e7: -22.9 * E7,
    lon_e7: 14.4 * E7,
    altitude: { cm: 365_760, reference: "FL" },
    speed_cm_s: 420 * KNOT,
    course_cdeg: 9_000,
    climb_cm_s: 500,
    at_ms: NOW,
    ...changes,
  };
}

const plain = (text: string) => text.replaceAll(/[\u2068\u2069]/g, "").replaceAll("\u00a0", " ");

describe("a label", () => {
  test("has three lines: who, level and climb, speed", () => {
    expect(plain(labelOf(fix(), NOW))).toBe("AMBER11\nFL120↑\n420 kt");
  });

  test("leaves an unknown level out: nought is a level", () => {
    expect(plain(labelOf(fix({ altitude: null }), NOW))).toBe("AMBER11\n420 kt");
  });

  test("says the age of what is old, and the id of what has no call sign", () => {
    const old = fix({ callsign: null, at_ms: NOW - 45_000, climb_cm_s: -500 });
    expect(plain(labelOf(old, NOW))).toBe("a1\nFL120↓\n420 kt\n45 s");
  });
});

describe("a speed vector", () => {
  test("ends where the aircraft is after a minute, within a hundredth of its length", () => {
    for (const course of [0, 4_500, 13_300, 27_000]) {
      const line = vectorOf(fix({ course_cdeg: course })) as [Position, Position];
      const leg = inverse(line[0], line[1]);
      expect(Math.abs(leg.cm / (420 * KNOT * 60) - 1)).toBeLessThan(0.01);
      expect(Math.abs(leg.bearing - course / 100)).toBeLessThan(0.5);
    }
  });

  test("is not drawn without a course, and not for what is stale", () => {
    expect(vectorOf(fix({ course_cdeg: null }))).toBeUndefined();
    const { vectors, points, stale } = featuresOfTracks([fix({ at_ms: NOW - 60_000 })], {
      nowMs: NOW,
    });
    expect(vectors.features.flatMap((one) => one.geometry.coordinates)).toEqual([]);
    expect(points.features[0]?.properties?.icon).toBe("stale-own");
    expect(stale).toBe(1);
  });
});

describe("many tracks", () => {
  test("carry no labels but the chosen one's, and say so", () => {
    const many = Array.from({ length: LABELS_MAX + 1 }, (_, at) => fix({ id: `t${at}` }));
    const { points, unlabelled } = featuresOfTracks(many, { nowMs: NOW, chosen: "t7" });
    const labelled = points.features.filter((one) => one.properties?.text);
    expect(labelled.map((one) => one.properties?.id)).toEqual(["t7"]);
    expect(unlabelled).toBe(true);
  });

  test("that look the same are one feature, and every one of them is in it", () => {
    const many = Array.from({ length: LABELS_MAX + 100 }, (_, at) =>
      fix({ id: `t${at}`, course_cdeg: at % 2 ? 9_100 : 9_200, lat_e7: at }),
    );
    const { points } = featuresOfTracks(many, { nowMs: NOW });
    const places = points.features.flatMap((one) =>
      one.geometry.type === "MultiPoint" ? one.geometry.coordinates : [],
    );
    expect(points.features).toHaveLength(1);
    expect(new Set(places.map((one) => one[1])).size).toBe(many.length);
  });

  test("beyond the limit are counted, not dropped in silence", () => {
    const many = Array.from({ length: TRACKS_MAX + 3 }, (_, at) => fix({ id: `t${at}` }));
    expect(featuresOfTracks(many, { nowMs: NOW }).left).toBe(3);
  });
});

describe("a closest approach", () => {
  const head = fix({ id: "b", lon_e7: 14.6 * E7, course_cdeg: 27_000, altitude: null });

  test("of two that meet head on is in the middle, at once level and time", () => {
    const found = approachOf(fix({ climb_cm_s: 0 }), { ...head, altitude: fix().altitude });
    const apart = inverse([14.4, -22.9], [14.6, -22.9]).cm;
    expect((found?.inMs ?? 0) / 1000).toBeCloseTo(apart / (840 * KNOT), 0);
    expect(found?.horizontal_cm).toBeLessThan(100);
    expect(found?.vertical_cm).toBeGreaterThanOrEqual(0);
  });

  test("does not say a height that is not known", () => {
    expect(approachOf(fix(), head)?.vertical_cm).toBeNull();
  });

  test("is none of two that part, of one that stands, and of one that is stale", () => {
    expect(
      approachOf(fix({ course_cdeg: 27_000 }), { ...head, course_cdeg: 9_000 }),
    ).toBeUndefined();
    expect(approachOf(fix(), { ...head, speed_cm_s: null })).toBeUndefined();
    expect(approachesOf(fix(), [{ ...head, at_ms: NOW - 60_000 }], NOW)).toEqual([]);
    expect(approachesOf(fix(), [head], NOW)).toHaveLength(1);
  });

  test("counts from the newer report when one of the two is older", () => {
    const older = approachOf(fix({ at_ms: NOW - 10_000 }), head);
    const same = approachOf(fix(), head);
    expect(older?.inMs).toBeLessThan(same?.inMs ?? 0);
  });
});
