import { describe, expect, test } from "vitest";
import { boxOfShapes, departure, featuresOf, nearestOf } from "./features.ts";
import { inverse } from "./geo.ts";
import type { MapShape, Part } from "./shapes.ts";

const E7 = 10_000_000;
const NM = 185_200;
const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);

function circle(lat: number, lon: number, nm: number, changes: Partial<Part> = {}): Part {
  return {
    outline: {
      circle: {
        lat_e7: Math.round(lat * E7),
        lon_e7: Math.round(lon * E7),
        radius_cm: Math.round(nm * NM),
      },
    },
    floor: null,
    ceiling: null,
    start_ms: NOON,
    end_ms: NOON + HOUR,
    ...changes,
  };
}

const shape = (parts: Part[], changes: Partial<MapShape> = {}): MapShape => ({
  id: "A-1",
  parts,
  tone: "own",
  label: "A1",
  ...changes,
});

describe("features", () => {
  test("carry when they hold, so that the map filters and nothing is sent again", () => {
    const { areas, changes } = featuresOf([shape([circle(-22.9, 14.4, 14)])], NOON);
    expect(areas.features[0]?.properties).toMatchObject({ from: NOON, to: NOON + HOUR });
    expect(changes).toEqual([NOON, NOON + HOUR]);
  });

  test("of an open end never end", () => {
    const { areas } = featuresOf([shape([circle(-22.9, 14.4, 14, { end_ms: null })])], NOON);
    expect(areas.features[0]?.properties?.to).toBeGreaterThan(NOON + 10_000 * HOUR);
  });

  test("of a part that comes again are one for each time, around the instant", () => {
    const repeats = { every_ms: 24 * HOUR, days: null, until_ms: NOON + 1000 * HOUR };
    const { areas, again } = featuresOf([shape([circle(-22.9, 14.4, 14, { repeats })])], NOON);
    expect(areas.features.map((one) => (one.properties?.from - NOON) / HOUR)).toEqual([
      0, 24, 48, 72,
    ]);
    expect(again).toBe(true);
  });

  test("of a thread are its middle line once, also over the antimeridian", () => {
    const points = [
      [0, 179 * E7],
      [0, -179 * E7],
    ] as const;
    const part = { ...circle(0, 0, 1), outline: { corridor: { points, half_width_cm: 100 } } };
    const { areas } = featuresOf([shape([part], { kind: "thread", label: "" })], NOON);
    expect(areas.features).toHaveLength(1);
    expect(areas.features[0]?.geometry).toEqual({
      type: "LineString",
      coordinates: [
        [179, 0],
        [181, 0],
      ],
    });
  });

  test("of several parts say in the label which one it is", () => {
    const { labels } = featuresOf([shape([circle(-22, 14, 5), circle(-23, 14, 5)])], NOON);
    expect(labels.features.map((one) => one.properties?.text)).toEqual(["A1\n(1/2)", "A1\n(2/2)"]);
  });

  test("around a pole have a line of their own that does not follow the edge of the map", () => {
    const { areas } = featuresOf([shape([circle(-89, 0, 300)])], NOON);
    expect(areas.features.map((one) => [one.geometry.type, one.properties?.edge])).toEqual([
      ["Polygon", false],
      ["MultiLineString", true],
    ]);
  });
});

describe("two volumes", () => {
  test("have their closest places on the line between their centres", () => {
    const [a, b] = [circle(-22.9, 14.4, 5), circle(-22.9, 14.9, 5)];
    const ends = nearestOf([a], [b]);
    const apart = inverse([14.4, -22.9], [14.9, -22.9]).cm - 10 * NM;
    expect(ends && inverse(ends[0], ends[1]).cm / apart).toBeCloseTo(1, 1);
  });

  test("that say the same depart by nothing; a centre that was misheard by as much as it moved", () => {
    const meant = [circle(-22.9, 14.4, 14)];
    expect(departure(meant, [circle(-22.9, 14.4, 14)])).toEqual({ edges: 0, middles: 0 });
    const found = departure(meant, [circle(-22.8, 14.4, 14)]);
    const moved = inverse([14.4, -22.9], [14.4, -22.8]).cm;
    expect(found.middles).toBeCloseTo(moved, 0);
    expect(found.edges / moved).toBeCloseTo(1, 1);
  });

  test("on both sides of the antimeridian take up a small box", () => {
    const box = boxOfShapes([shape([circle(51, 179.5, 10)]), shape([circle(51, -179.5, 10)])]);
    expect(box && box[2] - box[0]).toBeLessThan(2);
  });
});
