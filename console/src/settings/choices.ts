/**
 * What this reader chose for this screen: kept in this browser, told to nobody, on no line.
 *
 * Each is a signal: whoever reads it in a view follows it. Who a symbol calls hostile, or which
 * border is drawn, is a judgement of the one who looks; so it is here and never exchanged.
 */
import { computed, type Signal, signal } from "@preact/signals-core";

/** Which borders the map draws: none, all of them in one style, or a file of one's own. */
export const BORDERS = ["off", "de-facto", "file"] as const;
export type Borders = (typeof BORDERS)[number];
/** Neutral shapes by party, or MIL-STD-2525. */
export const SYMBOLS = ["neutral", "mil-std-2525"] as const;
export type Symbols = (typeof SYMBOLS)[number];
/** Which unit stands first; the other always stands beside it. */
export const DISTANCES = ["nm", "km"] as const;
export const HEIGHTS = ["ft", "m"] as const;
/** Of everything that is written, in percent. */
export const TEXT_SIZES = [100, 115, 130, 150] as const;
/** What stands second to UTC: nothing, this computer's own time, or a fixed distance from UTC. */
export const NO_SECOND = "none";
export const HERE = "here";

const KEPT = "detente.choice.";
const MINUTE_MS = 60_000;

function chosen<T extends string | number | boolean>(
  name: string,
  begin: T,
  good: (value: unknown) => value is T,
): Signal<T> {
  const held = signal<T>(kept(name, begin, good));
  held.subscribe((value) => {
    localStorage.setItem(KEPT + name, JSON.stringify(value));
  });
  return held;
}

function kept<T>(name: string, begin: T, good: (value: unknown) => value is T): T {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT + name) ?? "null");
    return good(found) ? found : begin;
  } catch {
    return begin;
  }
}

const one =
  <T extends string | number>(of: readonly T[]) =>
  (value: unknown): value is T =>
    of.includes(value as T);
const yesNo = (value: unknown): value is boolean => typeof value === "boolean";

export const borders = chosen<Borders>("borders", "off", one(BORDERS));
export const symbols = chosen<Symbols>("symbols", "neutral", one(SYMBOLS));
export const placeNames = chosen<boolean>("place-names", true, yesNo);
export const distanceFirst = chosen<(typeof DISTANCES)[number]>("distance", "nm", one(DISTANCES));
export const heightFirst = chosen<(typeof HEIGHTS)[number]>("height", "ft", one(HEIGHTS));
export const textSize = chosen<(typeof TEXT_SIZES)[number]>("text-size", 100, one(TEXT_SIZES));

/** How loud, 0 to 1. A A FLASH has a floor under it (watch/sound.ts). */
export const volume = chosen<number>(
  "volume",
  0.7,
  (value): value is number => typeof value === "number" && value >= 0 && value <= 1,
);

const OFFSET = /^[+-]\d{2}:\d{2}$/;
/** `none`, `here`, or `+02:00`. */
export const secondZone = chosen<string>(
  "second-zone",
  NO_SECOND,
  (value): value is string =>
    typeof value === "string" && (value === NO_SECOND || value === HERE || OFFSET.test(value)),
);

/** Minutes from UTC of the zone that stands second at a time; undefined when none does. */
export function secondOffsetMin(atMs: number): number | undefined {
  const zone = secondZone.value;
  if (zone === NO_SECOND) return undefined;
  if (zone === HERE) return -new Date(Math.floor(atMs / MINUTE_MS) * MINUTE_MS).getTimezoneOffset();
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether the reader's machine asks for little motion. */
const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
const stillNow = signal<boolean>(still?.matches ?? false);
still?.addEventListener("change", (event) => {
  stillNow.value = event.matches;
});
export const reducedMotion = computed(() => stillNow.value);
