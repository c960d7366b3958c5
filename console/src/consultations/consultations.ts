/** Consultations: calendar, contacts, commitments, cooperation, ties, actors, figures, sources. */
import "../registers/registers.css";
import "./consultations.css";
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { go, place } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { at, desk, desks, where } from "../registers/address.ts";
import { otherLine, tabs } from "../registers/parts.ts";
import { Part } from "../ui/part.ts";
import "./actor-list.ts";
import "./calendar-view.ts";
import "./commitment-list.ts";
import "./contact-list.ts";
import "./contact-view.ts";
import "./cooperation-list.ts";
import "./figures-view.ts";
import "./source-list.ts";
import "./source-view.ts";
import "./tie-list.ts";

const SECTIONS = [
  "calendar",
  "contacts",
  "commitments",
  "cooperation",
  "ties",
  "actors",
  "figures",
  "sources",
] as const;
type Section = (typeof SECTIONS)[number];

@customElement("d-consultations")
export class Consultations extends Part {
  protected override render(): TemplateResult {
    if (place.value.view !== "consultations") return html``; // on the way to another view
    const found = where(place.value.rest);
    const key = found.key ?? desk();
    if (!key)
      return html`<h1>${t("view-consultations")}</h1><p class="quiet-text">${t("line-none")}</p>`;
    const section = SECTIONS.find((one) => one === found.rest[0]) ?? "calendar";
    const rows = SECTIONS.map((one) => ({
      id: one,
      words: t(`consultations-section-${one}`),
      href: at("consultations", key, one),
    }));
    return html`<h1 class="hidden-label">${t("view-consultations")}</h1>
      ${tabs(t("view-consultations"), rows, section)} ${this.line(key, section)}
      ${body(section, key, found.rest[1])}`;
  }

  /** Several desks: which one is looked at. The calendar is of all lines. */
  private line(key: LineKey, section: Section): TemplateResult | typeof nothing {
    if (section === "calendar" || section === "sources") return nothing;
    const all = desks();
    if (all.length < 2) return html`${otherLine(key)}`;
    const pick = (event: Event) =>
      go("consultations", (event.target as HTMLSelectElement).value, key.status, section);
    return html`<p class="no-print"><label>${t("consultations-desk")}
      <select @change=${pick}>${all.map((one) => html`<option value=${one.channel} ?selected=${one.channel === key.channel}>${one.name}</option>`)}</select></label></p>`;
  }
}

function body(section: Section, key: LineKey, what: string | undefined): TemplateResult {
  switch (section) {
    case "contacts":
      return what === undefined
        ? html`<d-contact-list .of=${key}></d-contact-list>`
        : html`<d-contact-view .of=${key} .number=${what}></d-contact-view>`;
    case "commitments":
      return html`<d-commitment-list .of=${key}></d-commitment-list>`;
    case "cooperation":
      return html`<d-cooperation-list .of=${key}></d-cooperation-list>`;
    case "ties":
      return html`<d-tie-list .of=${key}></d-tie-list>`;
    case "actors":
      return html`<d-actor-list .of=${key}></d-actor-list>`;
    case "figures":
      return html`<d-figures-view .of=${key}></d-figures-view>`;
    case "sources":
      return what === undefined
        ? html`<d-source-list .of=${key}></d-source-list>`
        : html`<d-source-view .of=${key} .sha256=${what}></d-source-view>`;
    default:
      return html`<d-calendar-view .of=${key}></d-calendar-view>`;
  }
}
