/**
 * Times as the field writes them: UTC first, Latin digits in every language, never a bare number.
 *
 * Times are UTC milliseconds everywhere in the console; only here they become text.
 */
import { language, t } from "../i18n/text.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (value: number) => String(value).padStart(2, "0");

/** `14:05Z` */
export function clock(ms: number): string {
  const at = new Date(ms);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}Z`;
}

/** `14:05:09Z` */
export function clockSeconds(ms: number): string {
  return `${clock(ms).slice(0, 5)}:${two(new Date(ms).getUTCSeconds())}Z`;
}

/** `2026-11-22` */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** `2026-11-22 14:05Z` */
export function moment(ms: number): string {
  return `${day(ms)}\u00a0${clock(ms)}`;
}

/** `14:05Z`, with the day when it is not the day of `nowMs`. */
export function near(ms: number, nowMs: number): string {
  return day(ms) === day(nowMs) ? clock(ms) : moment(ms);
}

/** Local time of the party, `16:05 (UTC+2)`; second to UTC always. */
export function local(ms: number, offsetMin: number): string {
  const sign = offsetMin < 0 ? "-" : "+";
  const hours = Math.floor(Math.abs(offsetMin) / 60);
  const rest = Math.abs(offsetMin) % 60;
  return `${clock(ms + offsetMin * MINUTE_MS).slice(0, 5)} (UTC${sign}${hours}${rest ? `:${two(rest)}` : ""})`;
}

/** A length of time, in the two largest units that matter: `2 h 05 min`, `45 s`. Never negative. */
export function span(ms: number): string {
  const length = Math.abs(ms);
  if (length >= 2 * DAY_MS) return t("span-days", { days: Math.floor(length / DAY_MS) });
  if (length >= HOUR_MS) {
    const minutes = Math.floor((length % HOUR_MS) / MINUTE_MS);
    return t("span-hours", { hours: Math.floor(length / HOUR_MS), minutes: two(minutes) });
  }
  if (length >= MINUTE_MS) {
    const seconds = Math.floor((length % MINUTE_MS) / SECOND_MS);
    return t("span-minutes", { minutes: Math.floor(length / MINUTE_MS), seconds: two(seconds) });
  }
  return t("span-seconds", { seconds: Math.floor(length / SECOND_MS) });
}

/** A number with the language's grouping and Latin digits. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(`${language()}-u-nu-latn`, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
