/** The agenda of a contact: an item a row, each side's position in a column of its own. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import { numbered, side } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { ContactPage } from "./data.ts";

type Item = ContactPage["agenda"][number];
const TONES: Record<string, Tone> = { agree: "good", differ: "bad", differs: "warn" };

@customElement("d-agenda-table")
export class AgendaTable extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) page!: ContactPage;

  protected override render(): TemplateResult {
    const { agenda } = this.page;
    if (agenda.length === 0)
      return html`<p class="quiet-text">${t("consultations-agenda-none")}</p>`;
    const named = agenda.flatMap((item) => [
      ...item.positions.map((each) => each.party),
      ...item.silent,
    ]);
    const sides = [...new Set([...this.page.comparison.sides, ...named])].sort();
    return html`<div class="scroll"><table class="consultations-records">
      <caption class="hidden-label">${t("consultations-agenda-of")}</caption>
      <thead><tr><th scope="col">${t("consultations-item")}</th>${sides.map((one) => html`<th scope="col">${side(one)}</th>`)}<th scope="col">${t("incidents-together")}</th></tr></thead>
      <tbody>${agenda.map((item) => this.row(item, sides))}</tbody></table></div>`;
  }

  private row(item: Item, sides: readonly string[]): TemplateResult {
    const words =
      item.outcome === "differs"
        ? t("consultations-sides-differ")
        : codeWords(field("CAG", "items", "stance"), item.outcome, item.outcome_words);
    return html`<tr>
      <th scope="row">${codeWords(field("CAG", "items", "topic"), item.topic, item.topic_words)}</th>
      ${sides.map((party) => html`<td>${this.position(item, party)}</td>`)}
      <td>${mark(TONES[item.outcome] ?? "none", words)}
        ${item.told ? nothing : html`<p class="quiet-text">${t("consultations-not-in-readout")}</p>`}
        ${item.moved_to.length > 0 ? html`<p>${t("consultations-moved-to")} <bdi>${item.moved_to.join(", ")}</bdi></p>` : nothing}</td>
    </tr>`;
  }

  private position(item: Item, party: string): TemplateResult {
    const one = item.positions.find((each) => each.party === party);
    if (!one) return html`<span class="quiet-text">${t("consultations-no-position")}</span>`;
    return html`<p><bdi dir="auto">${one.item}</bdi></p>
      <p>${codeWords(field("CAG", "items", "stance"), one.stance, one.stance_words)} ${numbered(this.of, one.number)}</p>
      ${one.words ? html`<p><bdi dir="auto">${one.words}</bdi></p>` : nothing}
      ${one.earlier.map((each) => html`<p class="quiet-text">${t("consultations-earlier")} ${codeWords(field("CAG", "items", "stance"), each.said)} ${numbered(this.of, each.number)}</p>`)}`;
  }
}
