/** How contacts and commitments stand, as shape and word; dates as much as is known of them. */
import { html, type TemplateResult } from "lit";
import { day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { over } from "../registers/parts.ts";
import { codeWords, field, said } from "../registers/words.ts";
import { mark, type Tone } from "../ui/mark.ts";
import type { Commitment, Contact } from "./data.ts";

const DIFFERS = "differs";
const DAY_MS = 86_400_000;

/** A code of a contact, or that the records differ on it. */
export function contactWords(name: "kind" | "state" | "level", code: string): string {
  if (code === "" || code === DIFFERS) return code === "" ? "" : t("consultations-differs");
  return codeWords(field("CON", name), code);
}

const STATES: Record<string, Tone> = {
  held: "good",
  planned: "warn",
  invited: "warn",
};

export function contactMark(one: Contact): TemplateResult {
  const words = contactWords("state", one.state);
  if (["cancelled", "postponed"].includes(one.state)) return over(words);
  return mark(STATES[one.state] ?? "warn", words);
}

/** From when to when, no finer than it is known. */
export function spanWords(first: number, last: number): string {
  const [from, to] = [new Date(first), new Date(last)];
  const month = from.getUTCDate() === 1 && new Date(last + 1).getUTCDate() === 1;
  if (last - first < DAY_MS) return day(first);
  if (
    month &&
    from.getUTCMonth() === to.getUTCMonth() &&
    from.getUTCFullYear() === to.getUTCFullYear()
  )
    return day(first).slice(0, 7);
  if (
    month &&
    from.getUTCMonth() === 0 &&
    to.getUTCMonth() === 11 &&
    from.getUTCFullYear() === to.getUTCFullYear()
  )
    return day(first).slice(0, 4);
  return `${day(first)} – ${day(last)}`;
}

export function dateOf(one: Pick<Contact, "when" | "when_words">): TemplateResult | string {
  if (one.when) return html`<bdi dir="ltr">${spanWords(one.when.first_ms, one.when.last_ms)}</bdi>`;
  return one.when_words
    ? html`<bdi dir="auto">${one.when_words}</bdi>`
    : t("consultations-no-date");
}

const COMMITMENT: Record<string, Tone> = {
  open: "warn",
  "in-hand": "warn",
  partly: "warn",
  done: "good",
  dropped: "none",
  overdue: "bad",
  disputed: "bad",
};

/** How a commitment stands by those who spoke; late only while nobody has settled it. */
export function commitmentMark(one: Commitment): TemplateResult {
  if (one.state === DIFFERS) return mark("warn", t("consultations-sides-differ"));
  const words = codeWords(field("CST", "state"), one.state);
  if (one.settled) return mark("good", words);
  if (one.late) return mark("bad", html`${words}, ${t("consultations-late")}`);
  if (one.claimed_done) return mark("warn", t("consultations-claimed-done"));
  return mark(COMMITMENT[one.state] ?? "warn", words);
}

const VERDICTS: Record<string, Tone> = {
  both: "good",
  only: "warn",
  contradict: "bad",
  "no-readout": "none",
};

/** Both, only one, contradicting, no readout. */
export function verdictMark(verdict: string): TemplateResult {
  return mark(VERDICTS[verdict] ?? "none", said("consultations-verdict", verdict));
}
