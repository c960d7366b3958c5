/** One contact: each side's record, the agenda with both positions, readouts side by side, what it led to. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { list } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import { Latest } from "../registers/latest.ts";
import {
  asNow,
  awaited,
  numbered,
  over,
  remarks,
  section,
  side,
  sides,
  terms,
} from "../registers/parts.ts";
import { codeWords, field, label } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Contact, ContactPage, ContactRecord } from "./data.ts";
import { contactMark, contactWords, dateOf } from "./words.ts";
import "./agenda-table.ts";
import "./commitment-item.ts";
import "./readout-table.ts";

@customElement("d-contact-view")
export class ContactView extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() number = "";
  private readonly latest = new Latest<ContactPage>();

  private resource(): Resource<ContactPage> {
    const path = { ...this.of, number: this.number };
    const ask = () => get("/v1/lines/{channel}/{status}/contacts/{number}", { path });
    return this.latest.of(`${this.of.channel}|${this.number}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const one = resource.value;
    const back = html`<p class="no-print"><a href=${at("consultations", this.of, "contacts")}>${t("consultations-back")}</a></p>`;
    if (!one) return html`${back}${awaited(resource.held.value)}`;
    return html`${back} ${asNow()}<div class="registers-page">
      ${this.head(one.contact)} ${this.acts(one.contact)}
      ${section("records", t("consultations-records"), this.records(one.contact, one.comparison.sides), one.contact.records.length)}
      ${section("agenda", t("consultations-agenda-of"), html`<d-agenda-table .of=${this.of} .page=${one}></d-agenda-table>`, one.agenda.length)}
      ${section("readouts", t("consultations-readouts"), html`<d-readout-table .of=${this.of} .comparison=${one.comparison}></d-readout-table>`, one.comparison.readouts.length)}
      <div class="registers-two">
        ${this.commitments("due", one.due)} ${this.commitments("made", one.made)}
        ${this.outcomes(one)} ${this.reported(one)}
      </div>
    </div>`;
  }

  private head(one: Contact): TemplateResult {
    const link = (number: string) =>
      html`<a href=${at("consultations", this.of, "contacts", number)}><bdi dir="ltr">${number}</bdi></a> `;
    return html`<header class="card">
      <div class="registers-head">
        <h2>${contactWords("kind", one.kind)} <span class="quiet-text">${dateOf(one)}</span></h2>
        ${contactMark(one)}
      </div>
      ${terms([
        [t("consultations-number"), numbered(this.of, one.number)],
        [t("consultations-level"), contactWords("level", one.level)],
        [t("consultations-place"), one.place ? html`<bdi dir="auto">${one.place}</bdi>` : ""],
        [t("consultations-series"), one.series ? html`<bdi dir="auto">${one.series}</bdi>` : ""],
        [
          t("consultations-nth"),
          one.nth === null ? "" : t("consultations-nth-words", { nth: String(one.nth) }),
        ],
        [t("consultations-part-of"), one.part_of ? link(one.part_of) : ""],
        [t("consultations-follows"), one.follows ? link(one.follows) : ""],
        [t("consultations-parts"), one.parts.length > 0 ? one.parts.map(link) : ""],
        [t("consultations-follow-ups"), one.follow_ups.length > 0 ? one.follow_ups.map(link) : ""],
        [
          t("consultations-records-differ"),
          one.differ.length > 0
            ? mark("warn", list(one.differ.map((name) => label("CON", name))))
            : "",
        ],
      ])}
      ${remarks(one.remarks)}
    </header>`;
  }

  private acts(one: Contact): TemplateResult | typeof nothing {
    if (!may("duty officer")) return nothing;
    const open = (code: string, fields: Record<string, unknown>) => () =>
      composeOn(this.of, { code, fields });
    const contact = one.number;
    return html`<div class="row no-print">
      <button @click=${open("CAG", { contact })}>${t("consultations-act-agenda")}</button>
      <button @click=${open("CRO", { contact })}>${t("consultations-act-readout")}</button>
      <button @click=${open("CCM", { contact })}>${t("consultations-act-commitment")}</button>
      <button @click=${open("CFC", { contact })}>${t("consultations-act-cooperation")}</button>
      <button @click=${open("CON", { same_as: contact, kind: one.records[0]?.kind, state: one.records[0]?.state })}>${t("consultations-act-record")}</button>
    </div>`;
  }

  /** Each side's record stands as it is: one column a side, by name. */
  private records(one: Contact, members: readonly string[]): TemplateResult {
    const parties = [...new Set([...members, ...one.records.map((each) => each.party)])].sort();
    const all = parties.map((party) => ({
      party,
      record: one.records.find((each) => each.party === party),
    }));
    const rows: readonly (readonly [string, string, (each: ContactRecord) => unknown])[] = [
      [
        "state",
        label("CON", "state"),
        (each) => codeWords(field("CON", "state"), each.state, each.state_words),
      ],
      [
        "day",
        label("CON", "day"),
        (each) => dateOf({ when: each.when, when_words: each.when_words }),
      ],
      [
        "kind",
        label("CON", "kind"),
        (each) => codeWords(field("CON", "kind"), each.kind, each.kind_words),
      ],
      [
        "level",
        label("CON", "level"),
        (each) => codeWords(field("CON", "level"), each.level, each.level_words),
      ],
      ["place", label("CON", "place"), (each) => html`<bdi dir="auto">${each.place}</bdi>`],
      ["initiator", label("CON", "initiator"), (each) => html`<bdi>${each.initiator}</bdi>`],
      ["invited_by", label("CON", "invited_by"), (each) => html`<bdi>${each.invited_by}</bdi>`],
      ["purpose", label("CON", "purpose"), (each) => html`<bdi dir="auto">${each.purpose}</bdi>`],
      ["participants", label("CON", "participants"), (each) => this.people(each)],
      [
        "stages",
        t("consultations-wordings"),
        (each) =>
          each.stages.map(
            (stage) =>
              html`<div>${codeWords(field("CON", "state"), stage.state)} ${numbered(this.of, stage.number)}</div>`,
          ),
      ],
    ];
    return html`<div class="scroll"><table class="consultations-records">
      <caption class="hidden-label">${t("consultations-records")}</caption>
      <thead><tr><th scope="col">${t("incidents-field")}</th>${all.map(({ party, record }) => html`<th scope="col">${side(party)} ${record ? numbered(this.of, record.wording) : html`<span class="quiet-text">${t("consultations-no-record")}</span>`} ${record?.taken_back ? over(t("consultations-taken-back")) : nothing}</th>`)}</tr></thead>
      <tbody>${rows
        .filter(([name]) => name === "stages" || one.records.some((each) => isSaid(each, name)))
        .map(
          ([name, heading, cell]) =>
            html`<tr><th scope="row">${heading} ${one.differ.includes(name) ? mark("warn", t("consultations-differs")) : nothing}</th>${all.map(({ record }) => html`<td>${record ? cell(record) : nothing}</td>`)}</tr>`,
        )}</tbody></table></div>`;
  }

  private people(one: ContactRecord): TemplateResult {
    return html`<ul class="registers-plain">${one.participants.map(
      (
        each,
      ) => html`<li><bdi dir="auto">${each.name}</bdi>${each.office ? html`, <bdi dir="auto">${each.office}</bdi>` : nothing} (<bdi>${each.side}</bdi>)
        ${each.capacity === "absent" ? mark("none", codeWords(field("CON", "participants", "capacity"), each.capacity, each.capacity_words)) : each.capacity ? codeWords(field("CON", "participants", "capacity"), each.capacity, each.capacity_words) : nothing}
        ${each.account === "held" ? nothing : html`<span class="quiet-text">${t("consultations-no-account")}</span>`}</li>`,
    )}</ul>`;
  }

  private commitments(name: "due" | "made", all: ContactPage["due"]): TemplateResult {
    const body =
      all.length === 0
        ? html`<p class="quiet-text">${t(`consultations-${name}-none`)}</p>`
        : html`<ul class="registers-plain">${all.map((one) => html`<li class="registers-item"><d-commitment-item .one=${one} .contact=${name === "due" ? this.number : ""}></d-commitment-item></li>`)}</ul>`;
    return section(`commitments-${name}`, t(`consultations-${name}`), body, all.length);
  }

  private outcomes(one: ContactPage): TemplateResult | typeof nothing {
    if (one.agreements.length + one.cooperation.length === 0) return nothing;
    return section(
      "outcomes",
      t("consultations-outcomes"),
      html`<ul class="registers-plain">
      ${one.agreements.map((each) => html`<li class="registers-item"><a href=${at("agreements", this.of, "texts", each.number)}><bdi>${each.agreement}</bdi></a>, ${t("agreements-edition-number", { edition: String(each.edition) })} ${numbered(this.of, each.number)}</li>`)}
      ${one.cooperation.map((each) => html`<li class="registers-item"><a href=${at("consultations", this.of, "cooperation")}><bdi lang="en">${each.words}</bdi></a> ${each.stated.length > 0 ? sides(each.stated.map((stated) => stated.party)) : nothing}</li>`)}
    </ul>`,
    );
  }

  private reported(one: ContactPage): TemplateResult | typeof nothing {
    if (one.reported.length === 0) return nothing;
    return section(
      "contact-reported",
      t("incidents-reported"),
      html`<p class="quiet-text">${t("incidents-reported-how")}</p><ul class="registers-plain">${one.reported.map(
        (
          each,
        ) => html`<li class="registers-item"><p><bdi lang="en">${each.by}</bdi>: <bdi dir="auto">${each.words}</bdi></p>
        <p class="quiet-text">${codeWords(field("REP", "hedge"), each.hedge, each.hedge_words)} <bdi dir="ltr">${each.dated}</bdi> ${numbered(this.of, each.number)}</p></li>`,
      )}</ul>`,
      one.reported.length,
    );
  }
}

/** Whether a record says anything of a field: what no side says has no row. */
function isSaid(one: ContactRecord, name: string): boolean {
  const value = (one as unknown as Record<string, unknown>)[name === "day" ? "when" : name];
  return Array.isArray(value)
    ? value.length > 0
    : value !== "" && value !== null && value !== undefined;
}
