/**
 * `<d-message-line .message=${…}>`: one message in one line, as an inbox shows it.
 *
 * First what is to be done and how long is left, then whose it is and what it says. A link: Enter
 * opens it. What is no real word says so before anything else.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type Message } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { party } from "../app/session.ts";
import { near } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { Part } from "../ui/part.ts";
import { subjectOf } from "./possible.ts";
import { pressing, standing } from "./standing.ts";
import { headline, precedenceWords, standingMark } from "./words.ts";
import "./ladder.ts";
import "./messages.css";

/** Where a message is looked at. */
export function messageAddress(message: Message): string {
  return to("messages", message.channel, message.status, message.message.number);
}

@customElement("d-message-line")
export class MessageLine extends Part {
  @property({ attribute: false }) message: Message | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { message } = this;
    if (!message) return nothing;
    this.hold(formats());
    const found = standing(message, party.value);
    const due = found.place === "ours" || found.place === "theirs" ? pressing(found) : undefined;
    const { precedence, number } = message.message;
    const title = subjectOf(message, formats().value ?? [])?.title.text;
    const classes = `messages-line messages-${found.place} ${found.unread ? "messages-unread" : ""}`;
    return html`<a class=${classes} href=${messageAddress(message)} data-number=${number}>
      <span class="messages-do">${standingMark(message, found)}
        ${due ? html`<d-until .dueMs=${due.due_ms}></d-until>` : nothing}</span>
      <span class="messages-whose">${this.whose(message)}</span>
      <span class="messages-what">
        ${this.unreal(message)}
        ${precedence === "ROUTINE" ? nothing : html`<span class="messages-precedence p-${precedence}">${precedenceWords(precedence)}</span>`}
        ${message.message.format === "COR" ? html`<span class="messages-tag">${t("messages-is-correction")}</span>` : nothing}
        ${message.conflicts && message.conflicts.length > 0 ? html`<span class="messages-tag messages-tag-bad">${t("messages-in-conflict", { count: message.conflicts.length })}</span>` : nothing}
        <bdi class="messages-title" dir=${message.rendered?.direction ?? "ltr"} title=${title ?? ""}>${headline(message)}</bdi>
      </span>
      <d-ladder brief .message=${message}></d-ladder>
      <span class="messages-number"><bdi dir="ltr" class="code">${number}</bdi>
        <bdi dir="ltr">${near(message.at_ms, nowMs.peek())}</bdi></span>
    </a>`;
  }

  private whose(message: Message): TemplateResult {
    const own = message.direction === "out";
    const who = own ? message.message.to.join(", ") : message.author;
    return html`<span aria-hidden="true">${own ? "↗" : "↙"}</span>
      <span class="hidden-label">${t(own ? "messages-to" : "messages-from")}</span> <bdi>${who}</bdi>`;
  }

  private unreal(message: Message): TemplateResult | typeof nothing {
    if (message.status === "ACTUAL") return nothing;
    return html`<span class="messages-status">${t(`messages-status-${message.status.toLowerCase()}`)}</span>`;
  }
}
