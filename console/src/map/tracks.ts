/**
 * What moves, as features: a chevron, a line to where it will be in a minute, a label of three lines.
 *
 * Pure: fixes and an instant in, features out. What is not known is not drawn: without a course a round
 * mark, without a level no second line, and what is stale is hollow, has its age, and points nowhere,
 * because where it is now is not known. A place is drawn where it was told, never where it may be.
 */
import type {
  Feature,
  FeatureCollection,
  MultiLineString,
  MultiPoint,
  Point,
  Position,
} from "geojson";
import { CM_PER_FT, CM_PER_NM, E7, flightLevel } from "../format/place.ts";
import type { Altitude, TrackFix } from "./shapes.ts";

export const STALE_MS = 15_000; // three reports of a radar that turns every five seconds, missed
export const VECTOR_MS = 60_000; // one minute: what a controller expects of a speed vector
export const LABELS_MAX = 250; // more labels than this would be a picture of labels
export const TRACKS_MAX = 20_000; // of one picture; the rest is counted and said
const TURN_STEP = 5; // degrees: of an arrow head among thousands; its line is exact
const CLIMBS_CM_S = 100; // 200 ft a minute: below it, level flight wobbles
const CM_PER_DEGREE = 11_119_493; // of latitude, on the mean sphere: a minute's line on a map
const KNOT_CM_S = 51.4444;
const TONES = ["own", "other", "third", "unknown"] as const;

export interface TrackFeatures {
  /** One feature a track that has a label; of the others one for all that look the same. */
  readonly points: FeatureCollection<Point | MultiPoint>;
  /** One feature a tone: thousands of lines cost what one costs. */
  readonly vectors: FeatureCollection<MultiLineString>;
  /** How many are stale. */
  readonly stale: number;
  /** How many were left out, because there are more than `TRACKS_MAX`. */
  readonly left: number;
  /** Whether labels were left out, because there are more than `LABELS_MAX`. */
  readonly unlabelled: boolean;
}

export interface Shown {
  readonly nowMs: number;
  /** Labelled however many there are. */
  readonly chosen?: string | undefined;
  /** Whether all are labelled that fit; else the chosen one alone. */
  readonly labels?: boolean;
  /** Symbols of the viewer's own choice: the name of a picture for a fix, or undefined. */
  readonly symbol?: (fix: TrackFix, stale: boolean) => string | undefined;
  /** How an age is written in the reader's language. */
  readonly age?: (ms: number) => string;
}

export function featuresOfTracks(fixes: readonly TrackFix[], shown: Shown): TrackFeatures {
  const count = Math.min(fixes.length, TRACKS_MAX);
  const few = (shown.labels ?? true) && count <= LABELS_MAX;
  const points: Feature<Point | MultiPoint>[] = [];
  const groups = new Map<string, { icon: string; turn: number; places: Position[] }>();
  const lines: Record<string, Position[][]> = { own: [], other: [], third: [], unknown: [] };
  let stale = 0;
  for (let at = 0; at < count; at += 1) {
    const fix = fixes[at] as TrackFix;
    const old = shown.nowMs - fix.at_ms > STALE_MS;
    if (old) stale += 1;
    if (few || fix.id === shown.chosen) points.push(pointOf(fix, old, shown));
    else group(groups, fix, iconOf(fix, old, shown));
    const line = old ? undefined : vectorOf(fix);
    if (line) lines[fix.tone]?.push(line);
  }
  for (const { icon, turn, places } of groups.values()) points.push(groupOf(icon, turn, places));
  return {
    points: { type: "FeatureCollection", features: points },
    vectors: { type: "FeatureCollection", features: TONES.map((tone) => linesOf(tone, lines)) },
    stale,
    left: fixes.length - count,
    unlabelled: !few && count > 0,
  };
}

/** Thousands that look the same and point the same way are one feature: it is copied to the worker. */
function group(
  groups: Map<string, { icon: string; turn: number; places: Position[] }>,
  fix: TrackFix,
  { icon, turn }: Icon,
): void {
  const rounded = (Math.round(turn / TURN_STEP) * TURN_STEP) % 360;
  const name = `${icon}|${rounded}`;
  const place = [fix.lon_e7 / E7, fix.lat_e7 / E7];
  const found = groups.get(name);
  if (found) found.places.push(place);
  else groups.set(name, { icon, turn: rounded, places: [place] });
}

const groupOf = (icon: string, turn: number, coordinates: Position[]): Feature<MultiPoint> => ({
  type: "Feature",
  geometry: { type: "MultiPoint", coordinates },
  properties: { icon, turn },
});

interface Icon {
  readonly icon: string;
  readonly turn: number;
}

/** A symbol of the standard stands upright; only a neutral chevron turns. */
function iconOf(fix: TrackFix, old: boolean, shown: Shown): Icon {
  const own = shown.symbol?.(fix, old);
  if (own !== undefined) return { icon: own, turn: 0 };
  const shape = fix.course_cdeg === null ? "ball" : "chevron";
  const stale = fix.course_cdeg === null ? "stale-ball" : "stale";
  return { icon: `${old ? stale : shape}-${fix.tone}`, turn: (fix.course_cdeg ?? 0) / 100 };
}

function pointOf(fix: TrackFix, old: boolean, shown: Shown): Feature<Point> {
  const text = labelOf(fix, shown.nowMs, shown.age);
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [fix.lon_e7 / E7, fix.lat_e7 / E7] },
    properties: { id: fix.id, tone: fix.tone, text, ...iconOf(fix, old, shown) },
  };
}

const linesOf = (tone: string, lines: Record<string, Position[][]>): Feature<MultiLineString> => ({
  type: "Feature",
  geometry: { type: "MultiLineString", coordinates: lines[tone] ?? [] },
  properties: { tone },
});

/** From where it is to where it will be in a minute, if it goes on; undefined when that is not known. */
export function vectorOf(fix: TrackFix): [Position, Position] | undefined {
  if (fix.course_cdeg === null || fix.speed_cm_s === null || fix.speed_cm_s === 0) return undefined;
  const way = (fix.speed_cm_s * VECTOR_MS) / 1000 / CM_PER_DEGREE;
  const turn = (fix.course_cdeg / 100) * (Math.PI / 180);
  const [lon, lat] = [fix.lon_e7 / E7, fix.lat_e7 / E7];
  const shrink = Math.max(0.01, Math.cos(lat * (Math.PI / 180)));
  const north = Math.max(-89.99, Math.min(89.99, lat + way * Math.cos(turn)));
  return [
    [lon, lat],
    [lon + (way * Math.sin(turn)) / shrink, north],
  ];
}

const isolated = (text: string) => `\u2068${text}\u2069`;

/** Three lines: who; level and whether it climbs or descends; speed, and age when that is old. */
export function labelOf(fix: TrackFix, nowMs: number, age?: (ms: number) => string): string {
  const lines = [isolated(fix.callsign || fix.id)];
  const level = levelOf(fix.altitude);
  if (level) lines.push(isolated(`${level}${climbOf(fix)}`));
  if (fix.speed_cm_s !== null)
    lines.push(isolated(`${Math.round(fix.speed_cm_s / KNOT_CM_S)}\u00a0kt`));
  const late = nowMs - fix.at_ms;
  if (late > STALE_MS) lines.push(age ? age(late) : `${Math.round(late / 1000)}\u00a0s`);
  return lines.join("\n");
}

/** `FL120`, `2,500 ft`, `400 ft AGL`; empty when the level is not known, because 0 is a level. */
export function levelOf(altitude: Altitude | null): string {
  if (altitude === null) return "";
  const above = altitude.reference === "AMSL" ? "" : `\u00a0${altitude.reference}`;
  return flightLevel(altitude) ?? `${Math.round(altitude.cm / CM_PER_FT)}\u00a0ft${above}`;
}

export function climbOf(fix: TrackFix): string {
  if (fix.climb_cm_s === null || Math.abs(fix.climb_cm_s) < CLIMBS_CM_S) return "";
  return fix.climb_cm_s > 0 ? "↑" : "↓";
}

/** How near two tracks come if both go on as they do. */
export interface Approach {
  readonly inMs: number;
  readonly horizontal_cm: number;
  /** null: the level of one is not known, or their references differ. */
  readonly vertical_cm: number | null;
  /** Where each of them is then. */
  readonly at: readonly [Position, Position];
}

const AHEAD_MS = 180_000; // three minutes: beyond that, straight flight is a guess

/** The closest approach within three minutes; undefined when they part, or one's motion is unknown. */
export function approachOf(a: TrackFix, b: TrackFix, aheadMs = AHEAD_MS): Approach | undefined {
  const [one, other] = [motionOf(a), motionOf(b)];
  if (!one || !other) return undefined;
  const middle = ((a.lat_e7 + b.lat_e7) / 2 / E7) * (Math.PI / 180);
  const shrink = Math.max(0.01, Math.cos(middle));
  const turns = Math.round((b.lon_e7 - a.lon_e7) / E7 / 360);
  // on a plane at their middle latitude, in cm; b as seen from a, later reports moved on
  const later = b.at_ms - a.at_ms;
  const x =
    ((b.lon_e7 - a.lon_e7) / E7 - 360 * turns) * CM_PER_DEGREE * shrink - (one.x * later) / 1000;
  const y = ((b.lat_e7 - a.lat_e7) / E7) * CM_PER_DEGREE - (one.y * later) / 1000;
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const square = dx * dx + dy * dy;
  const inMs = square === 0 ? 0 : (-(x * dx + y * dy) / square) * 1000;
  if (inMs < 0 || inMs > aheadMs) return undefined;
  const horizontal = Math.hypot(x + (dx * inMs) / 1000, y + (dy * inMs) / 1000);
  return {
    inMs,
    horizontal_cm: Math.round(horizontal),
    vertical_cm: verticalOf(a, b, inMs),
    at: [moved(a, one, inMs + later), moved(b, other, inMs)],
  };
}

function motionOf(fix: TrackFix): { x: number; y: number } | undefined {
  if (fix.speed_cm_s === null || fix.course_cdeg === null) return undefined;
  const turn = (fix.course_cdeg / 100) * (Math.PI / 180);
  return { x: fix.speed_cm_s * Math.sin(turn), y: fix.speed_cm_s * Math.cos(turn) };
}

function moved(fix: TrackFix, by: { x: number; y: number }, ms: number): Position {
  const [lon, lat] = [fix.lon_e7 / E7, fix.lat_e7 / E7];
  const shrink = Math.max(0.01, Math.cos(lat * (Math.PI / 180)));
  const way = ms / 1000 / CM_PER_DEGREE;
  return [lon + (by.x * way) / shrink, lat + by.y * way];
}

function verticalOf(a: TrackFix, b: TrackFix, inMs: number): number | null {
  if (!a.altitude || !b.altitude || a.altitude.reference !== b.altitude.reference) return null;
  const rate = (b.climb_cm_s ?? 0) - (a.climb_cm_s ?? 0);
  return Math.round(Math.abs(b.altitude.cm - a.altitude.cm + (rate * inMs) / 1000));
}

export const SEPARATION_CM = 5 * CM_PER_NM; // what radar control keeps apart; only who is shown, no rule

/** Who comes nearer than `SEPARATION_CM` to one track within three minutes, soonest first. */
export function approachesOf(
  one: TrackFix,
  all: readonly TrackFix[],
  nowMs: number,
): { other: TrackFix; approach: Approach }[] {
  const found: { other: TrackFix; approach: Approach }[] = [];
  for (const other of all) {
    if (other.id === one.id || nowMs - other.at_ms > STALE_MS) continue;
    const approach = approachOf(one, other);
    if (approach && approach.horizontal_cm <= SEPARATION_CM) found.push({ other, approach });
  }
  return found.sort((a, b) => a.approach.inMs - b.approach.inMs);
}
