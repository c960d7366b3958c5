/** One conflict in one line: letter and state, who, when, how near, where. To be put anywhere. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Conflict } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { feet, nauticalMiles } from "../format/place.ts";
import { near, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { letter, when } from "./order.ts";
import "./conflicts.css";

const TONES: Record<ReturnType<typeof when>, Tone> = {
  now: "bad",
  ahead: "warn",
  past: "none",
  ended: "good",
};

/** `14:05Z – 15:00Z`; an open side says that it is open. */
export function during(one: Conflict): string {
  const from = one.from_ms === null ? t("conflicts-always") : near(one.from_ms, nowMs.value);
  const to_ = one.to_ms === null ? t("conflicts-for-ever") : near(one.to_ms, nowMs.value);
  return `${from} – ${to_}`;
}

/** In words when it is: now, in so long, over, ended. */
export function stateWords(one: Conflict): string {
  const state = when(one, nowMs.value);
  if (state === "ahead")
    return t("conflicts-ahead", { span: span((one.from_ms ?? 0) - nowMs.value) });
  return t(`conflicts-${state}`);
}

/** `0.8 NM / 300 ft`, with the buffer that was to be kept. */
export function separation(one: Conflict): TemplateResult {
  return html`<bdi dir="ltr">${nauticalMiles(one.horizontal_cm)} / ${feet(one.vertical_cm)}</bdi>
    <span class="quiet-text">${t("conflicts-buffer", {
      horizontal: nauticalMiles(one.buffer_horizontal_cm),
      vertical: feet(one.buffer_vertical_cm),
    })}</span>`;
}

export function stateMark(one: Conflict): TemplateResult {
  const state = when(one, nowMs.value);
  return html`<span class="conflicts-letter conflicts-${state}" aria-hidden="true" title=${t("conflicts-letters")}>${letter(one, nowMs.value)}</span>
    ${mark(TONES[state], stateWords(one))}`;
}

@customElement("d-conflict-line")
export class ConflictLine extends Part {
  @property({ attribute: false }) conflict: Conflict | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const one = this.conflict;
    if (!one) return nothing;
    return html`<a class="conflicts-line" href=${to("conflicts", one.conflict)}>
      ${stateMark(one)}
      <bdi dir="ltr" class="code">${one.numbers.join(" × ")}</bdi>
      <bdi>${during(one)}</bdi>
      <span>${separation(one)}</span>
    </a>`;
  }
}
