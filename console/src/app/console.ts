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
import { t } from "../i18n/text.ts";
import { link, onItems, type StreamItem, start, stop, whenBack } from "../live/connection.ts";
import { telling, warning } from "../ui/announce.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { unheeded } from "../watch/pressing.ts";
import { alarm, alarming, sound, wake } from "../watch/sound.ts";
import { followViews } from "./focus.ts";
import { live } from "./instant.ts";
import { bind } from "./keys.ts";
import { firstScreen, line } from "./lines.ts";
import { go, place, to } from "./router.ts";
import { ended, learn, may, session } from "./session.ts";
import { counts, keepTitle } from "./title.ts";
import { VIEWS, type View, viewOf } from "./views.ts";
import "./palette.ts";
import "./top.ts";
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
        {
          key: "n",
          text: "messages-key-new",
          run: () => go("messages", "new"),
          when: () => may("duty officer"),
        },
      ),
    );
    this.cleanup(effect(() => this.load(viewOf(place.value.view))));
    this.cleanup(keepTitle());
    this.cleanup(followViews());
    this.cleanup(onItems((items) => this.hear(items)));
    wake();
    this.cleanup(
      effect(() => {
        if (session.value) start();
        else stop();
      }),
    );
    void learn();
  }

  /** An alarm that begins is heard; one that stands is heard again until somebody knows of it. */
  private hear(items: readonly StreamItem[]): void {
    for (const { event } of items) {
      if (event?.kind !== "alarm-raised") continue;
      const about = event.body as { urgency?: string; kind?: string } | null;
      if (about?.kind !== "unread-flash") alarm(about?.urgency === "urgent");
    }
  }

  private load(view: View): void {
    if (this.loaded.has(view.id)) return;
    view.load().then(
      () => {
        this.loaded = new Set([...this.loaded, view.id]);
      },
      () => this.loadOnceBack(view),
    );
  }

  /** Its code could not be fetched: the node is gone, and the banner says so. */
  private loadOnceBack(view: View): void {
    const undo = whenBack(() => {
      undo();
      this.load(view);
    });
  }

  protected override render(): TemplateResult {
    const stale = link.value === "gone" || link.value === "silent";
    this.classList.toggle("stale", stale);
    this.classList.toggle("not-live", !live.value);
    if (session.value === undefined) return html`<main class="main">${this.awaiting()}</main>`;
    if (session.value === null)
      return html`<main class="main">${this.silent()}<d-sign-in></d-sign-in></main>`;
    this.hold(firstScreen);
    alarming.value = unheeded(firstScreen.value?.alarms ?? []);
    for (const one of ["EXERCISE", "TEST"] as const)
      this.classList.toggle(one.toLowerCase(), line.value?.status === one);
    const view = viewOf(place.value.view);
    this.dataset["view"] = view.id;
    return html`
      <a class="skip button" href="#main" @click=${this.skip}>${t("shell-skip")}</a>
      <d-top></d-top> ${this.nav()}
      <main class="main" id="main" tabindex="-1">${this.view()}</main>
      <d-time-bar class="time"></d-time-bar>
      <d-flash></d-flash>
      <d-palette></d-palette>
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

  /** Before the first key or click a browser keeps a page silent: said where somebody signs in. */
  private silent(): TemplateResult | typeof nothing {
    if (sound.value !== "off") return nothing;
    return html`<p class="sound-state" role="status">${icon("muted")} ${t("sound-off")}</p>`;
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
        ${icon(view.icon)}<span>${t(`view-${view.id}`)}</span>${badge(view.id)}
      </a>
    </li>`;
    return html`<nav class="nav" aria-label=${t("shell-views")}><ul>${VIEWS.map(item)}</ul></nav>`;
  }
}

const BADGES = { watch: "missed", messages: "unread", conflicts: "conflicts" } as const;

/** How many want a hand in a view: a number with its word, for eyes and ears alike. */
function badge(view: string): TemplateResult | typeof nothing {
  const what = BADGES[view as keyof typeof BADGES];
  const count = what ? counts()[what] : 0;
  if (!what || count === 0) return nothing;
  return html`<span class="badge badge-${what}">${t(`badge-${what}`, { count })}</span>`;
}
