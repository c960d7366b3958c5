import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";

@customElement("d-map-view")
export class MapView extends Part {
  protected override render(): TemplateResult {
    return html`<h1>${t("view-map")}</h1>`;
  }
}
