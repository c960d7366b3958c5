/** What is running out of time, soonest first; each one key or one click from its message. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { bind } from "../app/keys.ts";
import { line, type Message, openMessages, status } from "../app/lines.ts";
import { go, to } from "../app/router.ts";
import { party } from "../app/session.ts";
import { number } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import "../record/proof-link.ts";
import "./card.ts";
import { card, noData } from "./card.ts";
import { watchList } from "./data.ts";
import { stepWords } from "./handover.ts";
import { beside, type Due, deadlines } from "./pressing.ts";

const KEYS = 9; // digits that open a deadline
const SHOWN = 40; // more than any screen shows at once; the inbox has all

@customElement("d-watch-due")
export class WatchDue extends Part {
  private rows: readonly Due[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const digits = Array.from({ length: KEYS }, (_, at) => ({
      key: String(at + 1),
      text: "watch-key-due",
      run: () => this.open(at),
      when: () => this.rows.length > at,
    }));
    this.cleanup(bind(...digits));
  }

  private open(at: number): void {
    const one = this.rows[at];
    if (one) go("messages", one.line.channel, one.line.status, one.number);
  }

  protected override render(): TemplateResult {
    const list = watchList();
    const key = line.value;
    const messages = key ? openMessages(key) : undefined;
    this.hold(list, ...(messages ? [messages] : []));
    const drill = key !== undefined && key.status !== "ACTUAL";
    const owed = deadlines(list.value?.items ?? [], party.value);
    const all = beside(owed, key?.status ?? "ACTUAL");
    this.rows = all.slice(0, SHOWN);
    const words = new Map((messages?.value ?? []).map((one) => [one.message.number, one]));
    const hidden = all.length - this.rows.length + (list.value?.more ?? 0);
    const rows = this.rows.map((one, at) => this.row(one, at, words.get(one.number), drill));
    return card(
      "due",
      t("watch-due", { count: list.value ? number(all.length) : "?" }),
      list.value === undefined
        ? noData()
        : all.length === 0
          ? html`<p>${t("watch-due-none")}</p>`
          : html`<ol class="watch-rows">${rows}</ol>
            ${hidden > 0 ? html`<p>${t("watch-more", { count: number(hidden) })}</p>` : nothing}`,
    );
  }

  private row(one: Due, at: number, message: Message | undefined, drill: boolean): TemplateResult {
    const whose = one.ours ? t("watch-ours") : t("watch-theirs", { party: one.party });
    const where = status.value?.lines.find((held) => held.channel === one.line.channel);
    const step = one.unread ? "READ" : one.step;
    return html`<li class="record-beside"><a
        class="watch-row ${one.ours ? "watch-is-ours" : "watch-is-theirs"}"
        href=${to("messages", one.line.channel, one.line.status, one.number)}
        aria-keyshortcuts=${at < KEYS ? String(at + 1) : nothing}
        data-number=${one.number}
      >
        <span class="watch-when"><d-watch-left .due=${one.dueMs}></d-watch-left></span>
        <span class="watch-what">
          <strong>${icon(one.ours ? "person" : "clock")} ${whose}: ${stepWords(step)}</strong>
          ${urgency(message)}
          ${one.unread ? html`<span class="watch-tag">${t("watch-not-read")}</span>` : nothing}
          ${one.line.status === "ACTUAL" && !drill ? nothing : html`<span class="watch-tag watch-tag-${one.line.status.toLowerCase()}">${one.line.status}</span>`}
          <span class="watch-words"><bdi dir="ltr" class="code">${one.number}</bdi> <bdi dir=${message?.rendered?.direction ?? "auto"}>${short(message) || where?.name || ""}</bdi></span>
        </span>
        ${at < KEYS ? html`<kbd aria-hidden="true">${at + 1}</kbd>` : nothing}
      </a><d-proof-link .position=${message?.position} .says=${one.number}></d-proof-link></li>`;
  }
}

/** What the message says in one line, without the number and the urgency that stand beside it. */
function short(message: Message | undefined): string {
  const parts = (message?.rendered?.headline ?? "").split(" · ");
  return parts.length > 2 ? parts.slice(2).join(" · ") : (parts.at(-1) ?? "");
}

/** ROUTINE goes without saying. */
function urgency(message: Message | undefined): TemplateResult | typeof nothing {
  const word = message?.message.precedence ?? "ROUTINE";
  return word === "ROUTINE" ? nothing : html`<span class="watch-tag">${word}</span>`;
}
