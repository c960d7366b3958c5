/** Commitments of a line: late, open, settled; owner, date, and how each side says that they stand. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { composeOn } from "../registers/compose.ts";
import { asNow, awaited, empty, section } from "../registers/parts.ts";
import { Part } from "../ui/part.ts";
import { type Commitment, commitments } from "./data.ts";
import "./commitment-item.ts";

@customElement("d-commitment-list")
export class CommitmentList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const resource = commitments(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("consultations-section-commitments")}</h2>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "CCM" })}>${t("consultations-act-commitment")}</button>` : nothing}</div>
      ${asNow()}
      ${!found ? awaited(resource.held.value) : found.length === 0 ? empty(t("consultations-commitments-empty"), t("consultations-commitments-how")) : this.groups(found)}`;
  }

  private groups(found: readonly Commitment[]): TemplateResult {
    const soonest = (a: Commitment, b: Commitment) =>
      (a.due_ms ?? Infinity) - (b.due_ms ?? Infinity);
    const open = found.filter((one) => !one.settled).sort(soonest);
    return html`<div class="registers-page">
      ${this.group(
        "late",
        open.filter((one) => one.late),
      )}
      ${this.group(
        "open",
        open.filter((one) => !one.late),
      )}
      ${this.group(
        "settled",
        found.filter((one) => one.settled),
      )}</div>`;
  }

  private group(name: string, all: readonly Commitment[]): TemplateResult | typeof nothing {
    if (all.length === 0) return nothing;
    const items = all.map(
      (one) =>
        html`<li class="registers-item"><d-commitment-item .one=${one}></d-commitment-item></li>`,
    );
    return section(
      `commitments-${name}`,
      t(`consultations-commitments-${name}`),
      html`<ul class="registers-plain">${items}</ul>`,
      all.length,
    );
  }
}
