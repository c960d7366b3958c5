/** What every input of a form is given, and the parts that all of them have: label, help, problems. */
import type { Signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import type { Refusal } from "../../api/client.ts";
import type { Format } from "../../app/lines.ts";
import { language, t } from "../../i18n/text.ts";
import type { DrawKind, Drawn } from "../../map/shapes.ts";
import { isNeeded } from "./model.ts";
import { at, belongs, type Field, type Values } from "./paths.ts";
import type { Form } from "./store.ts";

/** What a hand draws on the map now, and where it goes. */
export interface Drawing {
  readonly path: string;
  readonly kind: DrawKind;
  readonly take: (drawn: Drawn) => void;
}

export interface FormContext {
  readonly form: Form;
  readonly format: Format;
  /** Refusals and warnings by place. */
  readonly problems: ReadonlyMap<string, readonly Refusal[]>;
  /** Rules that hinder a release until they are passed by name; other doubts are only said. */
  readonly asks: ReadonlySet<string>;
  /** Also say what is only missing: after somebody tried to release. */
  readonly strict: boolean;
  readonly drawing: Signal<Drawing | undefined>;
  /** The values next to a field: the record that it stands in, or the whole form. */
  readonly around: Values;
}

export const idOf = (context: FormContext, path: string) => `f-${context.form.peek().id}-${path}`;

const MISSING: ReadonlySet<string> = new Set(["required", "key-missing", "ref-missing"]);

/** The problems of an input; what is only missing is left out while the form is being filled. */
export function problemsAt(context: FormContext, path: string, within: boolean): Refusal[] {
  const found: Refusal[] = [];
  for (const [place, refusals] of context.problems) {
    if (place !== path && !(within && belongs(place, path))) continue;
    found.push(...refusals.filter((one) => context.strict || !MISSING.has(one.rule)));
  }
  return found;
}

export function refusalLine(context: FormContext, one: Refusal): TemplateResult {
  const passed = context.form.data.acknowledged.includes(one.rule);
  const text = html`<bdi>${one.reason}</bdi>${one.remedy ? html` <span class="quiet-text"><bdi>${one.remedy}</bdi></span>` : nothing}`;
  if (!one.override) {
    return html`<p class="messages-wrong"><span aria-hidden="true">✕</span> ${text}</p>`;
  }
  const set = (event: Event) =>
    context.form.acknowledge(one.rule, (event.target as HTMLInputElement).checked);
  const pass = html`<label class="messages-pass"><input type="checkbox" .checked=${passed} @change=${set} /> ${t("messages-acknowledge")}</label>`;
  return html`<p class="messages-doubt ${passed ? "passed" : ""}"><span aria-hidden="true">!</span> ${text}
    ${passed || context.asks.has(one.rule) ? pass : nothing}</p>`;
}

/** The words of a field; English beside them while nobody has reviewed the translation. */
export function labelWords(field: Field): TemplateResult {
  const { text, english, reviewed } = field.label;
  const beside = !reviewed && language() !== "en" && english !== text;
  return html`<bdi>${text}</bdi>${beside ? html` <small class="quiet-text" lang="en" dir="ltr">${english}</small>` : nothing}`;
}

/** Label, input, help and problems of one field. `whole`: problems within it are its own to show. */
export function framed(
  context: FormContext,
  field: Field,
  path: string,
  input: TemplateResult,
  { whole = true, group = false } = {},
): TemplateResult {
  const problems = problemsAt(context, path, whole);
  const wrong = problems.some((one) => !one.override);
  const needed = isNeeded(field, context.around);
  const mark = needed
    ? html`<span class="messages-needed" title=${t("messages-needed")}>●<span class="hidden-label">${t("messages-needed")}</span></span>`
    : nothing;
  const id = idOf(context, path);
  const label = html`${labelWords(field)} ${mark}`;
  const help = field.hint
    ? html`<p class="messages-help" id="${id}-help"><bdi>${field.hint.text}</bdi></p>`
    : nothing;
  return html`<div class="messages-field ${wrong ? "wrong" : ""}" data-field=${path} data-kind=${field.kind}>
    ${group ? html`<div class="messages-label" id="${id}-label">${label}</div>` : html`<label class="messages-label" for=${id}>${label}</label>`}
    ${input} ${help}
    <div id="${id}-wrong">${problems.map((one) => refusalLine(context, one))}</div>
  </div>`;
}

export const valueAt = (context: FormContext, path: string): unknown =>
  at(context.form.data.values, path);
