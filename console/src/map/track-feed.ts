/**
 * What moves, for the map and its table: live traffic, and what messages told.
 *
 * `trackFeed` is undefined while nobody tells what flies here; whoever brings live traffic sets it. What
 * a message told of is no live traffic: it stands where it was told, with its age.
 */
import { computed, signal } from "@preact/signals-core";
import { get, type Schemas } from "../api/client.ts";
import { instantMs } from "../app/instant.ts";
import { about, type LineKey, line, lineView, shared } from "../app/lines.ts";
import { party } from "../app/session.ts";
import { Resource } from "../live/resource.ts";
import type { Altitude, TrackFix } from "./shapes.ts";

export type Told = Schemas["TrackView"];

export const trackFeed = signal<readonly TrackFix[] | undefined>(undefined);

export const TOLD_MS = 3_600_000; // an hour: what was seen before that says nothing of where it is
const KNOT_CM_S = 51.4444;

/** What messages of a line told of what moves. */
export function toldTracks(key: LineKey): Resource<Schemas["TracksView"]> {
  return shared(`map-tracks|${key.channel}|${key.status}`, () => {
    const path = "/v1/lines/{channel}/{status}/tracks" as const;
    return new Resource(() => get(path, { path: key }), about(key));
  });
}

interface Sides {
  readonly own: string;
  readonly members: readonly string[];
}

/** Where something was told to be at an instant; undefined when that is too long ago, or not yet. */
export function fixOf(told: Told, atMs: number, { own, members }: Sides): TrackFix | undefined {
  if (told.kind !== "seen" || !told.stands) return undefined;
  const points = told.points.map((one) => ({ ...one, at_ms: one.at_ms ?? told.told_ms }));
  const last = points.filter((one) => one.at_ms <= atMs).at(-1);
  if (!last || atMs - last.at_ms > TOLD_MS) return undefined;
  const newest = last === points.at(-1); // course, speed and height are told of the newest alone
  return {
    id: `${told.number} ${told.field}`,
    callsign: told.label || told.number,
    tone: toneOf(told.whose, own, members),
    lat_e7: last.lat_e7,
    lon_e7: last.lon_e7,
    altitude: newest ? altitudeOf(told.height) : null,
    speed_cm_s: newest && told.speed_kt !== null ? told.speed_kt * KNOT_CM_S : null,
    course_cdeg: newest && told.heading_deg !== null ? told.heading_deg * 100 : null,
    climb_cm_s: null,
    at_ms: last.at_ms,
    number: told.number,
    party: told.party,
  };
}

function toneOf(whose: string, own: string, members: readonly string[]): TrackFix["tone"] {
  if (whose === "") return "unknown";
  if (whose === own) return "own";
  return members.includes(whose) ? "other" : "third";
}

function altitudeOf(height: unknown): Altitude | null {
  if (typeof height !== "object" || height === null) return null;
  const { cm, reference } = height as Partial<Altitude>;
  return cm === undefined || reference === undefined ? null : { cm, reference };
}

const TICK_MS = 5_000; // a told place does not move; only its age does

const tick = computed(() => Math.floor(instantMs.value / TICK_MS) * TICK_MS + TICK_MS);

/** What messages told, as of the instant that is shown. */
export const told = computed<readonly TrackFix[]>(() => {
  const key = line.value;
  if (!key) return [];
  const sides = { own: party.value, members: lineView.value?.members ?? [] };
  const all = toldTracks(key).value?.tracks ?? [];
  return all.flatMap((one) => fixOf(one, tick.value, sides) ?? []);
});

/** Everything that is drawn as a track. */
export const tracks = computed<readonly TrackFix[]>(() => [
  ...(trackFeed.value ?? []),
  ...told.value,
]);
