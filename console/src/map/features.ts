/**
 * Shapes as features of the map's sources: areas with the times at which they hold, and their labels.
 *
 * Every window of every part is a feature with `from` and `to`, so that the map filters by the instant
 * and nothing is sent again while a hand moves the slider. An open side stays open.
 */
import type { Feature, FeatureCollection, Point } from "geojson";
import { windows } from "../app/volume.ts";
import { inverse, type Position } from "./geo.ts";
import { type Patch, patchesOf, position } from "./rings.ts";
import type { MapShape, Outline, Part } from "./shapes.ts";

export const EVER_MS = 8_640_000_000_000_000; // the last date there is: an open side
const ROUND_MS = 3 * 86_400_000; // how far around the instant parts that come again are laid out
const KEPT_MAX = 4_000; // outlines whose rings are kept: a picture holds some hundreds
const APART_CORNERS = 240; // of each outline, to find where two are closest

export interface ShapeFeatures {
  readonly areas: FeatureCollection;
  readonly labels: FeatureCollection<Point>;
  /** Instants at which something begins or ends, in order. */
  readonly changes: readonly number[];
  /** Whether a part comes again, so that this has to be laid out anew far from `aroundMs`. */
  readonly again: boolean;
}

const kept = new Map<string, readonly Patch[]>();

/** The rings of an outline; computed once for the same outline. */
export function ringsOf(outline: Outline): readonly Patch[] {
  const name = JSON.stringify(outline);
  let found = kept.get(name);
  if (!found) {
    if (kept.size >= KEPT_MAX) kept.clear();
    found = patchesOf(outline);
    kept.set(name, found);
  }
  return found;
}

export function featuresOf(shapes: readonly MapShape[], aroundMs: number): ShapeFeatures {
  const areas: Feature[] = [];
  const labels: Feature<Point>[] = [];
  const changes = new Set<number>();
  let again = false;
  for (const shape of shapes) {
    for (const [index, part] of shape.parts.entries()) {
      again ||= part.repeats !== undefined;
      for (const held of windowsOf(part, aroundMs - ROUND_MS, aroundMs + ROUND_MS)) {
        changes.add(held.from).add(held.to);
        const common = { ...propertiesOf(shape, index), from: held.from, to: held.to };
        areas.push(...drawn(shape, part.outline, common));
        const text = labelOf(shape, index);
        if (text) labels.push(labelFeature(part, { ...common, text }));
      }
    }
  }
  return {
    areas: { type: "FeatureCollection", features: areas },
    labels: { type: "FeatureCollection", features: labels },
    changes: [...changes].sort((a, b) => a - b),
    again,
  };
}

/** A part that does not come again stands whatever the instant: the filter decides. */
function windowsOf(part: Part, fromMs: number, toMs: number): { from: number; to: number }[] {
  const within = part.repeats
    ? windows(part, fromMs, toMs)
    : [{ fromMs: part.start_ms ?? -EVER_MS, toMs: part.end_ms ?? EVER_MS }];
  return within.map((one) => ({
    from: Math.max(-EVER_MS, one.fromMs),
    to: Math.min(EVER_MS, one.toMs),
  }));
}

function propertiesOf(shape: MapShape, part: number): Record<string, string | number | boolean> {
  return {
    id: shape.id,
    part,
    tone: shape.tone,
    kind: shape.kind ?? "notice",
    letter: shape.letter ?? "",
    dashed: shape.dashed ?? false,
    hollow: shape.hollow ?? false,
    conflict: shape.conflict ?? false,
    always: shape.always ?? false,
  };
}

function labelOf(shape: MapShape, part: number): string {
  if (!shape.label) return "";
  return shape.parts.length > 1
    ? `${shape.label}\n(${part + 1}/${shape.parts.length})`
    : shape.label;
}

function drawn(shape: MapShape, outline: Outline, properties: Record<string, unknown>): Feature[] {
  if (shape.kind !== "thread" || !("corridor" in outline)) return areaFeatures(outline, properties);
  const coordinates: Position[] = [];
  for (const point of outline.corridor.points) {
    const [lon, lat] = position(point);
    const turns = Math.round((lon - (coordinates.at(-1)?.[0] ?? lon)) / 360); // over the antimeridian
    coordinates.push([lon - 360 * turns, lat]);
  }
  const geometry = { type: "LineString" as const, coordinates };
  return [{ type: "Feature", geometry, properties: { ...properties, edge: true } }];
}

function areaFeatures(outline: Outline, properties: Record<string, unknown>): Feature[] {
  const found: Feature[] = [];
  for (const patch of ringsOf(outline)) {
    const whole = patch.edges === patch.rings || patch.edges[0]?.length === patch.rings[0]?.length;
    found.push({
      type: "Feature",
      geometry: { type: "Polygon", coordinates: patch.rings },
      properties: { ...properties, edge: whole },
    });
    // a patch that holds a pole is closed along the map's edge, where nothing ends
    if (!whole && patch.edges.length > 0) {
      found.push({
        type: "Feature",
        geometry: { type: "MultiLineString", coordinates: patch.edges },
        properties: { ...properties, edge: true },
      });
    }
  }
  return found;
}

function labelFeature(part: Part, properties: Record<string, unknown>): Feature<Point> {
  const coordinates = middleOf(part.outline);
  return { type: "Feature", geometry: { type: "Point", coordinates }, properties };
}

/** Where a label stands: a circle's centre, the middle of a path, the middle of a polygon's corners. */
export function middleOf(outline: Outline): Position {
  if ("circle" in outline) return position([outline.circle.lat_e7, outline.circle.lon_e7]);
  if ("corridor" in outline) {
    const { points } = outline.corridor;
    return position(points[Math.floor(points.length / 2)] ?? [0, 0]);
  }
  const ring = ringsOf(outline)[0]?.rings[0] ?? [];
  const box = boxOf([ring]);
  return box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : [0, 0];
}

/** West, south, east, north in degrees, unwrapped; undefined for nothing. */
export type Box = [number, number, number, number];

export function boxOf(rings: readonly (readonly Position[])[]): Box | undefined {
  let box: Box | undefined;
  for (const [lon, lat] of rings.flat()) {
    box = box
      ? [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)]
      : [lon, lat, lon, lat];
  }
  return box;
}

/** What shapes take up together; those over the antimeridian are unwrapped towards the first. */
export function boxOfShapes(shapes: readonly MapShape[]): Box | undefined {
  const rings = shapes.flatMap((shape) =>
    shape.parts.flatMap((part) => ringsOf(part.outline).flatMap((one) => one.edges)),
  );
  const first = rings[0]?.[0];
  if (!first) return undefined;
  const near = rings.map((ring) => {
    const turns = 360 * Math.round(((ring[0]?.[0] ?? 0) - first[0]) / 360);
    return ring.map(([lon, lat]): Position => [lon - turns, lat]);
  });
  return boxOf(near);
}

/** The two places, one of each volume, that are nearest: ends of the line between two members. */
export function nearestOf(
  a: readonly Part[],
  b: readonly Part[],
): [Position, Position] | undefined {
  let best: [Position, Position] | undefined;
  let least = Number.POSITIVE_INFINITY;
  const theirs = b.flatMap((part) => corners(part.outline));
  for (const one of a.flatMap((part) => corners(part.outline))) {
    for (const other of theirs) {
      const apart = roughly(one, other);
      if (apart < least) {
        least = apart;
        best = [one, [other[0] + 360 * Math.round((one[0] - other[0]) / 360), other[1]]];
      }
    }
  }
  return best;
}

function corners(outline: Outline): Position[] {
  const rings = ringsOf(outline).flatMap((one) => one.edges);
  const all = rings.flat();
  const pieces = Math.max(1, Math.ceil(APART_CORNERS / Math.max(1, all.length)));
  return rings.flatMap((ring) =>
    ring.slice(1).flatMap((to, at) => {
      const from = ring[at] as Position;
      return Array.from({ length: pieces }, (_, step): Position => {
        const share = step / pieces;
        return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      });
    }),
  );
}

/** Squared distance on a plane at that latitude: to compare places, not to tell them. */
function roughly(a: Position, b: Position): number {
  const turn = b[0] - a[0] - 360 * Math.round((b[0] - a[0]) / 360);
  const x = turn * Math.cos(((a[1] + b[1]) / 2) * (Math.PI / 180));
  return x * x + (b[1] - a[1]) ** 2;
}

/**
 * How far two drawn volumes are apart as shapes: the greatest distance from a place on the edge of one
 * to the nearest place on the edge of the other (Hausdorff), in cm; and between their middles.
 */
export function departure(
  a: readonly Part[],
  b: readonly Part[],
): { edges: number; middles: number } {
  const [mine, theirs] = [a, b].map((parts) => parts.flatMap((part) => corners(part.outline)));
  const [first, second] = [a[0], b[0]];
  if (!mine?.length || !theirs?.length || !first || !second) return { edges: 0, middles: 0 };
  const edges = Math.max(farthest(mine, theirs), farthest(theirs, mine));
  return { edges, middles: inverse(middleOf(first.outline), middleOf(second.outline)).cm };
}

function farthest(from: readonly Position[], to: readonly Position[]): number {
  let worst: [Position, Position] | undefined;
  let most = -1;
  for (const one of from) {
    let least = Number.POSITIVE_INFINITY;
    let nearest: Position = one;
    for (const other of to) {
      const apart = roughly(one, other);
      if (apart < least) [least, nearest] = [apart, other];
    }
    if (least > most) [most, worst] = [least, [one, nearest]];
  }
  return worst ? inverse(worst[0], worst[1]).cm : 0;
}
