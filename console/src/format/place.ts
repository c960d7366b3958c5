/** Places, distances and heights as text. Integers come in: degrees × 10⁷ and centimetres. */
import type { Schemas } from "../api/client.ts";
import { t } from "../i18n/text.ts";
import { distanceFirst, heightFirst } from "../settings/choices.ts";
import { number } from "./time.ts";

export type Point = Schemas["Point"];

export const E7 = 10_000_000;
export const CM_PER_NM = 185_200;
export const CM_PER_FT = 30.48;
export const CM_PER_KM = 100_000;

function axis(value: number, positive: string, negative: string, width: number): string {
  const degrees = Math.abs(value) / E7;
  const whole = Math.floor(degrees);
  const minutes = (degrees - whole) * 60;
  const text = minutes.toFixed(2).padStart(5, "0");
  // 59.999 rounds to 60.00, which nobody may read
  const [shown, carried] = text === "60.00" ? ["00.00", whole + 1] : [text, whole];
  return `${String(carried).padStart(width, "0")}°${shown}′${value < 0 ? negative : positive}`;
}

/** `22°54.00′S 014°24.00′E` */
export function place(latE7: number, lonE7: number): string {
  return `${axis(latE7, "N", "S", 2)}\u00a0${axis(lonE7, "E", "W", 3)}`;
}

/** `12.4 NM` */
export function nauticalMiles(cm: number): string {
  return `${number(cm / CM_PER_NM, cm < 100 * CM_PER_NM ? 1 : 0)}\u00a0NM`;
}

/** `23.0 km` */
export function kilometres(cm: number): string {
  return `${number(cm / CM_PER_KM, cm < 100 * CM_PER_KM ? 1 : 0)}\u00a0km`;
}

/** `12.4 NM · 23.0 km`, in the order that the reader chose. */
export function distance(cm: number): string {
  const both = [nauticalMiles(cm), kilometres(cm)];
  return (distanceFirst.value === "nm" ? both : both.reverse()).join(" · ");
}

/** `3,000 ft` */
export function feet(cm: number): string {
  return `${number(Math.round(cm / CM_PER_FT))}\u00a0ft`;
}

/** `914 m` */
export function metres(cm: number): string {
  return `${number(Math.round(cm / 100))}\u00a0m`;
}

/** `3,000 ft · 914 m`, in the order that the reader chose. */
export function height(cm: number): string {
  const both = [feet(cm), metres(cm)];
  return (heightFirst.value === "ft" ? both : both.reverse()).join(" · ");
}

/** A height and what it is measured from: WGS84, AMSL, FL or AGL, as the API has it. */
interface Level {
  readonly cm: number;
  readonly reference: string;
}

const CM_PER_FLIGHT_LEVEL = 100 * CM_PER_FT;

/** `FL050`, three digits as they are spoken; undefined of a height that is no flight level. */
export function flightLevel({ cm, reference }: Level): string | undefined {
  if (reference !== "FL") return undefined;
  return `FL${String(Math.round(cm / CM_PER_FLIGHT_LEVEL)).padStart(3, "0")}`;
}

/** `FL120`, `3,000 ft AMSL` */
export function level(one: Level): string {
  return flightLevel(one) ?? `${feet(one.cm)}\u00a0${one.reference}`;
}

/** `FL120`, `3,000 ft · 914 m AMSL` */
export function fullLevel(one: Level): string {
  return flightLevel(one) ?? `${height(one.cm)} ${one.reference}`;
}

/** A list with the language's own commas, each member isolated. */
export function list(members: readonly string[]): string {
  return members.map((one) => `\u2068${one}\u2069`).join(t("list-comma"));
}
