/** How a case stands, as shape and word. */
import { html, type TemplateResult } from "lit";
import { t } from "../i18n/text.ts";
import { codeWords, field, said, valueLines } from "../registers/words.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { type CaseLine, type Match, SHAPES, type Told } from "./differences.ts";

const STATES: Record<string, Tone> = { open: "warn", "closing proposed": "warn", closed: "good" };

export function caseState(one: CaseLine): TemplateResult {
  const closure = one.closure ? codeWords(field("INC", "closure"), one.closure) : "";
  const words = said("incidents-state", one.state);
  return mark(STATES[one.state] ?? "none", closure ? html`${words}: <bdi>${closure}</bdi>` : words);
}

/** What the sides' claims come to. */
export function claimWords(one: Pick<CaseLine, "claim_status">): string {
  return said("incidents-claims", one.claim_status);
}

/** What one side says that it is. */
export function claimOf(claim: string | null | undefined): string {
  if (!claim) return t("incidents-claims-not-stated");
  return codeWords(field("INR", "claim"), claim);
}

/**
 * What a side tells of a field. Words of a person stand in their own direction, whatever the page's;
 * what comes from the tables is in the reader's language, and stands as the page does.
 */
export function toldLines(
  name: string,
  told: Pick<Told, "value" | "lines" | "margin">,
): TemplateResult {
  const of = field("INR", name);
  const lines = valueLines(of, told.value, told.lines, told.margin ?? null);
  const free = of?.kind === "text" || lines === told.lines;
  return html`${lines.map((one) => html`<div>${free ? html`<bdi dir="auto">${one}</bdi>` : one}</div>`)}`;
}

export function typeWords(one: Pick<CaseLine, "types">): readonly string[] {
  return one.types.map((code) => codeWords(field("INR", "types"), code));
}

/** Same, compatible, differ, only one, not compared: a shape of its own each, and the word. */
export function matchMark(match: Match): TemplateResult {
  return html`<span class="incidents-match incidents-match-${match}"
    ><span class="incidents-shape" aria-hidden="true">${SHAPES[match]}</span> ${t(`incidents-match-${match}`)}</span>`;
}
