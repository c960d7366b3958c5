/** Both accounts, field by field: a column of one width for each side, by name, and how they compare. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { numbered, said, section, side, when } from "../registers/parts.ts";
import { field, label, valueLines, said as word } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import { matchMark, toldLines } from "./case-words.ts";
import {
  accountOf,
  type CaseView,
  type Cell,
  cells,
  counts,
  factsByField,
  matchOf,
  type Row,
  sidesOf,
  type Told,
  unsettled,
} from "./differences.ts";
import "../registers/act-form.ts";

/** Axes whose rows say by their label what they are. */
const PLAIN: readonly string[] = ["fact", "type", "claim", "intent", "coordination"];

@customElement("d-case-accounts")
export class CaseAccounts extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) case!: CaseView;
  @state() private onlyOpen = false;
  @state() private proposing = "";

  protected override render(): TemplateResult {
    const one = this.case;
    const rows = this.onlyOpen ? unsettled(one.rows) : one.rows;
    const sides = sidesOf(one.head);
    return section(
      "accounts",
      t("incidents-accounts"),
      html`<div class="row spread">
          ${this.summary()}
          <button class="no-print" aria-pressed=${this.onlyOpen} @click=${() => {
            this.onlyOpen = !this.onlyOpen;
          }}>${t("incidents-only-unsettled")}</button>
        </div>
        ${one.withheld > 0 ? html`<p class="registers-now">${t("incidents-withheld", { count: String(one.withheld) })}</p>` : nothing}
        <div class="scroll">${this.table(rows, sides)}</div>
        ${this.figures()} ${this.late()}`,
    );
  }

  private summary(): TemplateResult {
    const found = counts(this.case.rows);
    const shown = (["differ", "only", "compatible", "same", "not-compared"] as const).filter(
      (one) => found[one] > 0,
    );
    return html`<p class="row">${shown.map((one) => html`<span>${matchMark(one)} <bdi>${found[one]}</bdi></span>`)}</p>`;
  }

  private table(rows: readonly Row[], sides: readonly string[]): TemplateResult {
    const facts = factsByField(this.case);
    return html`<table class="incidents-accounts" data-sides=${sides.length}>
      <caption class="hidden-label">${t("incidents-accounts-caption")}</caption>
      <thead><tr>
        <th scope="col">${t("incidents-field")}</th>
        ${sides.map((one) => html`<th scope="col">${side(one)} ${this.account(one)}</th>`)}
        <th scope="col">${t("incidents-together")}</th>
      </tr></thead>
      <tbody>${rows.map((row) => this.row(row, sides, facts.get(row.field)))}</tbody>
    </table>`;
  }

  /** The message in which most of a side's account stands; a value from another names its own. */
  private account(party: string): TemplateResult | typeof nothing {
    const number = accountOf(this.case.rows, party);
    return number === undefined
      ? nothing
      : html`<span class="incidents-from">${numbered(this.of, number)}</span>`;
  }

  private row(
    row: Row,
    sides: readonly string[],
    fact: CaseView["facts"][number] | undefined,
  ): TemplateResult {
    return html`<tr class="incidents-row-${matchOf(row)}">
        <th scope="row">${label("INR", row.field, row.label)}
          ${PLAIN.includes(row.axis) ? nothing : html`<br /><span class="quiet-text">${word("incidents-axis", row.axis)}</span>`}</th>
        ${cells(row, sides).map((cell) => html`<td>${this.cell(row, cell)}</td>`)}
        <td><div class="incidents-together">${matchMark(matchOf(row))} ${this.fact(row, fact)}</div>
          ${row.words ? said(row.words) : nothing}</td>
      </tr>
      ${this.proposing === row.field ? html`<tr class="no-print"><td colspan=${sides.length + 2}>${this.form(row)}</td></tr>` : nothing}`;
  }

  private cell(row: Row, cell: Cell): TemplateResult {
    if (!cell.told) {
      const silent = this.case.head.silent.includes(cell.party);
      return html`<span class="quiet-text">${t(silent ? "incidents-no-account" : "incidents-not-told")}</span>`;
    }
    return html`${this.value(row, cell.told)}
      ${accountOf(this.case.rows, cell.party) === cell.told.number ? nothing : html`<span class="incidents-from">${numbered(this.of, cell.told.number)}</span>`}
      ${
        cell.before.length > 0
          ? html`<details><summary>${t("incidents-before", { count: String(cell.before.length) })}</summary>
        ${cell.before.map((one) => html`<div class="incidents-earlier">${this.value(row, one)} ${when(one.at_ms)} ${numbered(this.of, one.number)}</div>`)}
      </details>`
          : nothing
      }`;
  }

  private value(row: Row, told: Told): TemplateResult {
    return toldLines(row.field, told);
  }

  /** What is agreed of this field, or the way to agree on it: as a side told it. */
  private fact(
    row: Row,
    fact: CaseView["facts"][number] | undefined,
  ): TemplateResult | typeof nothing {
    if (fact) {
      return html`<div class="incidents-fact">${t(`incidents-fact-mark-${fact.state === "agreed" ? "agreed" : "proposed"}`)} ${numbered(this.of, fact.number)}</div>`;
    }
    if (
      !may("duty officer") ||
      this.case.head.state === "closed" ||
      !field("INF", "field")?.choices?.some((one) => one.code === row.field)
    )
      return nothing;
    const open = this.proposing === row.field;
    const what = t("incidents-propose-fact-of", { field: label("INR", row.field, row.label) });
    return html`<button class="quiet no-print" aria-expanded=${open} aria-label=${what} title=${what} @click=${() => {
      this.proposing = open ? "" : row.field;
    }}>${t("incidents-propose-fact")}</button>`;
  }

  /** One button for each side's word: the fact is proposed as that side told it. */
  private form(row: Row): TemplateResult {
    const number = this.case.head.number;
    return html`<div class="row">
      ${row.told.map(
        (
          told,
        ) => html`<d-act-form .of=${this.of} code="INF" .ask=${[]} keep=${`INF|${number}|${row.field}|${told.party}`}
          .fixed=${{ case: number, field: row.field, told_in: told.number }}
          button=${t("incidents-propose-as", { party: told.party, value: told.lines.length === 1 ? (valueLines(field("INR", row.field), told.value, told.lines)[0] ?? "") : told.number })}
          @done=${() => {
            this.proposing = "";
          }}></d-act-form>`,
      )}
    </div>`;
  }

  private figures(): TemplateResult | typeof nothing {
    const figures = this.case.figures;
    if (figures.length === 0) return nothing;
    return html`<h3>${t("incidents-figures")}</h3><ul class="registers-plain">${figures.map(
      (one) => html`<li>${side(one.party)}: ${said(one.words)}</li>`,
    )}</ul>`;
  }

  private late(): TemplateResult | typeof nothing {
    if (this.case.after.length === 0) return nothing;
    return html`<p>${t("incidents-after")} ${this.case.after.map((one) => numbered(this.of, one))}</p>`;
  }
}
