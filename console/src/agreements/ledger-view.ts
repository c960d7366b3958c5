/** Breaches as each side counts them, beside what the rules found; nothing is added up across sources. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { composeOn } from "../registers/compose.ts";
import { Latest } from "../registers/latest.ts";
import { awaited, empty, numbered, said, section, side, sides, when } from "../registers/parts.ts";
import { byEnglish, codeWords, field, said as word } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Ledger } from "./data.ts";
import { chooser, days, period } from "./period.ts";

@customElement("d-ledger-view")
export class LedgerView extends Part {
  @property({ attribute: false }) of!: LineKey;
  private readonly latest = new Latest<Ledger>();

  private resource(): Resource<Ledger> {
    const query = period(days.value) ?? {};
    const ask = () => get("/v1/lines/{channel}/{status}/ledger", { path: this.of, query });
    return this.latest.of(`${this.of.channel}|${JSON.stringify(query)}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("agreements-section-ledger")}</h2>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "BRC" })}>${t("agreements-count")}</button>` : nothing}</div>
      ${chooser()}
      ${found ? this.ledger(found) : awaited(resource.held.value)}`;
  }

  private ledger(found: Ledger): TemplateResult {
    if (found.rows.length + found.entries.length === 0)
      return empty(t("agreements-ledger-empty"), t("agreements-ledger-how"));
    return html`<div class="registers-page">
      <p>${t("agreements-period", { from: day(found.from_ms), until: day(found.until_ms) })}</p>
      ${found.rows.length > 0 ? section("ledger-rows", t("agreements-ledger-rows"), this.rows(found), found.rows.length) : nothing}
      ${found.entries.length > 0 ? section("ledger-entries", t("agreements-ledger-entries"), this.entries(found), found.entries.length) : nothing}
    </div>`;
  }

  private rows(found: Ledger): TemplateResult {
    const row = (one: Ledger["rows"][number]) => html`<tr>
      <td>${byEnglish(field("BRC", "counts", "counted"), one.counted_words)}${one.type ? html`: ${codeWords(field("BRC", "counts", "type"), one.type)}` : nothing}
        <br /><bdi dir="auto">${one.what}</bdi></td>
      <td>${side(one.whose)}</td>
      <td>${one.text ? html`${numbered(this.of, one.text)} <bdi dir="ltr">${one.article ?? ""}</bdi>` : ""}</td>
      ${found.sources.map((source) => html`<td class="agreements-figure"><bdi>${one.counts[source] ?? "–"}</bdi></td>`)}
      <td class="agreements-figure">${one.found === null ? t("agreements-no-rule") : html`<bdi>${one.found}</bdi>`}</td>
    </tr>`;
    return html`<div class="scroll"><table>
      <caption>${t("agreements-ledger-caption")}</caption>
      <thead><tr><th scope="col">${t("agreements-ledger-what")}</th><th scope="col">${t("agreements-ledger-whose")}</th><th scope="col">${t("agreements-article")}</th>
        ${found.sources.map((source) => html`<th scope="col" class="agreements-figure">${side(source)}</th>`)}
        <th scope="col" class="agreements-figure">${t("agreements-ledger-found")}</th></tr></thead>
      <tbody>${found.rows.map(row)}</tbody></table></div>`;
  }

  private entries(found: Ledger): TemplateResult {
    const columns = Object.entries(found.columns).map(
      ([name, count]) => html`<span>${this.column(name)} <bdi>${count}</bdi></span>`,
    );
    const row = (one: Ledger["entries"][number]) => html`<tr>
      <td>${this.column(one.column)}</td>
      <td>${one.at_ms === null ? "" : when(one.at_ms)}</td>
      <td>${said(one.words)}</td>
      <td>${one.party ? side(one.party) : ""}</td>
      <td>${one.notified.length > 0 ? sides(one.notified) : t("agreements-notified-nobody")}</td>
      <td>${one.answers.map((each) => html`<div>${side(each.party)}: ${word("agreements-answer", each.answer)} ${numbered(this.of, each.number)}</div>`)}</td>
    </tr>`;
    const head = ["column", "when", "what", "about", "notified", "answer"];
    return html`<p class="row">${columns}</p><div class="scroll"><table>
      <caption class="hidden-label">${t("agreements-ledger-entries")}</caption>
      <thead><tr>${head.map((each) => html`<th scope="col">${t(`agreements-entry-${each}`)}</th>`)}</tr></thead>
      <tbody>${found.entries.map(row)}</tbody></table></div>`;
  }

  /** On whose record an event stands. */
  private column(name: string): TemplateResult {
    if (name === "both") return mark("good", t("agreements-column-both"));
    if (name === "neither") return mark("none", t("agreements-column-neither"));
    return mark("warn", html`${t("agreements-column-only")} ${side(name.replace(/^only /, ""))}`);
  }
}
