/** Words that several elements of this folder say: steps, answers, states, what is owed. */
import { html, type TemplateResult } from "lit";
import type { Format, Message } from "../app/lines.ts";
import { has, t } from "../i18n/text.ts";
import { icon } from "../ui/icon.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { type Due, pressing, type Standing } from "./standing.ts";

/** A word for a code that a newer node may send: the code itself when the console has none. */
function known(prefix: string, code: string): string {
  const id = `${prefix}-${code.toLowerCase().replaceAll("_", "-").replaceAll(" ", "-")}`;
  return has(id) ? t(id) : code;
}

export const stepWords = (step: string) => known("messages-step", step);
export const stateWords = (state: string) => known("messages-state", state);
export const precedenceWords = (code: string) => known("messages-precedence", code);
export const familyWords = (family: string) => known("messages-family", family);
export const findingWords = (finding: string) => known("messages-lead", finding);

/** An answer's code in the reader's words, with the code that both sides know. */
export function answerWords(code: string, subject: Format | undefined): string {
  return subject?.answer_choices?.find((one) => one.code === code)?.words.text ?? code;
}

/** What is owed next, as a verb: `READ`, `read back`, `answer`. */
export function owedWords(due: Due): string {
  return known("messages-owed", due.step);
}

const STATE_TONES: Record<string, Tone> = {
  open: "good",
  answered: "good",
  closed: "good",
  ended: "good",
  superseded: "warn",
  cancelled: "warn",
  expired: "warn",
};

/** The one thing to know of a message in a list, as shape and word. */
export function standingMark(message: Message, found: Standing): TemplateResult {
  const due = pressing(found);
  if (found.place === "ours") {
    const words = due && due.step !== "END" ? owedWords(due) : undefined;
    const tone: Tone = due?.missed ? "bad" : "warn";
    if (found.unread) return mark(tone, t("messages-unread"));
    return mark(tone, words ?? t("messages-owed-end"));
  }
  if (found.place === "theirs" && due) {
    const words = html`<bdi>${due.party}</bdi>: ${owedWords(due)}`;
    return due.missed ? mark("bad", words) : awaited(words);
  }
  return mark(STATE_TONES[message.state] ?? "none", stateWords(message.state));
}

/** Waited for, and not yet late: a clock, since nothing about it is unknown. */
function awaited(words: TemplateResult): TemplateResult {
  return html`<span class="mark mark-none">${icon("clock")}<span>${words}</span></span>`;
}

/** The headline without number and precedence, which stand in columns of their own. */
export function headline(message: Message): string {
  const whole = message.rendered?.headline ?? message.line;
  const parts = whole.split(" · ");
  return parts.length > 2 ? parts.slice(2).join(" · ") : whole;
}
