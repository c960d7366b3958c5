/**
 * Geodesics on the WGS84 ellipsoid by Karney's method, the same that the node uses.
 *
 * For drawing and measuring, never for a decision: what conflicts is the node's to say.
 */
import geographiclib from "geographiclib-geodesic";
import { E7 } from "../format/place.ts";
import type { LatLon } from "./shapes.ts";

const WGS84 = geographiclib.Geodesic.WGS84;
const CM_PER_M = 100;
export const EARTH_CM = 637_100_880; // mean radius: for sizes on a map

/** [longitude, latitude] in degrees, as GeoJSON and MapLibre have it; a longitude may go over 180. */
export type Position = [number, number];

export interface Leg {
  readonly cm: number;
  /** From the first to the second at the first, degrees from true north, 0 to 360. */
  readonly bearing: number;
}

export function degrees(point: LatLon): Position {
  return [point.lon_e7 / E7, point.lat_e7 / E7];
}

export function latLon([lon, lat]: Position): LatLon {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  return { lat_e7: Math.round(lat * E7), lon_e7: Math.round(wrapped * E7) };
}

/** The shortest way from a to b. */
export function inverse(a: Position, b: Position): Leg {
  const found = WGS84.Inverse(a[1], a[0], b[1], b[0]);
  return { cm: (found.s12 ?? 0) * CM_PER_M, bearing: ((found.azi1 ?? 0) + 360) % 360 };
}

/** Where one comes to from `from`; the longitude stays near the one of `from`. */
export function direct(from: Position, bearing: number, cm: number): Position {
  const found = WGS84.Direct(from[1], from[0], bearing, cm / CM_PER_M);
  return [nearTo(found.lon2 ?? from[0], from[0]), found.lat2 ?? from[1]];
}

/** `lon` plus or minus whole turns, within half a turn of `other`. */
export function nearTo(lon: number, other: number): number {
  return lon - 360 * Math.round((lon - other) / 360);
}

/** Points along the shortest way, both ends included, `pieces` legs. */
export function along(a: Position, b: Position, pieces: number): Position[] {
  if (pieces <= 1) return [a, [nearTo(b[0], a[0]), b[1]]];
  const line = WGS84.InverseLine(a[1], a[0], b[1], b[0]);
  const found: Position[] = [a];
  for (let step = 1; step <= pieces; step += 1) {
    const at = line.Position((line.s13 * step) / pieces);
    const last = found[found.length - 1] as Position;
    found.push([nearTo(at.lon2 ?? 0, last[0]), at.lat2 ?? 0]);
  }
  return found;
}
