/** The review of a period: figures that both sides read the same, each party in a column of its own. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { day, moment, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at } from "../registers/address.ts";
import { Latest } from "../registers/latest.ts";
import { awaited, numbered, said, section, side, sides, when } from "../registers/parts.ts";
import { said as word } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import type { Review } from "./data.ts";
import { chooser, days, period } from "./period.ts";

type Figures = Review["parties"][number];
type Spread = Figures["read_ms"];

@customElement("d-review-view")
export class ReviewView extends Part {
  @property({ attribute: false }) of!: LineKey;
  private readonly latest = new Latest<Review>();

  private resource(): Resource<Review> {
    const query = period(days.value) ?? {};
    const ask = () => get("/v1/lines/{channel}/{status}/review", { path: this.of, query });
    return this.latest.of(`${this.of.channel}|${JSON.stringify(query)}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("agreements-section-review")}</h2></div>${chooser()}
      ${found ? this.review(found) : awaited(resource.held.value)}`;
  }

  private review(found: Review): TemplateResult {
    return html`<div class="registers-page">
      <p><bdi>${found.channel_name}</bdi> · ${found.status} · ${t("agreements-period", { from: day(found.from_ms), until: day(found.until_ms) })}
        <br /><span class="quiet-text">${t("agreements-known", { at: moment(found.known_ms) })}</span></p>
      ${section("figures", t("agreements-figures"), this.figures(found))}
      <div class="registers-two">
        ${section("review-rules", t("agreements-review-rules"), this.rules(found), found.rules.length)}
        ${section("review-cases", t("view-incidents"), this.cases(found))}
        ${section("review-changes", t("agreements-changes"), this.changes(found), found.changes.length)}
        ${section("review-due", t("agreements-open-at-end"), this.due(found), found.due.length)}
        ${found.truces.length > 0 ? section("review-truces", t("agreements-truces"), this.truces(found), found.truces.length) : nothing}
      </div>
    </div>`;
  }

  private figures(found: Review): TemplateResult {
    const rows: readonly (readonly [string, (one: Figures) => unknown])[] = [
      ["sent", (one) => one.sent],
      ["notices", (one) => one.notices],
      ["read", (one) => spread(one.read_ms)],
      ["unread", (one) => one.unread],
      ["lead", (one) => spread(one.lead_ms)],
      ["on-time", (one) => one.on_time],
      ["short", (one) => one.short],
      ["after", (one) => one.after],
      ["untaken", (one) => one.untaken],
      ["checks", (one) => one.checks],
      ["missed", (one) => one.missed],
      [
        "findings",
        (one) =>
          Object.entries(one.findings).map(
            ([code, count]) =>
              html`<div>${word("agreements-answer", code)}: <bdi>${count}</bdi></div>`,
          ),
      ],
    ];
    return html`<div class="scroll"><table class="agreements-figures">
      <caption class="hidden-label">${t("agreements-figures")}</caption>
      <thead><tr><th scope="col">${t("agreements-figure")}</th>${found.parties.map((one) => html`<th scope="col">${side(one.party)}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ([name, cell]) =>
          html`<tr><th scope="row">${t(`agreements-figure-${name}`)}</th>${found.parties.map((one) => html`<td><bdi>${cell(one)}</bdi></td>`)}</tr>`,
      )}</tbody></table></div>
      <p class="quiet-text">${t("agreements-figures-note")}</p>`;
  }

  private rules(found: Review): TemplateResult {
    if (found.rules.length === 0) return none();
    return html`<ul class="registers-plain">${found.rules.map(
      (
        one,
      ) => html`<li class="registers-item"><p><bdi>${one.agreement}</bdi> · <bdi dir="ltr">${one.article}</bdi> ${numbered(this.of, one.text)}</p>
        <p>${side(one.party)}: ${t("agreements-rule-found", { found: String(one.found), open: String(one.unanswered) })}</p></li>`,
    )}</ul>`;
  }

  private cases(found: Review): TemplateResult {
    return html`<p>${t("agreements-cases", { opened: String(found.cases_opened), closed: String(found.cases_closed), open: String(found.open_cases.length) })}</p>
      <p class="row">${found.open_cases.map((number) => html`<a href=${at("incidents", this.of, number)}><bdi dir="ltr">${number}</bdi></a>`)}</p>`;
  }

  private changes(found: Review): TemplateResult {
    if (found.changes.length === 0) return none();
    return html`<ul class="registers-plain">${found.changes.map(
      (
        one,
      ) => html`<li class="registers-item"><p class="row">${when(one.at_ms)} <bdi>${one.agreement}</bdi> ${numbered(this.of, one.text)}</p>
        <p>${word("agreements-state", one.state)} ${one.by.length > 0 ? html`${t("agreements-by")} ${sides(one.by)}` : nothing}
          ${(one.disputed_by ?? []).length > 0 ? html`(${t("agreements-disputed-by")} ${sides(one.disputed_by ?? [])})` : nothing}</p></li>`,
    )}</ul>`;
  }

  private due(found: Review): TemplateResult {
    if (found.due.length === 0) return none();
    return html`<p>${t("agreements-late", { count: String(found.late) })}</p><ul class="registers-plain">${found.due.map(
      (one) =>
        html`<li class="registers-item"><p>${when(one.due_ms)} ${one.party ? side(one.party) : t("registers-all-sides")} ${numbered(this.of, one.number)}</p><p>${said(one.words)}</p></li>`,
    )}</ul>`;
  }

  private truces(found: Review): TemplateResult {
    return html`<ul class="registers-plain">${found.truces.map(
      (
        one,
      ) => html`<li class="registers-item"><p><bdi>${one.agreement}</bdi> ${numbered(this.of, one.text)}</p>
        ${Object.entries(one.found).map(([party, count]) => html`<p>${t("agreements-ledger-found")}: ${side(party)} <bdi>${count}</bdi></p>`)}
        ${Object.entries(one.counted).map(([source, count]) => html`<p>${t("agreements-counted-by")} ${side(source)}: <bdi>${count}</bdi></p>`)}</li>`,
    )}</ul>`;
  }
}

function none(): TemplateResult {
  return html`<p class="quiet-text">${t("agreements-none")}</p>`;
}

/** How a set of times lies: each is a time that somebody took, none is an average. */
function spread(one: Spread): TemplateResult | string {
  if (one.count === 0) return t("agreements-no-times");
  const said = (ms: number) =>
    ms < 0
      ? t("agreements-after", { span: span(ms) })
      : ms < 1000
        ? t("agreements-under-second")
        : span(ms);
  return html`${t("agreements-spread", { median: said(one.median), least: said(one.least), most: said(one.most), count: String(one.count) })}`;
}
