/** The register of incidents: every case with who owes an answer, and what may become one. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Schemas } from "../api/client.ts";
import { formats, type LineKey } from "../app/lines.ts";
import { go } from "../app/router.ts";
import { may } from "../app/session.ts";
import { list } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  otherLine,
  said,
  section,
  side,
  sides,
  when,
} from "../registers/parts.ts";
import { instant } from "../registers/words.ts";
import { countdown } from "../ui/countdown.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { Column } from "../ui/table.ts";
import { begin } from "./begin.ts";
import { caseState, claimWords, typeWords } from "./case-words.ts";
import { cases, due } from "./data.ts";
import { type CaseLine, owing } from "./differences.ts";
import "../ui/table.ts";

type Proposed = Schemas["ProposedCase"];

@customElement("d-case-list")
export class CaseList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const register = cases(this.of);
    const owed = due(this.of.status);
    this.hold(register, owed, formats());
    const found = register.value;
    return html`<div class="registers-head">
        <h1>${t("view-incidents")}</h1>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "INR" })}>${t("incidents-open")}</button>` : nothing}
      </div>
      ${otherLine(this.of)} ${asNow()}
      ${found ? this.register(found.cases, owed.value ?? []) : awaited(register.held.value)}
      ${found && (found.proposed ?? []).length > 0 ? this.proposed(found.proposed ?? []) : nothing}
      ${found && found.reported.length > 0 ? this.reported(found.reported) : nothing}
      ${found && found.unplaced.length > 0 ? this.unplaced(found.unplaced) : nothing}`;
  }

  private register(
    all: readonly CaseLine[],
    owed: readonly Schemas["DueItemView"][],
  ): TemplateResult {
    if (all.length === 0) return empty(t("incidents-empty"), t("incidents-empty-how"));
    const rank = (one: CaseLine) => (one.state === "closed" ? 1 : 0);
    const rows = [...all].sort(
      (a, b) => rank(a) - rank(b) || (b.happened_ms ?? 0) - (a.happened_ms ?? 0),
    );
    return html`<d-table
      class="registers-table"
      caption=${t("incidents-list")}
      .columns=${this.columns(owed)}
      .rows=${rows}
      .name=${(one: CaseLine) => one.number}
      @chosen=${(event: CustomEvent<CaseLine>) => this.open(event.detail.number)}
    ></d-table>`;
  }

  private open(number: string): void {
    go("incidents", this.of.channel, this.of.status, number);
  }

  private columns(owed: readonly Schemas["DueItemView"][]): Column<CaseLine>[] {
    const link = (one: CaseLine) =>
      html`<a href=${at("incidents", this.of, one.number)}><bdi dir="ltr">${one.number}</bdi></a>`;
    return [
      { id: "number", heading: t("incidents-number"), cell: link, by: (one) => one.number },
      {
        id: "types",
        heading: t("incidents-what"),
        cell: (one) => list(typeWords(one)),
        by: (one) => typeWords(one).join(),
      },
      {
        id: "when",
        heading: t("incidents-when"),
        cell: (one) =>
          html`<bdi dir="ltr">${one.happened_ms === null ? one.when : instant(one.happened_ms)}</bdi>`,
        by: (one) => one.happened_ms ?? 0,
      },
      {
        id: "state",
        heading: t("incidents-state"),
        cell: (one) => caseState(one),
        by: (one) => one.state,
      },
      {
        id: "claim",
        heading: t("incidents-claims"),
        cell: (one) => claimWords(one),
        by: (one) => one.claim_status,
      },
      {
        id: "differ",
        heading: t("incidents-compared"),
        cell: (one) =>
          t("incidents-differ-agreed", { differ: String(one.differ), agreed: String(one.agreed) }),
        by: (one) => one.differ,
      },
      { id: "owed", heading: t("incidents-owed"), cell: (one) => this.owed(one, owed) },
    ];
  }

  /** Who owes what until when; silent sides are named whether or not anything is due. */
  private owed(one: CaseLine, all: readonly Schemas["DueItemView"][]): TemplateResult {
    const items = owing(all, one);
    if (items.length === 0) {
      if (one.silent.length === 0)
        return html`<span class="quiet-text">${t("incidents-nothing-owed")}</span>`;
      return html`${sides(one.silent)}: ${t("incidents-no-account")}`;
    }
    return html`<ul class="registers-plain">${items.map(
      (item) =>
        html`<li>${side(item.party)}: ${t(`incidents-owes-${item.kind}`)} ${countdown(item.dueMs)}</li>`,
    )}</ul>`;
  }

  private proposed(all: readonly Proposed[]): TemplateResult {
    const row = (one: Proposed) => html`<li class="registers-item">
      <p>${said(one.words)}</p>
      <p class="row quiet-text"><span>${t("incidents-about")} ${side(one.party)}</span> ${when(one.at_ms)} ${numbered(this.of, one.agreement)}</p>
      ${may("duty officer") ? html`<button @click=${() => begin(this.of, { finding: one.finding })}>${t("incidents-open-from")}</button>` : nothing}
    </li>`;
    return section(
      "proposed",
      t("incidents-proposed"),
      html`<p class="quiet-text">${t("incidents-proposed-how")}</p><ul class="registers-plain">${all.map(row)}</ul>`,
      all.length,
    );
  }

  private reported(all: Schemas["CasesView"]["reported"]): TemplateResult {
    const row = (one: (typeof all)[number]) => html`<li class="registers-item">
      <p>${t("incidents-reported-by")} <bdi>${one.publisher}</bdi>: <bdi dir="auto">${one.words}</bdi></p>
      <p class="row quiet-text">${numbered(this.of, one.number)} <bdi>${one.when}</bdi> ${said(one.hedge)}</p>
    </li>`;
    return section(
      "reported",
      t("incidents-reported"),
      html`<p class="quiet-text">${t("incidents-reported-how")}</p><ul class="registers-plain">${all.map(row)}</ul>`,
      all.length,
    );
  }

  private unplaced(all: Schemas["CasesView"]["unplaced"]): TemplateResult {
    const row = (one: (typeof all)[number]) => html`<li class="row">
      ${numbered(this.of, one.number)} ${side(one.party)} <bdi dir="ltr">${one.format}</bdi> ${t("incidents-unplaced-case")} <bdi dir="ltr">${one.case}</bdi>
    </li>`;
    return section(
      "unplaced",
      t("incidents-unplaced"),
      html`<ul class="registers-plain">${all.map(row)}</ul>${problem(undefined)}`,
      all.length,
    );
  }
}
