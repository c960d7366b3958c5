import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";

@customElement("d-settings")
export class Settings extends Part {
  protected override render(): TemplateResult {
    return html`<h1>${t("view-settings")}</h1>`;
  }
}
