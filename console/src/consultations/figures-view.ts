/** How often there was contact in a period, by kind and level, and how long between. */
import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { day } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at } from "../registers/address.ts";
import { Latest } from "../registers/latest.ts";
import { awaited, section, terms } from "../registers/parts.ts";
import { Part } from "../ui/part.ts";
import type { Figures } from "./data.ts";
import { contactWords } from "./words.ts";

@customElement("d-figures-view")
export class FiguresView extends Part {
  @property({ attribute: false }) of!: LineKey;
  @state() private from = "";
  @state() private until = "";
  private readonly latest = new Latest<Figures>();

  private resource(): Resource<Figures> {
    const query = {
      ...(this.from ? { from: this.from } : {}),
      ...(this.until ? { until: this.until } : {}),
    };
    const ask = () => get("/v1/lines/{channel}/{status}/contact-figures", { path: this.of, query });
    return this.latest.of(`${this.of.channel}|${this.from}|${this.until}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const found = resource.value;
    const set = (name: "from" | "until") => (event: Event) => {
      this[name] = (event.target as HTMLInputElement).value.trim();
    };
    return html`<div class="registers-head"><h2>${t("consultations-section-figures")}</h2></div>
      <div class="row no-print">
        <label>${t("agreements-period-from")} <input class="consultations-on-day" dir="ltr" placeholder="2025-09" @change=${set("from")} /></label>
        <label>${t("agreements-period-until")} <input class="consultations-on-day" dir="ltr" placeholder="2026-11" @change=${set("until")} /></label>
        <button @click=${() => window.print()}>${t("agreements-print")}</button></div>
      ${found ? this.figures(found) : awaited(resource.held.value)}`;
  }

  private figures(one: Figures): TemplateResult {
    const days = (count: number | null) =>
      count === null
        ? t("consultations-not-known")
        : t("registers-unit-days", { n: String(count) });
    const link = (number: string) =>
      number
        ? html`<a href=${at("consultations", this.of, "contacts", number)}><bdi dir="ltr">${number}</bdi></a>`
        : "";
    const whole = this.from === "" && this.until === "";
    return html`<div class="registers-page">
      <p>${whole ? t("consultations-whole") : t("agreements-period", { from: day(one.from_ms), until: day(one.until_ms) })}</p>
      ${section(
        "contact-figures",
        t("consultations-held"),
        terms([
          [t("consultations-held"), String(one.held)],
          [t("consultations-held-parts"), String(one.parts)],
          [t("consultations-perhaps"), String(one.perhaps)],
          [t("consultations-held-undated"), String(one.undated)],
          [t("consultations-cancelled"), String(one.cancelled)],
          [t("consultations-between-median"), days(one.days_between_median)],
          [t("consultations-between-longest"), days(one.days_between_longest)],
          [t("consultations-first"), link(one.first)],
          [t("consultations-last"), link(one.last)],
        ]),
      )}
      <div class="registers-two">
        ${section("by-kind", t("consultations-by-kind"), this.counts("kind", one.by_kind))}
        ${section("by-level", t("consultations-by-level"), this.counts("level", one.by_level))}</div></div>`;
  }

  private counts(name: "kind" | "level", all: Figures["by_kind"]): TemplateResult {
    return html`<table><caption class="hidden-label">${t(`consultations-by-${name}`)}</caption>
      <thead><tr><th scope="col">${t(`consultations-${name}`)}</th><th scope="col">${t("consultations-held")}</th></tr></thead>
      <tbody>${all.map((one) => html`<tr><td>${contactWords(name, one.of) || t("consultations-not-said")}</td><td><bdi>${one.count}</bdi></td></tr>`)}</tbody></table>`;
  }
}
