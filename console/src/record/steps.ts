/** The steps of a check as sentences: what was done, what came of it, what it proves and what not. */
import { html, nothing, type TemplateResult } from "lit";
import { moment } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import type { Outcome, Step } from "../proof/steps.ts";
import { mark, type Tone } from "../ui/mark.ts";

const TONES: Record<Outcome, Tone> = { holds: "good", fails: "bad", open: "none" };

function sentence(step: Step): string {
  const id = `record-step-${step.id}${step.outcome === "fails" ? "-fails" : ""}`;
  const { at_ms: at, ...rest } = step.values; // a place in a journal is a name: it has no separators
  const values = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, String(one)]));
  return t(id, at === undefined ? values : { ...values, at: moment(Number(at)) });
}

function row(step: Step): TemplateResult {
  const proves = `record-step-${step.id}-proves`;
  return html`<li class="record-step record-step-${step.outcome}" data-step=${step.id} data-outcome=${step.outcome}>
    ${mark(TONES[step.outcome], t(`record-outcome-${step.outcome}`))}
    <div>
      <p>${sentence(step)}</p>
      ${has(proves) ? html`<p class="quiet-text">${t(proves)}</p>` : nothing}
      ${step.hashes.map(
        (one) => html`<p class="record-hash"><span class="quiet-text">${one.name}</span>
          <bdi dir="ltr" class="code">${one.value}</bdi></p>`,
      )}
    </div>
  </li>`;
}

/** One line that says whether all held, then every step. */
export function stepList(steps: readonly Step[]): TemplateResult {
  const failed = steps.filter((one) => one.outcome === "fails").length;
  const open = steps.filter((one) => one.outcome === "open").length;
  const tone: Tone = failed > 0 ? "bad" : open > 0 ? "warn" : "good";
  const words =
    failed > 0
      ? t("record-entry-fails", { count: failed })
      : t(open > 0 ? "record-entry-open" : "record-entry-holds");
  return html`<p class="record-verdict" role="status" data-verdict=${tone}>${mark(tone, words)}</p>
    <ol class="record-steps">${steps.map(row)}</ol>`;
}
