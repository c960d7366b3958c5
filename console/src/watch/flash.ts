/**
 * A FLASH of the other side takes the screen, whatever is on it, until it is READ.
 *
 * What the stream itself tells is on the screen within the same frame: FLASH, what kind, from whom.
 * The words, the place and the answers follow as the node gives them. It stands in the browser's own
 * top layer, so that no dialog and no view can cover it, and the focus stays within. A key counts
 * only after a moment without keys: whoever was typing has not READ anything.
 */
import { effect } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { post } from "../api/client.ts";
import { bind, nameOf } from "../app/keys.ts";
import { formats, message } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { clockSeconds } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { link, nodeTime } from "../live/connection.ts";
import { warn } from "../ui/announce.ts";
import { age, countdown } from "../ui/countdown.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import "./flash-answer.ts";
import "./flash-words.ts";
import { keyOf, type Waiting } from "./flash-queue.ts";
import { answering, aside, current, leave, unread, wasRead } from "./flash-state.ts";
import { sound } from "./sound.ts";
import "./flash.css";

const QUIET_MS = 600; // longer than between two keys of a typist, shorter than it takes to understand

@customElement("d-flash")
export class Flash extends Part {
  @query("dialog") private box: HTMLDialogElement | null | undefined;
  @state() private error: unknown;
  @state() private sending = false;
  private shownKey = "";
  private keyAtMs = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const reading = () => current.value !== undefined && !answering.value && may("duty officer");
    const read = () => void this.read();
    this.cleanup(bind({ key: "r", text: "flash-read", run: read, when: reading }));
    this.cleanup(effect(() => this.appear(current.value)));
  }

  /** A new one: said aloud, old troubles forgotten, and the guard against typed keys raised. */
  private appear(one: Waiting | undefined): void {
    const key = one ? keyOf(one) : "";
    if (key === this.shownKey) return;
    this.shownKey = key;
    this.error = undefined;
    this.keyAtMs = performance.now();
    if (one) warn(t("flash-heard", { status: t(`flash-${one.status.toLowerCase()}`) }));
  }

  private async read(): Promise<void> {
    const one = current.value;
    if (!one || this.sending || answering.value) return;
    this.sending = true;
    this.error = undefined;
    const path = { channel: one.channel, status: one.status, number: one.number };
    try {
      await post("/v1/lines/{channel}/{status}/messages/{number}/read", { path });
      wasRead(one);
    } catch (error) {
      this.error = error;
    } finally {
      this.sending = false;
    }
  }

  /** Keys belong to what lies over everything; whoever was typing when it came has pressed nothing. */
  private keys(event: KeyboardEvent): void {
    const since = performance.now() - this.keyAtMs;
    this.keyAtMs = performance.now();
    const name = nameOf(event);
    if (name === "tab" || name === "shift" || name === "f5") return;
    const fresh = since < QUIET_MS && !answering.value;
    if (fresh) event.preventDefault();
    if (fresh || answering.value) return;
    if (name !== "r" && name !== "enter") return;
    if (name === "enter" && (event.target as HTMLElement).closest("a, button:not(.flash-read)"))
      return;
    event.preventDefault();
    if (may("duty officer")) void this.read();
  }

  protected override render(): TemplateResult | typeof nothing {
    const one = current.value;
    const titles = formats();
    if (!one || aside.value) {
      this.hold(titles); // before the first FLASH: what kind it is must be said at once
      return one ? this.bar(one) : nothing;
    }
    const whole = message(one, one.number);
    this.hold(titles, whole);
    const format = whole.value?.message.format ?? one.format;
    const title = titles.value?.find((held) => held.code === format)?.title.text ?? format;
    return html`<dialog
      class="flash flash-is-${one.status.toLowerCase()}"
      role="alertdialog"
      aria-labelledby="flash-title"
      @cancel=${(event: Event) => event.preventDefault()}
      @keydown=${this.keys}
    >
      ${this.head(one)}
      <h1 id="flash-title" tabindex="-1"><bdi>${title}</bdi></h1>
      <d-flash-words .waiting=${one} .message=${whole.value}></d-flash-words>
      ${problem(this.error)} ${this.quiet()}
      <footer class="flash-foot">${answering.value ? this.answers(one) : this.reading(one)}</footer>
    </dialog>`;
  }

  protected override updated(): void {
    if (!this.box || this.box.open) return;
    this.box.showModal();
    this.box.querySelector<HTMLElement>("#flash-title")?.focus();
  }

  private head(one: Waiting): TemplateResult {
    const more = unread.value.filter((held) => keyOf(held) !== keyOf(one)).length;
    const held = message(one, one.number).value;
    const due = held?.due.find((step) => step.step === (answering.value ? "ANSWER" : "READ"));
    const since = one.heldAtMs ?? held?.held_at_ms;
    const from = one.party || held?.author;
    return html`<header class="flash-head">
      <span class="flash-word">${icon("flash")} FLASH ${icon("flash")}</span>
      <span class="flash-status">${t(`flash-${one.status.toLowerCase()}`)}</span>
      ${from ? html`<span>${t("flash-from", { party: from })}</span>` : nothing}
      <bdi dir="ltr" class="code">${one.number}</bdi>
      ${since === undefined ? nothing : html`<span>${clockSeconds(since)} · ${age(since)}</span>`}
      ${due ? html`<strong>${countdown(due.due_ms)}</strong>` : nothing}
      ${more > 0 ? html`<strong class="flash-more">${t("flash-more", { count: more })}</strong>` : nothing}
    </header>`;
  }

  private quiet(): TemplateResult | typeof nothing {
    if (sound.value !== "off") return nothing;
    return html`<p class="flash-quiet">${icon("muted")} ${t("sound-off")}</p>`;
  }

  private reading(one: Waiting): TemplateResult {
    const gone = link.value === "gone" || link.value === "silent";
    if (!may("duty officer")) return html`<p>${t("flash-observer")}</p>${this.putAside()}`;
    return html`<button class="flash-read" aria-keyshortcuts="r Enter" ?disabled=${this.sending}
        @click=${() => void this.read()}>${t("flash-read")} <kbd>r</kbd> <kbd>Enter</kbd></button>
      <span>${t("flash-until")}</span>
      ${gone ? html`<p role="alert">${t("flash-gone", { number: one.number })}</p>${this.putAside()}` : nothing}`;
  }

  private putAside(): TemplateResult {
    const put = () => {
      aside.value = true;
    };
    return html`<button @click=${put}>${t("flash-aside")}</button>`;
  }

  private answers(one: Waiting): TemplateResult {
    return html`<d-flash-answer .waiting=${one} @answered=${leave}></d-flash-answer>
      <a class="button" href=${to("messages", one.channel, one.status, one.number)} @click=${leave}>${t("flash-whole")}</a>
      <button @click=${leave}>${t("flash-later")}</button>`;
  }

  /** What stays of it when it was put aside: at the top of everything, and it sounds on. */
  private bar(one: Waiting): TemplateResult {
    const back = () => {
      aside.value = false;
    };
    return html`<div class="flash-bar flash-is-${one.status.toLowerCase()}" role="alert" data-at=${nodeTime()}>
      <span class="flash-word">${icon("flash")} FLASH</span>
      <span>${t(`flash-${one.status.toLowerCase()}`)}</span> <bdi>${one.words || one.number}</bdi>
      <button @click=${back}>${t("flash-back")}</button>
    </div>`;
  }
}
