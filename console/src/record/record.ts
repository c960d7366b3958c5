/**
 * The record: what is kept, delivered, final; the entry behind any line; evidence made and checked.
 *
 * `#/record/entry/POSITION` is the viewer; `check`, `refused`, `bundles`, `witnesses` and `keys` are its
 * other pages. What is checked is checked by src/proof, in this browser.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { place, to } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import "./bundles.ts";
import "./check-panel.ts";
import "./entry-view.ts";
import "./journals.ts";
import "./keys.ts";
import "./others.ts";
import "./record.css";

const PAGES = ["journals", "check", "refused", "bundles", "witnesses", "keys"] as const;
type Page = (typeof PAGES)[number];

const CONTENT: Record<Page, () => TemplateResult> = {
  journals: () => html`<d-record-journals></d-record-journals>`,
  check: () => html`<d-record-check></d-record-check>`,
  refused: () => html`<d-record-refused></d-record-refused>`,
  bundles: () => html`<d-record-bundles></d-record-bundles>`,
  witnesses: () => html`<d-record-witnesses></d-record-witnesses>`,
  keys: () => html`<d-record-keys></d-record-keys>`,
};

@customElement("d-record")
export class RecordView extends Part {
  protected override render(): TemplateResult {
    const [first] = place.value.rest;
    if (first === "entry") return html`<d-record-entry></d-record-entry>`;
    const here = PAGES.find((one) => one === first) ?? "journals";
    return html`<div class="record column">
      <h1>${t("view-record")}</h1>
      <nav class="row no-print" aria-label=${t("record-pages")}>${PAGES.map((one) => this.tab(one, here))}</nav>
      ${CONTENT[here]()}
    </div>`;
  }

  private tab(page: Page, here: Page): TemplateResult {
    const current = page === here;
    const href = to("record", ...(page === "journals" ? [] : [page]));
    return html`<a class="button record-tab" href=${href} aria-current=${current ? "page" : nothing}>${t(`record-page-${page}`)}</a>`;
  }
}
