/** One agreement: its articles in words, who signed what, its life at the instant, what contradicts. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at, nameOf } from "../registers/address.ts";
import { Latest, settledMs } from "../registers/latest.ts";
import {
  awaited,
  numbered,
  over,
  remarks,
  said,
  section,
  side,
  sides,
  terms,
  when,
} from "../registers/parts.ts";
import { codeWords, field, valueText, said as word } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Agreement } from "./data.ts";
import { steps } from "./life.ts";
import { phaseMark, textMark } from "./words.ts";
import "./text-acts.ts";

type Article = Agreement["articles"][number];
type Word = Agreement["acts"][number];

@customElement("d-agreement-view")
export class AgreementView extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() number = "";
  private readonly latest = new Latest<Agreement>();

  private resource(): Resource<Agreement> {
    const at = settledMs.value;
    const query = at === undefined ? {} : { at };
    const path = { ...this.of, number: this.number };
    const ask = () => get("/v1/lines/{channel}/{status}/agreements/{number}", { path, query });
    return this.latest.of(`${this.of.channel}|${this.number}|${at ?? ""}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const one = resource.value;
    const back = html`<p class="no-print"><a href=${at("agreements", this.of, "texts")}>${t("agreements-back")}</a></p>`;
    if (!one) return html`${back}${awaited(resource.held.value)}`;
    const atMs = settledMs.value ?? resource.held.value.heldAtMs;
    return html`${back}<div class="registers-page">
      ${this.head(one, atMs)}
      <d-agreement-acts .of=${this.of} .text=${one}></d-agreement-acts>
      ${section("life", t("agreements-life"), this.life(one, atMs))}
      ${this.contradictions(one)}
      ${section("articles", t("agreements-articles"), this.articles(one), one.articles.length)}
      <div class="registers-two">
        ${section("signatures", t("agreements-signatures"), this.signatures(one), one.signatures.length)}
        ${section("words", t("agreements-said"), this.said(one), one.answers.length + one.acts.length)}
      </div>
      ${one.annexes.length > 0 ? section("annexes", t("agreements-annexes"), this.annexes(one), one.annexes.length) : nothing}
    </div>`;
  }

  private head(one: Agreement, atMs: number): TemplateResult {
    const standing = (each: Agreement["parties"][number]) =>
      each.standing === "party"
        ? side(each.name)
        : html`${side(each.name)} (${codeWords(field("AGR", "parties", "standing"), each.standing, each.standing_words)})`;
    const suspension = String((one.fields as Record<string, unknown>)["suspension"] ?? "");
    return html`<header class="card">
      <div class="registers-head">
        <h2><bdi>${one.agreement}</bdi> <span class="quiet-text">${t("agreements-edition-number", { edition: String(one.edition) })}</span></h2>
        ${textMark(one, atMs)}
      </div>
      ${terms([
        [t("agreements-number"), numbered(this.of, one.number)],
        [t("agreements-kind"), codeWords(field("AGR", "kind"), one.kind, one.kind_words)],
        [
          t("agreements-parties"),
          one.parties.map(
            (each, index) => html`${index > 0 ? t("list-comma") : nothing}${standing(each)}`,
          ),
        ],
        [t("agreements-from"), one.from_ms === null ? "" : when(one.from_ms)],
        [t("agreements-until"), one.until_ms === null ? "" : when(one.until_ms)],
        [t("agreements-ends"), one.ends_ms === null ? "" : when(one.ends_ms)],
        [
          t("agreements-renews"),
          one.renews_days === null ? "" : t("registers-unit-days", { n: String(one.renews_days) }),
        ],
        [t("agreements-review-at"), one.review_ms === null ? "" : when(one.review_ms)],
        [
          t("agreements-suspension"),
          codeWords(field("AGR", "suspension"), suspension, one.suspension_words),
        ],
        [
          t("agreements-notice"),
          one.notice_days === null ? "" : t("registers-unit-days", { n: String(one.notice_days) }),
        ],
        [t("agreements-area"), one.area_words ? said(one.area_words) : ""],
        [
          t("agreements-exceptions"),
          one.exceptions ? html`<bdi dir="auto">${one.exceptions}</bdi>` : "",
        ],
        [
          t("agreements-judges"),
          one.judges
            .map((channel) => nameOf({ channel, status: one.status }))
            .join(t("list-comma")),
        ],
        [t("agreements-replaces"), one.replaces ? numbered(this.of, one.replaces) : ""],
        [t("agreements-replaced-by"), one.replaced_by ? numbered(this.of, one.replaced_by) : ""],
        [
          t("agreements-contact"),
          one.contact
            ? html`<a href=${at("consultations", this.of, "contacts", one.contact)}><bdi dir="ltr">${one.contact}</bdi></a>`
            : "",
        ],
        [
          t("agreements-digest"),
          html`<code class="registers-digest" dir="ltr">${one.digest}</code>`,
        ],
      ])}
      ${remarks(one.remarks)}
    </header>`;
  }

  /** What was, what is at the instant, what comes: in this order, each with its own shape. */
  private life(one: Agreement, atMs: number): TemplateResult {
    return html`<ol class="agreements-life">${steps(one.phases, atMs).map(
      ({
        phase,
        standing,
      }) => html`<li class="agreements-${standing}" aria-current=${standing === "present" ? "step" : nothing}>
        <span class="agreements-when">${when(phase.from_ms)}${standing === "ahead" ? html` · ${t("agreements-ahead")}` : nothing}</span>
        ${standing === "present" ? phaseMark(phase) : word("agreements-state", phase.state)}
        ${phase.suspended.length > 0 ? html`<span class="quiet-text">${t("agreements-articles")} <bdi>${phase.suspended.join(", ")}</bdi></span>` : nothing}
        ${phase.left.length > 0 ? html`<span class="quiet-text">${t("agreements-left-by")} ${sides(phase.left)}</span>` : nothing}
      </li>`,
    )}</ol>`;
  }

  private contradictions(one: Agreement): TemplateResult | typeof nothing {
    if (one.contradictions.length === 0) return nothing;
    const list = html`<ul>${one.contradictions.map((each) => html`<li>${said(each)}</li>`)}</ul>`;
    return section(
      "contradictions",
      t("agreements-contradictions"),
      list,
      one.contradictions.length,
    );
  }

  private articles(one: Agreement): TemplateResult {
    const row = (each: Article) => html`<tr>
      <th scope="row"><bdi dir="ltr">${each.article}</bdi></th>
      <td>${codeWords(field("AGR", "articles", "rule"), each.rule, each.rule_words)}</td>
      <td>${this.article(each)}</td>
      <td>${this.holds(each)}</td>
    </tr>`;
    const head = ["article", "asks", "says", "now"];
    return html`<div class="scroll"><table>
      <caption class="hidden-label">${t("agreements-articles")}</caption>
      <thead><tr>${head.map((each) => html`<th scope="col">${t(`agreements-article-${each}`)}</th>`)}</tr></thead>
      <tbody>${one.articles.map(row)}</tbody>
    </table></div>`;
  }

  /** The words as they were signed, and each value that is computed with, in the reader's language. */
  private article(one: Article): TemplateResult {
    const fields = (one.said ?? {}) as Record<string, unknown>;
    const { words, article: _article, rule: _rule, ...rest } = fields;
    const values = Object.entries(rest).map(([name, value]) => {
      const of = field("AGR", "articles", name);
      const text = valueText(of, value);
      return text === undefined
        ? undefined
        : html`<li>${of?.label.text ?? name}: <bdi>${text}</bdi></li>`;
    });
    const whole = values.every((each) => each !== undefined);
    return html`${words ? html`<p><bdi dir="auto">${words}</bdi></p>` : nothing}
      ${values.length > 0 ? html`<ul class="agreements-values">${values}</ul>` : nothing}
      ${whole ? nothing : said(one.words)}`;
  }

  private holds(one: Article): TemplateResult {
    if (one.contested) return mark("warn", t("agreements-contested"));
    return one.holds ? mark("good", t("agreements-holds")) : over(t("agreements-holds-not"));
  }

  private signatures(one: Agreement): TemplateResult {
    const row = (each: Agreement["signatures"][number]) => html`<li class="registers-item">
      <p class="row">${side(each.party)} ${each.problem ? mark("bad", t("agreements-signature-void")) : mark("good", t("agreements-signature-counts"))}
        ${when(each.at_ms)} ${numbered(this.of, each.number)}</p>
      ${each.signed_by ? html`<p>${t("agreements-signed-by")} <bdi dir="auto">${each.signed_by}</bdi></p>` : nothing}
      ${each.reservation ? html`<p>${t("agreements-reservation")} <bdi dir="auto">${each.reservation}</bdi></p>` : nothing}
      <p class="quiet-text">${each.digest === one.digest ? t("agreements-digest-same") : html`<code class="registers-digest" dir="ltr">${each.digest}</code>`}</p>
      ${each.problem ? remarks([each.problem]) : nothing}
    </li>`;
    const missing = one.unsigned.map(
      (party) =>
        html`<li class="registers-item"><p class="row">${side(party)} ${mark("warn", t("agreements-unsigned-yet"))}</p></li>`,
    );
    return html`<ul class="registers-plain">${one.signatures.map(row)}${missing}</ul>`;
  }

  private said(one: Agreement): TemplateResult {
    const all = [...one.answers, ...one.acts].sort((a, b) => a.at_ms - b.at_ms);
    if (all.length === 0) return html`<p class="quiet-text">${t("agreements-said-none")}</p>`;
    const act = (each: Word) =>
      codeWords(field("AGX", "act"), each.what, word("registers-answered", each.what));
    return html`<ul class="registers-plain">${all.map(
      (
        each,
      ) => html`<li class="registers-item"><p class="row">${side(each.party)} <strong>${act(each)}</strong> ${when(each.at_ms)} ${numbered(this.of, each.number)}</p>
        ${each.from_ms === each.at_ms ? nothing : html`<p>${t("agreements-counts-from")} ${when(each.from_ms)}</p>`}
        ${each.articles.length > 0 ? html`<p>${t("agreements-articles")} <bdi>${each.articles.join(", ")}</bdi></p>` : nothing}
        ${each.because ? html`<p><bdi dir="auto">${each.because}</bdi></p>` : nothing}</li>`,
    )}</ul>`;
  }

  private annexes(one: Agreement): TemplateResult {
    return html`<ul class="registers-plain">${one.annexes.map(
      (
        each,
      ) => html`<li class="registers-item"><p><bdi dir="auto">${each.annex}</bdi>: ${codeWords(field("AGR", "annexes", "holds"), each.holds, each.holds_words)}</p>
        ${each.words ? html`<p><bdi dir="auto">${each.words}</bdi></p>` : nothing}
        ${each.sha256 ? html`<code class="registers-digest" dir="ltr">${each.sha256}</code>` : nothing}</li>`,
    )}</ul>`;
  }
}
