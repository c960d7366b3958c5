/** Is the line open, as each side says; is the other node there; when was the line last checked? */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { lineState } from "../app/line-state.ts";
import { type LineKey, line, lineView, openMessages, status } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { clock, near } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { nodeTime } from "../live/connection.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import "./card.ts";
import { card, noData } from "./card.ts";

@customElement("d-watch-line")
export class WatchLine extends Part {
  protected override render(): TemplateResult | typeof nothing {
    const key = line.value;
    const view = lineView.value;
    if (!key || !view) {
      const none = status.value ? html`<p>${t("line-none")}</p>` : noData();
      return card("line", t("watch-line"), none);
    }
    this.hold(openMessages(key));
    const unread = view.unread > 0;
    return card(
      "line",
      html`${t("watch-line")}: <bdi>${view.name}</bdi>`,
      html`${lineState()}
        ${view.disputed ? mark("bad", t("watch-disputed")) : nothing}
        <p class="watch-pair">${this.links()}</p>
        <p class="watch-pair">${this.check(key)}</p>
        <p class="row">${mark(unread ? "warn" : "good", t("watch-unread", { count: view.unread }))}
          ${mark(view.missed > 0 ? "bad" : "good", t("watch-missed", { count: view.missed }))}
          ${view.untold > 0 ? mark("warn", t("watch-untold", { count: view.untold })) : nothing}</p>`,
    );
  }

  private links(): TemplateResult[] {
    const members = lineView.value?.members ?? [];
    const peers = (status.value?.peers ?? []).filter((one) => members.includes(one.party));
    return peers.map((one) => {
      const id = `watch-link-${one.link}`;
      const words = has(id) ? t(id) : one.link;
      const since = one.link_since_ms;
      const tone = one.link === "up" ? "good" : "bad";
      return html`${mark(tone, html`<bdi>${one.party}</bdi>: ${words}`)}
        ${since === null ? nothing : t("watch-since", { time: near(since, nodeTime()) })}
        ${one.why ? html`<bdi class="quiet-text">${one.why}</bdi>` : nothing}`;
    });
  }

  /** As agreed for the line; where nothing is agreed, the newest check that anybody sent. */
  private check(key: LineKey): TemplateResult {
    const agreed = lineView.value?.checks ?? [];
    const next = may("duty officer")
      ? html`<a href=${to("messages", "new", "LCK")}>${t("watch-check-send")}</a>`
      : nothing;
    if (agreed.length > 0) {
      return html`${agreed.map((one) => {
        const tone = one.silent ? "bad" : one.missed > 0 ? "warn" : "good";
        const last = one.last_ms === null ? t("watch-check-never") : clock(one.last_ms);
        return html`${mark(tone, t("watch-check-of", { party: one.party, last }))}
          ${one.expected ? html`<d-watch-left .due=${one.due_ms}></d-watch-left>` : nothing} `;
      })} ${next}`;
    }
    const checks = (openMessages(key).value ?? []).filter((one) => one.message.format === "LCK");
    const last = Math.max(0, ...checks.map((one) => one.held_at_ms));
    const words = last > 0 ? t("watch-check-last", { time: clock(last) }) : t("watch-check-none");
    return html`${mark(last > 0 ? "good" : "none", words)} ${next}`;
  }
}
