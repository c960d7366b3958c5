/**
 * What releasing a form now would bring: refusals, doubts, conflicts, lead time, two officers; and how
 * every reader will read it.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Refusal, Schemas } from "../api/client.ts";
import type { Conflict, Format } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { party } from "../app/session.ts";
import { near, span } from "../format/time.ts";
import { isLanguage, LANGUAGES } from "../i18n/languages.ts";
import { language, t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import type { MapShape } from "../map/shapes.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { type Checked, onlyAcknowledged } from "./form/checking.ts";
import { type FormContext, refusalLine } from "./form/context.ts";
import { isBegun } from "./form/model.ts";
import { pointPart } from "./shapes.ts";

type Rendered = Schemas["Rendered"];

/** One line at the foot of the form: may it go, and if not, why. */
export function verdictMark(checked: Checked, begun: boolean): TemplateResult {
  if (checked.error) return mark("none", t("messages-verdict-unknown"));
  const { view } = checked;
  if (!view || !begun) return mark("none", t("messages-verdict-empty"));
  const conflicts = view.conflicts?.length ?? 0;
  if (!onlyAcknowledged(view)) {
    const count = (view.refusals ?? []).filter((one) => !one.override).length;
    return mark("none", t("messages-verdict-missing", { count }));
  }
  if (conflicts > 0) return mark("bad", t("messages-verdict-conflicts", { count: conflicts }));
  if (!view.accepted) return mark("warn", t("messages-verdict-doubts"));
  if (view.draft) return mark("warn", t("messages-verdict-draft"));
  return mark("good", t("messages-verdict-ready"));
}

/** That it waits for a second officer is said in words of its own. */
export const saysDraft = (one: Refusal) => one.field === "draft" || one.rule === "draft";

/** Everything that stands against it, in full. */
export function verdict(context: FormContext, checked: Checked): TemplateResult {
  const { view, error } = checked;
  if (error) return html`${problem(error)}`;
  if (!view || !isBegun(context.form.data))
    return html`<p class="quiet-text">${t("messages-verdict-begin")}</p>`;
  const general = (context.problems.get("") ?? []).filter((one) => !saysDraft(one));
  return html`<div class=${checked.awaited ? "messages-old" : ""}>
    ${general.map((one) => refusalLine(context, one))}
    ${leadLine(context)}
    ${view.draft ? html`<p class="messages-doubt"><span aria-hidden="true">!</span> ${t("messages-second-officer")}</p>` : nothing}
    ${conflictList(view.conflicts ?? [], context.form.data.channel, context.form.data.status)}
  </div>`;
}

/** When it begins, and how long before that the other side asked to know. */
function leadLine(context: FormContext): TemplateResult | typeof nothing {
  const start = startOf(context.format, context.form.data.values);
  const asked = leadOf(context);
  if (start === undefined || asked === undefined || asked === null) return nothing;
  return html`<d-lead .startMs=${start} .askedMs=${asked}></d-lead>`;
}

/** By itself, so that the clock renders this line and not the whole form. */
@customElement("d-lead")
export class Lead extends Part {
  /** null: an open start, which has begun. */
  @property({ attribute: false }) startMs: number | null = null;
  @property({ attribute: false }) askedMs = 0;

  protected override render(): TemplateResult {
    const left = this.startMs === null ? 0 : this.startMs - nowMs.value;
    const words =
      left <= 0 ? t("messages-lead-begun") : t("messages-lead-ahead", { span: span(left) });
    const asked = t("messages-lead-asked", { span: span(this.askedMs) });
    return html`<p>${mark(left > 0 && left >= this.askedMs ? "good" : "warn", words)} <span class="quiet-text">${asked}</span></p>`;
  }
}

function startOf(
  format: Format,
  values: Readonly<Record<string, unknown>>,
): number | null | undefined {
  const parts = values[format.volume_field ?? ""];
  if (!Array.isArray(parts) || parts.length === 0) return undefined;
  const starts = parts.map((one) => (one as { start_ms?: number | null }).start_ms);
  if (starts.some((one) => one === undefined)) return undefined;
  return starts.some((one) => one === null) ? null : Math.min(...(starts as number[]));
}

function leadOf({ format, form }: FormContext): number | null | undefined {
  const precedence = form.data.header.precedence ?? format.precedence;
  const urgent = precedence === "FLASH" || precedence === "IMMEDIATE";
  if (urgent && format.urgent_lead_ms !== null && format.urgent_lead_ms !== undefined)
    return format.urgent_lead_ms;
  for (const [field, codes] of Object.entries(format.lead_by ?? {})) {
    const found = codes[String(form.data.values[field])];
    if (found !== undefined) return found;
  }
  return format.lead_ms;
}

/** Which of the two is the other side's; of two of our own, the second. */
const theirs = (one: Conflict): 0 | 1 => (one.parties[1] === party.peek() ? 0 : 1);

export function conflictList(
  conflicts: readonly Conflict[],
  channel: string,
  status: string,
): TemplateResult | typeof nothing {
  if (conflicts.length === 0) return nothing;
  const other = (one: Conflict) => one.numbers[theirs(one)];
  return html`<section class="messages-conflicts"><h3>${mark("bad", t("messages-conflicts", { count: conflicts.length }))}</h3>
    <ul>${conflicts.map(
      (
        one,
      ) => html`<li><a href=${to("messages", channel, status, other(one))}><bdi dir="ltr" class="code">${other(one)}</bdi></a>
        <bdi>${one.parties[theirs(one)]}</bdi>: <bdi>${one.place}</bdi>${one.from_ms ? html`, <bdi dir="ltr">${near(one.from_ms, nowMs.peek())}</bdi>` : nothing}
        <br /><small class="quiet-text"><bdi>${one.why}</bdi></small></li>`,
    )}</ul></section>`;
}

/** Where each conflict would be, for the map. */
export function conflictShapes(conflicts: readonly Conflict[]): MapShape[] {
  return conflicts.map((one) => ({
    id: `conflict.${one.conflict}`,
    parts: [pointPart(one.where, 150_000)],
    tone: "conflict",
    label: t("messages-conflict-with", { number: one.numbers[theirs(one)] }),
    always: true,
    kind: "overlay",
  }));
}

/** The message as readers of each language will see it. */
export function previewView(
  said: readonly Rendered[],
  shown: string,
  choose: (code: string) => void,
): TemplateResult | typeof nothing {
  const now = said.find((one) => one.language === shown) ?? said[0];
  if (!now) return nothing;
  const name = (code: string) => (isLanguage(code) ? LANGUAGES[code].name : code);
  return html`<section class="messages-preview" aria-label=${t("messages-preview")}>
    <h3>${t("messages-preview")}</h3>
    <div class="row" role="group" aria-label=${t("messages-preview-language")}>${said.map(
      (one) =>
        html`<button type="button" aria-pressed=${one.language === now.language} lang=${one.language} @click=${() => choose(one.language)}>${name(one.language)}</button>`,
    )}</div>
    ${now.reviewed || now.language === "en" ? nothing : html`<p class="messages-unreviewed">${mark("warn", t("messages-unreviewed"))}</p>`}
    <div class="messages-said" lang=${now.language} dir=${now.direction}>${now.lines.map((one) => saidLine(one, now.language))}</div>
  </section>`;
}

/** One line, with the English under it while nobody has reviewed the words. */
function saidLine(one: Rendered["lines"][number], of: string): TemplateResult {
  const beside = of !== "en" && !one.reviewed && one.english !== one.text;
  return html`<p>${one.text}${beside ? html`<br /><small class="quiet-text" lang="en" dir="ltr">${one.english}</small>` : nothing}</p>`;
}

/** The language to begin a preview with: another than one's own, if there is one. */
export function otherLanguage(said: readonly Rendered[]): string {
  return said.find((one) => one.language === language())?.language ?? said[0]?.language ?? "en";
}
