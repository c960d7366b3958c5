/**
 * The calendar: a month in weeks, and an agenda of what comes. Walked with the arrow keys as the ARIA
 * practices describe a grid of days; in a right-to-left page the weeks run from the right.
 */
import { signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { chosenMs, live } from "../app/instant.ts";
import { bind } from "../app/keys.ts";
import { formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { day } from "../format/time.ts";
import { language, t } from "../i18n/text.ts";
import { due } from "../incidents/data.ts";
import { nodeTime } from "../live/connection.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import { download } from "../registers/download.ts";
import { awaited, empty, numbered, said, section, side, sides } from "../registers/parts.ts";
import { said as word } from "../registers/words.ts";
import { countdown } from "../ui/countdown.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import {
  agenda,
  dayStart,
  type Entry,
  entries,
  monthStart,
  moved,
  onDay,
  otherMonth,
  somewhere,
  weeks,
} from "./calendar.ts";
import { type Contact, contacts, type Due } from "./data.ts";
import { contactMark, contactWords, dateOf } from "./words.ts";

const AGENDA_DAYS = 40; // with anything on them: a page that can be printed
const SHOWN = 3; // of a day in the month; the rest is counted, and stands in the day's list

type Form = "month" | "agenda";
const form = signal<Form>("month");
const chosenDay = signal<number | undefined>(undefined);

@customElement("d-calendar-view")
export class CalendarView extends Part {
  @property({ attribute: false }) of!: LineKey;
  @state() private error: unknown;
  private focusDay = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind(
        { key: "m", text: "consultations-key-month", run: () => this.show("month") },
        { key: "g", text: "consultations-key-agenda", run: () => this.show("agenda") },
        { key: "t", text: "consultations-key-today", run: () => this.today() },
      ),
    );
  }

  private show(which: Form): void {
    form.value = which;
  }

  private today(): void {
    chosenDay.value = undefined;
  }

  /** The day looked at: the one chosen, else that of the instant of the screen, else today. */
  private day(): number {
    return chosenDay.value ?? dayStart(live.value ? nodeTime() : (chosenMs.value ?? nodeTime()));
  }

  protected override render(): TemplateResult {
    const all = contacts(this.of);
    const owed = due(this.of.status);
    this.hold(all, owed, formats());
    if (!all.value || !owed.value)
      return awaited(all.held.value.error ? all.held.value : owed.held.value);
    const found = entries(all.value, owed.value);
    const undated = owed.value.filter((one) => one.due_ms === null);
    return html`${this.head()}
      ${found.length + undated.length === 0 ? empty(t("consultations-calendar-empty"), t("consultations-calendar-how")) : nothing}
      ${form.value === "month" ? this.month(found) : this.agenda(found)}
      ${undated.length > 0 ? section("undated", t("consultations-undated"), html`<ul class="registers-plain">${undated.map((one) => html`<li class="registers-item">${this.due(one)}</li>`)}</ul>`, undated.length) : nothing}`;
  }

  private head(): TemplateResult {
    const which = (one: Form) =>
      html`<button aria-pressed=${form.value === one} @click=${() => this.show(one)}>${t(`consultations-${one}`)}</button>`;
    const go = (by: number) => () => {
      chosenDay.value = otherMonth(this.day(), by);
    };
    return html`<div class="registers-head">
      <div class="row">
        ${which("month")} ${which("agenda")}
        <button aria-label=${t("consultations-month-before")} @click=${go(-1)}><span class="consultations-arrow" aria-hidden="true">‹</span></button>
        <h2 class="consultations-month-name" aria-live="polite">${monthName(this.day())}</h2>
        <button aria-label=${t("consultations-month-next")} @click=${go(1)}><span class="consultations-arrow" aria-hidden="true">›</span></button>
        <button @click=${() => this.today()}>${t("consultations-today")}</button>
      </div>
      <div class="row no-print">
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "CON" })}>${t("consultations-contact-new")}</button>` : nothing}
        <button @click=${() => this.ics()}>${t("consultations-ics")}</button>
      </div></div>${problem(this.error)}`;
  }

  private async ics(): Promise<void> {
    this.error = undefined;
    try {
      await download(`/v1/calendar.ics?status=${this.of.status}`, "detente.ics");
    } catch (error) {
      this.error = error;
    }
  }

  private month(all: readonly Entry[]): TemplateResult {
    const here = this.day();
    const some = somewhere(all, here);
    const week = weeks(here);
    return html`
      ${some.length > 0 ? html`<p class="row"><strong>${t("consultations-somewhere")}</strong> ${some.map((one) => this.short(one))}</p>` : nothing}
      <div class="consultations-month">
      <table role="grid" class="consultations-grid" aria-label=${monthName(here)}>
        <thead><tr>${(week[0] ?? []).map((one) => html`<th scope="col" abbr=${weekday(one, "long")}>${weekday(one, "short")}</th>`)}</tr></thead>
        <tbody>${week.map((days) => html`<tr>${days.map((one) => this.cell(one, here, all))}</tr>`)}</tbody>
      </table>
      ${this.oneDay(all, here)}</div>`;
  }

  private cell(dayMs: number, here: number, all: readonly Entry[]): TemplateResult {
    const found = onDay(all, dayMs);
    const inside = monthStart(dayMs) === monthStart(here);
    const today = dayMs === dayStart(nodeTime());
    const words = `${day(dayMs)}, ${t("consultations-entries", { count: String(found.length) })}`;
    return html`<td
      class="consultations-day ${inside ? "" : "consultations-outside"} ${today ? "consultations-today" : ""}"
      tabindex=${dayMs === here ? 0 : -1} data-day=${day(dayMs)}
      aria-selected=${dayMs === here} aria-current=${today ? "date" : nothing}
      @click=${() => this.choose(dayMs, false)}
      @keydown=${(event: KeyboardEvent) => this.walk(event, dayMs)}
    ><span class="consultations-date"><bdi>${new Date(dayMs).getUTCDate()}</bdi> <span class="hidden-label">(${words})</span>${today ? html` <span class="consultations-word">${t("consultations-today")}</span>` : nothing}</span>
      <ul class="registers-plain">${found.slice(0, SHOWN).map((one) => html`<li class="consultations-chip">${this.chip(one)}</li>`)}</ul>
      ${found.length > SHOWN ? html`<span class="quiet-text">${t("consultations-more", { count: String(found.length - SHOWN) })}</span>` : nothing}
    </td>`;
  }

  private choose(dayMs: number, focus: boolean): void {
    chosenDay.value = dayMs;
    this.focusDay = focus;
  }

  private walk(event: KeyboardEvent, dayMs: number): void {
    const rtl = document.documentElement.dir === "rtl";
    const next = moved(dayMs, event.key, rtl);
    if (next === undefined) return;
    event.preventDefault();
    this.choose(next, true);
  }

  protected override updated(): void {
    if (!this.focusDay) return;
    this.focusDay = false;
    this.querySelector<HTMLElement>(`[data-day="${day(this.day())}"]`)?.focus();
  }

  /** Late is a shape; what it is is in words. */
  private chip(one: Entry): TemplateResult {
    if (one.contact)
      return html`<span aria-hidden="true">${one.contact.held ? "●" : "○"}</span> ${contactWords("kind", one.contact.kind)}`;
    const item = one.due;
    return html`<span aria-hidden="true">${item?.late ? "▲" : "△"}</span> ${word("consultations-due", item?.kind ?? "")}`;
  }

  private short(one: Entry): TemplateResult {
    if (!one.contact) return html``;
    return html`<a href=${contactAddress(one.contact)}>${contactWords("kind", one.contact.kind)}, ${dateOf(one.contact)}</a>`;
  }

  private oneDay(all: readonly Entry[], here: number): TemplateResult {
    const found = onDay(all, here);
    const body =
      found.length === 0
        ? html`<p class="quiet-text">${t("consultations-day-empty")}</p>`
        : html`<ul class="registers-plain">${found.map((one) => html`<li class="registers-item">${this.entry(one)}</li>`)}</ul>`;
    return section("day", day(here), body, found.length);
  }

  private agenda(all: readonly Entry[]): TemplateResult {
    const days = agenda(all, this.day(), AGENDA_DAYS);
    if (days.length === 0)
      return html`<p class="quiet-text">${t("consultations-agenda-empty")}</p>`;
    return html`<div class="registers-page">${days.map((one) =>
      section(
        `day-${day(one.dayMs)}`,
        `${day(one.dayMs)} · ${weekday(one.dayMs, "long")}`,
        html`<ul class="registers-plain">${one.entries.map((each) => html`<li class="registers-item">${this.entry(each)}</li>`)}</ul>`,
      ),
    )}</div>`;
  }

  private entry(one: Entry): TemplateResult {
    if (one.contact) return this.contact(one.contact);
    return one.due ? this.due(one.due) : html``;
  }

  private contact(one: Contact): TemplateResult {
    return html`<p class="row"><strong><a href=${contactAddress(one)}>${contactWords("kind", one.kind)}</a></strong> ${contactMark(one)}
      ${one.level ? contactWords("level", one.level) : nothing} <bdi dir="auto">${one.place}</bdi> ${dateOf(one)}
      ${numbered({ channel: one.channel, status: one.status }, one.number)}</p>
      <p class="quiet-text">${sides(one.records.map((each) => each.party))}</p>`;
  }

  private due(one: Due): TemplateResult {
    const key = { channel: one.channel, status: one.status };
    return html`<p class="row"><strong>${word("consultations-due", one.kind)}</strong>
      ${one.party ? side(one.party) : t("registers-all-sides")}
      ${one.late ? mark("bad", t("consultations-late")) : nothing}
      ${one.due_ms === null ? t("consultations-no-date") : one.day ? html`<bdi dir="ltr">${one.day}</bdi>` : countdown(one.due_ms)}
      ${numbered(key, one.number)}</p>
      <p>${said(one.words)}</p>`;
  }
}

function contactAddress(one: Contact): string {
  return at("consultations", { channel: one.channel, status: one.status }, "contacts", one.number);
}

function weekday(ms: number, form: "short" | "long"): string {
  return new Intl.DateTimeFormat(language(), { weekday: form, timeZone: "UTC" }).format(ms);
}

function monthName(ms: number): string {
  const words = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(`${language()}-u-nu-latn-ca-gregory`, words).format(ms);
}
