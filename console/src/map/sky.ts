/** Tracks of one map: from fixes to its sources, and what is said about them in words. */
import type { Feature } from "geojson";
import { feet, nauticalMiles } from "../format/place.ts";
import { span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Engine } from "./engine.ts";
import { degrees, type Position } from "./geo.ts";
import { unwrapped } from "./rings.ts";
import type { Link, TrackFix } from "./shapes.ts";
import { approachesOf, featuresOfTracks, type Shown, type TrackFeatures } from "./tracks.ts";

const APPROACHES_MAX = 8; // of the chosen track: more lines than that say nothing

/** A picture's name for a fix, once its picture is there; draws what is missing. */
export interface Symbols {
  nameOf(fix: TrackFix, stale: boolean): string | undefined;
  prepare(engine: Engine, fixes: readonly TrackFix[]): void;
}

export interface Sky {
  readonly count: number;
  readonly stale: number;
  readonly left: number;
  readonly unlabelled: boolean;
}

export function trackState(
  tracks: readonly TrackFix[],
  stale: number,
  left = 0,
  unlabelled = false,
): Sky {
  return { count: tracks.length, stale, left, unlabelled };
}

export function tracksDrawn(
  engine: Engine,
  tracks: readonly TrackFix[],
  shown: Shown,
  symbols: Symbols | undefined,
): TrackFeatures {
  symbols?.prepare(engine, tracks);
  const symbol = symbols && ((fix: TrackFix, stale: boolean) => symbols.nameOf(fix, stale));
  const found = featuresOfTracks(tracks, { ...shown, ...(symbol ? { symbol } : {}) });
  engine.setTracks(found, tracks);
  return found;
}

/** Lines from the chosen track, and from who comes near it, to where they will be closest. */
export function approachFeatures(
  tracks: readonly TrackFix[],
  chosen: string | undefined,
  nowMs: number,
): Feature[] {
  const one = chosen === undefined ? undefined : tracks.find((fix) => fix.id === chosen);
  const near = one ? approachesOf(one, tracks, nowMs).slice(0, APPROACHES_MAX) : [];
  return near.flatMap(({ other, approach }): Feature[] => {
    const [mine, theirs] = approach.at;
    const from = (fix: TrackFix) => [fix.lon_e7 / 1e7, fix.lat_e7 / 1e7];
    const text = approachWords(approach);
    return [
      line([from(one as TrackFix), mine]),
      line([from(other), theirs]),
      line([mine, theirs]),
      { type: "Feature", geometry: { type: "Point", coordinates: theirs }, properties: { text } },
    ];
  });
}

/** A line between two places, and its words in the middle. */
export function linkFeatures(links: readonly Link[]): Feature[] {
  return links.flatMap(({ from, to, text }): Feature[] => {
    const [a, b] = unwrapped([degrees(from), degrees(to)]) as [Position, Position];
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const point = { type: "Point" as const, coordinates: middle };
    return [line([a, b]), { type: "Feature", geometry: point, properties: { text } }];
  });
}

/** `0.8 NM / 300 ft in 42 s`; a height that is not known is said to be unknown. */
export function approachWords(one: {
  horizontal_cm: number;
  vertical_cm: number | null;
  inMs: number;
}): string {
  const height = one.vertical_cm === null ? t("map-height-unknown") : feet(one.vertical_cm);
  const apart = `\u2068${nauticalMiles(one.horizontal_cm)} / ${height}\u2069`;
  return `${apart}\n${t("map-conflict-in", { span: span(one.inMs) })}`;
}

const line = (coordinates: number[][]): Feature => ({
  type: "Feature",
  geometry: { type: "LineString", coordinates },
  properties: {},
});
