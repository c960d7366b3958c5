/** What went wrong, where, and what to do, as the node said it. */
import { html, nothing, type TemplateResult } from "lit";
import { type Refusal, Refused, Unreachable } from "../api/client.ts";
import { t } from "../i18n/text.ts";

function refusal(one: Refusal): TemplateResult {
  return html`<li>
    ${one.field ? html`<bdi class="code">${one.field}</bdi>: ` : nothing}<bdi>${one.reason}</bdi>
    ${one.remedy ? html`<br /><span class="quiet-text"><bdi>${one.remedy}</bdi></span>` : nothing}
  </li>`;
}

/** Nothing when nothing went wrong. A refusal by the node is in the node's own words. */
export function problem(error: unknown): TemplateResult | typeof nothing {
  if (error === undefined || error === null) return nothing;
  if (error instanceof Refused) {
    return html`<div class="problem" role="alert">
      <p><bdi>${error.problem.detail}</bdi></p>
      <ul>${(error.problem.refusals ?? []).map(refusal)}</ul>
    </div>`;
  }
  const words =
    error instanceof Unreachable
      ? t("problem-unreachable")
      : t("problem-fault", { reason: String(error) });
  return html`<div class="problem" role="alert"><p>${words}</p></div>`;
}
