/**
 * The shell: what is always on the screen, whatever is looked at.
 *
 * Top: which line, whether it is open as each side says, how old the screen is, the time, who is
 * signed in. Side: the views. Bottom: the instant that the whole screen shows. It answers by itself
 * when the node does not: the banner says so, and what is no longer known is grey.
 */
import { effect } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { html as staticHtml, unsafeStatic } from "lit/static-html.js";
import { clockSeconds, day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { heardMs, link, nodeTime, nowMs, offsetMs, start, stop } from "../live/connection.ts";
import { telling, warning } from "../ui/announce.ts";
import { age } from "../ui/countdown.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { live } from "./instant.ts";
import { bind } from "./keys.ts";
import { lineState } from "./line-state.ts";
import { choose, type Line, line, status } from "./lines.ts";
import { go, place, to } from "./router.ts";
import { ended, learn, session } from "./session.ts";
import { VIEWS, type View, viewOf } from "./views.ts";
import "../sign-in/sign-in.ts";
import "../sign-in/session-menu.ts";
import "../watch/flash.ts";
import "../time/time-bar.ts";
import "../settings/key-help.ts";
import "../record/drop.ts";

@customElement("d-console")
export class Console extends Part {
  @state() private loaded = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind(
        ...VIEWS.map((view) => ({
          key: `alt+${view.digit}`,
          text: `view-${view.id}`,
          run: () => go(view.id),
        })),
      ),
    );
    this.cleanup(effect(() => this.load(viewOf(place.value.view))));
    this.cleanup(
      effect(() => {
        if (session.value) start();
        else stop();
      }),
    );
    void learn();
  }

  private load(view: View): void {
    if (this.loaded.has(view.id)) return;
    void view.load().then(() => {
      this.loaded = new Set([...this.loaded, view.id]);
    });
  }

  protected override render(): TemplateResult {
    const stale = link.value === "gone" || link.value === "silent";
    this.classList.toggle("stale", stale);
    this.classList.toggle("not-live", !live.value);
    if (session.value === undefined) return html`<main class="main">${this.awaiting()}</main>`;
    if (session.value === null) return html`<main class="main"><d-sign-in></d-sign-in></main>`;
    this.hold(status);
    this.classList.toggle("exercise", line.value?.status === "EXERCISE");
    return html`
      <a class="skip button" href="#main" @click=${this.skip}>${t("shell-skip")}</a>
      ${this.top(stale)} ${this.nav()}
      <main class="main" id="main" tabindex="-1">${this.view()}</main>
      <d-time-bar class="time"></d-time-bar>
      <d-flash></d-flash>
      <d-key-help></d-key-help>
      <d-drop></d-drop>
      ${ended.value ? html`<d-sign-in again></d-sign-in>` : nothing}
      <div class="hidden-label" role="alert">${warning.value}</div>
      <div class="hidden-label" role="status">${telling.value}</div>
    `;
  }

  private awaiting(): TemplateResult {
    return html`<p role="status">${t("shell-connecting")}</p>`;
  }

  private skip(event: Event): void {
    event.preventDefault();
    document.getElementById("main")?.focus();
  }

  private view(): TemplateResult {
    const view = viewOf(place.value.view);
    if (!this.loaded.has(view.id)) return html`<p class="quiet-text">${t("shell-loading")}</p>`;
    const tag = unsafeStatic(view.tag); // one of our own table's, never from outside
    return staticHtml`<${tag}></${tag}>`;
  }

  private nav(): TemplateResult {
    const here = viewOf(place.value.view).id;
    const item = (view: View) => html`<li>
      <a href=${to(view.id)} aria-current=${view.id === here ? "page" : nothing} aria-keyshortcuts="Alt+${view.digit}">
        ${icon(view.icon)}<span>${t(`view-${view.id}`)}</span>
      </a>
    </li>`;
    return html`<nav class="nav" aria-label=${t("shell-views")}><ul>${VIEWS.map(item)}</ul></nav>`;
  }

  private top(stale: boolean): TemplateResult {
    const answer = status.value;
    const lines = answer?.lines ?? [];
    return html`<header class="top">
      <span class="brand"><bdi>${answer?.name ?? "detente"}</bdi></span>
      ${lines.length > 1 ? this.picker(lines) : nothing} ${lines.length > 0 ? lineState() : nothing}
      <span class="end row">
        <span class="utc" aria-label=${t("shell-utc")}><bdi>${clockSeconds(nowMs.value)}</bdi></span>
        <span class="quiet-text"><bdi>${day(nowMs.value)}</bdi></span>
        <d-session-menu></d-session-menu>
      </span>
      ${stale && !ended.value ? this.gone() : nothing}
    </header>`;
  }

  private gone(): TemplateResult {
    const since = age(nodeTime() - (Date.now() - heardMs.value));
    const words = link.value === "gone" ? "shell-gone" : "shell-silent";
    return html`<div class="banner" role="alert" data-offset=${offsetMs.value}>${t(words)} ${since}</div>`;
  }

  private picker(lines: readonly Line[]): TemplateResult {
    const name = (one: Line) => `${one.channel}/${one.status}`;
    const pick = (event: Event) => {
      const found = lines.find((one) => name(one) === (event.target as HTMLSelectElement).value);
      if (found) choose({ channel: found.channel, status: found.status });
    };
    const here = line.value && `${line.value.channel}/${line.value.status}`;
    return html`<label><span class="hidden-label">${t("shell-line")}</span>
      <select @change=${pick}>
        ${lines.map((one) => html`<option value=${name(one)} ?selected=${name(one) === here}>${one.name} · ${one.status}</option>`)}
      </select></label>`;
  }
}
