/**
 * Answers to a message, in place: `<d-answer-buttons .of=${key} number="…" .codes=${["AGREE", "DISAGREE"]}>`.
 *
 * about: the field that DISAGREE names, which the line asks for. Shown to whom it was put, until that
 * side has answered: who shows it decides.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { post } from "../api/client.ts";
import type { LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

@customElement("d-answer-buttons")
export class AnswerButtons extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() number = "";
  @property({ attribute: false }) codes: readonly string[] = ["AGREE", "DISAGREE"];
  @property() about = "";
  @state() private error: unknown;
  @state() private sending = false;

  protected override render(): TemplateResult | typeof nothing {
    if (!may("duty officer")) return nothing;
    return html`<span class="row">${this.codes.map(
      (code) =>
        html`<button ?disabled=${this.sending} @click=${() => this.answer(code)}>${t(`registers-answer-${code.toLowerCase()}`)}</button>`,
    )}</span>${problem(this.error)}`;
  }

  private async answer(code: string): Promise<void> {
    this.sending = true;
    this.error = undefined;
    try {
      await post("/v1/lines/{channel}/{status}/messages/{number}/answer", {
        path: { ...this.of, number: this.number },
        body: { code, ...(code === "AGREE" ? {} : { field_name: this.about }) },
      });
    } catch (error) {
      this.error = error;
    } finally {
      this.sending = false;
    }
  }
}
