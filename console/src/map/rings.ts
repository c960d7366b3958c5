/**
 * Outlines as rings for a flat map that knows neither circles nor corridors.
 *
 * A ring holds the whole outline: corners of a circle and of round ends stand outside it, so that what
 * is drawn never hides an overlap that there is. Long edges get corners in between, because the edge
 * of a polygon is the shortest way and a flat map draws another. Longitudes are unwrapped: a ring
 * over the antimeridian goes on beyond 180. The node does the same (wire/rings.py).
 */
import polygonClipping from "polygon-clipping";
import { E7 } from "../format/place.ts";
import { along, direct, EARTH_CM, inverse, nearTo, type Position } from "./geo.ts";
import type { Outline, Pair } from "./shapes.ts";

export type Ring = Position[];

/** A piece of an outline. rings: the outer one, then holes, closed. edges: what is drawn as its line. */
export interface Patch {
  readonly rings: Ring[];
  readonly edges: Ring[];
}

export const CORNERS = 72; // every five degrees: 0.1 % of the radius beyond it
const CORNERS_FAR = 240; // of circles so large that a flat edge would cut into them
const FAR_CM = 30_000_000; // 300 km
const MARGIN = 1.0003; // corners stand this much further out: more than the ellipsoid's part in it
const SLACK_CM = 2; // corners are rounded to 1e-7 degree
const TOLERANCE_CM = 1_000; // 10 m: edges are divided until they are this near to the true one
const DIVISIONS_MAX = 64;
const TRIES = 5; // to push a ring out of a circle near a pole; two are enough
const WHOLE_GLOBE_CM = 990_000_000; // a larger circle is drawn as everything
const POLE = 90;
const WORLD: Ring = [
  [-180, -POLE],
  [180, -POLE],
  [180, POLE],
  [-180, POLE],
  [-180, -POLE],
];

export function patchesOf(outline: Outline): Patch[] {
  if ("circle" in outline) return circle(outline.circle);
  if ("corridor" in outline)
    return corridor(outline.corridor.points, outline.corridor.half_width_cm);
  return [patch(unwrapped(divided(outline.polygon.map(position))))];
}

export function position([lat, lon]: Pair): Position {
  return [lon / E7, lat / E7];
}

function circle(of: { lat_e7: number; lon_e7: number; radius_cm: number }): Patch[] {
  const centre: Position = [of.lon_e7 / E7, of.lat_e7 / E7];
  if (of.radius_cm > WHOLE_GLOBE_CM) return [{ rings: [WORLD], edges: [] }];
  return [patch(circleRing(centre, of.radius_cm))];
}

/** Corners around a centre, each flat edge of them outside the radius; not closed. */
export function circleRing(centre: Position, radiusCm: number): Ring {
  const reach = Math.abs(centre[1]) + (radiusCm / EARTH_CM) * (180 / Math.PI);
  if (radiusCm < FAR_CM && reach < 80) return arc(centre, radiusCm, 0, 360, CORNERS);
  let out = TOLERANCE_CM;
  let ring = unwrapped(arc(centre, radiusCm + out, 0, 360, CORNERS_FAR));
  for (let tried = 0; tried < TRIES; tried += 1) {
    const short = radiusCm - nearestEdge(centre, ring);
    if (short <= 0) break;
    out += 2 * short;
    ring = unwrapped(arc(centre, radiusCm + out, 0, 360, CORNERS_FAR));
  }
  return ring;
}

/** How near the flat edges of a ring come to a place; measured at their middles. */
function nearestEdge(centre: Position, ring: Ring): number {
  let least = Number.POSITIVE_INFINITY;
  ring.forEach((a, at) => {
    const b = ring[(at + 1) % ring.length] as Position;
    const middle: Position = [(a[0] + nearTo(b[0], a[0])) / 2, flatMiddle(a[1], b[1])];
    least = Math.min(least, inverse(centre, middle).cm);
  });
  return least;
}

const mercator = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));

/** The latitude in the middle of a straight line on a Mercator map. */
function flatMiddle(a: number, b: number): number {
  if (Math.abs(a) > 89.9 || Math.abs(b) > 89.9) return (a + b) / 2;
  const y = (mercator(a) + mercator(b)) / 2;
  return (Math.atan(Math.exp(y)) * 360) / Math.PI - 90;
}

/** Corners outside a circle from one bearing to another; the last one left out. */
function arc(centre: Position, radiusCm: number, from: number, to: number, corners: number): Ring {
  const far = farOut(radiusCm, corners);
  const steps = Math.max(1, Math.round((Math.abs(to - from) / 360) * corners));
  return Array.from({ length: steps }, (_, step) =>
    direct(centre, from + ((to - from) * step) / steps, far),
  );
}

/** So far out that geodesics between the corners stay outside the radius. */
function farOut(radiusCm: number, corners: number): number {
  const angle = radiusCm / EARTH_CM;
  if (angle >= Math.PI / 2) return radiusCm * MARGIN + SLACK_CM;
  return Math.atan2(Math.tan(angle), Math.cos(Math.PI / corners)) * EARTH_CM * MARGIN + SLACK_CM;
}

/** Corners in between, so that straight lines on a flat map stay within the tolerance. */
function divided(points: readonly Position[]): Ring {
  const found: Ring = [];
  points.forEach((a, at) => {
    const b = points[(at + 1) % points.length] as Position;
    found.push(...along(a, b, pieces(a, b)).slice(0, -1));
  });
  return found;
}

/** A flat edge departs from the shortest way by about L² tan f / 8R; halves of it by a quarter. */
function pieces(a: Position, b: Position): number {
  const length = inverse(a, b).cm;
  const poleward = Math.min(89, Math.max(Math.abs(a[1]), Math.abs(b[1])) + 1);
  const departs = (length * length * Math.tan((poleward * Math.PI) / 180)) / (8 * EARTH_CM);
  return Math.min(DIVISIONS_MAX, Math.max(1, Math.ceil(Math.sqrt(departs / TOLERANCE_CM))));
}

function corridor(points: readonly Pair[], halfWidthCm: number): Patch[] {
  const path = unwrapped(points.map(position));
  const legs = path.slice(1).map((b, at) => capsule(path[at] as Position, b, halfWidthCm));
  const [first, ...rest] = legs.map((ring) => [closed(ring)] as Ring[]);
  if (!first) return [];
  const whole = polygonClipping.union(first, ...rest);
  return whole.map((rings) => ({ rings: rings as Ring[], edges: rings as Ring[] }));
}

/** All that is within a half-width of one leg: two sides and two round ends. */
function capsule(a: Position, b: Position, halfWidthCm: number): Ring {
  const path = along(a, b, pieces(a, b));
  const wide = halfWidthCm + TOLERANCE_CM;
  const last = path[path.length - 1] as Position;
  const out = inverse(a, path[1] as Position).bearing;
  const back = inverse(last, path[path.length - 2] as Position).bearing;
  const edge = (turn: number) => (at: Position, index: number) => {
    const next = path[index + 1];
    const ahead = next ? inverse(at, next).bearing : back + 180;
    return direct(at, ahead + turn, wide * MARGIN);
  };
  return unwrapped([
    ...path.map(edge(-90)),
    ...arc(last, wide, back + 90, back + 270, CORNERS),
    ...path.map(edge(90)).reverse(),
    ...arc(a, wide, out + 90, out + 270, CORNERS),
  ]);
}

/** Each longitude within half a turn of the one before. */
export function unwrapped(ring: readonly Position[]): Ring {
  const found: Ring = [];
  for (const [lon, lat] of ring) {
    const last = found[found.length - 1];
    found.push([last ? nearTo(lon, last[0]) : lon, lat]);
  }
  return found;
}

export function closed(ring: Ring): Ring {
  const first = ring[0];
  return first ? [...ring, [first[0], first[1]]] : ring;
}

/** A ring that goes once around the earth holds a pole: it is closed along the map's edge there. */
function patch(ring: Ring): Patch {
  const first = ring[0];
  const last = ring[ring.length - 1];
  if (!first || !last) return { rings: [], edges: [] };
  const end: Position = [nearTo(first[0], last[0]), first[1]];
  const turned = Math.abs(end[0] - first[0]) > 180;
  if (!turned) return { rings: [closed(ring)], edges: [closed(ring)] };
  const mean = ring.reduce((sum, one) => sum + one[1], 0) / ring.length;
  const pole = mean < 0 ? -POLE : POLE;
  const line: Ring = [...ring, end];
  return { rings: [closed([...line, [end[0], pole], [first[0], pole]])], edges: [line] };
}
