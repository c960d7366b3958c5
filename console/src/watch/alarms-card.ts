/** Alarms that stand, notices of the node, drafts for my release, gaps: what wants somebody's hand. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { post } from "../api/client.ts";
import { bind } from "../app/keys.ts";
import { firstScreen, status } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { clock, number } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import "./card.ts";
import { card, noData } from "./card.ts";
import { type Alarm, type Draft, drafts } from "./data.ts";
import { MUTE_MS, mute, muted, unmute } from "./sound.ts";

const MINUTE_MS = 60_000;

/** What an alarm is about, in words; a kind that this console does not know as it came. */
export function alarmWords(one: Alarm): string {
  const id = `watch-alarm-${one.kind}`;
  return has(id) ? t(id) : one.kind;
}

@customElement("d-watch-alarms")
export class WatchAlarms extends Part {
  @state() private error: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    const first = () => firstScreen.value?.alarms.find((one) => one.acknowledged_at_ms === null);
    this.cleanup(
      bind({
        key: "k",
        text: "watch-key-acknowledge",
        run: () => void this.acknowledge(first()),
        when: () => may("duty officer") && first() !== undefined,
      }),
    );
  }

  private async acknowledge(one: Alarm | undefined): Promise<void> {
    if (!one) return;
    this.error = undefined;
    const path = { alarm: String(one.alarm) };
    try {
      await post("/v1/alarms/{alarm}/acknowledge", { path });
    } catch (error) {
      this.error = error;
    }
  }

  protected override render(): TemplateResult {
    const waiting = may("duty officer") ? drafts() : undefined;
    this.hold(firstScreen, ...(waiting ? [waiting] : []));
    const screen = firstScreen.value;
    if (!screen) return card("alarms", t("watch-alarms", { count: "?" }), noData());
    const all = screen.alarms;
    const notices = status.value?.notices ?? [];
    const gaps = status.value?.gaps ?? 0;
    const mine = (waiting?.value ?? []).filter((one) => one.releaser === null || may(one.releaser));
    const nothingElse = notices.length + gaps + mine.length === 0;
    return card(
      "alarms",
      t("watch-alarms", { count: number(status.value?.alarms ?? all.length) }),
      html`${problem(this.error)}
        ${all.length > 0 ? html`<ul class="watch-rows">${all.map((one) => this.alarm(one))}</ul>` : html`<p>${t("watch-alarms-none")}</p>`}
        ${mine.length > 0 ? this.drafts(mine) : nothing}
        ${gaps > 0 ? html`<p>${mark("warn", t("watch-gaps", { count: number(gaps) }))}</p>` : nothing}
        ${notices.map((one) => html`<p class="watch-notice">${mark("warn", t("watch-notice"))} <bdi>${one}</bdi></p>`)}
        ${nothingElse ? html`<p class="quiet-text">${t("watch-nothing-else")}</p>` : nothing}`,
      this.silence(),
    );
  }

  private silence(): TemplateResult {
    return muted.value
      ? html`<button @click=${unmute}>${t("sound-unmute")}</button>`
      : html`<button class="quiet" @click=${mute}>${t("sound-mute", { minutes: number(MUTE_MS / MINUTE_MS) })}</button>`;
  }

  private alarm(one: Alarm): TemplateResult {
    const known = one.acknowledged_at_ms;
    const about = one.number || one.party || one.channel;
    return html`<li class="watch-alarm watch-is-${one.urgency}">
      <span class="watch-what">${mark(known === null ? "bad" : "warn", alarmWords(one))}
        <span class="watch-words"><bdi>${about}</bdi> · <d-watch-age .since=${one.since_ms}></d-watch-age>
        ${known === null ? nothing : html` · ${t("watch-known", { officer: one.acknowledged_by ?? "", time: clock(known) })}`}</span></span>
      ${
        known === null && may("duty officer")
          ? html`<button @click=${() => void this.acknowledge(one)}>${t("watch-acknowledge")}</button>`
          : nothing
      }</li>`;
  }

  private drafts(waiting: readonly Draft[]): TemplateResult {
    return html`<h3>${mark("warn", t("watch-drafts", { count: number(waiting.length) }))}</h3>
      <ul class="watch-rows">${waiting.map(
        (one) => html`<li><a class="watch-row" href=${to("messages", "drafts", one.draft)}>
          <span class="watch-what"><strong><bdi>${one.name}</bdi></strong>
          <span class="watch-words"><bdi>${one.by.officer}</bdi> · <d-watch-age .since=${one.kept_at_ms}></d-watch-age></span></span></a></li>`,
      )}</ul>`;
  }
}
