/** The input of a field, by its kind. Made from the format's table alone: a new format needs nothing. */
import { html, type TemplateResult } from "lit";
import { t } from "../../i18n/text.ts";
import { type FormContext, framed, idOf, valueAt } from "./context.ts";
import { outlineInput } from "./outline-input.ts";
import type { Field, Values } from "./paths.ts";
import { readInput, timeInput } from "./read-inputs.ts";
import {
  booleanInput,
  choiceInput,
  choicesInput,
  dataInput,
  dayInput,
  digestInput,
  integerInput,
  textInput,
} from "./simple.ts";
import { volumeInput } from "./volume-input.ts";

type Draw = (context: FormContext, field: Field, path: string) => TemplateResult;

/** Kinds whose label names a group of inputs, not one. */
const GROUPS: ReadonlySet<string> = new Set(["boolean", "choices", "outline", "volume", "records"]);
/** Kinds that show the problems within them themselves. */
const INNER: ReadonlySet<string> = new Set(["outline", "volume", "records"]);

const INPUTS: Record<string, Draw> = {
  text: textInput,
  choice: choiceInput,
  choices: choicesInput,
  integer: integerInput,
  boolean: booleanInput,
  day: dayInput,
  data: dataInput,
  digest: digestInput,
  said: saidInput,
  time: (context, field, path) => timeInput(context, path, { ahead: field.ahead ?? false }),
  point: (context, field, path) =>
    readInput(context, field, path, { kind: "point" }, { draw: "point" }),
  altitude: (context, field, path) => readInput(context, field, path, { kind: "altitude" }),
  track: (context, field, path) =>
    readInput(context, field, path, { kind: "track", ahead: false }, { rows: 3 }),
  route: (context, field, path) => readInput(context, field, path, { kind: "route" }, { rows: 4 }),
  outline: (context, _field, path) => outlineInput(context, path),
  volume: volumeInput,
  records: recordsInput,
};

export function fieldInput(context: FormContext, field: Field, path: string): TemplateResult {
  const draw = INPUTS[field.kind] ?? jsonInput;
  const few = field.kind === "choice" && (field.choices ?? []).length <= 6;
  return framed(context, field, path, draw(context, field, path), {
    whole: !INNER.has(field.kind),
    group: GROUPS.has(field.kind) || few,
  });
}

/** A list of records: each a group of its own inputs. */
function recordsInput(context: FormContext, field: Field, path: string): TemplateResult {
  const records = (valueAt(context, path) as Values[] | undefined) ?? [];
  const set = (next: readonly Values[]) => {
    context.form.forget(path); // texts are by number: a record that moved would show another's
    context.form.set(path, next.length > 0 ? next : undefined);
  };
  const full = records.length >= (field.maximum ?? Number.POSITIVE_INFINITY);
  return html`<div class="messages-records">
    ${records.map((record, index) => recordInput({ ...context, around: record }, field, `${path}.${index}`, index, records, set))}
    <button type="button" ?disabled=${full} @click=${() => context.form.set(path, [...records, {}])}>
      ${t("messages-record-add", { what: field.label.text })}</button>
  </div>`;
}

function recordInput(
  context: FormContext,
  field: Field,
  path: string,
  index: number,
  records: readonly Values[],
  set: (next: readonly Values[]) => void,
): TemplateResult {
  const without = records.filter((_, at) => at !== index);
  const up = () => {
    const next = [...without];
    next.splice(index - 1, 0, records[index] as Values);
    set(next);
  };
  return html`<fieldset class="messages-record"><legend>${field.label.text} ${index + 1}</legend>
    ${(field.parts ?? []).map((part) => fieldInput(context, part, `${path}.${part.name}`))}
    <div class="row">
      ${index > 0 ? html`<button type="button" class="quiet" @click=${up}>${t("messages-record-up")}</button>` : ""}
      <button type="button" class="quiet" @click=${() => set(without)}>${t("messages-record-remove", { number: index + 1 })}</button>
    </div>
  </fieldset>`;
}

/** What was said in another format: its fields as JSON, as the paper's page of the CLI writes them. */
function saidInput(context: FormContext, field: Field, path: string): TemplateResult {
  return jsonInput(context, field, path);
}

function jsonInput(context: FormContext, _field: Field, path: string): TemplateResult {
  const value = valueAt(context, path);
  const typed = context.form.data.typed[path] ?? (value === undefined ? "" : JSON.stringify(value));
  const set = (event: Event) => {
    const text = (event.target as HTMLTextAreaElement).value;
    context.form.type(path, text);
    context.form.set(path, parsed(text));
  };
  const odd = typed.trim() !== "" && value === undefined;
  return html`<textarea id=${idOf(context, path)} class="messages-wide code" dir="ltr" rows="4" .value=${typed} @input=${set}></textarea>
    ${odd ? html`<p class="messages-wrong"><span aria-hidden="true">✕</span> ${t("messages-json")}</p>` : ""}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
