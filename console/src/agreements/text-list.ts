/** The texts of a line: what holds, what waits for somebody, what is over; at the instant of the screen. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { go } from "../app/router.ts";
import { may } from "../app/session.ts";
import { day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import { Latest, settledMs } from "../registers/latest.ts";
import { awaited, empty, numbered, remarks, section, side, sides } from "../registers/parts.ts";
import { codeWords, field, formatName } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import type { Column } from "../ui/table.ts";
import type { Agreement, Agreements } from "./data.ts";
import { type Group, groupOf } from "./life.ts";
import { textMark } from "./words.ts";
import "../ui/table.ts";

const GROUPS: readonly Group[] = ["holds", "waits", "over"];

@customElement("d-agreement-list")
export class AgreementList extends Part {
  @property({ attribute: false }) of!: LineKey;
  private readonly latest = new Latest<Agreements>();

  private resource(): Resource<Agreements> {
    const at = settledMs.value;
    const query = at === undefined ? {} : { at };
    const ask = () => get("/v1/lines/{channel}/{status}/agreements", { path: this.of, query });
    return this.latest.of(`${this.of.channel}|${this.of.status}|${at ?? ""}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("agreements-section-texts")}</h2>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "AGR" })}>${t("agreements-propose")}</button>` : nothing}
      </div>
      ${found ? this.texts(found, settledMs.value ?? resource.held.value.heldAtMs) : awaited(resource.held.value)}`;
  }

  private texts(found: Agreements, atMs: number): TemplateResult {
    if (found.texts.length === 0 && found.astray.length === 0) {
      return empty(t("agreements-empty"), t("agreements-empty-how"));
    }
    return html`<div class="registers-page">
      ${GROUPS.map((group) =>
        this.group(
          group,
          found.texts.filter((one) => groupOf(one.state) === group),
          atMs,
        ),
      )}
      ${found.astray.length > 0 ? this.astray(found.astray) : nothing}
    </div>`;
  }

  private group(
    group: Group,
    texts: readonly Agreement[],
    atMs: number,
  ): TemplateResult | typeof nothing {
    if (texts.length === 0) return nothing;
    const table = html`<d-table caption=${t(`agreements-group-${group}`)} .columns=${this.columns(atMs)} .rows=${texts}
      .name=${(one: Agreement) => one.number}
      @chosen=${(event: CustomEvent<Agreement>) => go("agreements", this.of.channel, this.of.status, "texts", event.detail.number)}></d-table>`;
    return section(`texts-${group}`, t(`agreements-group-${group}`), table, texts.length);
  }

  private columns(atMs: number): Column<Agreement>[] {
    const name = (one: Agreement) =>
      html`<a href=${at("agreements", this.of, "texts", one.number)}><bdi>${one.agreement}</bdi></a>`;
    return [
      { id: "name", heading: t("agreements-name"), cell: name, by: (one) => one.agreement },
      {
        id: "edition",
        heading: t("agreements-edition"),
        cell: (one) => one.edition,
        by: (one) => one.edition,
      },
      {
        id: "kind",
        heading: t("agreements-kind"),
        cell: (one) => codeWords(field("AGR", "kind"), one.kind, one.kind_words),
      },
      {
        id: "state",
        heading: t("agreements-state"),
        cell: (one) => textMark(one, atMs),
        by: (one) => one.state,
      },
      {
        id: "parties",
        heading: t("agreements-parties"),
        cell: (one) => sides(one.parties.map((each) => each.name)),
      },
      {
        id: "unsigned",
        heading: t("agreements-unsigned"),
        cell: (one) => (one.unsigned.length > 0 ? sides(one.unsigned) : ""),
      },
      {
        id: "from",
        heading: t("agreements-from"),
        cell: (one) => dated(one.from_ms),
        by: (one) => one.from_ms ?? 0,
      },
      {
        id: "until",
        heading: t("agreements-until"),
        cell: (one) => dated(one.ends_ms ?? one.until_ms),
        by: (one) => one.until_ms ?? Infinity,
      },
      {
        id: "articles",
        heading: t("agreements-articles"),
        cell: (one) => one.articles.length,
        by: (one) => one.articles.length,
      },
      {
        id: "number",
        heading: t("agreements-number"),
        cell: (one) => numbered(this.of, one.number),
        by: (one) => one.number,
      },
    ];
  }

  private astray(all: Agreements["astray"]): TemplateResult {
    const row = (one: (typeof all)[number]) => html`<li class="registers-item">
      ${numbered(this.of, one.number)} ${side(one.party)} ${formatName(one.format)} ${remarks([one.problem])}</li>`;
    return section(
      "astray",
      t("agreements-astray"),
      html`<ul class="registers-plain">${all.map(row)}</ul>`,
      all.length,
    );
  }
}

function dated(ms: number | null): TemplateResult | string {
  return ms === null ? "" : html`<bdi dir="ltr">${day(ms)}</bdi>`;
}
