/** The answers that a FLASH may be given, each one key or one click; what an answer needs is asked. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { post, type Schemas } from "../api/client.ts";
import { nameOf } from "../app/keys.ts";
import { type Format, formats, message } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import { ANSWER_KEYS } from "../messages/possible.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { Waiting } from "./flash-queue.ts";

type Choice = Schemas["AnswerChoiceView"];
type Body = Partial<Schemas["AnswerBody"]>;

const MINUTES = [2, 5, 10, 15, 30] as const; // offered; what else is wanted is typed

@customElement("d-flash-answer")
export class FlashAnswer extends Part {
  @property({ attribute: false }) waiting!: Waiting;
  @state() private asking: Choice | undefined;
  @state() private error: unknown;
  @state() private sending = false;

  override connectedCallback(): void {
    super.connectedCallback();
    // The overlay keeps keys from the views beneath, so it listens itself
    const listen = (event: KeyboardEvent) => this.keys(event);
    document.addEventListener("keydown", listen, { capture: true });
    this.cleanup(() => document.removeEventListener("keydown", listen, { capture: true }));
  }

  private format(): Format | undefined {
    const code = message(this.waiting, this.waiting.number).value?.message.format;
    return formats().value?.find((one) => one.code === (code ?? this.waiting.format));
  }

  private keys(event: KeyboardEvent): void {
    if (event.repeat || this.asking) return;
    const name = nameOf(event);
    const choice = this.format()?.answer_choices.find((one) => ANSWER_KEYS[one.code] === name);
    if (!choice) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(choice);
  }

  private choose(choice: Choice): void {
    if ((choice.needs ?? []).length > 0) this.asking = choice;
    else void this.send({ code: choice.code });
  }

  private async send(body: Body): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.error = undefined;
    const { channel, status, number } = this.waiting;
    const path = { channel, status, number };
    try {
      await post("/v1/lines/{channel}/{status}/messages/{number}/answer", { path, body });
      this.tell("answered", {});
    } catch (error) {
      this.error = error;
    } finally {
      this.sending = false;
    }
  }

  private submit(event: SubmitEvent, choice: Choice): void {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const body: Body = { code: choice.code };
    for (const need of choice.needs ?? []) {
      if (need === "minutes") body.minutes = Number(text(need));
      if (need === "reason" || need === "field_name" || need === "explanation")
        body[need] = text(need);
    }
    void this.send(body);
  }

  protected override render(): TemplateResult {
    this.hold(formats(), message(this.waiting, this.waiting.number));
    const choices = this.format()?.answer_choices ?? [];
    return html`<div class="flash-answers" role="group" aria-label=${t("flash-answers")}>
        ${choices.map((one) => this.button(one))}
      </div>
      ${this.asking ? this.form(this.asking) : nothing} ${problem(this.error)}`;
  }

  private button(choice: Choice): TemplateResult {
    const key = ANSWER_KEYS[choice.code];
    return html`<button
      ?disabled=${this.sending}
      aria-pressed=${this.asking?.code === choice.code}
      aria-keyshortcuts=${key ?? nothing}
      @click=${() => this.choose(choice)}
    ><bdi>${choice.words.text}</bdi> ${key ? html`<kbd>${key}</kbd>` : nothing}</button>`;
  }

  private form(choice: Choice): TemplateResult {
    const back = () => {
      this.asking = undefined;
    };
    return html`<form class="row" @submit=${(event: SubmitEvent) => this.submit(event, choice)}>
      ${(choice.needs ?? []).map((one) => this.input(one))}
      <button class="primary" ?disabled=${this.sending}>${t("flash-answer-send", { answer: choice.code })}</button>
      <button type="button" @click=${back}>${t("flash-answer-back")}</button>
    </form>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("asking") && this.asking)
      this.querySelector<HTMLElement>("form input, form select")?.focus();
  }

  private input(need: string): TemplateResult | typeof nothing {
    if (need === "minutes") {
      const field = this.table("minutes");
      return html`<label>${t("flash-minutes")}
        <input name="minutes" type="number" required min=${field?.minimum ?? 1} max=${field?.maximum ?? nothing} value="5" list="flash-minutes-list" />
        <datalist id="flash-minutes-list">${MINUTES.map((one) => html`<option value=${one}></option>`)}</datalist></label>`;
    }
    if (need === "field_name") {
      const form = (this.format()?.form ?? []).map((one) => [one.name, one.label.text] as const);
      return this.select(need, t("flash-field"), form);
    }
    const choices = this.table(need)?.choices ?? [];
    const pairs = choices.map((one) => [one.code, one.words.text] as const);
    return this.select(need, t("flash-reason"), pairs);
  }

  /** A field of the table of answers (RSP): what goes with an answer is its codes, never free text. */
  private table(name: string): Schemas["FieldView"] | undefined {
    const answers = formats().value?.find((one) => one.code === "RSP");
    return answers?.form.find((one) => one.name === name);
  }

  private select(
    name: string,
    words: string,
    pairs: readonly (readonly [string, string])[],
  ): TemplateResult {
    return html`<label>${words}
      <select name=${name} required>${pairs.map(([code, text]) => html`<option value=${code}>${text}</option>`)}</select></label>`;
  }
}
