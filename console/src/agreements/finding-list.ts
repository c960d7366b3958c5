/**
 * What the rules found, what it rests on, and what the side that it is about says of it.
 *
 * A finding blocks nothing and accuses nobody. a, d and n choose the answer, Enter releases it: what a
 * side accepts stands on record, so one key alone does not say it.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { bind } from "../app/keys.ts";
import { formats, type LineKey } from "../app/lines.ts";
import { go } from "../app/router.ts";
import { may, party } from "../app/session.ts";
import { place } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import { begin } from "../incidents/begin.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  said,
  section,
  side,
  sides,
  terms,
  when,
} from "../registers/parts.ts";
import { amount, codeWords, field, said as word } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { Column } from "../ui/table.ts";
import { type Finding, findings } from "./data.ts";
import { answerMark } from "./words.ts";
import "../registers/act-form.ts";
import "../ui/table.ts";
import "./finding-map.ts";

const ANSWERS = { accept: "a", dispute: "d", "no-record": "n" } as const;
type Answer = keyof typeof ANSWERS;

@customElement("d-finding-list")
export class FindingList extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() chosen = "";
  @state() private answering: Answer | undefined;
  @state() private onlyOpen = false;
  @state() private error: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    const keys = Object.entries(ANSWERS).map(([answer, key]) => ({
      key,
      text: `agreements-key-${answer}`,
      run: () => this.choose(answer as Answer),
      when: () => this.mine(this.one()),
    }));
    this.cleanup(bind(...keys));
  }

  private one(): Finding | undefined {
    const all = findings(this.of).value ?? [];
    return all.find((each) => each.finding === this.chosen);
  }

  /** Whether it waits for this side's answer, and this officer may give it. */
  private mine(one: Finding | undefined): boolean {
    return one !== undefined && one.party === party.value && one.open && may("duty officer");
  }

  private choose(answer: Answer): void {
    this.answering = answer;
    void this.updateComplete.then(() =>
      requestAnimationFrame(() =>
        this.querySelector<HTMLElement>(".agreements-panel button.primary")?.focus(),
      ),
    );
  }

  protected override render(): TemplateResult {
    const resource = findings(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    if (!found) return awaited(resource.held.value);
    if (found.length === 0)
      return empty(t("agreements-findings-empty"), t("agreements-findings-how"));
    const rows = this.onlyOpen ? found.filter((one) => one.open) : found;
    const one = this.one();
    return html`${asNow()}
      <div class="registers-head"><h2>${t("agreements-section-findings")}</h2>
        <button aria-pressed=${this.onlyOpen} @click=${() => {
          this.onlyOpen = !this.onlyOpen;
        }}>${t("agreements-only-open")}</button></div>
      <div class=${one ? "agreements-split" : ""}>
        <d-table caption=${t("agreements-section-findings")} .columns=${this.columns(one !== undefined)} .rows=${rows} .name=${(each: Finding) => each.finding}
          chosen=${this.chosen} @chosen=${(event: CustomEvent<Finding>) => this.open(event.detail)}></d-table>
        ${one ? this.detail(one) : nothing}
      </div>`;
  }

  private open(one: Finding): void {
    this.answering = undefined;
    go("agreements", this.of.channel, this.of.status, "findings", one.finding);
  }

  private columns(narrow: boolean): Column<Finding>[] {
    const all: Column<Finding>[] = [
      {
        id: "when",
        heading: t("agreements-found-when"),
        cell: (one) => when(one.at_ms),
        by: (one) => one.at_ms,
      },
      {
        id: "kind",
        heading: t("agreements-found-what"),
        cell: (one) => ruleWords(one.kind, one.kind_words),
        by: (one) => one.kind,
      },
      {
        id: "party",
        heading: t("agreements-found-about"),
        cell: (one) => side(one.party),
        by: (one) => one.party,
      },
      {
        id: "article",
        heading: t("agreements-article"),
        cell: (one) => html`<bdi>${one.agreement}</bdi> · <bdi dir="ltr">${one.article}</bdi>`,
      },
      { id: "measured", heading: t("agreements-measured"), cell: (one) => figures(one) },
      {
        id: "answer",
        heading: t("agreements-answer"),
        cell: (one) => answerMark(one),
        by: (one) => (one.open ? 0 : 1),
      },
    ];
    return narrow ? all.filter((one) => !["article", "measured"].includes(one.id)) : all;
  }

  private detail(one: Finding): TemplateResult {
    const numbers = [one.subject, ...one.others].filter((each) => !each.startsWith("track:"));
    return section(
      "finding",
      ruleWords(one.kind, one.kind_words),
      html`<p>${said(one.words)}</p>
        ${terms([
          [t("agreements-found-about"), side(one.party)],
          [
            t("agreements-article"),
            html`${numbered(this.of, one.text)} · <bdi dir="ltr">${one.article}</bdi>`,
          ],
          [
            t("agreements-found-when"),
            html`${when(one.at_ms)}${one.until_ms === null ? nothing : html` – ${when(one.until_ms)}`}`,
          ],
          [t("agreements-measured"), figures(one)],
          [t("agreements-timing"), one.timing ? word("incidents-lead", one.timing) : ""],
          [
            t("agreements-found-where"),
            one.lat_e7 !== null && one.lon_e7 !== null
              ? html`<bdi dir="ltr">${place(one.lat_e7, one.lon_e7)}</bdi>`
              : one.where
                ? said(one.where)
                : "",
          ],
          [t("agreements-evidence"), numbers.map((each) => numbered(this.of, each))],
          [t("agreements-contested-by"), one.contested.length > 0 ? sides(one.contested) : ""],
        ])}
        <d-finding-map .of=${this.of} .finding=${one} .numbers=${numbers}></d-finding-map>
        <h3>${t("agreements-answer")}</h3>
        ${this.answers(one)} ${this.mine(one) ? this.give(one) : nothing}
        ${may("duty officer") ? html`<p><button class="quiet" @click=${() => this.begin(one)}>${t("incidents-open-from")}</button></p>` : nothing}
        ${problem(this.error)}`,
    );
  }

  private answers(one: Finding): TemplateResult {
    if (one.answers.length === 0) return html`<p>${side(one.party)}: ${answerMark(one)}</p>`;
    return html`<ul class="registers-plain">${one.answers.map(
      (
        each,
      ) => html`<li class="registers-item"><p class="row">${side(each.party)} <strong>${word("agreements-answer", each.answer)}</strong> ${when(each.at_ms)} ${numbered(this.of, each.number)}</p>
        ${each.because ? html`<p><bdi dir="auto">${each.because}</bdi></p>` : nothing}</li>`,
    )}</ul>`;
  }

  private give(one: Finding): TemplateResult {
    const button = (
      answer: Answer,
    ) => html`<button aria-pressed=${this.answering === answer} aria-keyshortcuts=${ANSWERS[answer]} @click=${() => this.choose(answer)}>
      ${t(`agreements-give-${answer}`)} <kbd>${ANSWERS[answer]}</kbd></button>`;
    const answers = Object.keys(ANSWERS) as Answer[];
    return html`<div class="row">${answers.map(button)}</div>
      ${
        this.answering
          ? html`<div class="agreements-panel"><d-act-form .of=${this.of} code="FAN" .fixed=${{ finding: one.finding, answer: this.answering }} .ask=${["because"]}
              button=${t(`agreements-release-${this.answering}`)} keep=${`FAN|${one.finding}|${this.answering}`}
              @done=${() => {
                this.answering = undefined;
              }}></d-act-form></div>`
          : nothing
      }`;
  }

  private async begin(one: Finding): Promise<void> {
    this.error = undefined;
    try {
      await begin(this.of, { finding: one.finding });
    } catch (error) {
      this.error = error;
    }
  }
}

function ruleWords(kind: string, english: string): string {
  return codeWords(field("AGR", "articles", "rule"), kind, english);
}

/** What was measured beside what the article asks: `12 min of 30 min`. */
function figures(one: Finding): string {
  if (one.measured === null)
    return one.asked === null ? "" : t("agreements-asked", { asked: amount(one.asked, one.unit) });
  if (one.asked === null) return amount(one.measured, one.unit);
  return t("agreements-measured-asked", {
    measured: amount(one.measured, one.unit),
    asked: amount(one.asked, one.unit),
  });
}
