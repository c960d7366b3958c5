/**
 * The line's picture as shapes: every volume in it, whose it is, and what kind of thing it is.
 *
 * Tables and map take the same rows, so that everything on the map can be had without it.
 */
import { computed } from "@preact/signals-core";
import { get, type Schemas } from "../api/client.ts";
import { chosenMs } from "../app/instant.ts";
import {
  about,
  type Conflict,
  type LineKey,
  line,
  lineView,
  openConflicts,
  type PictureItem,
  picture,
  shared,
} from "../app/lines.ts";
import { party } from "../app/session.ts";
import { clock, day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { type Holdable, Resource } from "../live/resource.ts";
import { type Layer, shownLayers } from "./choices.ts";
import { EVER_MS } from "./features.ts";
import { type Altitude, type MapShape, type Part, partsOf, type ShapeKind } from "./shapes.ts";
import { levelOf } from "./tracks.ts";

export type Zone = Schemas["ZoneView"];

/** Formats whose volumes are zones, hazards or humanitarian; all else is a notice. */
const KINDS: Readonly<Record<string, ShapeKind>> = {
  NZO: "zone",
  NAD: "zone",
  NWA: "hazard",
  NEX: "hazard",
  NEM: "hazard",
  AMI: "hazard",
  NHS: "humanitarian",
  NHM: "humanitarian",
};
const LAYER_OF: Readonly<Record<ShapeKind, Layer | undefined>> = {
  notice: "notices",
  intent: "notices",
  zone: "zones",
  hazard: "hazards",
  humanitarian: "humanitarian",
  overlay: undefined,
  thread: undefined,
};
const GONE = ["released", "expired", "disagreed"]; // a claim that nobody holds any more
const SETTLED = ["agreed", "active", "suspended"]; // of a zone: anything else is one side's word

/** One volume of the picture, as the tables and the map have it. */
export interface Row {
  readonly number: string;
  readonly tag: string;
  readonly party: string;
  readonly format: string;
  readonly activity: string;
  readonly kind: ShapeKind;
  readonly parts: readonly Part[];
  readonly conflicts: readonly string[];
  readonly zone?: Zone | undefined;
  readonly shape: MapShape;
}

export function zones(key: LineKey): Resource<Zone[]> {
  return shared(`map-zones|${key.channel}|${key.status}`, () => {
    const path = key;
    return new Resource(() => get("/v1/lines/{channel}/{status}/zones", { path }), about(key));
  });
}

/** What stands and stood in the picture during the last day, and when this node knew it. */
function overTime(key: LineKey): Resource<Schemas["PictureTimeView"]> {
  return shared(`map-over-time|${key.channel}|${key.status}`, () => {
    const path = "/v1/lines/{channel}/{status}/picture-over-time" as const;
    return new Resource(() => get(path, { path: key }), about(key));
  });
}

/** Whether an instant of the past is looked at: then the picture is the one that was known then. */
export const past = computed(() => chosenMs.value !== undefined && chosenMs.value < nowMs.value);

/** What has to be held for `rows` to be fresh. */
export function sourcesOf(key: LineKey): Holdable[] {
  const always = [picture(key.status), openConflicts(key), zones(key)];
  return past.value ? [...always, overTime(key)] : always;
}

type Known = Schemas["PictureSpan"];
const knownAt = (one: Known, atMs: number) =>
  one.known_from_ms <= atMs && (one.known_until_ms ?? EVER_MS) > atMs;

/** Numbers of what was known at the instant: the same text while a hand moves the slider between changes. */
const knownNumbers = computed(() => {
  const [key, atMs] = [line.value, chosenMs.value];
  if (!key || !past.value || atMs === undefined) return undefined;
  const spans = overTime(key).value?.spans;
  return spans?.flatMap((one) => (knownAt(one, atMs) ? [one.item.number] : [])).join(" ");
});

/** The volumes of the instant that is shown: what stands now, or what was known to stand then. */
const items = computed<readonly PictureItem[] | undefined>(() => {
  const key = line.value;
  if (!key) return undefined;
  if (!past.value) return picture(key.status).value;
  const numbers = new Set(knownNumbers.value?.split(" "));
  const spans = overTime(key).value?.spans;
  return spans?.map((one) => one.item).filter((one) => numbers.has(one.number));
});

/** A letter for each party: its own where it can be, as on the node's pictures. */
export function lettersOf(parties: Iterable<string>): Map<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const one of [...new Set(parties)].sort()) {
    const spare = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
    const wanted = [...one.toUpperCase()].filter((char) => /[A-Z]/.test(char));
    const letter = [...wanted, ...spare].find((char) => !taken.has(char)) ?? "?";
    taken.add(letter);
    found.set(one, letter);
  }
  return found;
}

/** Every volume of the line that is looked at; undefined while nothing is known. */
export const rows = computed<readonly Row[] | undefined>(() => {
  const key = line.value;
  if (!key) return undefined;
  const all = items.value;
  if (!all) return undefined;
  const mine = all.filter((one) => one.channel === key.channel);
  const members = lineView.value?.members ?? [];
  const letters = lettersOf([...members, ...mine.map((one) => one.party)]);
  const byNumber = new Map<string, Zone>();
  for (const zone of zones(key).value ?? []) {
    byNumber.set(zone.number, zone);
    for (const one of zone.activations) byNumber.set(one.number, zone);
  }
  const own = party.value;
  const around = (of: string, zone: Zone | undefined) => ({
    own,
    members,
    letter: letters.get(of) ?? "?",
    zone,
  });
  const standing = (zones(key).value ?? []).filter((zone) => !GONE.includes(zone.state));
  return [
    ...mine.map((item) => rowOf(item, around(item.party, byNumber.get(item.number)))),
    ...standing.map((zone) => zoneRow(zone, around(zone.party, zone))),
  ];
});

interface Around {
  readonly own: string;
  readonly members: readonly string[];
  readonly letter: string;
  readonly zone: Zone | undefined;
}

export function rowOf(item: PictureItem, { own, members, letter, zone }: Around): Row {
  const parts = partsOf(item.volume);
  const kind = KINDS[item.format] ?? "notice";
  const tag = `${letter}${numberIn(item.number)}`;
  const tone = item.party === own ? "own" : members.includes(item.party) ? "other" : "third";
  const shape: MapShape = {
    id: item.number,
    parts,
    tone,
    letter,
    kind,
    label: labelOf(`${tag}${item.disowned ? "!" : ""} ${zone ? zone.zone : item.format}`, parts),
    conflict: item.conflicts.length > 0,
    dashed: false,
  };
  const { number, format, activity, conflicts } = item;
  return { number, tag, party: item.party, format, activity, kind, parts, conflicts, zone, shape };
}

/** A zone itself, whether or not it is active: its edge alone, so that it hides nothing within. */
function zoneRow(zone: Zone, { own, members, letter }: Around): Row {
  const parts = partsOf(zone.volume);
  const tone = zone.party === own ? "own" : members.includes(zone.party) ? "other" : "third";
  const state = t(`map-zone-${SETTLED.includes(zone.state) ? zone.state : "proposed"}`);
  const band = parts[0] ? `\n${isolated(bandOf(parts[0]))}` : "";
  const shape: MapShape = {
    id: zone.number,
    parts,
    tone,
    letter,
    kind: "zone",
    // its activation, if there is one, stands on the same ground and says more
    label: zone.activations.some((one) => (one.end_ms ?? EVER_MS) > nowMs.peek())
      ? ""
      : `${isolated(zone.zone)} ${state}${band}`,
    dashed: !SETTLED.includes(zone.state),
    hollow: true,
  };
  const tag = `${letter}${numberIn(zone.number)}`;
  const { number, party: of } = zone;
  const common = { number, tag, party: of, format: "NZO", activity: "", conflicts: [] };
  return { ...common, kind: "zone", parts, zone, shape };
}

const numberIn = (number: string) => String(Number(/(\d+)(?!.*\d)/.exec(number)?.[1] ?? 0));

const isolated = (text: string) => `\u2068${text}\u2069`;

/** Three lines: which; from where to where; when. Several parts: the first one's, and that there are more. */
export function labelOf(name: string, parts: readonly Part[]): string {
  const first = parts[0];
  if (!first) return isolated(name);
  return [isolated(name), isolated(bandOf(first)), isolated(windowOf(first))].join("\n");
}

/** `SFC–FL150`; open sides in the words of the field. */
export function bandOf(part: Part): string {
  const side = (altitude: Altitude | null, open: string) =>
    altitude === null ? open : altitude.cm === 0 ? "SFC" : levelOf(altitude);
  return `${side(part.floor, "SFC")}–${side(part.ceiling, "UNL")}`;
}

/** `14:05Z–15:40Z`, with days where they are not today's; an open side is an ellipsis. */
export function windowOf(part: Part): string {
  const today = day(nowMs.peek());
  const said = (ms: number | null) => (ms === null ? "…" : `${clock(ms)}${dayFrom(today, ms)}`);
  const again = part.repeats ? " ↻" : "";
  return `${said(part.start_ms)}–${said(part.end_ms)}${again}`;
}

const DAY_MS = 86_400_000;
const DAYS_COUNTED = 9; // beyond that a date is shorter to read than a count

/** Nothing today, `+1d` tomorrow, a date when that is far. */
function dayFrom(today: string, ms: number): string {
  const days = Math.round((Date.parse(day(ms)) - Date.parse(today)) / DAY_MS);
  if (days === 0) return "";
  if (Math.abs(days) > DAYS_COUNTED) return `\u00a0${day(ms)}`;
  return `${days > 0 ? "+" : "−"}${Math.abs(days)}d`;
}

/** Whether a row's layer is switched on. */
export function onMap(row: Row): boolean {
  const layer = LAYER_OF[row.kind];
  return layer === undefined || shownLayers.value.has(layer);
}

/** What is drawn of the picture. */
export const pictureShapes = computed<readonly MapShape[]>(() =>
  (rows.value ?? []).filter(onMap).map((row) => row.shape),
);

/** Conflicts of the line that are open, or were known to be at the instant; undefined: not known yet. */
export const conflicts = computed<readonly Conflict[] | undefined>(() => {
  const key = line.value;
  if (!key) return undefined;
  const atMs = chosenMs.value;
  if (!past.value || atMs === undefined) return openConflicts(key).value;
  const all = overTime(key).value?.conflicts;
  return all?.filter((one) => one.found_at_ms <= atMs && (one.ended_at_ms ?? EVER_MS) > atMs);
});

/** What is drawn of them. */
export const shownConflicts = computed<readonly Conflict[]>(() =>
  shownLayers.value.has("conflicts") ? (conflicts.value ?? []) : [],
);

/** How a kind is called. */
export function kindWords(kind: ShapeKind): string {
  return t(`map-kind-${kind}`);
}
