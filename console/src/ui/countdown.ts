/** A deadline that counts down by the node's clock: how long is left, or how long it is over. */
import { html, type TemplateResult } from "lit";
import { clock, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";

export const SOON_MS = 60_000; // a minute: the shape changes, so that the eye goes there

/** Reads the clock signal: whoever renders it renders every second. */
export function countdown(dueMs: number): TemplateResult {
  const left = dueMs - nowMs.value;
  const state = left < 0 ? "over" : left < SOON_MS ? "soon" : "ahead";
  const words = t(left < 0 ? "countdown-over" : "countdown-left", { span: span(left) });
  return html`<time class="countdown countdown-${state}" datetime=${new Date(dueMs).toISOString()} title=${clock(dueMs)}
    ><span aria-hidden="true">${state === "ahead" ? "◷" : state === "soon" ? "◑" : "●"}</span> ${words}</time
  >`;
}

/** How old something is: `12 s ago`. */
export function age(sinceMs: number): TemplateResult {
  const words = t("age", { span: span(Math.max(0, nowMs.value - sinceMs)) });
  return html`<time datetime=${new Date(sinceMs).toISOString()} title=${clock(sinceMs)}>${words}</time>`;
}
