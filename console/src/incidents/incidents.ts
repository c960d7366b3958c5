/** Incidents: the register of a line, and one case: `#/incidents/CHANNEL/STATUS/NUMBER`. */
import "../registers/registers.css";
import "./incidents.css";
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { line } from "../app/lines.ts";
import { place } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { where } from "../registers/address.ts";
import { Part } from "../ui/part.ts";
import "./case-list.ts";
import "./case-view.ts";

@customElement("d-incidents")
export class Incidents extends Part {
  protected override render(): TemplateResult {
    if (place.value.view !== "incidents") return html``; // on the way to another view
    const found = where(place.value.rest);
    const key = found.key ?? line.value;
    if (!key)
      return html`<h1>${t("view-incidents")}</h1><p class="quiet-text">${t("line-none")}</p>`;
    const number = found.rest[0];
    return number === undefined
      ? html`<d-case-list .of=${key}></d-case-list>`
      : html`<d-case-view .of=${key} .number=${number}></d-case-view>`;
  }
}
