/**
 * Conflicts on the map: a cross in a ring where the two are closest, and the line between them if they
 * are apart, with how far that is and how soon. The letter says how pressing it is.
 */
import type { Feature, FeatureCollection } from "geojson";
import type { Conflict } from "../app/lines.ts";
import { E7, feet, nauticalMiles } from "../format/place.ts";
import { span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nearestOf } from "./features.ts";
import type { MapShape } from "./shapes.ts";

export const SOON_MS = 3_600_000; // within the hour: somebody can still be called and moved

/** A: both hold now. W: both will within the hour. I: later. */
export type Pressing = "A" | "W" | "I";

export function pressingOf(one: Conflict, atMs: number): Pressing {
  const left = (one.from_ms ?? atMs) - atMs;
  return left <= 0 ? "A" : left <= SOON_MS ? "W" : "I";
}

/** Both have ended by then: it is drawn no more. */
export const isOver = (one: Conflict, atMs: number) => one.to_ms !== null && one.to_ms < atMs;

/** `W 0.8 NM / 300 ft`, and below it `in 42 min`. */
export function wordsOf(one: Conflict, atMs: number): string {
  const letter = pressingOf(one, atMs);
  const apart = apartWords(one);
  const left = (one.from_ms ?? atMs) - atMs;
  const when = left <= 0 ? t("map-conflict-now") : t("map-conflict-in", { span: span(left) });
  return `\u2068${letter}\u2069 \u2068${apart}\u2069\n${when}`;
}

/** `0.8 NM / 300 ft`, or that they overlap: nought of both is easily read past. */
export function apartWords({ horizontal_cm, vertical_cm }: Conflict): string {
  if (horizontal_cm === 0 && vertical_cm === 0) return t("map-conflict-overlap");
  return `${nauticalMiles(horizontal_cm)} / ${feet(vertical_cm)}`;
}

export function conflictFeatures(
  conflicts: readonly Conflict[],
  shapes: readonly MapShape[],
  atMs: number,
): FeatureCollection {
  const features: Feature[] = [];
  for (const one of conflicts) {
    if (isOver(one, atMs)) continue;
    const properties = { id: one.conflict, text: wordsOf(one, atMs) };
    const coordinates = [one.where.lon_e7 / E7, one.where.lat_e7 / E7];
    features.push({ type: "Feature", geometry: { type: "Point", coordinates }, properties });
    const ends = one.horizontal_cm > 0 ? between(one, shapes) : undefined;
    if (ends) {
      features.push({
        type: "Feature",
        geometry: { type: "LineString", coordinates: ends },
        properties,
      });
    }
  }
  return { type: "FeatureCollection", features };
}

function between(one: Conflict, shapes: readonly MapShape[]) {
  const [a, b] = one.numbers.map((number) => shapes.find((shape) => shape.id === number));
  if (!a || !b) return undefined;
  const [first, second] = one.parts[0] ?? [];
  const part = (shape: MapShape, named: number | undefined) => {
    const found = named === undefined ? undefined : shape.parts[named - 1]; // people count from one
    return found ? [found] : shape.parts;
  };
  return nearestOf(part(a, first), part(b, second));
}
