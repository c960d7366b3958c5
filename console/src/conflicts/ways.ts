/**
 * The ways out of a conflict, each tried on the map before it is sent.
 *
 * A way for our own notice becomes a correction of it; a way for the other side's becomes an answer that
 * proposes it. Nothing leaves this page until the officer says so in the dialog. A way out is a
 * suggestion, never a clearance: what nobody announced is in no picture.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { post } from "../api/client.ts";
import { type Format, formats, type LineKey, message } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { tell } from "../ui/announce.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { type WayOut, type WaysOut, waysOut } from "./data.ts";
import "../ui/dialog.ts";

const PROPOSING = ["UNABLE", "DISAGREE"]; // answers that may carry the volume that would suit instead

/** What is being tried: of which notice, and how. */
export interface Tried {
  readonly number: string;
  readonly party: string;
  readonly way: WayOut;
}

@customElement("d-ways")
export class Ways extends Part {
  @property({ attribute: false }) line: LineKey | undefined;
  @property() conflict = "";
  @state() private tried: Tried | undefined;
  @state() private sending = false;
  @state() private busy = false;
  @state() private error: unknown;
  @state() private sent = "";

  private try(next: Tried): void {
    const same = this.tried?.number === next.number && this.tried.way.text === next.way.text;
    this.tried = same ? undefined : next;
    this.sent = "";
    this.tell("tried", this.tried);
  }

  private way(side: WaysOut, way: WayOut): TemplateResult {
    const here = this.tried?.number === side.number && this.tried.way.text === way.text;
    const own = side.party === party.value;
    const send = () => {
      this.tried = { number: side.number, party: side.party, way };
      this.error = undefined;
      this.sending = true;
      this.tell("tried", this.tried);
    };
    return html`<li class="conflicts-way" data-tried=${here}>
      <bdi class="words" lang="en">${way.words}</bdi>
      <button aria-pressed=${here} @click=${() => this.try({ number: side.number, party: side.party, way })}>
        ${t("conflicts-try")}
      </button>
      ${
        may("duty officer")
          ? html`<button @click=${send}>${t(own ? "conflicts-change-own" : "conflicts-propose")}</button>`
          : nothing
      }
    </li>`;
  }

  private side(side: WaysOut): TemplateResult {
    const own = side.party === party.value;
    const none = side.stays ? "conflicts-stays" : "conflicts-no-ways";
    return html`<section>
      <h3>${t(own ? "conflicts-ways-own" : "conflicts-ways-other", { party: side.party, number: side.number })}</h3>
      ${
        side.ways.length === 0
          ? html`<p class="quiet-text">${t(none)}</p>`
          : html`<ul class="plain">${side.ways.map((one) => this.way(side, one))}</ul>`
      }
    </section>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.line) return nothing;
    const ways = waysOut(this.line, this.conflict);
    this.hold(ways, formats());
    const held = ways.held.value;
    return html`<h2>${t("conflicts-ways")}</h2>
      <p class="quiet-text">${t("conflicts-no-clearance")}</p>
      ${held.value === undefined && !held.error ? html`<p role="status">${t("conflicts-searching")}</p>` : nothing}
      ${problem(held.error)} ${(held.value ?? []).map((one) => this.side(one))}
      ${this.sent ? html`<p role="status">${this.sent}</p>` : nothing}
      <d-dialog
        .open=${this.sending}
        heading=${t("conflicts-send-heading")}
        .body=${() => this.dialog()}
        @closed=${() => {
          this.sending = false;
        }}
      ></d-dialog>`;
  }

  // ------------------------------------------------------------ sending

  private format(code: string): Format | undefined {
    return formats().value?.find((one) => one.code === code);
  }

  private dialog(): TemplateResult {
    const tried = this.tried;
    if (!tried || !this.line) return html``;
    const own = tried.party === party.value;
    const subject = message(this.line, tried.number);
    this.hold(waysOut(this.line, this.conflict), formats(), subject);
    const code = subject.value?.message.format ?? "";
    return html`<form class="column" @submit=${(event: SubmitEvent) => this.send(event, own)}>
      <p>${t(own ? "conflicts-send-own" : "conflicts-send-other", { number: tried.number })}</p>
      <p class="card"><bdi lang="en">${tried.way.words}</bdi><br /><bdi dir="ltr" class="quiet-text">${tried.way.text}</bdi></p>
      ${own ? nothing : this.answerFields(code)} ${problem(this.error)}
      <div class="row">
        <button class="primary" ?disabled=${this.busy || !subject.value}>${t(own ? "conflicts-change-own" : "conflicts-propose")}</button>
        <a class="button" href=${to("messages", this.line.channel, this.line.status, tried.number)}>${t("conflicts-to-message")}</a>
      </div>
    </form>`;
  }

  private answerFields(code: string): TemplateResult {
    const answers = PROPOSING.filter((one) => this.format(code)?.answers.includes(one));
    const form = this.format("RSP")?.form ?? [];
    const words = (field: string, choice: string) => {
      const found = form
        .find((one) => one.name === field)
        ?.choices.find((one) => one.code === choice);
      return found?.words.text ?? choice;
    };
    const reasons = form.find((one) => one.name === "reason")?.choices ?? [];
    if (answers.length === 0) return html`<p>${t("conflicts-cannot-propose")}</p>`;
    return html`<label>${t("conflicts-answer")}
        <select name="code">${answers.map((one) => html`<option value=${one}>${one} · ${words("code", one)}</option>`)}</select></label>
      <label>${t("conflicts-reason")}
        <select name="reason" required>
          ${reasons.map((one) => html`<option value=${one.code}>${one.words.text}</option>`)}
        </select></label>`;
  }

  private async send(event: SubmitEvent, own: boolean): Promise<void> {
    event.preventDefault();
    const tried = this.tried;
    if (!tried || !this.line) return;
    const form = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.error = undefined;
    try {
      if (own) await this.correct(tried);
      else await this.answer(tried, String(form.get("code")), String(form.get("reason")));
      this.sending = false;
      this.sent = t(own ? "conflicts-sent-own" : "conflicts-sent-other", { number: tried.number });
      this.tell("sent", this.sent); // the way out may end this conflict, and this list with it
      tell(this.sent);
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  private async correct({ number, way }: Tried): Promise<void> {
    if (!this.line) return;
    const code = message(this.line, number).value?.message.format ?? "";
    const field = this.format(code)?.form.find((one) => one.kind === "volume")?.name ?? "volume";
    const fields = { [field]: way.volume };
    await post("/v1/lines/{channel}/{status}/messages/{number}/correct", {
      path: { ...this.line, number },
      body: { fields } as never, // the correction's own type is the union of every format's fields
    });
  }

  private async answer({ number, way }: Tried, code: string, reason: string): Promise<void> {
    if (!this.line) return;
    await post("/v1/lines/{channel}/{status}/messages/{number}/answer", {
      path: { ...this.line, number },
      body: { code, reason, proposal: way.volume },
    });
  }
}
