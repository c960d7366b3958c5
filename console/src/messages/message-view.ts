/**
 * One message: what it says, what is owed, what can be done, and everything known about it.
 *
 * Looking at it tells nobody anything. READ is given by pressing.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { instantMs, live } from "../app/instant.ts";
import {
  type Format,
  formats,
  type LineKey,
  type Message,
  message as messageOf,
} from "../app/lines.ts";
import { to } from "../app/router.ts";
import { selected } from "../app/selection.ts";
import { party } from "../app/session.ts";
import { moment, near } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nodeTime, nowMs } from "../live/connection.ts";
import { Resource } from "../live/resource.ts";
import type { MapShape } from "../map/shapes.ts";
import { age } from "../ui/countdown.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { about } from "./about.ts";
import { hasPlace, subjectOf } from "./possible.ts";
import { messageShapes, proposalShapes } from "./shapes.ts";
import { Stable } from "./stable.ts";
import { standing } from "./standing.ts";
import { precedenceWords, standingMark } from "./words.ts";
import "../incidents/case-from-message.ts";
import "../map/map.ts";
import "../record/proof-link.ts";
import "./action-bar.ts";
import "./ladder.ts";
import "./readback.ts";
import "./story.ts";

/** The node replays its record for it: nobody asks while the slider moves. */
const STILL_MS = 700;

/** The instant moved on before anything was asked. */
class Moved extends Error {}

const TABS = ["says", "readback", "original", "story", "levels"] as const;
type Tab = (typeof TABS)[number];

@customElement("d-message")
export class MessageView extends Part {
  @property({ attribute: false }) of: LineKey | undefined;
  @property() number = "";
  @state() private tab: Tab = "says";
  @state() private english = true; // until somebody has reviewed the words
  private past: { name: string; resource: Resource<Message> } | undefined;
  private readonly shapes = new Stable<MapShape[]>();

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("number")) return;
    this.tab = "says";
    const { number } = this;
    queueMicrotask(() => {
      selected.value = { kind: "message", number };
    });
  }

  protected override render(): TemplateResult {
    if (!this.of) return html``;
    const now = messageOf(this.of, this.number);
    const past = this.asOf(this.of, this.number);
    this.hold(now, formats(), ...(past ? [past] : []));
    const { value, error, heldAtMs } = (past ?? now).held.value;
    // What a message says never changes: its words are those of now, its receipts those of then.
    const found = value && { ...value, rendered: now.value?.rendered ?? value.rendered ?? null };
    if (!found)
      return html`${this.back()} ${error ? problem(error) : html`<p class="quiet-text">${t("shell-loading")}</p>`}`;
    const note = error
      ? html`<p class="messages-doubt">${t("messages-as-of")} ${age(heldAtMs)}</p>`
      : nothing;
    return html`<div class="messages-view">${this.back()} ${note} ${this.whole(found, past !== undefined)}</div>`;
  }

  private whole(found: Message, past: boolean): TemplateResult {
    const placed = hasPlace(found, subjectOf(found, formats().value ?? []));
    return html`
      ${past ? html`<p class="messages-doubt">${t("messages-as-known", { at: moment(instantMs.value) })}</p>` : nothing}
      ${this.head(found)}
      <section class="card"><d-ladder .message=${found}></d-ladder></section>
      ${past ? nothing : html`<d-actions .message=${found} ?comparing=${this.tab === "readback"} @compare=${() => this.show("readback")}></d-actions>`}
      ${this.tabs(found, placed)}
      <div class="messages-columns ${placed && this.tab === "says" ? "" : "one"}">
        <div class="messages-main" role="tabpanel" id="messages-panel" aria-labelledby="messages-tab-${this.tab}" tabindex="0">${this.panel(found)}</div>
        ${placed && this.tab === "says" ? this.map(found) : nothing}
      </div>`;
  }

  /** As this node knew it at the instant that the screen shows; nothing while that is now or ahead. */
  private asOf(of: LineKey, number: string): Resource<Message> | undefined {
    if (live.value || instantMs.value >= nodeTime()) return undefined;
    const at_ms = instantMs.value;
    const name = `${number}|${at_ms}`;
    if (this.past?.name !== name) {
      const ask = async () => {
        await new Promise((resolve) => setTimeout(resolve, STILL_MS));
        if (this.past?.name !== name) throw new Moved();
        const path = { ...of, number };
        const query = { at_ms };
        return get("/v1/lines/{channel}/{status}/messages/{number}/past", { path, query });
      };
      this.past = { name, resource: new Resource<Message>(ask, () => false) };
    }
    return this.past.resource;
  }

  private back(): TemplateResult {
    return html`<p class="no-print"><a href=${to("messages")}>${t("messages-back")}</a></p>`;
  }

  private show(tab: Tab): void {
    this.tab = tab;
  }

  private head(found: Message): TemplateResult {
    const { precedence, number, format, to: receivers, by } = found.message;
    const subject = subjectOf(found, formats().value ?? []);
    const from = found.author === party.value ? t("messages-us") : "";
    return html`<header class="messages-head">
      ${found.status === "ACTUAL" ? nothing : html`<p class="messages-status">${t(`messages-status-${found.status.toLowerCase()}`)}</p>`}
      ${found.disowned ? html`<p class="messages-wrong">${mark("bad", t("messages-disowned"))}</p>` : nothing}
      ${found.understood === false ? html`<p class="messages-wrong">${mark("bad", t("messages-not-understood"))}</p>` : nothing}
      <div class="row spread"><h1 class="row"><span class="messages-precedence p-${precedence}">${precedenceWords(precedence)}</span>
        <bdi>${format === "COR" ? t("messages-correction") : ""} ${subject?.title.text ?? format}</bdi></h1>
        <span class="row">${standingMark(found, standing(found, party.value))}<bdi dir="ltr" class="code">${number}</bdi>
          <d-proof-link .position=${found.position} .says=${number}></d-proof-link>
          <a class="button quiet no-print" target="_blank" rel="noopener" href="/v1/lines/${found.channel}/${found.status}/messages/${number}/print.html">${t("messages-print")}</a>
          <d-case-from-message class="no-print" .message=${found}></d-case-from-message></span></div>
      <p><bdi>${found.author}</bdi>${from ? ` (${from})` : ""} <span class="quiet-text"><bdi>${by.officer}</bdi></span>
        <span aria-hidden="true" class="messages-arrow">→</span><span class="hidden-label">${t("messages-to")}</span> <bdi>${receivers.join(", ")}</bdi>
        <span class="quiet-text"><bdi dir="ltr" title=${moment(found.message.released_ms)}>${near(found.message.released_ms, nowMs.peek())}</bdi></span>
        ${found.message.second ? html`<span class="messages-tag">${t("messages-by-two", { first: by.officer, second: found.message.second.officer })}</span>` : nothing}</p>
      ${found.superseded_by ? html`<p>${mark("warn", html`${t("messages-superseded-by")} ${this.link(found, found.superseded_by)}`)}</p>` : nothing}
    </header>`;
  }

  private link(found: Message, number: string): TemplateResult {
    return html`<a href=${to("messages", found.channel, found.status, number)}><bdi dir="ltr" class="code">${number}</bdi></a>`;
  }

  private tabs(found: Message, placed: boolean): TemplateResult {
    const shown = TABS.filter((one) =>
      one === "readback"
        ? placed
        : one === "levels"
          ? levelled(found, subjectOf(found, formats().value ?? []))
          : true,
    );
    const move = (event: KeyboardEvent) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
      const next = shown[(shown.indexOf(this.tab) + by * rtl + shown.length) % shown.length] as Tab;
      this.show(next);
      void this.updateComplete.then(() =>
        this.querySelector<HTMLElement>(`#messages-tab-${next}`)?.focus(),
      );
    };
    return html`<div class="messages-tabs no-print" role="tablist" @keydown=${move}>${shown.map(
      (one) =>
        html`<button role="tab" id="messages-tab-${one}" aria-selected=${one === this.tab} aria-controls="messages-panel" tabindex=${one === this.tab ? 0 : -1} @click=${() => this.show(one)}>${t(`messages-tab-${one}`)}</button>`,
    )}</div>`;
  }

  private panel(found: Message): TemplateResult {
    switch (this.tab) {
      case "readback":
        return html`<d-readback .message=${found}></d-readback>`;
      case "original":
        return this.original(found);
      case "story":
        return html`<d-story .message=${found}></d-story>`;
      case "levels":
        return html`<d-levels .message=${found}></d-levels>`;
      default:
        return html`${this.says(found)} ${about(found, subjectOf(found, formats().value ?? []))}`;
    }
  }

  /** In the reader's language; the English one tap away, and whether anybody reviewed the words. */
  private says(found: Message): TemplateResult {
    const { rendered } = found;
    if (!rendered)
      return html`<article class="card messages-said" lang="en" dir="ltr"><p>${found.text}</p></article>`;
    const foreign = rendered.language !== "en";
    const lines = rendered.lines
      .slice(1)
      .filter((one) => !["from", "to", "released"].includes(one.code));
    const toggle = () => {
      this.english = !this.english;
    };
    return html`<article class="card">
      <div class="row spread">${rendered.reviewed || !foreign ? html`<span></span>` : html`<span class="messages-unreviewed">${mark("warn", t("messages-unreviewed"))}</span>`}
        ${foreign ? html`<button aria-pressed=${this.english} @click=${toggle}>${t("messages-english-beside")}</button>` : nothing}</div>
      <div class="messages-said" lang=${rendered.language} dir=${rendered.direction}>${lines.map(
        (one) =>
          html`<p>${one.text}${this.english && foreign ? html`<br /><small lang="en" dir="ltr" class="quiet-text">${one.english}</small>` : nothing}</p>`,
      )}</div>
      ${found.message.remarks ? html`<blockquote class="messages-remarks" lang=${found.message.remarks_language ?? nothing} dir="auto"><p>${found.message.remarks}</p><footer class="quiet-text">${t("messages-remarks-note")}</footer></blockquote>` : nothing}
    </article>`;
  }

  /** What was signed: codes and values, nothing rendered. */
  private original(found: Message): TemplateResult {
    const rows = Object.entries(found.message.fields as Record<string, unknown>);
    return html`<article class="card"><p class="quiet-text">${t("messages-original-help")}</p>
      <table class="messages-signed" dir="ltr" lang="en"><tbody>
        <tr><th scope="row">format</th><td class="code">${found.message.format} ${found.message.version}</td></tr>
        ${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="code">${JSON.stringify(value)}</td></tr>`)}
        ${found.message.remarks ? html`<tr><th scope="row">remarks</th><td dir="auto">${found.message.remarks}</td></tr>` : nothing}
      </tbody></table>
      <div class="messages-said" lang="en" dir="ltr">${found.text.split("\n").map((one) => html`<p>${one}</p>`)}</div></article>`;
  }

  private map(found: Message): TemplateResult {
    const shapes = this.shapes.keep([
      ...messageShapes(found, subjectOf(found, formats().value ?? []), party.value),
      ...proposalShapes(found),
    ]);
    return html`<d-map class="messages-map" .overlay=${shapes} .focusOn=${shapes[0]}></d-map>`;
  }
}

/** Whether somebody must say, or has said, how far down it came. */
function levelled(found: Message, subject: Format | undefined): boolean {
  const about = [...(found.due ?? []), ...(found.steps ?? [])];
  return (subject?.disseminated ?? false) || about.some((one) => one.step === "DISSEMINATED");
}
