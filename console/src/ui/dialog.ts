/**
 * A modal dialog: the browser's own, which keeps the focus inside and closes with Escape.
 *
 * `<d-dialog .open=${…} heading="…" @closed=${…}>` with its content as `.body=${html`…`}`.
 */
import { html, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../i18n/text.ts";
import { icon } from "./icon.ts";
import { Part } from "./part.ts";

@customElement("d-dialog")
export class Dialog extends Part {
  @property({ type: Boolean }) open = false;
  @property() heading = "";
  /** What stands in it; rendered only while open. */
  @property({ attribute: false }) body: (() => TemplateResult) | undefined;
  /** A dialog that must be answered cannot be closed by Escape or its corner. */
  @property({ type: Boolean }) must = false;
  @query("dialog") private box!: HTMLDialogElement;

  protected override render(): TemplateResult {
    return html`<dialog
      aria-label=${this.heading}
      @cancel=${(event: Event) => this.must && event.preventDefault()}
      @close=${() => this.tell("closed", {})}
    >
      <div class="row spread">
        <h2>${this.heading}</h2>
        ${
          this.must
            ? ""
            : html`<button class="quiet" aria-label=${t("dialog-close")} @click=${() => this.box.close()}>${icon("closed")}</button>`
        }
      </div>
      ${this.open ? this.body?.() : ""}
    </dialog>`;
  }

  protected override updated(): void {
    if (this.open && !this.box.open) this.box.showModal();
    if (!this.open && this.box.open) this.box.close();
  }
}
