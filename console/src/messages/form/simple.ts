/** Inputs of one value each: text, codes, numbers, yes or no, days, files and their digests. */
import { html, nothing, type TemplateResult } from "lit";
import { has, t } from "../../i18n/text.ts";
import { type FormContext, idOf, valueAt } from "./context.ts";
import type { Field } from "./paths.ts";

const RADIOS_MAX = 6; // all seen at once; more are a list

const textOf = (event: Event) => (event.target as HTMLInputElement).value;

export function textInput(context: FormContext, field: Field, path: string): TemplateResult {
  const value = String(valueAt(context, path) ?? "");
  const id = idOf(context, path);
  const set = (event: Event) => context.form.set(path, textOf(event) || undefined);
  const maximum = field.maximum ?? 200;
  const left = maximum - value.length;
  const count =
    left < maximum / 5
      ? html`<small class="quiet-text">${t("messages-left", { count: left })}</small>`
      : nothing;
  if (field.lines || maximum > 200) {
    return html`<textarea id=${id} rows="3" dir="auto" maxlength=${maximum} aria-describedby="${id}-wrong"
      .value=${value} @input=${set}></textarea>${count}`;
  }
  const size = Math.min(40, Math.max(12, maximum));
  return html`<input id=${id} dir="auto" size=${size} maxlength=${maximum} autocomplete="off"
    aria-describedby="${id}-wrong" .value=${value} @input=${set} />${count}`;
}

/** A handful of codes as buttons of which one is down; more as a list. */
export function choiceInput(context: FormContext, field: Field, path: string): TemplateResult {
  const value = valueAt(context, path);
  const id = idOf(context, path);
  const choices = field.choices ?? [];
  if (choices.length > RADIOS_MAX) {
    return html`<select id=${id} aria-describedby="${id}-wrong" @change=${(event: Event) => context.form.set(path, textOf(event) || undefined)}>
      <option value="" ?selected=${value === undefined}>${t("messages-choose")}</option>
      ${choices.map((one) => html`<option value=${one.code} ?selected=${value === one.code}>${one.words.text}</option>`)}
    </select>`;
  }
  const codes = choices.map((one) => [one.code, one.words.text] as const);
  return radios(context, path, codes, value, field.required);
}

/** Codes as a row of buttons; the browser's own radio buttons, so that arrows walk them. */
function radios(
  context: FormContext,
  path: string,
  codes: readonly (readonly [unknown, string])[],
  value: unknown,
  required: boolean,
): TemplateResult {
  const id = idOf(context, path);
  const one = ([code, words]: readonly [
    unknown,
    string,
  ]) => html`<label class="messages-option ${value === code ? "chosen" : ""}">
    <input type="radio" name=${id} .checked=${value === code} @change=${() => context.form.set(path, code)} />
    <bdi>${words}</bdi></label>`;
  const none = html`<button type="button" class="quiet messages-none" @click=${() => context.form.set(path, undefined)}>${t("messages-unsay")}</button>`;
  return html`<div class="messages-options" role="radiogroup" aria-labelledby="${id}-label" aria-describedby="${id}-wrong">
    ${codes.map(one)} ${!required && value !== undefined ? none : nothing}
  </div>`;
}

export function booleanInput(context: FormContext, field: Field, path: string): TemplateResult {
  const codes = [
    [true, t("messages-yes")],
    [false, t("messages-no")],
  ] as const;
  return radios(context, path, codes, valueAt(context, path), field.required);
}

export function choicesInput(context: FormContext, field: Field, path: string): TemplateResult {
  const value = (valueAt(context, path) as string[] | undefined) ?? [];
  const id = idOf(context, path);
  const toggle = (code: string, on: boolean) => {
    const wanted = new Set(on ? [...value, code] : value.filter((one) => one !== code));
    const codes = (field.choices ?? []).map((one) => one.code).filter((one) => wanted.has(one));
    context.form.set(path, codes.length > 0 ? codes : undefined);
  };
  return html`<div class="messages-options" role="group" aria-labelledby="${id}-label">
    ${(field.choices ?? []).map(
      (one) => html`<label class="messages-option ${value.includes(one.code) ? "chosen" : ""}">
        <input type="checkbox" .checked=${value.includes(one.code)}
          @change=${(event: Event) => toggle(one.code, (event.target as HTMLInputElement).checked)} />
        <bdi>${one.words.text}</bdi></label>`,
    )}
  </div>`;
}

/** A unit in the reader's words; the table's own English when the console has none. */
export function unitWords(unit: string): string {
  const id = `messages-unit-${unit.replaceAll(" ", "-")}`;
  return has(id) ? t(id) : unit;
}

/** Text that is no whole number stays as it is typed, and no value is sent for it. */
export function integerInput(context: FormContext, field: Field, path: string): TemplateResult {
  const id = idOf(context, path);
  const value = valueAt(context, path);
  const typed = context.form.data.typed[path] ?? (value === undefined ? "" : String(value));
  const set = (event: Event) => {
    const text = textOf(event).trim();
    context.form.type(path, text);
    context.form.set(path, /^-?\d{1,15}$/.test(text) ? Number(text) : undefined);
  };
  const odd = typed !== "" && value === undefined;
  return html`<span class="row"><input id=${id} class="messages-number-input" inputmode="numeric" dir="ltr" autocomplete="off"
      aria-describedby="${id}-wrong" aria-invalid=${odd} .value=${typed} @input=${set} />
    ${field.unit ? html`<bdi>${unitWords(field.unit)}</bdi>` : nothing}
    <small class="quiet-text"><bdi dir="ltr">${field.minimum ?? 0} – ${field.maximum ?? ""}</bdi></small></span>
    ${odd ? html`<p class="messages-wrong"><span aria-hidden="true">✕</span> ${t("messages-whole-number")}</p>` : nothing}`;
}

export function dayInput(context: FormContext, _field: Field, path: string): TemplateResult {
  const id = idOf(context, path);
  const value = String(valueAt(context, path) ?? "");
  return html`<input id=${id} dir="ltr" size="12" placeholder="2026-02-18" autocomplete="off" aria-describedby="${id}-wrong"
    .value=${value} @input=${(event: Event) => context.form.set(path, textOf(event).trim() || undefined)} />`;
}

/** A file's bytes as base64. Its limit is the table's. */
export function dataInput(context: FormContext, field: Field, path: string): TemplateResult {
  const id = idOf(context, path);
  const value = String(valueAt(context, path) ?? "");
  const take = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    context.form.set(path, btoa(text));
  };
  const limit = t("messages-bytes-max", { count: field.maximum ?? 0 });
  return html`<span class="row"><input id=${id} type="file" aria-describedby="${id}-wrong" @change=${take} />
    <small class="quiet-text">${value ? t("messages-bytes", { count: Math.floor((value.length * 3) / 4) }) : limit}</small>
    ${value ? html`<button type="button" class="quiet" @click=${() => context.form.set(path, undefined)}>${t("messages-unsay")}</button>` : nothing}</span>`;
}

/** A SHA-256: typed, or computed here of a file that stays here. */
export function digestInput(context: FormContext, _field: Field, path: string): TemplateResult {
  const id = idOf(context, path);
  const value = String(valueAt(context, path) ?? "");
  const take = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    context.form.set(path, [...found].map((one) => one.toString(16).padStart(2, "0")).join(""));
  };
  return html`<input id=${id} dir="ltr" class="code messages-wide" size="64" maxlength="64" autocomplete="off" aria-describedby="${id}-wrong"
      .value=${value} @input=${(event: Event) => context.form.set(path, textOf(event).trim().toLowerCase() || undefined)} />
    <label class="messages-file">${t("messages-digest-of")} <input type="file" @change=${take} /></label>`;
}
