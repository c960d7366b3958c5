/** Beside a message: open a case of it. The node gives what is known; an officer completes and releases it. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formats, type Message } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { begin } from "./begin.ts";

/** What tells of something that flies or is seen: the rest begins no case. */
const TELLING = ["notice", "alert", "question"];

@customElement("d-case-from-message")
export class CaseFromMessage extends Part {
  @property({ attribute: false }) message!: Message;
  @state() private error: unknown;

  protected override render(): TemplateResult | typeof nothing {
    const { format } = this.message.message;
    const family = formats().value?.find((one) => one.code === format)?.family ?? "";
    if (!may("duty officer") || !TELLING.includes(family)) return nothing;
    return html`<p class="no-print"><button class="quiet" @click=${() => this.begin()}>${t("incidents-open-from")}</button></p>${problem(this.error)}`;
  }

  private async begin(): Promise<void> {
    const { channel, status, message } = this.message;
    this.error = undefined;
    try {
      await begin({ channel, status }, { message: message.number });
    } catch (error) {
      this.error = error;
    }
  }
}
