/**
 * The top of the shell: which line, of what kind, how each side says it is; the time; who I am.
 *
 * Kinds of lines are told apart by shape, word and edge, not by colour: what belongs to one is never
 * said on another. Whatever ticks is an element of its own.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { clock, clockSeconds, day, local } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { heardMs, link, nodeTime, nowMs } from "../live/connection.ts";
import { secondOffsetMin } from "../settings/choices.ts";
import { tell } from "../ui/announce.ts";
import { age } from "../ui/countdown.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { mutedUntilMs, sound, unmute } from "../watch/sound.ts";
import { lineState } from "./line-state.ts";
import { choose, type Line, lineView, status } from "./lines.ts";

/** What kind of line it is, in words; a kind that this console does not know as it came. */
export function kindWords(kind: string): string {
  const id = `line-kind-${kind}`;
  return has(id) ? t(id) : kind;
}

/** UTC first, the second zone under it. */
@customElement("d-clock")
export class Clock extends Part {
  protected override render(): TemplateResult {
    const now = nowMs.value;
    const offset = secondOffsetMin(now);
    return html`<span class="utc" aria-label=${t("shell-utc")}><bdi>${clockSeconds(now)}</bdi></span>
      <span class="quiet-text"><bdi>${day(now)}</bdi>${offset === undefined ? nothing : html` · <bdi dir="ltr">${local(now, offset)}</bdi>`}</span>`;
  }
}

/** The node is gone or silent: since when, and that nothing typed is lost. */
@customElement("d-gone")
export class Gone extends Part {
  protected override render(): TemplateResult | typeof nothing {
    if (link.value !== "gone" && link.value !== "silent") return nothing;
    void nowMs.value;
    // Of a node that this page never heard there is nothing to count from
    const since =
      heardMs.value === 0 ? t("shell-never-heard") : age(nodeTime() - (Date.now() - heardMs.value));
    return html`<div class="banner">${icon("closed")}
      <span><span role="alert">${t(link.value === "gone" ? "shell-gone" : "shell-silent")}</span> ${since}</span></div>`;
  }
}

@customElement("d-top")
export class Top extends Part {
  protected override render(): TemplateResult {
    const answer = status.value;
    const lines = answer?.lines ?? [];
    const here = lineView.value;
    return html`<header class="top ${here ? `top-${here.kind}` : ""}">
      <span class="brand"><bdi>${answer?.name ?? "detente"}</bdi></span>
      ${here ? html`<span class="line-kind">${icon(`line-${here.kind}`)} ${kindWords(here.kind)}</span>` : nothing}
      ${lines.length > 1 && here ? this.picker(lines, here) : nothing}
      ${lines.length === 1 && here ? html`<strong><bdi>${here.name}</bdi></strong>` : nothing}
      ${here && here.status !== "ACTUAL" ? html`<strong class="line-status line-status-${here.status.toLowerCase()}">${t(`line-status-${here.status.toLowerCase()}`)}</strong>` : nothing}
      ${lines.length > 0 ? lineState(true) : nothing} ${this.elsewhere(lines, here)}
      <span class="end row">${this.sound()}
        <d-clock></d-clock>
        <d-session-menu></d-session-menu>
      </span>
      ${this.exercise()}
      <d-gone></d-gone>
    </header>`;
  }

  private sound(): TemplateResult | typeof nothing {
    if (sound.value === "off")
      return html`<span class="sound-state">${icon("muted")} ${t("sound-off")}</span>`;
    if (sound.value === "none")
      return html`<span class="sound-state">${icon("muted")} ${t("sound-none")}</span>`;
    if (mutedUntilMs.value === 0) return nothing;
    const until = t("sound-muted", { time: clock(mutedUntilMs.value) });
    return html`<button class="sound-state" title=${until} aria-label=${`${until} ${t("sound-unmute")}`} @click=${unmute}>
      ${icon("muted")} <bdi>${clock(mutedUntilMs.value)}</bdi></button>`;
  }

  private exercise(): TemplateResult | typeof nothing {
    const under = status.value?.exercise;
    if (!under?.name) return nothing;
    const since = under.since_ms === null ? "" : clock(under.since_ms);
    return html`<div class="exercise-banner">${t("shell-exercise", { name: under.name, time: since })}</div>`;
  }

  /** What presses on the lines that are not looked at. */
  private elsewhere(lines: readonly Line[], here: Line | undefined): TemplateResult[] {
    const pressing = lines.filter((one) => one !== here && one.unread + one.missed > 0);
    return pressing.map((one) => {
      const words = t("shell-elsewhere", { line: one.name, count: one.unread + one.missed });
      return html`<button class="elsewhere" title=${words} aria-label=${words} @click=${() => this.look(one)}>
        ${icon(`line-${one.kind}`)} <span>${one.name}:</span> <bdi>${one.unread + one.missed}</bdi></button>`;
    });
  }

  private look(one: Line): void {
    choose({ channel: one.channel, status: one.status });
    tell(t("shell-line-now", { line: one.name, kind: kindWords(one.kind), status: one.status }));
  }

  private picker(lines: readonly Line[], here: Line): TemplateResult {
    const name = (one: Line) => `${one.channel}/${one.status}`;
    const pick = (event: Event) => {
      const found = lines.find((one) => name(one) === (event.target as HTMLSelectElement).value);
      if (found) this.look(found);
    };
    const words = (one: Line) =>
      one.status === "ACTUAL" ? one.name : `${one.name} · ${one.status}`;
    return html`<label class="line-picker"><span class="hidden-label">${t("shell-line")}</span>
      <select @change=${pick}>
        ${lines.map((one) => html`<option value=${name(one)} ?selected=${one === here}>${words(one)}</option>`)}
      </select></label>`;
  }
}
