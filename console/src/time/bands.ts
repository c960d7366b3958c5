/** The side profile's geometry: each part's band of heights in each of its windows. Pure. */
import type { PictureItem } from "../app/lines.ts";
import { type Altitude, partsOf, windows } from "../app/volume.ts";
import type { Span } from "./ticks.ts";

export interface Band {
  readonly number: string;
  readonly party: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Centimetres in the part's own reference; an open side runs out of the frame. */
  readonly lowCm: number;
  readonly highCm: number;
  readonly floor: Altitude | null;
  readonly ceiling: Altitude | null;
}

const TOP_CM_MIN = 300_000; // 3 km: a low picture still shows that there is sky above it
const HEADROOM = 1.08;

/** Bands within a span, in order of number. Heights stand as they were given: no reference is converted. */
export function bands(items: readonly PictureItem[], span: Span): Band[] {
  return items
    .flatMap((item) =>
      partsOf(item.volume).flatMap((part) =>
        windows(part, span.fromMs, span.toMs).map((one) => ({
          number: item.number,
          party: item.party,
          fromMs: Math.max(one.fromMs, span.fromMs),
          toMs: Math.min(one.toMs, span.toMs),
          lowCm: part.floor?.cm ?? -Infinity,
          highCm: part.ceiling?.cm ?? Infinity,
          floor: part.floor,
          ceiling: part.ceiling,
        })),
      ),
    )
    .sort((a, b) => a.number.localeCompare(b.number) || a.fromMs - b.fromMs);
}

/** What the height axis spans: from the ground, or lower where something is lower, to above all that ends. */
export function heights(found: readonly Band[]): { lowCm: number; highCm: number } {
  const ends = found.flatMap((one) => [one.lowCm, one.highCm]).filter(Number.isFinite);
  return { lowCm: Math.min(0, ...ends), highCm: Math.max(TOP_CM_MIN, ...ends) * HEADROOM };
}

/** Where both bands hold at once and at one height, as given; undefined when they do not. */
export function clash(
  a: Band,
  b: Band,
): Pick<Band, "fromMs" | "toMs" | "lowCm" | "highCm"> | undefined {
  const fromMs = Math.max(a.fromMs, b.fromMs);
  const toMs = Math.min(a.toMs, b.toMs);
  const lowCm = Math.max(a.lowCm, b.lowCm);
  const highCm = Math.min(a.highCm, b.highCm);
  return fromMs <= toMs && lowCm <= highCm ? { fromMs, toMs, lowCm, highCm } : undefined;
}
