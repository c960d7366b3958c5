/**
 * `<d-actions .message=${…}>`: what can be done about a message now, as buttons with their one key.
 *
 * READ and answers that need nothing more are given at once. What says something back is looked at
 * first: b and c open the comparison, and there the same key gives it. What ends a notice asks once.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { bind, type Key } from "../app/keys.ts";
import { type Format, formats, type Message } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import * as acts from "./acts.ts";
import { correct } from "./compose.ts";
import { type Act, keyOf, nameOf, type Slot, slots, subjectOf } from "./possible.ts";
import { answerWords } from "./words.ts";
import "./answer-dialog.ts";

export interface Asked {
  readonly code: string;
}

@customElement("d-actions")
export class Actions extends Part {
  @property({ attribute: false }) message: Message | undefined;
  /** Whether the comparison is on the screen: only then is a read-back given or confirmed. */
  @property({ type: Boolean }) comparing = false;
  @state() private asked: Asked | undefined;
  @state() private closing: "cancel" | "end" | undefined;
  /** What is being given now: the same is not given twice, another waits its turn. */
  @state() private giving: ReadonlySet<string> = new Set();
  private queue: Promise<void> = Promise.resolve();
  @state() private error: unknown;
  private unbind: (() => void) | undefined;
  private boundFor = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(() => {
      this.unbind?.();
      this.boundFor = "";
    });
  }

  private slots(): Slot[] {
    if (!this.message) return [];
    return slots(this.message, formats().value ?? [], { party: party.value, may });
  }

  private subject(): Format | undefined {
    return this.message && subjectOf(this.message, formats().value ?? []);
  }

  protected override render(): TemplateResult | typeof nothing {
    this.hold(formats());
    const { message } = this;
    const found = this.slots();
    this.keys(found.filter((one) => one.able).map((one) => one.act));
    if (!message || found.length === 0) return nothing;
    return html`<div class="messages-actions" role="group" aria-label=${t("messages-actions")}>
        ${repeat(
          found,
          (one) => nameOf(one.act),
          (one) => this.button(one),
        )}</div>
      ${problem(this.error)}
      <d-answer-dialog .message=${message} .subject=${this.subject()} .asked=${this.asked}
        @closed=${() => {
          this.asked = undefined;
        }}></d-answer-dialog>
      <d-close-dialog .message=${message} .act=${this.closing}
        @closed=${() => {
          this.closing = undefined;
        }}></d-close-dialog>`;
  }

  /** The keys of what can be done now; bound anew when that changes. */
  private keys(found: readonly Act[]): void {
    const name = found.map(nameOf).join(" ");
    if (name === this.boundFor) return;
    this.boundFor = name;
    this.unbind?.();
    const seen = new Set<string>();
    const keys: Key[] = [];
    for (const act of found) {
      const key = keyOf(act);
      if (key === "" || seen.has(key)) continue;
      seen.add(key);
      keys.push({
        key,
        text: textOf(act),
        run: () => void this.run(act),
        when: () => !this.modal(),
      });
    }
    queueMicrotask(() => {
      if (this.isConnected) this.unbind = bind(...keys);
    });
  }

  private modal(): boolean {
    return document.querySelector("dialog[open]") !== null;
  }

  private button({ act, able, done }: Slot): TemplateResult {
    const key = able ? keyOf(act) : "";
    const words = this.words(act);
    const more = act.kind === "answer" && able && this.more(act.code);
    return html`<span class="messages-act"><button class=${able && this.isNext(act) ? "primary" : ""} data-act=${act.kind === "answer" ? act.code : act.kind}
        ?disabled=${!able || this.giving.has(nameOf(act))} aria-keyshortcuts=${key || nothing} @click=${() => void this.run(act)}>
        ${done ? html`<span aria-hidden="true">✓</span><span class="hidden-label">${t("messages-act-done")}</span>` : nothing}
        <span>${words}</span>${key ? html`<kbd dir="ltr">${key.toUpperCase()}</kbd>` : nothing}</button>
      ${
        more
          ? html`<button class="quiet" aria-label=${t("messages-answer-with", { answer: words })} title=${t("messages-answer-with", { answer: words })}
        @click=${() => this.ask(act.kind === "answer" ? act.code : "")}>…</button>`
          : nothing
      }</span>`;
  }

  /** What is usually done next. */
  private isNext(act: Act): boolean {
    const said = act.kind === "readback" && this.comparing;
    return act.kind === "read" || act.kind === "confirm" || said;
  }

  /** Whether an answer that can be given as it is may also be given with something beside it. */
  private more(code: string): boolean {
    const choice = this.subject()?.answer_choices?.find((one) => one.code === code);
    return (choice?.needs ?? []).length === 0 && (choice?.may ?? []).length > 0;
  }

  private words(act: Act): string {
    if (act.kind === "answer") return answerWords(act.code, this.subject());
    if (act.kind === "confirm") return t("messages-act-confirm", { party: act.party });
    if (act.kind === "readback" && !this.comparing) return t("messages-act-compare");
    return t(`messages-act-${act.kind}`);
  }

  private ask(code: string): void {
    this.asked = { code };
  }

  async run(act: Act): Promise<void> {
    const { message } = this;
    if (!message || this.giving.has(nameOf(act))) return;
    if ((act.kind === "readback" || act.kind === "confirm") && !this.comparing) {
      this.tell("compare", {});
      return;
    }
    if (act.kind === "correct") correct(message);
    else if (act.kind === "cancel" || act.kind === "end") this.closing = act.kind;
    else if (act.kind === "answer" && this.needs(act.code)) this.ask(act.code);
    else await this.give(nameOf(act), () => this.done(message, act));
  }

  private needs(code: string): boolean {
    const choice = this.subject()?.answer_choices?.find((one) => one.code === code);
    return (choice?.needs ?? []).length > 0;
  }

  private done(message: Message, act: Act): Promise<unknown> {
    switch (act.kind) {
      case "read":
        return acts.read(message);
      case "readback":
        return acts.readBack(message);
      case "confirm":
        return acts.confirm(message, act.number);
      case "answer":
        return acts.answer(message, { code: act.code });
      default:
        return Promise.resolve();
    }
  }

  private give(name: string, act: () => Promise<unknown>): Promise<void> {
    this.giving = new Set([...this.giving, name]);
    this.error = undefined;
    this.queue = this.queue.then(act).then(
      () => {},
      (error: unknown) => {
        this.error = error;
      },
    );
    return this.queue.then(() => {
      this.giving = new Set([...this.giving].filter((one) => one !== name));
    });
  }
}

const textOf = (act: Act) =>
  act.kind === "answer"
    ? `messages-key-${act.code.toLowerCase().replaceAll("_", "-")}`
    : `messages-key-${act.kind}`;
