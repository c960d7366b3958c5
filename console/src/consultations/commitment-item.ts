/** One promise: who owes it, until when, who confirmed it, how each side says that it stands. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { at } from "../registers/address.ts";
import { numbered, side, sides, when } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import type { Commitment } from "./data.ts";
import { commitmentMark } from "./words.ts";
import "../registers/act-form.ts";
import "../registers/answer-buttons.ts";

@customElement("d-commitment-item")
export class CommitmentItem extends Part {
  @property({ attribute: false }) one!: Commitment;
  /** The contact at which it is looked at; what is said then names it. */
  @property() contact = "";
  @state() private saying = false;

  protected override render(): TemplateResult {
    const one = this.one;
    const key = { channel: one.channel, status: one.status };
    return html`<p><bdi dir="auto">${one.what}</bdi></p>
      <p class="row">${commitmentMark(one)} <span>${t("consultations-owner")} <bdi class="registers-side">${one.owner}</bdi></span>
        ${one.due || one.due_words ? html`<span>${t("consultations-until")} <bdi dir="ltr">${one.due}</bdi> <bdi dir="auto">${one.due_words}</bdi></span>` : html`<span class="quiet-text">${t("consultations-no-date")}</span>`}
        ${numbered(key, one.number)}</p>
      <p class="row quiet-text">
        ${one.confirmed.length > 0 ? html`<span>${t("consultations-confirmed")} ${sides(one.confirmed)}</span>` : nothing}
        ${one.disputed.length > 0 ? html`<span>${t("consultations-disputed")} ${sides(one.disputed)}</span>` : nothing}
        ${one.silent.length > 0 ? html`<span>${t("consultations-unconfirmed")} ${sides(one.silent)}</span>` : nothing}
        ${one.contact ? html`<a href=${at("consultations", key, "contacts", one.contact)}>${t("consultations-from-contact")} <bdi dir="ltr">${one.contact}</bdi></a>` : nothing}
        ${one.case ? html`<a href=${at("incidents", key, one.case)}>${t("consultations-from-case")} <bdi dir="ltr">${one.case}</bdi></a>` : nothing}
        ${one.agreement ? html`<span>${t("consultations-under")} ${numbered(key, one.agreement)} <bdi dir="ltr">${one.article}</bdi></span>` : nothing}</p>
      ${one.said.map(
        (
          each,
        ) => html`<div class="consultations-said">${side(each.party)}: <strong>${codeWords(field("CST", "state"), each.state, each.state_words)}</strong> ${when(each.at_ms)} ${numbered(key, each.number)}
          ${each.words ? html`<div><bdi dir="auto">${each.words}</bdi></div>` : nothing}
          ${(each.evidence ?? []).map((piece) => html`<div>${codeWords(field("CST", "evidence", "what"), piece.what, piece.what_words)} <code class="registers-digest" dir="ltr">${piece.sha256}</code></div>`)}</div>`,
      )}
      ${this.acts(one, key)}`;
  }

  private acts(
    one: Commitment,
    key: { channel: string; status: Commitment["status"] },
  ): TemplateResult | typeof nothing {
    if (!may("duty officer")) return nothing;
    const asked = one.case === "" && one.silent.includes(party.value) && one.party !== party.value;
    const fixed = { commitment: one.number, ...(this.contact ? { contact: this.contact } : {}) };
    return html`<div class="row no-print">
        ${asked ? html`<d-answer-buttons .of=${key} number=${one.number} about="what"></d-answer-buttons>` : nothing}
        ${
          one.settled
            ? nothing
            : html`<button class="quiet" aria-expanded=${this.saying} @click=${() => {
                this.saying = !this.saying;
              }}>${t("consultations-say-state")}</button>`
        }</div>
      ${this.saying ? html`<d-act-form .of=${key} code="CST" .fixed=${fixed} .ask=${["state", "words"]} keep=${`CST|${one.number}`}></d-act-form>` : nothing}`;
  }
}
