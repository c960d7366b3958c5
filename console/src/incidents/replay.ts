/**
 * A case played back: where each thing was last reported at an instant, and how old that report is.
 *
 * A position between two reports is never made up. At any instant the newest report at or before it is
 * shown where it was made, with its age; from `OLD_MS` on it is hollow; the line between two reports
 * connects them and is no track. Whose report it is stays with it: two sides' reports of one aircraft
 * are two things.
 */

export interface Report {
  readonly id: string;
  readonly party: string;
  readonly callsign: string;
  readonly latE7: number;
  readonly lonE7: number;
  readonly atMs: number;
  /** As the API has it; null when nobody said. */
  readonly height: { cm: number; reference: string } | null;
  /** The message that carries it, if one does. */
  readonly number: string;
}

export interface Shown {
  readonly report: Report;
  readonly ageMs: number;
  readonly old: boolean;
  /** Reports up to this one, to be connected by a dashed line. */
  readonly trail: readonly Report[];
}

export const OLD_MS = 15_000; // a radar turns in 4 to 12 s: after that one turn was missed
export const GONE_MS = 10 * 60_000; // a report that old says nothing of the instant any more

function byId(reports: readonly Report[]): Map<string, Report[]> {
  const found = new Map<string, Report[]>();
  for (const one of [...reports].sort((a, b) => a.atMs - b.atMs)) {
    found.set(one.id, [...(found.get(one.id) ?? []), one]);
  }
  return found;
}

/** What is shown at an instant. What was not yet reported, or too long ago, is not there. */
export function shownAt(reports: readonly Report[], atMs: number): readonly Shown[] {
  const found: Shown[] = [];
  for (const trail of byId(reports).values()) {
    const past = trail.filter((one) => one.atMs <= atMs);
    const report = past.at(-1);
    if (report === undefined || atMs - report.atMs > GONE_MS) continue;
    const ageMs = atMs - report.atMs;
    found.push({ report, ageMs, old: ageMs > OLD_MS, trail: past });
  }
  return found;
}

export interface Extent {
  readonly fromMs: number;
  readonly toMs: number;
}

export const AROUND_MS = 60_000; // before the first report and after the last: what led to it

/** From when to when there is something to play; undefined when there is nothing. */
export function extentOf(
  reports: readonly Report[],
  happenedMs: number | null,
): Extent | undefined {
  const times = reports.map((one) => one.atMs);
  if (happenedMs !== null) times.push(happenedMs);
  if (times.length === 0) return undefined;
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
  return { fromMs: fromMs - AROUND_MS, toMs: toMs + AROUND_MS };
}

/** Instants at which something is said: every report and the incident itself, in order, once each. */
export function instants(reports: readonly Report[], happenedMs: number | null): readonly number[] {
  const all = new Set(reports.map((one) => one.atMs));
  if (happenedMs !== null) all.add(happenedMs);
  return [...all].sort((a, b) => a - b);
}

/** The next instant after `atMs` (or before it); undefined at the end. */
export function step(
  all: readonly number[],
  atMs: number,
  direction: "next" | "before",
): number | undefined {
  if (direction === "next") return all.find((one) => one > atMs);
  return all.findLast((one) => one < atMs);
}

export const SPEEDS = [1, 5, 20, 60] as const;
export type Speed = (typeof SPEEDS)[number];

export function otherSpeed(now: Speed, by: 1 | -1): Speed {
  const at = SPEEDS.indexOf(now) + by;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))] ?? now;
}

/**
 * Where the clock stands after `passedMs` of play; stops at the end. Without motion it goes from one
 * report to the next, and never between.
 */
export function advanced(
  atMs: number,
  passedMs: number,
  speed: Speed,
  extent: Extent,
): { atMs: number; ended: boolean } {
  const next = Math.max(extent.fromMs, atMs) + passedMs * speed;
  return next >= extent.toMs ? { atMs: extent.toMs, ended: true } : { atMs: next, ended: false };
}

/** The least distance between the reports of two things at an instant, in cm, on the sphere. */
export function apartCm(a: Report, b: Report): number {
  const radius = 637_100_877; // cm: the mean radius of the Earth (IUGG)
  const rad = (e7: number) => (e7 / 1e7) * (Math.PI / 180);
  const [lat1, lat2] = [rad(a.latE7), rad(b.latE7)];
  const [dLat, dLon] = [lat2 - lat1, rad(b.lonE7 - a.lonE7)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)));
}
