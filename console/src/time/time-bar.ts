/**
 * One instant for the whole screen: live, or chosen on a slider, typed in UTC, or stepped to.
 *
 * Ticks stand where things start, end and conflict. The slider is the browser's own, so that
 * keyboard and screen reader come with it; it says the time in words. Back to live is one key.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { backToLive, chosenMs, instantMs, live, STEP_MS, show } from "../app/instant.ts";
import { bind } from "../app/keys.ts";
import { line, openConflicts, picture } from "../app/lines.ts";
import { clock, clockSeconds, day, span as length, near } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { Part } from "../ui/part.ts";
import { styled } from "../ui/styled.ts";
import {
  gathered,
  happenings,
  lastBefore,
  nextAfter,
  type Span,
  spanAround,
  type Tick,
  typedInstant,
} from "./ticks.ts";
import "./profile.ts";
import "./time.css";

const HOUR_MS = 3_600_000;
const LENGTHS_MS = [6 * HOUR_MS, 24 * HOUR_MS, 72 * HOUR_MS, 14 * 24 * HOUR_MS];
const PLACES = 240; // ticks that can be told apart on a laptop's screen
const SHAPES = { start: "▲", end: "▼", conflict: "◆" } as const;

/** The hour, or at midnight the day that begins: `23:00Z`, `11-23`. */
function hour(ms: number): string {
  return clock(ms) === "00:00Z" ? day(ms).slice(5) : clock(ms);
}

@customElement("d-time-bar")
export class TimeBar extends Part {
  @state() private lengthMs = LENGTHS_MS[0] as number;
  @state() private profile = false;
  @state() private notUnderstood = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind(
        { key: "l", text: "time-key-live", run: backToLive, when: () => !live.value },
        { key: "]", text: "time-key-next", run: () => this.step(nextAfter) },
        { key: "[", text: "time-key-last", run: () => this.step(lastBefore) },
        { key: "h", text: "time-key-profile", run: () => this.toggle() },
      ),
    );
  }

  private toggle(): void {
    this.profile = !this.profile;
  }

  private span(): Span {
    // By the minute: a slider that moves every second under the hand cannot be used.
    const minute = Math.floor(nowMs.value / 60_000) * 60_000;
    return spanAround(minute, chosenMs.value ?? minute, this.lengthMs, STEP_MS);
  }

  private ticks(span: Span): Tick[] {
    const key = line.value;
    if (!key) return [];
    const items = picture(key.status);
    const conflicts = openConflicts(key);
    this.hold(items, conflicts);
    const here = (items.value ?? []).filter((one) => one.channel === key.channel);
    return happenings(here, conflicts.value ?? [], span);
  }

  private step(find: (ticks: readonly Tick[], atMs: number) => number | undefined): void {
    const at = instantMs.value;
    const wide = { fromMs: at - 14 * 24 * HOUR_MS, toMs: at + 14 * 24 * HOUR_MS };
    const found = find(this.ticks(wide), at);
    if (found !== undefined) show(found);
  }

  private slide(event: Event): void {
    show(Number((event.target as HTMLInputElement).value));
  }

  private typed(event: Event): void {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem(
      "utc",
    ) as HTMLInputElement;
    const at = typedInstant(field.value, nowMs.value);
    this.notUnderstood = at === undefined;
    if (at !== undefined) show(at);
  }

  private words(): string {
    const at = instantMs.value;
    const away = at - nowMs.value;
    if (live.value) return t("time-live-at", { clock: clock(at) });
    return t(away < 0 ? "time-behind" : "time-ahead", {
      clock: near(at, nowMs.value),
      span: length(away),
    });
  }

  private tick(one: Tick, span: Span): TemplateResult {
    const share = (one.atMs - span.fromMs) / (span.toMs - span.fromMs);
    const words = t(`time-tick-${one.kind}`, {
      clock: clock(one.atMs),
      names: one.names.join(" "),
    });
    return html`<span class="time-tick time-tick-${one.kind}" ${styled({ "inset-inline-start": `${share * 100}%` })}
      title=${words} aria-hidden="true">${SHAPES[one.kind]}</span>`;
  }

  private scale(span: Span): TemplateResult[] {
    const step =
      [1, 2, 3, 6, 12, 24, 48]
        .map((one) => one * HOUR_MS)
        .find((one) => this.lengthMs / one <= 12) ?? 48 * HOUR_MS;
    const marks: TemplateResult[] = [];
    for (let at = Math.ceil(span.fromMs / step) * step; at <= span.toMs; at += step) {
      const share = ((at - span.fromMs) / (span.toMs - span.fromMs)) * 100;
      marks.push(
        html`<span class="time-hour" ${styled({ "inset-inline-start": `${share}%` })}><bdi>${hour(at)}</bdi></span>`,
      );
    }
    return marks;
  }

  protected override render(): TemplateResult {
    const span = this.span();
    const ticks = this.ticks(span);
    const now = (nowMs.value - span.fromMs) / (span.toMs - span.fromMs);
    const at = Math.min(span.toMs, Math.max(span.fromMs, instantMs.value));
    return html`
      ${this.profile ? html`<d-profile .span=${span}></d-profile>` : nothing}
      <section class="time-row" aria-label=${t("time-heading")}>
        <button class="time-live" aria-pressed=${live.value} @click=${backToLive} aria-keyshortcuts="l">
          <span aria-hidden="true">●</span> ${t("time-live")}
        </button>
        <div class="time-track">
          <input type="range" min=${span.fromMs} max=${span.toMs} step=${STEP_MS} .value=${String(at)}
            aria-label=${t("time-slider")} aria-valuetext=${this.words()} @input=${this.slide} />
          ${now >= 0 && now <= 1 ? html`<span class="time-now" ${styled({ "inset-inline-start": `${now * 100}%` })} aria-hidden="true"></span>` : nothing}
          <div class="time-ticks">${gathered(ticks, span, PLACES).map((one) => this.tick(one, span))}</div>
          <div class="time-scale" aria-hidden="true">${this.scale(span)}</div>
        </div>
        ${this.controls()}
      </section>`;
  }

  private controls(): TemplateResult {
    const lengths = LENGTHS_MS.map(
      (ms) => html`<option value=${ms} ?selected=${ms === this.lengthMs}>${length(ms)}</option>`,
    );
    const pick = (event: Event) => {
      this.lengthMs = Number((event.target as HTMLSelectElement).value);
    };
    return html`<div class="time-controls row">
      <output class="time-shown"><bdi>${clockSeconds(instantMs.value)}</bdi>${live.value ? nothing : html` · ${t("time-not-live")}`}</output>
      <button aria-label=${t("time-key-last")} title=${t("time-key-last")} @click=${() => this.step(lastBefore)}>[</button>
      <button aria-label=${t("time-key-next")} title=${t("time-key-next")} @click=${() => this.step(nextAfter)}>]</button>
      <form class="row" @submit=${this.typed}>
        <label><span class="hidden-label">${t("time-typed")}</span>
          <input name="utc" dir="ltr" size="10" placeholder="14:05Z" autocomplete="off" aria-invalid=${this.notUnderstood}
            aria-describedby="time-typed-help" /></label>
        <span id="time-typed-help" class=${this.notUnderstood ? "time-wrong" : "hidden-label"} role="status">${this.notUnderstood ? t("time-not-understood") : t("time-typed-help")}</span>
      </form>
      <label><span class="hidden-label">${t("time-length")}</span><select @change=${pick}>${lengths}</select></label>
      <button aria-pressed=${this.profile} @click=${this.toggle} aria-keyshortcuts="h">${t("time-profile")}</button>
    </div>`;
  }
}
