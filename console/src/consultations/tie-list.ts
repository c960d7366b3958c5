/** Ties: relations, mechanisms and talks, how each side says that they stand, and their periods. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { list } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import { composeOn } from "../registers/compose.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  section,
  side,
  sides,
  terms,
} from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { type Tie, ties } from "./data.ts";

@customElement("d-tie-list")
export class TieList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const resource = ties(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("consultations-section-ties")}</h2>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "CSU" })}>${t("consultations-act-tie")}</button>` : nothing}</div>
      ${asNow()}
      ${!found ? awaited(resource.held.value) : found.length === 0 ? empty(t("consultations-ties-empty"), t("consultations-ties-how")) : html`<div class="registers-page">${found.map((one, index) => this.tie(one, index))}</div>`}`;
  }

  private tie(one: Tie, index: number): TemplateResult {
    const act = (code: string, english = code) => codeWords(field("CSU", "act"), code, english);
    const holds = ["established", "resumed", "restored"].includes(one.state);
    const state =
      one.state === "differs"
        ? mark("warn", t("consultations-sides-differ"))
        : mark(holds ? "good" : "bad", act(one.state));
    const heading = `${codeWords(field("CSU", "tie"), one.tie, one.tie_words)}${one.name ? ` · \u2068${one.name}\u2069` : ""}: ${list(one.between)}`;
    return section(
      `tie-${index}`,
      heading,
      html`<p class="row">${state}
          ${one.state === "differs" ? one.by_party.map((each) => html`<span>${side(each.party)}: ${act(each.act, each.act_words)}</span>`) : nothing}</p>
        <ol class="consultations-periods">${one.periods.map(
          (
            each,
          ) => html`<li class=${each.on ? "consultations-on" : "consultations-off"}><strong>${act(each.act, each.act_words)}</strong>
            <bdi dir="ltr">${each.since} – ${each.until || "…"}</bdi> <span class="quiet-text">${sides(each.said_by)}</span></li>`,
        )}</ol>
        ${one.terms.map((each) => this.terms(each))}
        ${(one.before ?? []).map((each) => html`<p class="quiet-text">${t("consultations-before-tie")} ${list(each.between)}: ${act(each.state)} (${side(each.said_by)})</p>`)}
        <details><summary>${t("consultations-acts")} <bdi>${one.acts.length}</bdi></summary><ul class="registers-plain">${one.acts.map(
          (
            each,
          ) => html`<li class="registers-item"><p class="row">${side(each.party)} <strong>${act(each.act, each.act_words)}</strong> <bdi dir="ltr">${each.day}</bdi> ${numbered(this.of, each.number)}
              ${each.agreed_by.length > 0 ? html`${t("consultations-agreed-by")} ${sides(each.agreed_by)}` : nothing}</p>
            ${each.expected ? html`<p>${t("consultations-expected")} <bdi dir="ltr">${each.expected}</bdi></p>` : nothing}
            ${each.because ? html`<p><bdi dir="auto">${each.because}</bdi></p>` : nothing}</li>`,
        )}</ul></details>`,
    );
  }

  /** What a side says that the tie is: the views stand beside one another. */
  private terms(one: Tie["terms"][number]): TemplateResult {
    return html`<h3>${side(one.party)}</h3>${terms([
      [
        name("rests_on"),
        one.rests_on ? codeWords(field("CSU", "rests_on"), one.rests_on, one.rests_on_words) : "",
      ],
      [
        name("secrecy"),
        one.secrecy ? codeWords(field("CSU", "secrecy"), one.secrecy, one.secrecy_words) : "",
      ],
      [
        name("levels"),
        one.levels.length > 0
          ? list(
              one.levels.map((code, place) =>
                codeWords(field("CSU", "levels"), code, one.level_words[place] ?? code),
              ),
            )
          : "",
      ],
      [name("rhythm"), one.rhythm ? html`<bdi dir="auto">${one.rhythm}</bdi>` : ""],
      [name("channels"), one.channels.length > 0 ? list(one.channels) : ""],
      [name("text"), one.agreement ? numbered(this.of, one.agreement) : ""],
    ])}`;
  }
}

function name(of: string): string {
  return field("CSU", of)?.label.text ?? of;
}
