/** Agreements: texts, findings, rules, statements, sealed announcements, counts, the review. */
import "../registers/registers.css";
import "./agreements.css";
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { type LineKey, line } from "../app/lines.ts";
import { place } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { at, where } from "../registers/address.ts";
import { otherLine, tabs } from "../registers/parts.ts";
import { Part } from "../ui/part.ts";
import { findings } from "./data.ts";
import "./finding-list.ts";
import "./ledger-view.ts";
import "./review-view.ts";
import "./rule-list.ts";
import "./sealed-list.ts";
import "./statement-list.ts";
import "./text-list.ts";
import "./text-view.ts";

const SECTIONS = [
  "texts",
  "findings",
  "rules",
  "statements",
  "sealed",
  "ledger",
  "review",
] as const;
type Section = (typeof SECTIONS)[number];

@customElement("d-agreements")
export class Agreements extends Part {
  protected override render(): TemplateResult {
    if (place.value.view !== "agreements") return html``; // on the way to another view
    const found = where(place.value.rest);
    const key = found.key ?? line.value;
    if (!key)
      return html`<h1>${t("view-agreements")}</h1><p class="quiet-text">${t("line-none")}</p>`;
    this.hold(findings(key));
    const section = SECTIONS.find((one) => one === found.rest[0]) ?? "texts";
    const open = (findings(key).value ?? []).filter((one) => one.open).length;
    const rows = SECTIONS.map((one) => ({
      id: one,
      words: t(`agreements-section-${one}`),
      href: at("agreements", key, one),
      ...(one === "findings" && open > 0 ? { count: open } : {}),
    }));
    return html`<h1 class="hidden-label">${t("view-agreements")}</h1>
      ${tabs(t("view-agreements"), rows, section)} ${otherLine(key)} ${body(section, key, found.rest[1])}`;
  }
}

function body(section: Section, key: LineKey, what: string | undefined): TemplateResult {
  switch (section) {
    case "findings":
      return html`<d-finding-list .of=${key} .chosen=${what ?? ""}></d-finding-list>`;
    case "rules":
      return html`<d-rule-list .of=${key}></d-rule-list>`;
    case "statements":
      return html`<d-statement-list .of=${key}></d-statement-list>`;
    case "sealed":
      return html`<d-sealed-list .of=${key}></d-sealed-list>`;
    case "ledger":
      return html`<d-ledger-view .of=${key}></d-ledger-view>`;
    case "review":
      return html`<d-review-view .of=${key}></d-review-view>`;
    default:
      return what === undefined
        ? html`<d-agreement-list .of=${key}></d-agreement-list>`
        : html`<d-agreement-view .of=${key} .number=${what}></d-agreement-view>`;
  }
}
