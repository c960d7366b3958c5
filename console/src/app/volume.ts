/**
 * Volumes as the API has them, and when each of their parts holds.
 *
 * A volume is one part or a list of parts; a part has an outline, a floor, a ceiling, a window, and
 * may come again. An open side is null and stays open: it is never drawn as ended.
 * Source: core/airspace/volume_json.py and parts_json.py of the node.
 */
export type Pair = readonly [latE7: number, lonE7: number];

export type Outline =
  | { readonly circle: { lat_e7: number; lon_e7: number; radius_cm: number } }
  | { readonly polygon: readonly Pair[] }
  | { readonly corridor: { points: readonly Pair[]; half_width_cm: number } };

export type Reference = "WGS84" | "AMSL" | "FL" | "AGL";

export interface Altitude {
  readonly cm: number;
  readonly reference: Reference;
}

export interface Repeats {
  readonly every_ms: number;
  readonly days: readonly string[] | null;
  readonly until_ms: number;
}

export interface Part {
  readonly outline: Outline;
  readonly floor: Altitude | null;
  readonly ceiling: Altitude | null;
  readonly start_ms: number | null;
  readonly end_ms: number | null;
  readonly repeats?: Repeats;
}

export interface Window {
  /** -Infinity and Infinity are open sides. */
  readonly fromMs: number;
  readonly toMs: number;
}

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const WINDOWS_MAX = 400; // of one part: what no screen could tell apart

/** The parts of a volume; none of what is not one (an older or newer form). */
export function partsOf(volume: unknown): readonly Part[] {
  const list = Array.isArray(volume) ? volume : [volume];
  return list.filter(
    (one): one is Part => typeof one === "object" && one !== null && "outline" in one,
  );
}

/** When a part holds, as far as that lies within `fromMs` to `toMs`, in order. */
export function windows(part: Part, fromMs: number, toMs: number): Window[] {
  const first = { fromMs: part.start_ms ?? -Infinity, toMs: part.end_ms ?? Infinity };
  const touches = (one: Window) => one.toMs >= fromMs && one.fromMs <= toMs;
  if (!part.repeats || part.start_ms === null || part.end_ms === null) {
    return touches(first) ? [first] : [];
  }
  const { every_ms, days, until_ms } = part.repeats;
  const length = part.end_ms - part.start_ms;
  const skipped = Math.max(0, Math.floor((fromMs - length - part.start_ms) / every_ms));
  const found: Window[] = [];
  for (
    let start = part.start_ms + skipped * every_ms;
    start <= Math.min(toMs, until_ms);
    start += every_ms
  ) {
    const one = { fromMs: start, toMs: start + length };
    const wanted = days === null || days.includes(DAYS[new Date(start).getUTCDay()] ?? "");
    if (wanted && touches(one)) found.push(one);
    if (found.length >= WINDOWS_MAX) break;
  }
  return found;
}

/** Whether a part holds at an instant. Both ends belong to it: touching counts. */
export function holdsAt(part: Part, atMs: number): boolean {
  return windows(part, atMs, atMs).length > 0;
}
