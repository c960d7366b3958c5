/** The columns of the tables beside the map. */
import { html } from "lit";
import type { Conflict } from "../app/lines.ts";
import { place } from "../format/place.ts";
import { clock, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import type { Column } from "../ui/table.ts";
import { apartWords, pressingOf } from "./conflict-marks.ts";
import { bandOf, kindWords, type Row, windowOf } from "./picture.ts";
import type { TrackFix } from "./shapes.ts";
import { climbOf, levelOf, STALE_MS } from "./tracks.ts";

const KNOT_CM_S = 51.4444;
const ltr = (text: string) => html`<bdi dir="ltr">${text}</bdi>`;
const first = (row: Row) => row.parts[0];

const common = (): Column<Row>[] => [
  {
    id: "tag",
    heading: t("map-column-tag"),
    cell: (row) => html`<strong>${ltr(row.tag)}</strong>`,
    by: (row) => row.tag.padStart(8, " "),
  },
];

export const noticeColumns = (): Column<Row>[] => [
  ...common(),
  {
    id: "what",
    heading: t("map-column-what"),
    cell: (row) => html`${ltr(row.format)} ${kindWords(row.kind)}
      ${row.conflicts.length > 0 ? html`<br />${mark("bad", t("map-in-conflict"))}` : ""}`,
    by: (row) => row.format,
  },
  {
    id: "heights",
    heading: t("map-column-heights"),
    cell: (row) => (first(row) ? ltr(bandOf(first(row) as never)) : t("map-no-volume")),
    by: (row) => first(row)?.floor?.cm ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: "when",
    heading: t("map-column-when"),
    cell: (row) => row.parts.map((part) => html`<div>${ltr(windowOf(part))}</div>`),
    by: (row) => first(row)?.start_ms ?? Number.NEGATIVE_INFINITY,
  },
];

export const zoneColumns = (): Column<Row>[] => [
  ...common(),
  {
    id: "name",
    heading: t("map-column-zone"),
    cell: (row) => html`<bdi>${row.zone?.zone ?? row.format}</bdi>`,
    by: (row) => row.zone?.zone ?? "",
  },
  {
    id: "state",
    heading: t("map-column-state"),
    cell: (row) => stateWords(row),
    by: (row) => row.zone?.state ?? "",
  },
  {
    id: "when",
    heading: t("map-column-when"),
    cell: (row) => row.parts.map((part) => html`<div>${ltr(windowOf(part))}</div>`),
    by: (row) => first(row)?.start_ms ?? Number.NEGATIVE_INFINITY,
  },
];

/** The zone itself has its state; a message that activates it is its activation. */
function stateWords(row: Row): string {
  if (!row.zone) return kindWords(row.kind);
  if (row.zone.number !== row.number) return t("map-zone-activation");
  const known = ["agreed", "active", "suspended"].includes(row.zone.state);
  return t(`map-zone-${known ? row.zone.state : "proposed"}`);
}

const TONES = { A: "bad", W: "warn", I: "none" } as const;

export const conflictColumns = (atMs: number): Column<Conflict>[] => [
  {
    id: "pressing",
    heading: t("map-column-pressing"),
    cell: (one) => {
      const letter = pressingOf(one, atMs);
      return mark(TONES[letter], html`${ltr(letter)} ${t(`map-pressing-${letter}`)}`);
    },
    by: (one) => one.from_ms ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: "between",
    heading: t("map-column-between"),
    cell: (one) => html`<bdi>${one.parties[0]}</bdi> – <bdi>${one.parties[1]}</bdi>
      ${one.numbers.map((number) => html`<div class="quiet-text">${ltr(number)}</div>`)}`,
    by: (one) => one.numbers.join(" "),
  },
  {
    id: "apart",
    heading: t("map-column-apart"),
    cell: (one) => apartWords(one),
    by: (one) => one.horizontal_cm,
  },
  {
    id: "when",
    heading: t("map-column-when"),
    cell: (one) => html`${untilWords(one, atMs)}<br />
      ${ltr(`${one.from_ms === null ? "…" : clock(one.from_ms)}–${one.to_ms === null ? "…" : clock(one.to_ms)}`)}`,
    by: (one) => one.from_ms ?? Number.NEGATIVE_INFINITY,
  },
];

function untilWords(one: Conflict, atMs: number): string {
  const left = (one.from_ms ?? atMs) - atMs;
  return left <= 0 ? t("map-conflict-now") : t("map-conflict-in", { span: span(left) });
}

export interface TrackRow {
  readonly fix: TrackFix;
  readonly ageMs: number;
}

export const trackRows = (fixes: readonly TrackFix[], atMs: number): TrackRow[] =>
  fixes.map((fix) => ({ fix, ageMs: Math.max(0, atMs - fix.at_ms) }));

export const trackColumns = (): Column<TrackRow>[] => [
  {
    id: "who",
    heading: t("map-column-who"),
    cell: ({ fix }) => ltr(fix.callsign || fix.id),
    by: ({ fix }) => fix.callsign || fix.id,
  },
  {
    id: "level",
    heading: t("map-column-level"),
    cell: ({ fix }) =>
      fix.altitude ? ltr(`${levelOf(fix.altitude)}${climbOf(fix)}`) : t("map-height-unknown"),
    by: ({ fix }) => fix.altitude?.cm ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: "speed",
    heading: t("map-column-speed"),
    cell: ({ fix }) =>
      fix.speed_cm_s === null ? "–" : ltr(`${Math.round(fix.speed_cm_s / KNOT_CM_S)}\u00a0kt`),
    by: ({ fix }) => fix.speed_cm_s ?? -1,
  },
  {
    id: "place",
    heading: t("map-column-place"),
    cell: ({ fix }) => ltr(place(fix.lat_e7, fix.lon_e7)),
  },
  {
    id: "age",
    heading: t("map-column-age"),
    cell: ({ ageMs }) =>
      ageMs > STALE_MS
        ? mark("warn", t("age", { span: span(ageMs) }))
        : t("age", { span: span(ageMs) }),
    by: ({ ageMs }) => ageMs,
  },
];
