/**
 * What goes with an answer: a reason, minutes, the field that is not agreed, a proposal, conditions.
 *
 * Made from the table of answers (RSP), as every form is. What is typed survives its closing.
 */
import { signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { bind } from "../app/keys.ts";
import { type Format, formats, type Message } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import type { Drawn, MapShape } from "../map/shapes.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { Asked } from "./action-bar.ts";
import * as acts from "./acts.ts";
import type { Drawing, FormContext } from "./form/context.ts";
import { fieldInput } from "./form/field-input.ts";
import { sent } from "./form/model.ts";
import type { Field } from "./form/paths.ts";
import { begin, discard, type Form } from "./form/store.ts";
import { settled } from "./form/understand.ts";
import { messageShapes, shapesOf } from "./shapes.ts";
import { Stable } from "./stable.ts";
import { answerWords } from "./words.ts";
import "../map/map.ts";
import "../ui/dialog.ts";

/** Members of an answer, and the fields of its table that they are. */
const FIELDS: Record<string, string> = { field_name: "field" };

@customElement("d-answer-dialog")
export class AnswerDialog extends Part {
  @property({ attribute: false }) message: Message | undefined;
  @property({ attribute: false }) subject: Format | undefined;
  @property({ attribute: false }) asked: Asked | undefined;
  @state() private error: unknown;
  @state() private busy = false;
  @state() private proposing = false;
  private form: Form | undefined;
  private readonly shapes = new Stable<MapShape[]>();
  private readonly drawing = signal<Drawing | undefined>(undefined);

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind({
        key: "ctrl+enter",
        text: "messages-key-answer",
        run: () => void this.give(),
        when: () => this.asked !== undefined,
      }),
    );
    this.cleanup(() => this.form && discard(this.form.peek().id));
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("asked") || !this.asked || !this.message) return;
    this.error = undefined;
    const { channel, status } = this.message;
    if (this.form?.peek().values["code"] === this.asked.code) return;
    if (this.form) discard(this.form.peek().id);
    this.proposing = false;
    this.form = begin({ code: "RSP", channel, status, values: { code: this.asked.code } });
  }

  protected override render(): TemplateResult {
    const code = this.asked?.code ?? "";
    const heading = t("messages-answer-heading", { answer: answerWords(code, this.subject) });
    return html`<d-dialog .open=${this.asked !== undefined} heading=${heading} .body=${() => this.body(code)}></d-dialog>`;
  }

  private fields(code: string): Field[] {
    const table = (formats().value ?? []).find((one) => one.code === "RSP")?.form ?? [];
    const choice = this.subject?.answer_choices?.find((one) => one.code === code);
    const names = [...(choice?.needs ?? []), ...(choice?.may ?? [])].map(
      (one) => FIELDS[one] ?? one,
    );
    const needed = new Set((choice?.needs ?? []).map((one) => FIELDS[one] ?? one));
    return table
      .filter((one) => names.includes(one.name))
      .map((one) => (one.name === "field" ? this.fieldNames(one) : one))
      .map((one) => ({ ...one, required: needed.has(one.name) }));
  }

  /** Which field is not agreed: those of the message, by their words; the whole besides. */
  private fieldNames(field: Field): Field {
    const whole = {
      code: "whole",
      words: { text: t("messages-whole"), english: "the whole message", reviewed: true },
    };
    const choices = (this.subject?.form ?? []).map((one) => ({ code: one.name, words: one.label }));
    return { ...field, kind: "choice", choices: [whole, ...choices] };
  }

  private body(code: string): TemplateResult {
    const { form, message, subject } = this;
    const format = (formats().value ?? []).find((one) => one.code === "RSP");
    if (!form || !format || !message) return html``;
    const context: FormContext = {
      form,
      format,
      problems: new Map(),
      asks: new Set(),
      strict: false,
      drawing: this.drawing,
      around: form.data.values,
    };
    const fields = this.fields(code);
    const proposal = fields.find((one) => one.kind === "volume");
    const shown = fields.filter((one) => one !== proposal);
    return html`<form class="messages-answer column" @submit=${(event: Event) => event.preventDefault()}>
      ${shown.map((one) => fieldInput(context, one, one.name))}
      ${proposal && subject?.volume_field ? this.proposal(context, proposal, message) : nothing}
      ${problem(this.error)}
      <div class="row spread"><button type="button" @click=${() => this.tell("closed", {})}>${t("messages-go-back")}</button>
        <button type="button" class="primary messages-really" ?disabled=${this.busy} @click=${() => void this.give()}>
          ${t("messages-answer-give", { answer: answerWords(code, subject) })} <kbd dir="ltr">Ctrl ⏎</kbd></button></div>
    </form>`;
  }

  private proposal(context: FormContext, field: Field, message: Message): TemplateResult {
    if (!this.proposing) {
      const open = () => {
        this.proposing = true;
      };
      return html`<div><button type="button" @click=${open}>${t("messages-propose")}</button></div>`;
    }
    const drawing = this.drawing.value;
    const shapes = this.shapes.keep([
      ...messageShapes(message, this.subject, ""),
      ...shapesOf(
        { form: [field] } as never,
        context.form.data.values,
        "proposal",
        "proposal",
        t("messages-proposal"),
      ),
    ]);
    return html`${fieldInput(context, field, field.name)}
      <d-map class="messages-map small" .overlay=${shapes} .draw=${drawing?.kind} .focusOn=${shapes.at(-1)}
        @drawn=${(event: CustomEvent<Drawn>) => drawing?.take(event.detail)}></d-map>`;
  }

  private async give(): Promise<void> {
    const { form, message, asked } = this;
    if (!form || !message || !asked || this.busy) return;
    this.busy = true;
    this.error = undefined;
    try {
      await settled(form);
      const values = sent(this.fields(asked.code), form.peek().values);
      const { field, ...others } = values as Record<string, unknown>;
      const named = field === undefined ? {} : { field_name: String(field) };
      await acts.answer(message, { code: asked.code, ...others, ...named });
      discard(form.peek().id);
      this.form = undefined;
      this.tell("closed", {});
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

/** Take an own message back and say why, or say that its activity has ended. */
@customElement("d-close-dialog")
export class CloseDialog extends Part {
  @property({ attribute: false }) message: Message | undefined;
  @property({ attribute: false }) act: "cancel" | "end" | undefined;
  @state() private reason = "";
  @state() private error: unknown;
  private last: "cancel" | "end" = "end";

  protected override willUpdate(): void {
    this.last = this.act ?? this.last;
  }

  protected override render(): TemplateResult {
    const number = this.message?.message.number ?? "";
    const heading = t(`messages-${this.last}-heading`, { number });
    return html`<d-dialog .open=${this.act !== undefined} heading=${heading} .body=${() => this.body()}></d-dialog>`;
  }

  private body(): TemplateResult {
    return html`<div class="column">${this.last === "cancel" ? this.why() : nothing}
      <p>${t(`messages-${this.last}-help`)}</p>
      ${problem(this.error)}
      <div class="row spread"><button @click=${() => this.tell("closed", {})}>${t("messages-go-back")}</button>
        <button class="primary messages-really" @click=${() => void this.give()}>${t(`messages-act-${this.last}`)}</button></div></div>`;
  }

  private why(): TemplateResult {
    const table = (formats().value ?? []).find((one) => one.code === "CAN")?.form ?? [];
    const choices = table.find((one) => one.name === "reason")?.choices ?? [];
    const set = (event: Event) => {
      this.reason = (event.target as HTMLInputElement).value;
    };
    const input =
      choices.length > 0
        ? html`<select @change=${set}><option value="">${t("messages-unsaid")}</option>${choices.map((one) => html`<option value=${one.code} ?selected=${one.code === this.reason}>${one.words.text}</option>`)}</select>`
        : html`<input dir="auto" size="40" .value=${this.reason} @input=${set} />`;
    return html`<label class="messages-label">${t("messages-cancel-reason")} ${input}</label>`;
  }

  private async give(): Promise<void> {
    const { message } = this;
    if (!message) return;
    this.error = undefined;
    try {
      await (this.last === "cancel" ? acts.cancel(message, this.reason) : acts.end(message));
      this.tell("closed", {});
    } catch (error) {
      this.error = error;
    }
  }
}
