import { describe, expect, test } from "vitest";
import { add, blank, drawnOf, enough, finish, type Ink, inkFeatures, legs, undo } from "./ink.ts";
import type { LatLon } from "./shapes.ts";

const E7 = 10_000_000;
const at = (lat: number, lon: number): LatLon => ({ lat_e7: lat * E7, lon_e7: lon * E7 });
const drawn = (kind: Ink["kind"], ...points: LatLon[]) => points.reduce(add, blank(kind));

describe("a hand that draws", () => {
  test("a circle: the centre, then a place on its edge; undo takes the edge back first", () => {
    const ink = drawn("circle", at(0, 10), at(0, 11));
    expect(drawnOf(ink)).toEqual({
      kind: "circle",
      points: [at(0, 10)],
      radius_cm: 11_131_949, // one degree of the equator
      done: true,
    });
    expect(undo(ink)).toEqual({ kind: "circle", points: [at(0, 10)], done: false });
  });

  test("a circle of no size is not one yet", () => {
    expect(enough(drawn("circle", at(0, 10), at(0, 10)))).toBe(false);
  });

  test("a polygon is done by saying so, from three corners on", () => {
    const two = drawn("polygon", at(0, 0), at(0, 1));
    expect(finish(two).done).toBe(false);
    expect(finish(add(two, at(1, 1))).done).toBe(true);
  });

  test("a point moves with each click; what is done begins anew", () => {
    expect(drawn("point", at(0, 0), at(5, 5)).points).toEqual([at(5, 5)]);
    const anew = add(finish(drawn("line", at(0, 0), at(0, 1))), at(7, 7));
    expect(anew).toEqual({ kind: "line", points: [at(7, 7)], done: false });
  });

  test("over the antimeridian draws the short way", () => {
    const ink = drawn("line", at(0, 179), at(0, -179));
    const [line] = inkFeatures(ink, () => "").features;
    const lons =
      line?.geometry.type === "LineString"
        ? line.geometry.coordinates.map((one) => one[0] ?? 0)
        : [];
    expect(Math.max(...lons) - Math.min(...lons)).toBeCloseTo(2, 6);
  });
});

describe("measuring", () => {
  test("says each leg and the sum", () => {
    const ink = drawn("measure", at(0, 0), at(0, 1), at(0, 2));
    expect(legs(ink.points).map((leg) => Math.round(leg.cm))).toEqual([11_131_949, 11_131_949]);
    expect(legs(ink.points)[0]?.bearing).toBeCloseTo(90, 9);
    const texts = inkFeatures(ink, (leg, sum) => `${Math.round(sum / leg.cm)}`).features;
    expect(texts.map((one) => one.properties?.text).filter(Boolean)).toEqual(["1", "2"]);
  });
});
