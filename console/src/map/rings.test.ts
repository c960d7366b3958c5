import { describe, expect, test } from "vitest";
import { along, direct, inverse, latLon, type Position } from "./geo.ts";
import { circleRing, closed, patchesOf, type Ring } from "./rings.ts";

const E7 = 10_000_000;
const NM = 185_200;
const pair = (lat: number, lon: number) => [lat * E7, lon * E7] as const;

/** How near the edges of a ring come to a place when a flat map draws them straight. */
function nearest(centre: Position, ring: Ring): number {
  const y = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const back = (v: number) => (Math.atan(Math.exp(v)) * 360) / Math.PI - 90;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [a, b] = [ring[at] as Position, ring[at + 1] as Position];
    for (let step = 0; step < 8; step += 1) {
      const share = step / 8;
      const lat = back(y(a[1]) + share * (y(b[1]) - y(a[1])));
      least = Math.min(least, inverse(centre, [a[0] + share * (b[0] - a[0]), lat]).cm);
    }
  }
  return least;
}

describe("geodesics", () => {
  test("say what the node's library says of a known pair", () => {
    const found = inverse([14.4, -22.9], [13.85, -22.0]);
    expect(found.cm).toBeCloseTo(11_461_948.047, 2);
    expect(found.bearing).toBeCloseTo(360 - 29.7041216790589, 8);
  });

  test("measure over the antimeridian the short way", () => {
    expect(inverse([179.5, 10], [-179.5, 11]).cm).toBeCloseTo(15_562_020.174, 2);
  });

  test("come to the known place, and back to the same longitude over the antimeridian", () => {
    const [lon, lat] = direct([14.4, -22.9], 45, 2_778_000);
    expect(lat).toBeCloseTo(-22.72250401964032, 9);
    expect(lon).toBeCloseTo(14.591212178791823, 9);
    expect(direct([179.9, 0], 90, 100 * NM)[0]).toBeGreaterThan(180);
    expect(latLon([181.5, 3])).toEqual({ lat_e7: 30_000_000, lon_e7: -1_785_000_000 });
  });
});

describe("a circle", () => {
  const places: [string, Position, number][] = [
    ["at the coast", [14.4, -22.9], 14 * NM],
    ["of one kilometre", [14.4, -22.9], 100_000],
    ["in the far north", [20, 78], 60 * NM],
    ["of a thousand kilometres", [14.4, 55], 100_000_000],
    ["over the antimeridian", [179.9, 51], 40 * NM],
  ];
  test.each(places)("%s is never drawn smaller than it is", (_, centre, radius) => {
    const near = nearest(centre, closed(circleRing(centre, radius)));
    expect(near).toBeGreaterThanOrEqual(radius);
    expect(near).toBeLessThan(radius * 1.004 + 20_000);
  });

  test("over the antimeridian is one piece that goes on beyond 180", () => {
    const circle = { lat_e7: 51 * E7, lon_e7: 179.9 * E7, radius_cm: 40 * NM };
    const [patch] = patchesOf({ circle });
    const lons = patch?.rings[0]?.map((one) => one[0]) ?? [];
    expect(Math.max(...lons)).toBeGreaterThan(180);
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(4);
  });

  test("around a pole is closed along the edge of the map, and its line is not", () => {
    const circle = { lat_e7: -89 * E7, lon_e7: 0, radius_cm: 300 * NM };
    const [patch] = patchesOf({ circle });
    const ring = patch?.rings[0] ?? [];
    const lons = ring.map((one) => one[0]);
    expect(Math.max(...lons) - Math.min(...lons)).toBeCloseTo(360, 6);
    expect(ring.some((one) => one[1] === -90)).toBe(true);
    expect(patch?.edges[0]?.some((one) => one[1] === -90)).toBe(false);
  });
});

describe("a polygon", () => {
  test("over the antimeridian is unwrapped", () => {
    const polygon = [pair(10, 179), pair(10, -179), pair(12, -179), pair(12, 179)];
    const lons = patchesOf({ polygon })[0]?.rings[0]?.map((one) => one[0]) ?? [];
    expect(Math.min(...lons)).toBeCloseTo(179, 6);
    expect(Math.max(...lons)).toBeCloseTo(181, 6);
  });

  test("with a long edge follows the shortest way, not the parallel", () => {
    const polygon = [pair(60, 0), pair(60, 12), pair(55, 6)];
    const ring = patchesOf({ polygon })[0]?.rings[0] ?? [];
    const middle = inverse([0, 60], [12, 60]);
    const true_ = direct([0, 60], middle.bearing, middle.cm / 2);
    expect(Math.min(...ring.map((one) => inverse(one, true_).cm))).toBeLessThan(middle.cm / 20);
    expect(Math.max(...ring.map((one) => one[1]))).toBeCloseTo(true_[1], 2);
  });
});

describe("a corridor", () => {
  test("with a bend is one patch that holds every place within its half-width", () => {
    const points = [pair(-22, 14), pair(-23, 14), pair(-23, 15)];
    const patches = patchesOf({ corridor: { points, half_width_cm: 5 * NM } });
    expect(patches).toHaveLength(1);
    const ring = patches[0]?.rings[0] ?? [];
    const path = [...along([14, -22], [14, -23], 6), ...along([14, -23], [15, -23], 6)];
    for (const place of path) expect(nearest(place, ring)).toBeGreaterThanOrEqual(5 * NM);
  });

  test("that closes around a place has a hole there", () => {
    const points = [pair(-22, 14), pair(-22, 15), pair(-23, 15), pair(-23, 14), pair(-22, 14)];
    const patches = patchesOf({ corridor: { points, half_width_cm: 5 * NM } });
    expect(patches[0]?.rings).toHaveLength(2);
  });

  test("over the antimeridian stays in one piece", () => {
    const points = [pair(0, 179), pair(1, -179), pair(1, -178)];
    const patches = patchesOf({ corridor: { points, half_width_cm: 5 * NM } });
    expect(patches).toHaveLength(1);
    const lons = patches[0]?.rings[0]?.map((one) => one[0]) ?? [];
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(4);
  });
});
