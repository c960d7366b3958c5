/** Statements: each side's own word of what it does or sees done. Never a rule, and nothing is judged by one. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { composeOn } from "../registers/compose.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  numbers,
  over,
  remarks,
  said,
  section,
  side,
  terms,
} from "../registers/parts.ts";
import { codeWords, field, said as word } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { type Statement, statements } from "./data.ts";

@customElement("d-statement-list")
export class StatementList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const resource = statements(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    const kinds = formats().value?.find((one) => one.code === "POL")?.kinds ?? [];
    return html`${asNow()}
      <div class="registers-head"><h2>${t("agreements-section-statements")}</h2>
        ${may("duty officer") && kinds.length > 0 ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "POL" })}>${t("agreements-state-it")}</button>` : nothing}
      </div>
      ${!found ? awaited(resource.held.value) : found.length === 0 ? empty(t("agreements-statements-empty"), t("agreements-statements-how")) : this.byHolder(found)}`;
  }

  private byHolder(found: readonly Statement[]): TemplateResult {
    const holders = [...new Set(found.map((one) => one.holder))].sort();
    return html`<div class="registers-two">${holders.map((holder) => {
      const all = found.filter((one) => one.holder === holder);
      return section(
        `holder-${holders.indexOf(holder)}`,
        holder,
        html`<ul class="registers-plain">${all.map((one) => this.statement(one))}</ul>`,
        all.length,
      );
    })}</div>`;
  }

  private statement(one: Statement): TemplateResult {
    const followed = one.followed_by !== null;
    return html`<li class="registers-item">
      <p class="row"><strong>${codeWords(field("POL", "kind"), one.kind, one.kind_words)}</strong>
        ${one.own ? mark("good", t("agreements-own-word")) : html`${t("agreements-said-by")} ${side(one.party)}`}
        ${followed ? over(t("agreements-followed")) : nothing} ${numbered(this.of, one.number)}</p>
      <p><bdi dir="auto">${one.words}</bdi></p>
      ${terms([
        [t("agreements-not-to"), one.exception ? html`<bdi dir="auto">${one.exception}</bdi>` : ""],
        [t("agreements-since"), one.since ? html`<bdi dir="ltr">${one.since}</bdi>` : ""],
        [t("agreements-until"), one.until ? html`<bdi dir="ltr">${one.until}</bdi>` : ""],
        [t("agreements-area"), one.area_words ? said(one.area_words) : ""],
        [t("agreements-zones"), one.zones.length > 0 ? one.zones.join(", ") : ""],
        [t("agreements-source"), html`<bdi dir="auto">${one.source}</bdi>`],
        [t("agreements-before"), one.instead_of ? numbered(this.of, one.instead_of) : ""],
        [t("agreements-after-it"), one.followed_by ? numbered(this.of, one.followed_by) : ""],
        [t("agreements-goes-with"), one.goes_with ? numbered(this.of, one.goes_with) : ""],
        [t("agreements-beside"), one.beside.length > 0 ? numbers(this.of, one.beside) : ""],
        [
          t("agreements-answers"),
          one.answers.length > 0
            ? one.answers.map(
                ([party, code]) => html`${side(party)}: ${word("registers-answered", code)} `,
              )
            : "",
        ],
      ])}
      ${remarks(one.remarks)}
    </li>`;
  }
}
