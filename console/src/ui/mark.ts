/**
 * A state as shape and word. Colour only repeats what both say.
 *
 * good: a tick; warn: a bar with a dot; bad: a cross; none: a question mark, for what is not known.
 */
import { html, type TemplateResult } from "lit";
import { icon } from "./icon.ts";

export type Tone = "good" | "warn" | "bad" | "none";

const SHAPES: Record<Tone, string> = {
  good: "open",
  warn: "degraded",
  bad: "closed",
  none: "unknown",
};

export function mark(tone: Tone, words: string | TemplateResult): TemplateResult {
  return html`<span class="mark mark-${tone}">${icon(SHAPES[tone])}<span>${words}</span></span>`;
}
