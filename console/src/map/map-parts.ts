/** What stands over a map: its controls, its words, the scale, and the panel of a hand that draws. */
import { html, nothing, type TemplateResult } from "lit";
import { post, type Schemas } from "../api/client.ts";
import { line } from "../app/lines.ts";
import { CM_PER_KM, CM_PER_NM, distance, feet, nauticalMiles, place } from "../format/place.ts";
import { number } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { borders } from "../settings/choices.ts";
import { icon } from "../ui/icon.ts";
import { styled } from "../ui/styled.ts";
import { ownFile } from "./choices.ts";
import type { Box } from "./features.ts";
import { EARTH_CM, type Leg, latLon } from "./geo.ts";
import { blank, enough, finish, type Ink, legs, undo } from "./ink.ts";
import type { DMap } from "./map.ts";
import { past } from "./picture.ts";
import type { LatLon } from "./shapes.ts";
import { trackFeed } from "./track-feed.ts";

type Understood = Schemas["UnderstoodView"];

const FAR_FT_CM = 5 * CM_PER_NM; // beyond five miles nobody counts feet

/** `12.4 NM · 23.0 km 045°`; near by in feet too. */
export function legWords(leg: Leg, sum: number): string {
  const bearing = `${String(Math.round(leg.bearing) % 360).padStart(3, "0")}°`;
  const near = leg.cm < FAR_FT_CM ? ` · ${feet(leg.cm)}` : "";
  const total = sum > leg.cm + 1 ? `\nΣ ${nauticalMiles(sum)}` : "";
  return `\u2068${distance(leg.cm)}${near}\u2069\n\u2068${bearing}\u2069${total}`;
}

export function controls(map: DMap): TemplateResult {
  const measuring = map.ink?.kind === "measure";
  return html`<div class="map-controls no-print">
    <button aria-label=${t("map-zoom-in")} title=${t("map-zoom-in")} @click=${() => map.zoomBy(1)}>${icon("plus")}</button>
    <button aria-label=${t("map-zoom-out")} title=${t("map-zoom-out")} @click=${() => map.zoomBy(-1)}>${icon("minus")}</button>
    <button aria-label=${t("map-fit")} title=${t("map-fit")} @click=${() => map.fitAll()}>${icon("fit")}</button>
    <button aria-label=${t("map-measure")} title=${t("map-measure")} aria-pressed=${measuring}
      @click=${() => map.measure(!measuring)}>${icon("ruler")}</button>
  </div>`;
}

/** Words that must not be missed, the scale, and the place under the hand. */
export function overMap(map: DMap): TemplateResult {
  return html`
    ${map.ink && !map.ink.done ? html`<span class="map-crosshair" aria-hidden="true"></span>` : nothing}
    <ul class="map-says">${says(map).map((words) => html`<li>${words}</li>`)}</ul>
    <div class="map-foot" dir="ltr">${pointed(map)} ${scale(map.view, map.offsetWidth)}</div>`;
}

function says(map: DMap): string[] {
  const { sky } = map;
  const found: string[] = [];
  if (past.value && !map.bare) found.push(t("map-past"));
  if (borders.value === "de-facto") found.push(t("map-borders-notice"));
  if (borders.value === "file") {
    const name = ownFile.value?.name;
    found.push(name ? t("map-file-notice", { name }) : t("map-file-none"));
  }
  if (map.traffic && trackFeed.value === undefined) found.push(t("map-no-traffic"));
  if (sky.stale > 0) found.push(t("map-stale", { count: sky.stale }));
  if (sky.left > 0) found.push(t("map-left-out", { count: number(sky.left) }));
  if (sky.unlabelled) found.push(t("map-labels-few", { count: number(sky.count) }));
  if (map.unlabelled > 0) found.push(t("map-labels-hidden", { count: map.unlabelled }));
  return found;
}

function pointed(map: DMap): TemplateResult | typeof nothing {
  if (!map.pointed) return nothing;
  const { lat_e7, lon_e7 } = latLon(map.pointed);
  return html`<span class="map-place">${place(lat_e7, lon_e7)}</span>`;
}

const SCALE_PX = 130;

/** A bar of a round number of miles at the middle of the map, and what that is in kilometres. */
function scale(view: Box | undefined, widthPx: number): TemplateResult | typeof nothing {
  if (!view || widthPx === 0) return nothing;
  const middle = ((view[1] + view[3]) / 2) * (Math.PI / 180);
  const acrossCm = ((view[2] - view[0]) * Math.PI * EARTH_CM * Math.cos(middle)) / 180;
  const room = (acrossCm * SCALE_PX) / widthPx;
  const miles = roundBelow(room / CM_PER_NM);
  const share = (100 * miles * CM_PER_NM) / acrossCm; // of the width: true on paper too
  const km = (miles * CM_PER_NM) / CM_PER_KM;
  const words = `${number(miles, miles < 1 ? 1 : 0)}\u00a0NM · ${number(km, km < 10 ? 1 : 0)}\u00a0km`;
  return html`<span>${words}</span><span class="map-scale" ${styled({ width: `${share.toFixed(2)}cqi` })}></span>`;
}

function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-3)));
  return ([5, 2, 1].find((one) => one * power <= value) ?? 1) * power;
}

/** The panel of a hand that draws or measures: what to do, what there is, typed places, undo. */
export function inkPanel(map: DMap, ink: Ink): TemplateResult {
  const finishable = !ink.done && enough(ink) && ["line", "polygon", "measure"].includes(ink.kind);
  return html`<section class="map-ink no-print" aria-label=${t(`map-ink-${ink.kind}`)}>
    <p class="map-ink-how">${t(`map-ink-${ink.kind}`)} <span class="quiet-text">${t("map-ink-keys")}</span></p>
    ${ink.kind === "measure" || ink.kind === "line" ? legList(ink) : nothing}
    ${ink.radius_cm === undefined ? nothing : html`<p><bdi dir="ltr">${distance(ink.radius_cm)}</bdi></p>`}
    <div class="row">
      ${typed(map)}
      <button ?disabled=${ink.points.length === 0} @click=${() => map.setInk(undo(ink))}>${t("map-ink-undo")}</button>
      ${finishable ? html`<button class="primary" @click=${() => map.setInk(finish(ink))}>${t("map-ink-finish")}</button>` : nothing}
      <button ?disabled=${ink.points.length === 0} @click=${() => map.setInk(blank(ink.kind))}>${t("map-ink-clear")}</button>
      ${ink.kind === "measure" ? html`<button @click=${() => map.measure(false)}>${t("dialog-close")}</button>` : nothing}
    </div>
  </section>`;
}

function legList(ink: Ink): TemplateResult | typeof nothing {
  const all = legs(ink.points);
  if (all.length === 0) return nothing;
  const sum = all.reduce((total, leg) => total + leg.cm, 0);
  const row = (leg: Leg, at: number) => html`<tr>
    <td>${at + 1}</td><td><bdi dir="ltr">${nauticalMiles(leg.cm)}</bdi></td>
    <td><bdi dir="ltr">${number(leg.cm / CM_PER_KM, 2)}&nbsp;km</bdi></td>
    <td><bdi dir="ltr">${feet(leg.cm)}</bdi></td>
    <td><bdi dir="ltr">${leg.bearing.toFixed(1).padStart(5, "0")}°</bdi></td></tr>`;
  return html`<table class="map-legs">
    <caption class="hidden-label">${t("map-legs")}</caption>
    <thead><tr><th scope="col">${t("map-leg")}</th><th scope="col">NM</th><th scope="col">km</th>
      <th scope="col">ft</th><th scope="col">${t("map-bearing")}</th></tr></thead>
    <tbody aria-live="polite">${all.map(row)}
      ${
        all.length > 1
          ? html`<tr><th scope="row">Σ</th><td><bdi dir="ltr">${nauticalMiles(sum)}</bdi></td>
        <td><bdi dir="ltr">${number(sum / CM_PER_KM, 2)}&nbsp;km</bdi></td><td><bdi dir="ltr">${feet(sum)}</bdi></td><td></td></tr>`
          : nothing
      }
    </tbody></table>`;
}

/** A place typed in any notation: the node reads it, so that there is one reading of coordinates. */
function typed(map: DMap): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const input = form.elements.namedItem("place") as HTMLInputElement;
    const wrong = form.querySelector(".map-typed-wrong") as HTMLElement;
    const { points, reason } = await understood(input.value);
    wrong.textContent = reason;
    input.setAttribute("aria-invalid", String(reason !== ""));
    if (points.length === 0) return;
    for (const at of points) map.addPoint(at);
    map.bring(points.at(-1) as LatLon);
    input.value = "";
  };
  return html`<form class="map-typed row" @submit=${submit}>
    <label><span class="hidden-label">${t("map-typed")}</span>
      <input name="place" dir="ltr" autocomplete="off" spellcheck="false" placeholder="22.9S 14.4E" /></label>
    <button>${t("map-typed-add")}</button>
    <span class="map-typed-wrong" role="alert"></span>
  </form>`;
}

async function understood(text: string): Promise<{ points: readonly LatLon[]; reason: string }> {
  const key = line.peek();
  if (!key || text.trim() === "") return { points: [], reason: "" };
  try {
    const path = "/v1/lines/{channel}/{status}/places" as const;
    const found: Understood = await post(path, { path: key, body: { kind: "point", text } });
    const reason = found.refusals[0]?.reason ?? "";
    return { points: reason ? [] : found.points, reason };
  } catch (error) {
    return { points: [], reason: (error as Error).message };
  }
}
