/** What moves: what is announced for now and the next hour; and that no live traffic is seen, said so. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { type Format, formats, line, picture } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { party } from "../app/session.ts";
import { partsOf } from "../app/volume.ts";
import { clock, number } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nodeTime, nowMs } from "../live/connection.ts";
import { Part } from "../ui/part.ts";
import "./card.ts";
import { card, noData } from "./card.ts";
import { HOUR_MS, type Moving, moving } from "./pressing.ts";
import { levels } from "./words.ts";

const SHOWN = 30;
const STEP_MS = 10_000; // what holds now is looked at anew this often

@customElement("d-watch-moves")
export class WatchMoves extends Part {
  protected override render(): TemplateResult {
    const key = line.value;
    if (!key) return card("moves", t("watch-moves", { now: "?", soon: "?" }), noData());
    const held = picture(key.status);
    const titles = formats();
    this.hold(held, titles);
    void Math.floor(nowMs.value / STEP_MS);
    const all = moving(held.value ?? [], nodeTime());
    const now = all.filter((one) => one.now).length;
    const row = (one: Moving) => this.row(one, titles.value ?? []);
    return card(
      "moves",
      held.value
        ? t("watch-moves", { now: number(now), soon: number(all.length - now) })
        : t("watch-moves", { now: "?", soon: "?" }),
      html`${noData("watch-no-traffic")}
        ${
          held.value === undefined
            ? noData()
            : all.length === 0
              ? html`<p>${t("watch-moves-none")}</p>`
              : html`<ul class="watch-rows">${all.slice(0, SHOWN).map(row)}</ul>`
        }`,
    );
  }

  private row({ item, fromMs, toMs, now }: Moving, titles: readonly Format[]): TemplateResult {
    const own = item.party === party.value;
    const title = titles.find((one) => one.code === item.format)?.title.text ?? item.format;
    const times = now
      ? toMs === Infinity
        ? t("watch-no-end")
        : t("watch-until", { time: clock(toMs) })
      : t("watch-from", { time: clock(Math.max(fromMs, nodeTime() - HOUR_MS)) });
    const part = partsOf(item.volume)[0];
    return html`<li><a class="watch-row watch-moving ${now ? "watch-now" : "watch-soon"}" href=${to("messages", item.channel, item.status, item.number)}>
      <span class="watch-shape ${own ? "watch-own" : "watch-other"}" aria-hidden="true">${now ? "■" : "□"}</span>
      <span class="watch-what"><strong><span><bdi>${item.party}</bdi>: <bdi>${title}</bdi></span></strong>
        <span class="watch-words">${now ? t("watch-is-now") : t("watch-is-soon")} · ${times}${part ? html` · <bdi dir="ltr">${levels(part)}</bdi>` : nothing}</span></span>
      ${item.conflicts.length > 0 ? html`<span class="watch-tag">${t("watch-in-conflict")}</span>` : nothing}
    </a></li>`;
  }
}
