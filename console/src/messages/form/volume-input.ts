/**
 * An airspace: one part or several, each an area, heights and a window that may come again.
 *
 * Every part of it can be typed in any common notation, drawn on the map, or pasted as one line. A
 * side that is open is said to be open: an empty input is not.
 */
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/text.ts";
import { type FormContext, idOf, problemsAt, refusalLine, valueAt } from "./context.ts";
import { outlineInput } from "./outline-input.ts";
import type { Field } from "./paths.ts";
import { altitudeText, placeName, readInto, timeInput, understoodView } from "./read-inputs.ts";
import { repeatsInput } from "./repeats-input.ts";

type Half = "floor" | "ceiling";

export function volumeInput(context: FormContext, field: Field, path: string): TemplateResult {
  const parts = partsAt(context, path);
  const add = () => context.form.set(path, [...parts, {}]);
  const pasting = context.form.data.typed[`${path}#whole`] !== undefined;
  return html`<div class="messages-volume">
    ${pasting ? pasteInput(context, field, path) : parts.map((_, index) => partInput(context, path, index, parts.length))}
    <div class="row">
      ${pasting ? nothing : html`<button type="button" class="quiet" @click=${add}>${t("messages-part-add")}</button>`}
      <button type="button" class="quiet" @click=${() => togglePaste(context, path, pasting)}>${t(pasting ? "messages-paste-end" : "messages-paste")}</button>
    </div>
  </div>`;
}

/** A form begins with one empty part. */
function partsAt(context: FormContext, path: string): readonly unknown[] {
  const value = valueAt(context, path);
  return Array.isArray(value) && value.length > 0 ? value : [{}];
}

function togglePaste(context: FormContext, path: string, pasting: boolean): void {
  if (pasting) context.form.forget(`${path}#whole`);
  else context.form.type(`${path}#whole`, " ");
}

function pasteInput(context: FormContext, field: Field, path: string): TemplateResult {
  const key = `${path}#whole`;
  const put = (text: string) => {
    context.form.type(key, text || " ");
    readInto(context, key, { kind: "volume", text, placeName: placeName(context) }, (value) => {
      if (value === undefined || value === null) return;
      context.form.set(path, Array.isArray(value) ? value : [value]);
    });
  };
  return html`<textarea id=${idOf(context, path)} class="messages-wide" dir="ltr" rows="3"
      placeholder=${(field.example ?? "").replaceAll("'", "")} .value=${(context.form.data.typed[key] ?? "").trimStart()}
      @input=${(event: Event) => put((event.target as HTMLTextAreaElement).value)}></textarea>
    ${understoodView(context, key, put)}`;
}

function partInput(
  context: FormContext,
  path: string,
  index: number,
  count: number,
): TemplateResult {
  const here = `${path}.${index}`;
  const remove = () => {
    const parts = [...partsAt(context, path)];
    parts.splice(index, 1);
    context.form.forget(path); // texts are by number: those of later parts would stand in the wrong one
    context.form.set(path, parts);
  };
  return html`<fieldset class="messages-part">
    ${count > 1 ? html`<legend>${t("messages-part", { number: index + 1 })}</legend>` : html`<legend class="hidden-label">${t("messages-area")}</legend>`}
    ${outlineInput(context, `${here}.outline`)}
    <div class="messages-heights">
      ${heightInput(context, here, "floor")} ${heightInput(context, here, "ceiling")}
    </div>
    <div class="messages-window">
      ${windowInput(context, here, "start_ms")} ${windowInput(context, here, "end_ms")}
    </div>
    ${repeatsInput(context, here)}
    ${problemsAt(context, here, false).map((one) => refusalLine(context, one))}
    ${count > 1 ? html`<button type="button" class="quiet" @click=${remove}>${t("messages-part-remove", { number: index + 1 })}</button>` : nothing}
  </fieldset>`;
}

const USUAL: Record<Half, readonly string[]> = {
  floor: ["SFC", "FL050", "FL100"],
  ceiling: ["FL100", "FL200", "UNL"],
};

function heightInput(context: FormContext, part: string, half: Half): TemplateResult {
  const path = `${part}.${half}`;
  const id = idOf(context, path);
  const value = valueAt(context, path) as { cm: number; reference: string } | null | undefined;
  const open = half === "floor" ? "SFC" : "UNL";
  const shown = value === null ? open : value ? altitudeText(value) : "";
  const typed = context.form.data.typed[path] ?? shown;
  const put = (text: string) => {
    context.form.type(path, text);
    if (text.trim() === "") context.form.set(path, undefined);
    readInto(context, path, { kind: "altitude", text, side: half }, (found) =>
      context.form.set(path, found),
    );
  };
  return html`<div class="messages-half" data-field=${path}>
    <label class="messages-label" for=${id}>${t(`messages-${half}`)} ${dot()}</label>
    <span class="row"><input id=${id} dir="ltr" size="14" placeholder="FL100, 5000ft AMSL" autocomplete="off" aria-describedby="${id}-wrong"
        .value=${typed} @input=${(event: Event) => put((event.target as HTMLInputElement).value)} />
      ${USUAL[half].map((one) => html`<button type="button" class="messages-step" @click=${() => put(one)}><bdi dir="ltr">${one}</bdi></button>`)}</span>
    ${understoodView(context, path, put)}
    <div id="${id}-wrong">${problemsAt(context, path, true).map((one) => refusalLine(context, one))}</div>
  </div>`;
}

function windowInput(
  context: FormContext,
  part: string,
  end: "start_ms" | "end_ms",
): TemplateResult {
  const path = `${part}.${end}`;
  const id = idOf(context, path);
  return html`<div class="messages-half" data-field=${path}>
    <label class="messages-label" for=${id}>${t(`messages-${end === "start_ms" ? "start" : "end"}`)} ${dot()}</label>
    ${timeInput(context, path, { ahead: true, open: true })}
    <div id="${id}-wrong">${problemsAt(context, path, true).map((one) => refusalLine(context, one))}</div>
  </div>`;
}

const dot = () =>
  html`<span class="messages-needed" title=${t("messages-needed")}>●<span class="hidden-label">${t("messages-needed")}</span></span>`;
