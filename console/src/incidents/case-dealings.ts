/** What is done about a case: agreed facts that grow, questions with deadlines, closings, protests. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { numbered, section, side, sides, when } from "../registers/parts.ts";
import { byEnglish, field, label, said } from "../registers/words.ts";
import { countdown } from "../ui/countdown.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { toldLines } from "./case-words.ts";
import type { CaseView } from "./differences.ts";
import "../registers/act-form.ts";
import "../registers/answer-buttons.ts";

type Fact = CaseView["facts"][number];
type Question = CaseView["questions"][number];
type Closing = CaseView["closings"][number];
type Word = Fact["answers"][number];

const FACT: Record<string, Tone> = { proposed: "warn", agreed: "good", disagreed: "bad" };
const REPLY: Record<string, Tone> = {
  waiting: "warn",
  late: "bad",
  answered: "good",
  "answered late": "warn",
  declined: "bad",
  "no record": "none",
};

@customElement("d-case-dealings")
export class CaseDealings extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) case!: CaseView;
  @state() private answering = "";

  protected override render(): TemplateResult {
    const { facts, questions, closings, protests, answers } = this.case;
    const list = (all: readonly unknown[], none: string) =>
      all.length === 0
        ? html`<p class="quiet-text">${none}</p>`
        : html`<ul class="registers-plain">${all}</ul>`;
    return html`<div class="column">
      ${section(
        "facts",
        t("incidents-facts"),
        list(
          facts.map((one) => this.fact(one)),
          t("incidents-facts-none"),
        ),
        facts.length,
      )}
      ${section(
        "questions",
        t("incidents-questions"),
        list(
          questions.map((one) => this.question(one)),
          t("incidents-questions-none"),
        ),
        questions.length,
      )}
      ${section(
        "closings",
        t("incidents-closings"),
        list(
          closings.map((one) => this.closing(one)),
          t("incidents-closings-none"),
        ),
        closings.length,
      )}
      ${
        protests.length > 0
          ? section(
              "protests",
              t("incidents-protests"),
              list(
                protests.map((one) => this.protest(one)),
                "",
              ),
              protests.length,
            )
          : nothing
      }
      ${
        answers.length > 0
          ? section(
              "finding-answers",
              t("incidents-finding-answers"),
              list(
                answers.map(
                  (one) =>
                    html`<li class="registers-item">${side(one.party)}: ${said("agreements-answer", one.answer)} ${numbered(this.of, one.number)}</li>`,
                ),
                "",
              ),
            )
          : nothing
      }
    </div>`;
  }

  private words(all: readonly Word[]): TemplateResult {
    return html`${all.map((one) => html`<div>${side(one.party)}: ${said("registers-answered", one.what)} ${when(one.at_ms)} ${numbered(this.of, one.number)}</div>`)}`;
  }

  /** Whether it was put to this side, which has not answered it. */
  private mine(author: string, answers: readonly Word[]): boolean {
    const me = party.value;
    return author !== me && !answers.some((one) => one.party === me) && may("duty officer");
  }

  private fact(one: Fact): TemplateResult {
    return html`<li class="registers-item">
      <p class="row">${mark(FACT[one.state] ?? "none", said("incidents-fact", one.state))} <strong>${label("INR", one.field, one.label)}</strong></p>
      ${this.value(one)}
      <p class="row quiet-text">${t("incidents-proposed-by")} ${side(one.party)} ${numbered(this.of, one.number)}
        ${one.told_in ? html`${t("incidents-told-in")} ${numbered(this.of, one.told_in)}` : nothing}</p>
      ${this.words(one.answers)}
      ${one.contradicted.length > 0 ? html`<p>${mark("warn", t("incidents-contradicted"))} ${one.contradicted.map((number) => numbered(this.of, number))}</p>` : nothing}
      ${this.mine(one.party, one.answers) ? html`<d-answer-buttons .of=${this.of} number=${one.number} about="field"></d-answer-buttons>` : nothing}
    </li>`;
  }

  /** The value as the account told it that the fact names; words that were proposed instead, as written. */
  private value(one: Fact): TemplateResult {
    const row = this.case.rows.find((each) => each.field === one.field);
    const told = [...(row?.told ?? []), ...(row?.before ?? [])].find(
      (each) => each.number === one.told_in,
    );
    if (told && one.lines.length === told.lines.length) return toldLines(one.field, told);
    return html`${one.lines.map((line) => html`<p><bdi dir="auto">${line}</bdi></p>`)}`;
  }

  private question(one: Question): TemplateResult {
    const owed = one.replies.some((each) =>
      ["waiting", "late", "not understood"].includes(each.state),
    );
    return html`<li class="registers-item">
      <p><bdi dir="auto">${one.question}</bdi></p>
      <p class="row quiet-text">${side(one.party)} ${numbered(this.of, one.number)}
        ${one.about ? label("INR", one.about) : nothing} ${one.urgent ? t("incidents-asked-urgently") : nothing}
        ${owed ? countdown(one.due_ms) : html`${t("incidents-was-due")} ${when(one.due_ms)}`}</p>
      ${one.replies.map((each) => this.reply(one, each))}
    </li>`;
  }

  private reply(question: Question, one: Question["replies"][number]): TemplateResult {
    const mine =
      one.party === party.value && ["waiting", "late", "not understood"].includes(one.state);
    const open = this.answering === question.number;
    return html`<div class="incidents-reply">
      <p class="row">${side(one.party)} ${mark(REPLY[one.state] ?? "none", said("incidents-reply", one.state))} ${one.at_ms === null ? nothing : when(one.at_ms)}</p>
      ${one.texts.map((text) => html`<blockquote><bdi dir="auto">${text.text}</bdi> ${numbered(this.of, text.number)}</blockquote>`)}
      ${
        mine && may("duty officer")
          ? html`<div class="row">
              <button aria-expanded=${open} @click=${() => {
                this.answering = open ? "" : question.number;
              }}>${t("incidents-answer")}</button>
            </div>
            ${open ? html`<d-act-form .of=${this.of} code="INA" .ask=${["answer"]} keep=${`INA|${question.number}`} .fixed=${{ case: this.case.head.number, question: question.number }}></d-act-form>` : nothing}`
          : nothing
      }
    </div>`;
  }

  private closing(one: Closing): TemplateResult {
    const words = one.agreed
      ? mark("good", t("incidents-closing-agreed"))
      : mark("warn", html`${t("incidents-closing-open")} ${sides(one.waiting)}`);
    return html`<li class="registers-item">
      <p class="row"><strong>${byEnglish(field("INC", "closure"), one.words)}</strong> ${words}</p>
      ${one.finding ? html`<p><bdi dir="auto">${one.finding}</bdi></p>` : nothing}
      ${one.open_points ? html`<p>${t("incidents-open-points")} <bdi dir="auto">${one.open_points}</bdi></p>` : nothing}
      ${one.taken_up_in ? html`<p>${t("incidents-taken-up")} ${numbered(this.of, one.taken_up_in)}</p>` : nothing}
      ${one.measures.map((each) => html`<p>${t("incidents-measure")} <bdi dir="auto">${each.measure}</bdi> · ${side(each.owner)} · <bdi dir="ltr">${each.due}</bdi></p>`)}
      <p class="row quiet-text">${side(one.party)} ${when(one.at_ms)} ${numbered(this.of, one.number)}</p>
      ${this.words(one.answers)}
      ${this.mine(one.party, one.answers) && !one.agreed ? html`<d-answer-buttons .of=${this.of} number=${one.number} about="closure"></d-answer-buttons>` : nothing}
    </li>`;
  }

  private protest(one: CaseView["protests"][number]): TemplateResult {
    return html`<li class="registers-item">
      <p>${side(one.party)}: <bdi dir="auto">${one.against}</bdi></p>
      ${one.demand ? html`<p>${t("incidents-demand")} <bdi dir="auto">${one.demand}</bdi></p>` : nothing}
      <p class="row quiet-text">${when(one.at_ms)} ${numbered(this.of, one.number)}</p>
    </li>`;
  }
}
