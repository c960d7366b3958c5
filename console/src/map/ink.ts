/**
 * A hand on the map: points one after the other, taken back one by one. Pure.
 *
 * The same for drawing an outline and for measuring; by mouse, finger, keyboard or typed coordinates,
 * because all of them only add a point.
 */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { along, degrees, direct, inverse, type Leg, type Position } from "./geo.ts";
import { circleRing, closed, unwrapped } from "./rings.ts";
import type { DrawKind, Drawn, LatLon } from "./shapes.ts";

export type InkKind = DrawKind | "measure";

export interface Ink {
  readonly kind: InkKind;
  readonly points: readonly LatLon[];
  readonly radius_cm?: number;
  readonly done: boolean;
}

const LEAST: Record<InkKind, number> = { point: 1, line: 2, polygon: 3, circle: 1, measure: 2 };
export const POINTS_MAX = 1_000; // the node takes no more corners of one outline

export const blank = (kind: InkKind): Ink => ({ kind, points: [], done: false });

/** One point more. What is done begins anew with it. */
export function add(ink: Ink, at: LatLon): Ink {
  if (ink.kind === "point") return { kind: ink.kind, points: [at], done: true };
  const from = ink.done ? blank(ink.kind) : ink;
  if (from.points.length >= POINTS_MAX) return ink;
  if (from.kind !== "circle" || from.points.length === 0) {
    return { kind: from.kind, points: [...from.points, at], done: false };
  }
  const [centre] = from.points;
  const radius = centre ? Math.round(inverse(degrees(centre), degrees(at)).cm) : 0;
  return radius > 0 ? { ...from, radius_cm: radius, done: true } : from;
}

/** The last step taken back: being done, a radius, a point. */
export function undo(ink: Ink): Ink {
  if (ink.kind === "circle" && ink.radius_cm !== undefined) {
    return { kind: "circle", points: ink.points, done: false };
  }
  return { kind: ink.kind, points: ink.points.slice(0, -1), done: false };
}

export function enough(ink: Ink): boolean {
  const whole = ink.points.length >= LEAST[ink.kind];
  return ink.kind === "circle" ? whole && ink.radius_cm !== undefined : whole;
}

export function finish(ink: Ink): Ink {
  return enough(ink) ? { ...ink, done: true } : ink;
}

/** As `drawn` tells it. */
export function drawnOf(ink: Ink): Drawn | undefined {
  if (ink.kind === "measure") return undefined;
  const { kind, points, done } = ink;
  return {
    kind,
    points,
    done,
    ...(ink.radius_cm === undefined ? {} : { radius_cm: ink.radius_cm }),
  };
}

/** From each point to the next, shortest ways. */
export function legs(points: readonly LatLon[]): Leg[] {
  return points.slice(1).map((to, at) => inverse(degrees(points[at] as LatLon), degrees(to)));
}

/** How it is drawn. words: what stands beside a leg's end. aim: where the hand is now. */
export function inkFeatures(
  ink: Ink,
  words: (leg: Leg, sum: number) => string,
  aim?: Position,
): FeatureCollection {
  const aimed = aim && !ink.done && ink.kind !== "point" ? aim : undefined;
  const path = unwrapped([...ink.points.map(degrees), ...(aimed ? [aimed] : [])]);
  const found: Feature[] = [];
  const [centre] = path;
  if (ink.kind === "circle" && centre) found.push(...circleFeatures(ink, centre, aimed));
  else if (path.length > 1) found.push(...pathFeatures(ink, path));
  ink.points.forEach((_, at) => {
    found.push(
      feature({ type: "Point", coordinates: path[at] as Position }, textAt(ink, at, words)),
    );
  });
  return { type: "FeatureCollection", features: found };
}

function circleFeatures(ink: Ink, centre: Position, aim: Position | undefined): Feature[] {
  const radius = ink.radius_cm ?? (aim ? inverse(centre, aim).cm : 0);
  if (radius <= 0) return [];
  const ring = closed(unwrapped(circleRing(centre, radius)));
  const rim = direct(centre, 90, radius);
  return [
    feature({ type: "Polygon", coordinates: [ring] }),
    feature({ type: "LineString", coordinates: [centre, rim] }),
  ];
}

function pathFeatures(ink: Ink, path: readonly Position[]): Feature[] {
  const line = path.slice(1).flatMap((to, at) => along(path[at] as Position, to, 24));
  const coordinates = unwrapped(line);
  const found = [feature({ type: "LineString", coordinates })];
  if (ink.kind === "polygon" && path.length > 2) {
    found.unshift(feature({ type: "Polygon", coordinates: [closed([...path])] }));
  }
  return found;
}

function textAt(ink: Ink, at: number, words: (leg: Leg, sum: number) => string): string {
  if (at === 0 || (ink.kind !== "measure" && ink.kind !== "line")) return "";
  const all = legs(ink.points.slice(0, at + 1));
  const sum = all.reduce((total, leg) => total + leg.cm, 0);
  const last = all.at(-1);
  return last ? words(last, sum) : "";
}

const feature = (geometry: Geometry, text = ""): Feature => ({
  type: "Feature",
  geometry,
  properties: { text },
});
