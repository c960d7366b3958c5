/** How texts, findings and seals stand, as shape and word. */
import { html, type TemplateResult } from "lit";
import { t } from "../i18n/text.ts";
import { over, sides } from "../registers/parts.ts";
import { said } from "../registers/words.ts";
import { mark, type Tone } from "../ui/mark.ts";
import type { Agreement, Finding, Sealed } from "./data.ts";
import type { Phase } from "./life.ts";

const OVER = ["expired", "replaced", "left", "withdrawn"];
const TONES: Record<string, Tone> = {
  "in-force": "good",
  suspended: "bad",
  disagreed: "bad",
};

/** A state of a text with whose word it is. */
export function phaseMark(
  one: Pick<Phase, "state" | "suspended_by" | "disputed_by" | "left">,
): TemplateResult {
  const tone = TONES[one.state] ?? "warn";
  const who =
    one.suspended_by.length > 0 ? html` ${t("agreements-by")} ${sides(one.suspended_by)}` : "";
  const against =
    one.disputed_by.length > 0
      ? html` (${t("agreements-disputed-by")} ${sides(one.disputed_by)})`
      : "";
  if (OVER.includes(one.state)) return over(said("agreements-state", one.state));
  return mark(tone, html`${said("agreements-state", one.state)}${who}${against}`);
}

/** How a text stands now. */
export function textMark(one: Agreement, atMs: number): TemplateResult {
  const phase = one.phases.findLast((each) => each.from_ms <= atMs);
  const none = { suspended_by: [], disputed_by: [], left: [] };
  const now = phase?.state === one.state ? phase : { ...none, state: one.state };
  return phaseMark(now);
}

const ANSWERS: Record<string, Tone> = { accept: "good", dispute: "bad", "no-record": "none" };

/** What the side that a finding is about says of it. */
export function answerMark(one: Finding): TemplateResult {
  const newest = one.answers.findLast((each) => each.party === one.party);
  if (!newest) return mark("warn", t("agreements-answer-none"));
  return mark(ANSWERS[newest.answer] ?? "none", said("agreements-answer", newest.answer));
}

const SEALS: Record<string, Tone> = {
  waiting: "warn",
  overdue: "bad",
  opened: "good",
  mismatch: "bad",
};

export function sealMark(one: Sealed): TemplateResult {
  if (one.state === "withdrawn") return over(said("agreements-seal", one.state));
  return mark(SEALS[one.state] ?? "none", said("agreements-seal", one.state));
}
