/** When a window comes again: not at all, every day, on some days, every so many hours; until when. */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/text.ts";
import { type FormContext, idOf, problemsAt, refusalLine, valueAt } from "./context.ts";
import { timeInput } from "./read-inputs.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

interface Repeats {
  readonly every_ms?: number;
  readonly days?: readonly string[] | null;
  readonly until_ms?: number;
}

export function repeatsInput(context: FormContext, part: string): TemplateResult {
  const path = `${part}.repeats`;
  const id = idOf(context, path);
  const value = valueAt(context, path) as Repeats | undefined;
  const toggle = (event: Event) => {
    const on = (event.target as HTMLInputElement).checked;
    context.form.forget(path);
    context.form.set(path, on ? { every_ms: DAY_MS, days: null } : undefined);
  };
  return html`<div class="messages-repeats" data-field=${path}>
    <label><input type="checkbox" .checked=${value !== undefined} @change=${toggle} />${t("messages-repeats")}</label>
    ${value ? details(context, path, id, value) : nothing}
    ${problemsAt(context, path, true).map((one) => refusalLine(context, one))}
  </div>`;
}

function details(context: FormContext, path: string, id: string, value: Repeats): TemplateResult {
  const hours = value.every_ms === undefined ? "" : String(value.every_ms / HOUR_MS);
  const every = (event: Event) => {
    const typed = Number((event.target as HTMLInputElement).value);
    const ms = Number.isFinite(typed) && typed > 0 ? Math.round(typed * HOUR_MS) : undefined;
    context.form.set(`${path}.every_ms`, ms);
    if (ms !== DAY_MS) context.form.set(`${path}.days`, null);
  };
  const toggle = (day: string, on: boolean) => {
    const days = DAYS.filter((one) => (one === day ? on : (value.days ?? []).includes(one)));
    context.form.set(`${path}.days`, days.length > 0 ? days : null);
  };
  const option = (
    day: string,
  ) => html`<label class="messages-option ${value.days?.includes(day) ? "chosen" : ""}">
    <input type="checkbox" .checked=${value.days?.includes(day) ?? false} @change=${(event: Event) => toggle(day, (event.target as HTMLInputElement).checked)} />
    ${t(`messages-day-${day.toLowerCase()}`)}</label>`;
  return html`<div class="row">
      <label for="${id}-every">${t("messages-repeats-every")}</label>
      <input id="${id}-every" class="messages-number-input" inputmode="decimal" dir="ltr" .value=${hours} @input=${every} />
    </div>
    ${value.every_ms === DAY_MS ? html`<div class="messages-options" role="group" aria-label=${t("messages-repeats-days")}>${DAYS.map(option)}</div>` : nothing}
    <label class="messages-label" for=${idOf(context, `${path}.until_ms`)}>${t("messages-repeats-until")}</label>
    ${timeInput(context, `${path}.until_ms`, { ahead: true, example: "2026-12-01T08:00Z" })}`;
}
