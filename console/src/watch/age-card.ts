/** How old is what I see: our node, the other nodes, their clocks, their journals; and the disk. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { firstScreen, status } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { number } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { heardMs, link, nowMs, offsetMs } from "../live/connection.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import "./card.ts";
import { card } from "./card.ts";

const SKEW_SEEN_MS = 1_000; // below it, two clocks agree for every purpose of the line
const SKEW_WRONG_MS = 60_000; // where the node itself begins to warn
const GIGABYTE = 1e9;

/** When this page last heard from its node; ticks by itself. */
@customElement("d-watch-heard")
export class Heard extends Part {
  protected override render(): TemplateResult {
    if (heardMs.value === 0) return mark("bad", t("watch-never-heard"));
    const seconds = Math.max(0, Math.round((nowMs.value - offsetMs.value - heardMs.value) / 1000));
    const good = link.value === "live";
    const words = t("watch-heard", { seconds: number(seconds) });
    return mark(
      good ? "good" : "bad",
      good ? words : t("watch-not-heard", { seconds: number(seconds) }),
    );
  }
}

@customElement("d-watch-age-card")
export class WatchAge extends Part {
  protected override render(): TemplateResult {
    this.hold(firstScreen);
    const { value: screen, heldAtMs } = firstScreen.held.value;
    const view = screen?.status;
    return card(
      "age",
      t("watch-age"),
      html`<dl class="watch-duty-list">
        <div><dt>${t("watch-own-node")}</dt><dd><d-watch-heard></d-watch-heard></dd></div>
        <div><dt>${t("watch-shown")}</dt><dd>${heldAtMs > 0 ? html`<d-watch-age .since=${heldAtMs}></d-watch-age>` : t("watch-no-picture")}</dd></div>
        ${(view?.peers ?? []).map((one) => this.peer(one))}
        ${this.disk()}
        ${
          view && view.evidence > 0
            ? html`<div><dt>${t("watch-evidence")}</dt><dd><a href=${to("record")}>${mark("warn", number(view.evidence))}</a></dd></div>`
            : nothing
        }
      </dl>`,
    );
  }

  private peer(one: NonNullable<typeof status.value>["peers"][number]): TemplateResult {
    const id = `watch-link-${one.link}`;
    const up = one.link === "up";
    const skew = one.skew_ms;
    const off = skew === null ? 0 : Math.abs(skew);
    const clocks: Tone = off >= SKEW_WRONG_MS ? "bad" : off >= SKEW_SEEN_MS ? "warn" : "good";
    return html`<div><dt><bdi>${one.party}</bdi></dt>
      <dd>${mark(up ? "good" : "bad", has(id) ? t(id) : one.link)} ${this.newest(one.party)}
        ${mark(one.behind > 0 ? "warn" : "good", one.behind > 0 ? t("watch-behind", { count: number(one.behind) }) : t("watch-level"))}
        ${skew === null ? mark("none", t("watch-skew-none")) : mark(clocks, off < SKEW_SEEN_MS ? t("watch-skew-good") : t("watch-skew", { seconds: number(skew / 1000, 1) }))}</dd></div>`;
  }

  /** When its newest entry was written, by its own clock: a link may be up with nobody behind it. */
  private newest(party: string): TemplateResult | typeof nothing {
    const all = (firstScreen.value?.duty ?? []).map((one) => one.newest_ms[party] ?? 0);
    const newest = Math.max(0, ...all);
    return newest === 0
      ? nothing
      : html`<span>${t("watch-spoke")} <d-watch-age .since=${newest}></d-watch-age></span>`;
  }

  private disk(): TemplateResult | typeof nothing {
    const space = status.value?.space;
    if (!space) return nothing;
    const tone: Tone = space.room === "good" ? "good" : space.room === "low" ? "warn" : "bad";
    const id = `watch-disk-${space.room}`;
    const free =
      space.free_bytes === null ? "" : ` · ${number(space.free_bytes / GIGABYTE, 1)}\u00a0GB`;
    return html`<div><dt>${t("watch-disk")}</dt><dd>${mark(tone, has(id) ? t(id) : space.words)}<bdi dir="ltr">${free}</bdi></dd></div>`;
  }
}
