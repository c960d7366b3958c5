/**
 * What lies under everything: coast, graticule and, if asked for, borders as Natural Earth 4.1 drew them.
 *
 * Borders are one mesh in one style: none is more of a border than another. There are no names.
 */
import type {
  Feature,
  FeatureCollection,
  Geometry,
  MultiLineString,
  Point,
  Position,
} from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countriesUrl from "world-atlas/countries-50m.json?url";
import landUrl from "world-atlas/land-50m.json?url";
import type { Box } from "./features.ts";
import type { Position as LonLat } from "./geo.ts";
import { unwrapped } from "./rings.ts";

export interface Land {
  readonly land: Feature | FeatureCollection;
  readonly coast: Feature<MultiLineString>;
}

async function topology(url: string): Promise<Topology> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as Topology;
}

const object = (of: Topology, name: string) => of.objects[name] as GeometryCollection;
const line = <G extends Geometry>(geometry: G): Feature<G> => ({
  type: "Feature",
  geometry,
  properties: {},
});

export async function loadLand(): Promise<Land> {
  const found = await topology(landUrl);
  const land = unwrappedLand(feature(found, object(found, "land")));
  return { land, coast: line(withoutSeams(mesh(found, object(found, "land")))) };
}

/** Every border on land, disputed or not, as one thing. */
export async function loadBorders(): Promise<Feature<MultiLineString>> {
  const found = await topology(countriesUrl);
  return line(withoutSeams(mesh(found, object(found, "countries"), (a, b) => a !== b)));
}

/** Islands over the antimeridian go on beyond it; a ring that is cut at the pole is whole as it is. */
export function unwrappedLand(land: Feature | FeatureCollection): Feature | FeatureCollection {
  if (land.type === "FeatureCollection") {
    return { ...land, features: land.features.map((one) => unwrappedLand(one) as Feature) };
  }
  const { geometry } = land;
  const polygon = (rings: Position[][]) => rings.map(unwrappedRing);
  if (geometry.type === "Polygon") {
    return { ...land, geometry: { ...geometry, coordinates: polygon(geometry.coordinates) } };
  }
  if (geometry.type !== "MultiPolygon") return land;
  return { ...land, geometry: { ...geometry, coordinates: geometry.coordinates.map(polygon) } };
}

function unwrappedRing(ring: Position[]): Position[] {
  const jumps = ring.some((at, index) => index > 0 && across(ring[index - 1] as Position, at));
  if (!jumps || ring.some(atPole)) return ring;
  const whole = unwrapped(ring as LonLat[]);
  // most of it stays where it was, so that its lakes are still within it
  const middle = whole.reduce((sum, [lon]) => sum + lon, 0) / whole.length;
  const turns = 360 * Math.round(middle / 360);
  return whole.map(([lon, lat]) => [lon - turns, lat]);
}

/** Land is cut at the antimeridian and ends at the pole: neither cut is a coast. */
export function withoutSeams(lines: MultiLineString): MultiLineString {
  const found: Position[][] = [];
  for (const whole of lines.coordinates) {
    let piece: Position[] = [];
    whole.forEach((at, index) => {
      const last = whole[index - 1];
      if (last && seam(last, at)) {
        if (piece.length > 1) found.push(piece);
        piece = [];
      }
      piece.push(at);
    });
    if (piece.length > 1) found.push(piece);
  }
  return { type: "MultiLineString", coordinates: found };
}

const at180 = ([lon = 0]: Position) => Math.abs(lon) > 179.98;
const atPole = ([, lat = 0]: Position) => Math.abs(lat) > 89.9;
/** A step of more than half the world is a line that goes on at the other edge of the map. */
const across = ([a = 0]: Position, [b = 0]: Position) => Math.abs(a - b) > 180;
const seam = (a: Position, b: Position) =>
  (at180(a) && at180(b)) || (atPole(a) && atPole(b)) || across(a, b);

/** Degrees between two lines; the finest that leaves a handful in view. */
export const STEPS = [30, 10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 60] as const;
const LINES_WANTED = 4;

export function stepOf(box: Box): number {
  const across = Math.max(box[2] - box[0], 1e-6);
  return STEPS.find((step) => across / step >= LINES_WANTED) ?? (STEPS.at(-1) as number);
}

/** The graticule of what is in view, and the names of its lines at the left and lower edge. */
export function graticule(box: Box): {
  lines: FeatureCollection<MultiLineString>;
  labels: FeatureCollection<Point>;
} {
  const step = stepOf(box);
  const [west, south, east, north] = box;
  const [low, high] = [Math.max(-85, south - step), Math.min(85, north + step)];
  const lines: Position[][] = [];
  const labels: Feature<Point>[] = [];
  const name = (lon: number, lat: number, text: string) =>
    labels.push({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lon, lat] },
      properties: { text },
    });
  for (const lat of multiples(low, high, step)) {
    lines.push([west - step, (west + east) / 2, east + step].map((lon) => [lon, lat]));
    if (lat > south && lat < north) name(west + (east - west) * 0.035, lat, axis(lat, "N", "S"));
  }
  for (const lon of multiples(west - step, east + step, step)) {
    lines.push([low, high].map((lat) => [lon, lat]));
    const turned = ((((lon + 180) % 360) + 360) % 360) - 180;
    if (lon > west && lon < east)
      name(lon, south + (north - south) * 0.025, axis(turned, "E", "W"));
  }
  const one = {
    ...line({ type: "MultiLineString", coordinates: lines } as MultiLineString),
    properties: { step: 30 },
  };
  return {
    lines: { type: "FeatureCollection", features: [one] },
    labels: { type: "FeatureCollection", features: labels },
  };
}

function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

/** `22°30′S`; the sign is a letter in every language, as on a chart. */
export function axis(degrees: number, positive: string, negative: string): string {
  const minutes = Math.round(Math.abs(degrees) * 60);
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  const letter = minutes === 0 ? "" : degrees < 0 ? negative : positive;
  return `${whole}°${rest ? `${String(rest).padStart(2, "0")}′` : ""}${letter}`;
}
