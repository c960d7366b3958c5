/** A period in days, UTC: what counts and reviews are about. Kept while the page is open. */
import { signal } from "@preact/signals-core";
import { html, type TemplateResult } from "lit";
import { day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nodeTime } from "../live/connection.ts";

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30; // as the node takes when nobody says since when

export interface Days {
  readonly from: string;
  readonly until: string;
}

/** Undefined: the last month, to this moment. */
export const days = signal<Days | undefined>(undefined);

/** The days that are shown in the inputs. */
export function shown(): Days {
  return days.value ?? { from: day(nodeTime() - MONTH_DAYS * DAY_MS), until: day(nodeTime()) };
}

/** From and until as the node takes them: until is the end of its day. Undefined: not a period. */
export function period(chosen: Days | undefined): { from: number; until: number } | undefined {
  if (chosen === undefined) return undefined;
  const from = Date.parse(`${chosen.from}T00:00Z`);
  const until = Date.parse(`${chosen.until}T00:00Z`) + DAY_MS;
  return Number.isNaN(from) || Number.isNaN(until) || from >= until ? undefined : { from, until };
}

/** Two dates to choose a period by. */
export function chooser(): TemplateResult {
  const now = shown();
  const set = (name: keyof Days) => (event: Event) => {
    const value = (event.target as HTMLInputElement).value;
    if (value !== "") days.value = { ...shown(), [name]: value };
  };
  return html`<div class="row no-print">
    <label>${t("agreements-period-from")} <input type="date" .value=${now.from} max=${now.until} @change=${set("from")} /></label>
    <label>${t("agreements-period-until")} <input type="date" .value=${now.until} min=${now.from} @change=${set("until")} /></label>
    <button @click=${() => {
      days.value = undefined;
    }}>${t("agreements-period-month")}</button>
    <button @click=${() => window.print()}>${t("agreements-print")}</button>
  </div>`;
}
