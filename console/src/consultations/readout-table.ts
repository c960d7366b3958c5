/** Readouts side by side by topic: both, only one, contradicting, none; each side in its own words. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import { numbered, side, sides, when } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Comparison } from "./data.ts";
import { verdictMark } from "./words.ts";

type Topic = Comparison["topics"][number];

@customElement("d-readout-table")
export class ReadoutTable extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) comparison!: Comparison;

  protected override render(): TemplateResult {
    const one = this.comparison;
    if (one.readouts.length === 0)
      return html`<p class="quiet-text">${t("consultations-readouts-none")}</p>`;
    const columns = [...one.sides].sort();
    const counted = one.counts.filter((each) => each.count > 0);
    return html`<p class="row">${counted.map((each) => html`<span>${verdictMark(each.of)} <bdi>${each.count}</bdi></span>`)}</p>
      ${this.initiative()}
      <div class="scroll"><table class="consultations-records">
        <caption class="hidden-label">${t("consultations-readouts")}</caption>
        <thead><tr><th scope="col">${t("consultations-topic")}</th>${columns.map((party) => html`<th scope="col">${side(party)} ${this.issued(party)}</th>`)}<th scope="col">${t("incidents-together")}</th></tr></thead>
        <tbody>${one.topics.map((topic) => this.row(topic, columns))}</tbody></table></div>
      ${one.readouts.filter((each) => each.text || each.text_sha256).map((each) => this.text(each))}`;
  }

  /** Who took the initiative, as each side claims. */
  private initiative(): TemplateResult | typeof nothing {
    const { initiative, initiative_verdict: verdict } = this.comparison;
    if (initiative.length === 0) return nothing;
    return html`<p class="row"><strong>${t("consultations-initiative")}</strong> ${verdictMark(verdict)}
      ${initiative.map((one) => html`<span>${side(one.party)}: <bdi dir="auto">${one.name}</bdi> ${numbered(this.of, one.number)}</span>`)}</p>`;
  }

  private issued(party: string): TemplateResult | typeof nothing {
    const readout = this.comparison.readouts.findLast((one) => one.party === party);
    if (!readout) return mark("none", t("consultations-no-readout"));
    return html`${numbered(this.of, readout.number)} ${readout.issued_ms === null ? nothing : when(readout.issued_ms)}`;
  }

  private row(topic: Topic, columns: readonly string[]): TemplateResult {
    return html`<tr class="consultations-row-${topic.verdict}">
      <th scope="row">${codeWords(field("CRO", "topics", "topic"), topic.topic, topic.topic_words)}</th>
      ${columns.map((party) => html`<td>${this.told(topic, party)}</td>`)}
      <td>${verdictMark(topic.verdict)}
        ${topic.verdict === "only" && topic.silent.length > 0 ? html`<p class="quiet-text">${sides(topic.silent)}: ${t("consultations-not-mentioned")}</p>` : nothing}</td>
    </tr>`;
  }

  private told(topic: Topic, party: string): TemplateResult {
    const one = topic.told.find((each) => each.party === party);
    const missing = this.comparison.missing.includes(party);
    if (!one)
      return html`<span class="quiet-text">${t(missing ? "consultations-no-readout" : "consultations-not-mentioned")}</span>`;
    const spec = field("CRO", "topics", "said");
    return html`<p><bdi dir="auto">${one.item}</bdi></p>
      <p><strong>${codeWords(spec, one.said, one.said_words)}</strong>${one.moved_to ? html` <bdi>${one.moved_to}</bdi>` : nothing}</p>
      ${one.words ? html`<p><bdi dir="auto">${one.words}</bdi></p>` : nothing}
      ${one.earlier.map((each) => html`<p class="quiet-text">${t("consultations-earlier")} ${codeWords(spec, each.said)} ${numbered(this.of, each.number)}</p>`)}`;
  }

  private text(one: Comparison["readouts"][number]): TemplateResult {
    return html`<details><summary>${t("consultations-text-of")} ${side(one.party)} ${one.language ? html`(<bdi dir="ltr">${one.language}</bdi>)` : nothing}</summary>
      ${one.text ? html`<blockquote lang=${one.language || nothing} dir="auto">${one.text}</blockquote>` : nothing}
      ${one.text_sha256 ? html`<code class="registers-digest" dir="ltr">${one.text_sha256}</code>` : nothing}</details>`;
  }
}
