/** Contacts by date: what is ahead first, then what was, each with whose record stands. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type LineKey } from "../app/lines.ts";
import { go } from "../app/router.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import { asNow, awaited, empty, numbered, section, sides } from "../registers/parts.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Column } from "../ui/table.ts";
import { type Contact, contacts } from "./data.ts";
import { contactMark, contactWords, dateOf } from "./words.ts";
import "../ui/table.ts";

@customElement("d-contact-list")
export class ContactList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const resource = contacts(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("consultations-section-contacts")}</h2>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "CON" })}>${t("consultations-contact-new")}</button>` : nothing}</div>
      ${asNow()}
      ${!found ? awaited(resource.held.value) : found.length === 0 ? empty(t("consultations-contacts-empty"), t("consultations-contacts-how")) : this.groups(found)}`;
  }

  private groups(found: readonly Contact[]): TemplateResult {
    const newest = (a: Contact, b: Contact) => (b.when?.first_ms ?? 0) - (a.when?.first_ms ?? 0);
    const ahead = found.filter((one) => one.ahead);
    const past = found.filter((one) => !one.ahead).sort(newest);
    return html`<div class="registers-page">${this.group("ahead", ahead)} ${this.group("past", past)}</div>`;
  }

  private group(name: "ahead" | "past", rows: readonly Contact[]): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    const table = html`<d-table caption=${t(`consultations-contacts-${name}`)} .columns=${this.columns()} .rows=${rows} .name=${(one: Contact) => one.number}
      @chosen=${(event: CustomEvent<Contact>) => go("consultations", this.of.channel, this.of.status, "contacts", event.detail.number)}></d-table>`;
    return section(`contacts-${name}`, t(`consultations-contacts-${name}`), table, rows.length);
  }

  private columns(): Column<Contact>[] {
    const kind = (one: Contact) =>
      html`<a href=${at("consultations", this.of, "contacts", one.number)}>${contactWords("kind", one.kind)}</a>`;
    return [
      {
        id: "when",
        heading: t("consultations-when"),
        cell: (one) => dateOf(one),
        by: (one) => one.when?.first_ms ?? 0,
      },
      { id: "kind", heading: t("consultations-kind"), cell: kind, by: (one) => one.kind },
      {
        id: "state",
        heading: t("consultations-state"),
        cell: (one) => contactMark(one),
        by: (one) => one.state,
      },
      {
        id: "level",
        heading: t("consultations-level"),
        cell: (one) => contactWords("level", one.level),
        by: (one) => one.level,
      },
      {
        id: "place",
        heading: t("consultations-place"),
        cell: (one) => html`<bdi dir="auto">${one.place}</bdi>`,
        by: (one) => one.place,
      },
      {
        id: "records",
        heading: t("consultations-records"),
        cell: (one) => sides(one.records.map((each) => each.party)),
      },
      {
        id: "differ",
        heading: t("consultations-records-differ"),
        cell: (one) => (one.differ.length > 0 ? mark("warn", String(one.differ.length)) : ""),
      },
      {
        id: "number",
        heading: t("consultations-number"),
        cell: (one) => numbered(this.of, one.number),
        by: (one) => one.number,
      },
    ];
  }
}
