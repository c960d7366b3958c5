/** What is chosen, in words: the object's own values, its read-backs, and where to read more. */
import { html, nothing, type TemplateResult } from "lit";
import { instantMs } from "../app/instant.ts";
import { type Conflict, line } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { selected } from "../app/selection.ts";
import { distance, place } from "../format/place.ts";
import { moment, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import { apartWords } from "./conflict-marks.ts";
import { bandOf, conflicts, kindWords, type Row, rows } from "./picture.ts";
import { isSame, type ReadBack } from "./read-back.ts";
import type { LatLon, MapShape, Part, TrackFix } from "./shapes.ts";
import { approachWords } from "./sky.ts";
import "../registers/number-proof.ts";
import { approachesOf, climbOf, levelOf } from "./tracks.ts";

export interface Chosen {
  readonly row: Row | undefined;
  readonly readBacks: readonly ReadBack[];
  readonly readBackOn: boolean;
  readonly toggleReadBack: () => void;
  readonly bring: (what: MapShape | LatLon) => void;
  readonly tracks: readonly TrackFix[];
}

export function detail(chosen: Chosen): TemplateResult {
  return html`<section class="map-detail card" aria-label=${t("map-detail")} aria-live="polite">
    ${body(chosen)}
  </section>`;
}

function body(chosen: Chosen): TemplateResult {
  const now = selected.value;
  if (chosen.row) return volume(chosen.row, chosen);
  if (now?.kind === "conflict") {
    const one = conflicts.value?.find((each) => each.conflict === now.conflict);
    if (one) return conflict(one, chosen);
  }
  if (now?.kind === "track") {
    const fix = chosen.tracks.find((each) => each.id === now.track);
    if (fix) return track(fix, chosen);
  }
  return html`<p class="quiet-text">${t("map-nothing-chosen")}</p>`;
}

const ltr = (text: string) => html`<bdi dir="ltr">${text}</bdi>`;

function volume(row: Row, chosen: Chosen): TemplateResult {
  const key = line.value;
  const said = row.parts.map((part, at) => partWords(part, at, row.parts.length));
  return html`<h2>${ltr(row.tag)} <bdi>${row.zone?.zone ?? ""}</bdi> ${kindWords(row.kind)}</h2>
    <dl class="map-values">
      <dt>${t("map-number")}</dt>
      <dd>${
        key
          ? html`<a href=${to("messages", key.channel, key.status, row.number)}>${ltr(row.number)}</a>
        <d-number-proof .of=${key} number=${row.number}></d-number-proof>`
          : ltr(row.number)
      }</dd>
      <dt>${t("map-party")}</dt><dd><bdi>${row.party}</bdi></dd>
      ${said}
    </dl>
    ${row.conflicts.map((id) => html`<p>${mark("bad", t("map-in-conflict"))} <button class="quiet" @click=${() => choose(id)}>${ltr(id)}</button></p>`)}
    ${chosen.readBacks.map(readBack)}
    <div class="row no-print">
      <button @click=${() => chosen.bring(row.shape)}>${t("map-bring")}</button>
      ${
        chosen.readBacks.length > 0
          ? html`<button aria-pressed=${chosen.readBackOn} @click=${chosen.toggleReadBack}>${t("map-read-back-show")}</button>`
          : nothing
      }
    </div>`;
}

function choose(conflict: string): void {
  selected.value = { kind: "conflict", conflict };
}

function partWords(part: Part, at: number, all: number): TemplateResult {
  const said = (ms: number | null) => (ms === null ? t("map-open") : moment(ms));
  const which = all > 1 ? html`<dt>${t("map-part", { at: at + 1, all })}</dt><dd></dd>` : nothing;
  return html`${which}
    <dt>${t("map-column-heights")}</dt><dd>${ltr(bandOf(part))}</dd>
    <dt>${t("map-column-when")}</dt><dd>${ltr(said(part.start_ms))} – ${ltr(said(part.end_ms))}</dd>
    <dt>${t("map-where")}</dt><dd>${outlineWords(part)}</dd>`;
}

function outlineWords({ outline }: Part): TemplateResult {
  if ("circle" in outline) {
    const { lat_e7, lon_e7, radius_cm } = outline.circle;
    return html`${ltr(place(lat_e7, lon_e7))}, ${t("map-radius")} ${ltr(distance(radius_cm))}`;
  }
  const corridor = "corridor" in outline;
  const points = corridor ? outline.corridor.points : outline.polygon;
  const [lat, lon] = points[0] ?? [0, 0];
  const wide = corridor
    ? html`, ${t("map-half-width")} ${ltr(distance(outline.corridor.half_width_cm))}`
    : nothing;
  return html`${t(corridor ? "map-corridor" : "map-polygon", { count: points.length })} ${ltr(place(lat, lon))}${wide}`;
}

function readBack(one: ReadBack): TemplateResult {
  const words = isSame(one)
    ? t("map-read-back-same", { party: one.party })
    : t("map-read-back-differs", {
        party: one.party,
        middles: distance(one.middles_cm),
        edges: distance(one.edges_cm),
      });
  return html`<div class="map-read-back">
    <p>${mark(isSame(one) ? "good" : "bad", words)}</p>
    ${one.heights ? nothing : html`<p>${mark("bad", t("map-read-back-heights"))}</p>`}
    ${one.times ? nothing : html`<p>${mark("bad", t("map-read-back-times"))}</p>`}
  </div>`;
}

function conflict(one: Conflict, chosen: Chosen): TemplateResult {
  const key = line.value;
  const left = (one.from_ms ?? instantMs.value) - instantMs.value;
  const members = one.numbers.map((number) => {
    const row = rows.value?.find((each) => each.number === number);
    return html`<li><button class="quiet" @click=${() => row && chosen.bring(row.shape)}>${ltr(row?.tag ?? number)}</button>
      <a href=${key ? to("messages", key.channel, key.status, number) : "#"}>${ltr(number)}</a></li>`;
  });
  return html`<h2>${mark("bad", t("map-conflict"))}</h2>
    <ul class="map-members">${members}</ul>
    <p><strong>${apartWords(one)}</strong>
      ${left <= 0 ? t("map-conflict-now") : t("map-conflict-in", { span: span(left) })}</p>
    <p>${ltr(place(one.where.lat_e7, one.where.lon_e7))} <bdi>${one.place}</bdi></p>
    <p><bdi lang="en">${one.why}</bdi></p>
    <div class="row no-print"><button @click=${() => chosen.bring(one.where)}>${t("map-bring")}</button>
      <a class="button" href=${to("conflicts")}>${t("map-ways-out")}</a></div>`;
}

function track(fix: TrackFix, chosen: Chosen): TemplateResult {
  const late = Math.max(0, instantMs.value - fix.at_ms);
  const near = approachesOf(fix, chosen.tracks, instantMs.value);
  const key = line.value;
  const source = fix.number
    ? html`<dt>${t("map-told-by", { party: fix.party ?? "" })}</dt>
      <dd><a href=${key ? to("messages", key.channel, key.status, fix.number) : "#"}>${ltr(fix.number)}</a></dd>`
    : nothing;
  return html`<h2>${ltr(fix.callsign || fix.id)}</h2>
    <dl class="map-values">${source}
      <dt>${t("map-column-level")}</dt>
      <dd>${fix.altitude ? ltr(`${levelOf(fix.altitude)}${climbOf(fix)}`) : t("map-height-unknown")}</dd>
      <dt>${t("map-column-place")}</dt><dd>${ltr(place(fix.lat_e7, fix.lon_e7))}</dd>
      <dt>${t("map-column-age")}</dt><dd>${t("age", { span: span(late) })}</dd>
    </dl>
    ${near.map(({ other, approach }) => html`<p>${ltr(other.callsign || other.id)}: ${approachWords(approach)}</p>`)}
    <button class="no-print" @click=${() => chosen.bring(fix)}>${t("map-bring")}</button>`;
}
