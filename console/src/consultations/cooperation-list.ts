/** Fields of cooperation: how many were stated, which are named, and how each side says that they stand. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import { asNow, awaited, empty, numbered, section, side } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import { type Cooperation, cooperation } from "./data.ts";

type Said = Cooperation["fields"][number][number];

@customElement("d-cooperation-list")
export class CooperationList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const resource = cooperation(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("consultations-section-cooperation")}</h2>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "CFC" })}>${t("consultations-act-cooperation")}</button>` : nothing}</div>
      ${asNow()}
      ${!found ? awaited(resource.held.value) : found.length === 0 ? empty(t("consultations-cooperation-empty"), t("consultations-cooperation-how")) : html`<div class="registers-page">${found.map((one, index) => this.one(one, index))}</div>`}`;
  }

  private one(one: Cooperation, index: number): TemplateResult {
    const counted = one.stated.map((each) =>
      t("consultations-stated-named", {
        party: each.party,
        stated: String(each.count),
        named: String(one.fields.length),
      }),
    );
    const heading = one.agreement || t("consultations-fields");
    return section(
      `cooperation-${index}`,
      heading,
      html`<p>${counted.length > 0 ? counted.join(t("registers-semicolon")) : t("consultations-named", { named: String(one.fields.length) })}
          ${one.text ? numbered(this.of, one.text) : nothing}
          ${one.contact ? html`<a href=${at("consultations", this.of, "contacts", one.contact)}><bdi dir="ltr">${one.contact}</bdi></a>` : nothing}</p>
        <div class="scroll"><table>
          <caption class="hidden-label">${heading}</caption>
          <thead><tr>${["field", "party", "lead", "state"].map((each) => html`<th scope="col">${t(`consultations-field-${each}`)}</th>`)}</tr></thead>
          <tbody>${one.fields.flatMap((each) => each.map((said, place) => this.row(said, place)))}</tbody></table></div>`,
    );
  }

  private row(said: Said, place: number): TemplateResult {
    const states = field("CFC", "fields", "state");
    return html`<tr>
      <td>${place === 0 ? html`<bdi dir="auto">${said.field}</bdi>` : nothing}${place === 0 && said.topic ? html`<br /><span class="quiet-text">${codeWords(field("CFC", "fields", "topic"), said.topic)}</span>` : nothing}</td>
      <td>${side(said.party)} ${numbered(this.of, said.number)}</td>
      <td><bdi>${said.lead}</bdi></td>
      <td>${codeWords(states, said.state, said.state_words)}${said.words ? html`<br /><bdi dir="auto">${said.words}</bdi>` : nothing}
        ${said.earlier.map((each) => html`<p class="quiet-text">${t("consultations-earlier")} ${codeWords(states, each.said)} ${numbered(this.of, each.number)}</p>`)}</td>
    </tr>`;
  }
}
