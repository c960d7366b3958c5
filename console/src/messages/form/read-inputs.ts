/**
 * Inputs whose text the node reads: places, heights, times, tracks, routes.
 *
 * What was typed stays as it was typed; what it means stands under it in every notation, with what
 * looks like a slip and, where it can be read in two ways, both ways to choose from.
 */
import { html, nothing, type TemplateResult } from "lit";
import { distance, flightLevel } from "../../format/place.ts";
import { has, language, t } from "../../i18n/text.ts";
import { nodeTime } from "../../live/connection.ts";
import type { Drawn, LatLon } from "../../map/shapes.ts";
import { problem } from "../../ui/problem.ts";
import { type FormContext, idOf, valueAt } from "./context.ts";
import type { Field } from "./paths.ts";
import { type Question, read, reading, type Understood } from "./understand.ts";

const MINUTE_MS = 60_000;

/** Read a text again and put what it means into the form. */
export function readInto(
  context: FormContext,
  path: string,
  question: Question,
  take: (value: unknown) => void = (value) => context.form.set(path, value ?? undefined),
): void {
  read(context.form, path, question, take);
}

export function placeName(context: FormContext): string | undefined {
  const name = context.form.peek().values["place_name"];
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** `22.90000S 14.40000E`: decimal, with letters, so that nobody can read it in two ways. */
export function pointText(point: LatLon): string {
  const axis = (value: number, letters: string) =>
    `${(Math.abs(value) / 1e7).toFixed(5)}${letters[value < 0 ? 1 : 0]}`;
  return `${axis(point.lat_e7, "NS")} ${axis(point.lon_e7, "EW")}`;
}

/** What the node made of a text: notations and place, or why not, and what it may mean. */
export function understoodView(
  context: FormContext,
  path: string,
  choose: (text: string) => void,
): TemplateResult | typeof nothing {
  const found = reading(context.form, path).value;
  if (found.text === "") return nothing;
  if (found.error) return html`<div class="messages-reading">${problem(found.error)}</div>`;
  if (!found.view)
    return html`<p class="messages-reading quiet-text" role="status">${t("messages-reading")}</p>`;
  const { view } = found;
  const old = found.awaited ? "old" : "";
  return html`<div class="messages-reading ${old}" aria-live="polite">
    ${(view.refusals ?? []).map((one) => html`<p class="messages-wrong"><span aria-hidden="true">✕</span> <bdi>${one.reason}</bdi></p>`)}
    ${meanings(view, choose)}
    ${(view.warnings ?? []).map((one) => html`<p class="messages-doubt"><span aria-hidden="true">!</span> <bdi>${one.reason}</bdi></p>`)}
    ${echo(view)}
  </div>`;
}

function meanings(
  view: Understood,
  choose: (text: string) => void,
): TemplateResult | typeof nothing {
  const found = view.meanings ?? [];
  if (found.length === 0) return nothing;
  const words = (why: string) =>
    has(`messages-meaning-${why}`) ? t(`messages-meaning-${why}`) : why;
  return html`<div class="messages-meanings"><span>${t("messages-meant")}</span>
    ${found.map(
      (one) => html`<button type="button" @click=${() => choose(one.text)}>
        <span class="quiet-text">${words(one.why)}</span> <bdi dir="ltr">${one.text}</bdi>
        ${one.points?.[0]?.near ? html`<small class="quiet-text">${nearWords(one.points[0])}</small>` : nothing}
      </button>`,
    )}</div>`;
}

/** The same place or height as every reader may know it. */
function echo(view: Understood): TemplateResult | typeof nothing {
  const [point, ...more] = view.points ?? [];
  if (view.kind === "altitude" || view.kind === "time" || view.kind === "window") {
    return view.words ? html`<p class="messages-echo"><bdi>${view.words}</bdi></p>` : nothing;
  }
  if (!point) return nothing;
  if (more.length > 0 || view.kind !== "point")
    return html`<p class="messages-echo"><bdi>${view.words}</bdi></p>`;
  const { minutes, seconds, mgrs, utm, decimal } = point.notations;
  return html`<p class="messages-echo"><b>${nearWords(point)}</b></p>
    <p class="messages-notations">${[decimal, minutes, seconds, mgrs, utm].filter(Boolean).map((one) => html`<bdi dir="ltr">${one}</bdi> `)}</p>`;
}

/** The nearest place in the reader's words; the node's own sentence is English. */
function nearWords(point: NonNullable<Understood["points"]>[number]): string {
  const { place, distance_cm, bearing_deg } = point;
  if (!place || distance_cm === null || distance_cm === undefined) return point.near;
  if (language() === "en") return point.near;
  const bearing = `${String(bearing_deg ?? 0).padStart(3, "0")}°`;
  return t("messages-near", { place, distance: distance(distance_cm), bearing });
}

/** Text that the node reads as one value of a kind. */
export function readInput(
  context: FormContext,
  field: Field,
  path: string,
  question: Omit<Question, "text">,
  more: { rows?: number; draw?: "point"; open?: boolean } = {},
): TemplateResult {
  const id = idOf(context, path);
  const typed = context.form.data.typed[path] ?? written(field, valueAt(context, path));
  const put = (text: string) => {
    context.form.type(path, text);
    const take = (value: unknown) =>
      context.form.set(path, value === null && !more.open ? undefined : value);
    if (text.trim() === "") context.form.set(path, undefined);
    readInto(context, path, { ...question, text, placeName: placeName(context) }, take);
  };
  const set = (event: Event) => put((event.target as HTMLInputElement).value);
  const input = more.rows
    ? html`<textarea id=${id} class="messages-wide" dir="ltr" rows=${more.rows} placeholder=${plain(field.example)} aria-describedby="${id}-wrong" .value=${typed} @input=${set}></textarea>`
    : html`<input id=${id} dir="ltr" size="30" placeholder=${plain(field.example)} autocomplete="off" aria-describedby="${id}-wrong" .value=${typed} @input=${set} />`;
  return html`<span class="row">${input} ${more.draw ? drawButton(context, path, put) : nothing}</span>
    ${understoodView(context, path, put)}`;
}

const plain = (example = "") => example.replaceAll("'", "");

/** What a value looks like when nobody typed it: of a correction, or drawn on the map. */
function written(field: Field, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (field.kind === "point") return pointText(value as LatLon);
  if (field.kind === "altitude") return altitudeText(value as { cm: number; reference: string });
  if (field.kind === "track" || field.kind === "route") return JSON.stringify(value);
  return "";
}

export function altitudeText(one: { cm: number; reference: string }): string {
  const named = flightLevel(one);
  if (named !== undefined) return named;
  const feet = one.cm / 30.48;
  const inFeet = Math.abs(feet - Math.round(feet)) < 0.02;
  return inFeet ? `${Math.round(feet)}ft ${one.reference}` : `${one.cm / 100}m ${one.reference}`;
}

function drawButton(
  context: FormContext,
  path: string,
  put: (text: string) => void,
): TemplateResult {
  const on = context.drawing.value?.path === path;
  const toggle = () => {
    const take = (drawn: Drawn) => {
      const [point] = drawn.points;
      if (point) put(pointText(point));
      if (drawn.done) context.drawing.value = undefined;
    };
    context.drawing.value = on ? undefined : { path, kind: "point", take };
  };
  return html`<button type="button" aria-pressed=${on} @click=${toggle}>${t("messages-draw-point")}</button>`;
}

/** A moment: typed, or one of the usual ones with a press; UTC and local under it. */
export function timeInput(
  context: FormContext,
  path: string,
  { ahead, open = false, example = "08:00Z" }: { ahead: boolean; open?: boolean; example?: string },
): TemplateResult {
  const id = idOf(context, path);
  const value = valueAt(context, path);
  const typed =
    context.form.data.typed[path] ??
    (typeof value === "number" ? timeText(value) : value === null && open ? "open" : "");
  const put = (text: string) => {
    context.form.type(path, text);
    if (text.trim() === "") context.form.set(path, undefined);
    const take = (found: unknown) =>
      context.form.set(path, found === null && !open ? undefined : found);
    readInto(context, path, { kind: "time", text, ahead }, take);
  };
  const jump = (minutes: number) => {
    const at = Math.ceil((nodeTime() + minutes * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
    put(timeText(ahead ? at : at - MINUTE_MS));
  };
  const steps = ahead ? [0, 15, 30, 60] : [0, -5, -15, -60];
  return html`<span class="row messages-time">
      <input id=${id} dir="ltr" size="20" placeholder=${example} autocomplete="off" aria-describedby="${id}-wrong" .value=${typed}
        @input=${(event: Event) => put((event.target as HTMLInputElement).value)} />
      ${steps.map((one) => html`<button type="button" class="messages-step" @click=${() => jump(one)}>${one === 0 ? t("messages-now") : html`<bdi dir="ltr">${one > 0 ? "+" : "−"}${Math.abs(one)}</bdi> ${t("messages-minutes-short")}`}</button>`)}
      ${open ? html`<button type="button" class="messages-step" @click=${() => put("open")}>${t("messages-open-time")}</button>` : nothing}
    </span>
    ${understoodView(context, path, put)}`;
}

/** `14:05Z`, with its day when it is not today's. Seconds only where there are some. */
export function timeText(ms: number): string {
  const iso = new Date(ms).toISOString();
  const seconds = ms % MINUTE_MS === 0 ? "" : iso.slice(16, 19);
  return `${iso.slice(0, 16)}${seconds}Z`;
}
