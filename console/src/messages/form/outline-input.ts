/**
 * The border of an area: a circle, a polygon or a corridor, typed or drawn on the map.
 *
 * What is typed is put together as one line, which the node reads as it reads a command's.
 */
import { html, type TemplateResult } from "lit";
import type { Outline, Pair } from "../../app/volume.ts";
import { CM_PER_KM, CM_PER_NM } from "../../format/place.ts";
import { t } from "../../i18n/text.ts";
import type { DrawKind, Drawn, LatLon } from "../../map/shapes.ts";
import { type FormContext, idOf, problemsAt, refusalLine, valueAt } from "./context.ts";
import { placeName, pointText, readInto, understoodView } from "./read-inputs.ts";
import { reading } from "./understand.ts";

const KINDS = ["circle", "polygon", "corridor"] as const;
type OutlineKind = (typeof KINDS)[number];
const DRAWN: Record<OutlineKind, DrawKind> = {
  circle: "circle",
  polygon: "polygon",
  corridor: "line",
};
const UNITS = ["NM", "km"] as const;

interface Typed {
  readonly kind: OutlineKind;
  readonly centre: string;
  readonly points: string;
  readonly length: string;
  readonly unit: string;
}

/** What stands in the inputs: as typed, else of the value (a correction, a way out). */
function typedAt(context: FormContext, path: string): Typed {
  const { typed } = context.form.data;
  const value = valueAt(context, path) as Outline | undefined;
  const known = value ? ofOutline(value) : undefined;
  const kind = (typed[`${path}.kind`] as OutlineKind | undefined) ?? known?.kind ?? "circle";
  const of = known?.kind === kind ? known : undefined;
  return {
    kind,
    centre: typed[`${path}.centre`] ?? of?.centre ?? "",
    points: typed[`${path}.points`] ?? of?.points ?? "",
    length: typed[`${path}.length`] ?? of?.length ?? "",
    unit: typed[`${path}.unit`] ?? of?.unit ?? "NM",
  };
}

function ofOutline(outline: Outline): Typed {
  const none = { centre: "", points: "", length: "", unit: "NM" };
  if ("circle" in outline) {
    const { radius_cm, ...centre } = outline.circle;
    return { ...none, ...lengthOf(radius_cm), kind: "circle", centre: pointText(centre) };
  }
  if ("polygon" in outline) {
    return { ...none, kind: "polygon", points: pointsText(outline.polygon) };
  }
  const { points, half_width_cm } = outline.corridor;
  return { ...none, ...lengthOf(2 * half_width_cm), kind: "corridor", points: pointsText(points) };
}

const pointsText = (points: readonly Pair[]) =>
  points.map(([lat_e7, lon_e7]) => pointText({ lat_e7, lon_e7 })).join("\n");

/** In the unit in which it is round; a thousandth of a mile is two metres. */
function lengthOf(cm: number): { length: string; unit: string } {
  const km = cm / CM_PER_KM;
  const round = Math.abs(km * 10 - Math.round(km * 10)) < 1e-6;
  const miles = cm / CM_PER_NM;
  if (round && Math.abs(miles - Math.round(miles * 10) / 10) > 1e-6) {
    return { length: String(km), unit: "km" };
  }
  return { length: String(Math.round(miles * 1000) / 1000), unit: "NM" };
}

/** One line, as an officer would type it; empty while a part of it is missing. */
function lineOf(typed: Typed): string {
  const length = typed.length.trim();
  const points = typed.points
    .split(/[\n;]+/)
    .map((one) => one.trim())
    .filter(Boolean)
    .join(", ");
  if (typed.kind === "polygon") return points ? `polygon ${points}` : "";
  return points && length ? `corridor ${points} width ${length}${typed.unit}` : "";
}

export function outlineInput(context: FormContext, path: string): TemplateResult {
  const typed = typedAt(context, path);
  const put = (change: Partial<Typed>) => {
    const next = { ...typed, ...change };
    for (const [name, text] of Object.entries(next)) context.form.type(`${path}.${name}`, text);
    reread(context, path, next);
  };
  const choose = (text: string) => chosen(context, path, text);
  const id = idOf(context, path);
  return html`<div class="messages-outline" data-field=${path}>
    <div class="messages-options" role="radiogroup" aria-label=${t("messages-shape")}>
      ${KINDS.map(
        (one) => html`<label class="messages-option ${one === typed.kind ? "chosen" : ""}">
          <input type="radio" name="${id}-kind" .checked=${one === typed.kind} @change=${() => put({ kind: one })} />${t(`messages-shape-${one}`)}</label>`,
      )}
      ${drawButton(context, path, typed, put)}
    </div>
    ${typed.kind === "circle" ? centreInput(id, typed, put) : pointsInput(id, typed, put)}
    ${typed.kind === "circle" ? understoodView(context, `${path}.centre`, (centre) => put({ centre })) : ""}
    ${typed.kind === "polygon" ? "" : lengthInput(id, typed, put)}
    ${typed.kind === "circle" ? "" : understoodView(context, path, choose)}
    <div id="${id}-wrong">${problemsAt(context, path, true).map((one) => refusalLine(context, one))}</div>
  </div>`;
}

type Put = (change: Partial<Typed>) => void;
const textOf = (event: Event) => (event.target as HTMLInputElement).value;

function centreInput(id: string, typed: Typed, put: Put): TemplateResult {
  return html`<label class="messages-label" for="${id}-centre">${t("messages-centre")}</label>
    <input id="${id}-centre" dir="ltr" size="34" placeholder="22.9S 14.4E" autocomplete="off" aria-describedby="${id}-wrong"
      .value=${typed.centre} @input=${(event: Event) => put({ centre: textOf(event) })} />`;
}

function pointsInput(id: string, typed: Typed, put: Put): TemplateResult {
  return html`<label class="messages-label" for="${id}-points">${t("messages-points")}</label>
    <textarea id="${id}-points" dir="ltr" rows="4" placeholder="22.9S 14.4E&#10;22.6S 14.8E&#10;22.4S 14.2E" aria-describedby="${id}-wrong"
      .value=${typed.points} @input=${(event: Event) => put({ points: textOf(event) })}></textarea>`;
}

function lengthInput(id: string, typed: Typed, put: Put): TemplateResult {
  const words = t(typed.kind === "circle" ? "messages-radius" : "messages-width");
  return html`<label class="messages-label" for="${id}-length">${words}</label>
    <span class="row"><input id="${id}-length" class="messages-number-input" inputmode="decimal" dir="ltr" autocomplete="off" aria-describedby="${id}-wrong"
        .value=${typed.length} @input=${(event: Event) => put({ length: textOf(event) })} />
      ${UNITS.map(
        (one) => html`<label class="messages-option ${one === typed.unit ? "chosen" : ""}">
          <input type="radio" name="${id}-unit" .checked=${one === typed.unit} @change=${() => put({ unit: one })} /><bdi dir="ltr">${one}</bdi></label>`,
      )}</span>`;
}

/** A circle's middle is read by itself: its slips are seen before the radius is typed. */
function rereadCircle(context: FormContext, path: string, typed: Typed): void {
  const key = `${path}.centre`;
  const set = (point: unknown) => {
    const now = typedAt(context, path);
    const cm = Number(now.length.trim()) * (now.unit === "km" ? CM_PER_KM : CM_PER_NM);
    const whole = point && now.length.trim() !== "" && Number.isFinite(cm) && cm > 0;
    const circle = { ...(point as LatLon), radius_cm: Math.round(cm) };
    context.form.set(path, whole ? { circle } : undefined);
  };
  const found = reading(context.form, key).peek();
  const known = (found.view?.refusals ?? []).length === 0 ? found.view?.value : undefined;
  if (found.text === typed.centre && !found.awaited && found.view) set(known);
  else
    readInto(
      context,
      key,
      { kind: "point", text: typed.centre, placeName: placeName(context) },
      set,
    );
  if (typed.centre.trim() === "") context.form.set(path, undefined);
}

function reread(context: FormContext, path: string, typed: Typed): void {
  if (typed.kind === "circle") {
    rereadCircle(context, path, typed);
    return;
  }
  const text = lineOf(typed);
  if (text === "") context.form.set(path, undefined);
  readInto(context, path, { kind: "outline", text, placeName: placeName(context) });
}

/** Another meaning of what was typed was chosen: the inputs say that from now on. */
function chosen(context: FormContext, path: string, text: string): void {
  const corridor = /^corridor\s+(.*\S)\s+width\s+([\d.]+)\s*(NM|km|m)$/i.exec(text);
  const was = typedAt(context, path);
  const points = (corridor?.[1] ?? text)
    .replace(/^polygon\s+/i, "")
    .split(/,\s*/)
    .join("\n");
  const next: Typed = {
    ...was,
    points,
    length: corridor?.[2] ?? was.length,
    unit: corridor?.[3] ?? was.unit,
  };
  for (const [name, part] of Object.entries(next)) context.form.type(`${path}.${name}`, part);
  reread(context, path, next);
}

function drawButton(context: FormContext, path: string, typed: Typed, put: Put): TemplateResult {
  const on = context.drawing.value?.path === path;
  const take = (drawn: Drawn) => {
    put(ofDrawn(drawn));
    if (drawn.done) context.drawing.value = undefined;
  };
  const toggle = () => {
    context.drawing.value = on ? undefined : { path, kind: DRAWN[typed.kind], take };
  };
  return html`<button type="button" aria-pressed=${on} @click=${toggle}>${t(on ? "messages-drawing" : "messages-draw")}</button>`;
}

function ofDrawn(drawn: Drawn): Partial<Typed> {
  const points = drawn.points.map(pointText);
  if (drawn.kind !== "circle") return { points: points.join("\n") };
  const miles = (drawn.radius_cm ?? 0) / CM_PER_NM;
  const length = miles > 0 ? { length: miles.toFixed(1), unit: "NM" } : {};
  return { centre: points[0] ?? "", ...length };
}
