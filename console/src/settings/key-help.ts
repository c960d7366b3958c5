/** The list of keys that work now, on `?`. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { bind, bound } from "../app/keys.ts";
import { t } from "../i18n/text.ts";
import "../ui/dialog.ts";
import { Part } from "../ui/part.ts";

@customElement("d-key-help")
export class KeyHelp extends Part {
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const show = () => {
      this.open = true;
    };
    this.cleanup(bind({ key: "?", text: "keys-help", run: show }));
  }

  private list(): TemplateResult {
    const rows = bound.value.map((one) => {
      const works = one.when?.() ?? true;
      const keys = one.key.split("+").map((part) => html`<kbd>${part}</kbd>`);
      return works
        ? html`<tr><td><bdi dir="ltr">${keys}</bdi></td><td>${t(one.text)}</td></tr>`
        : nothing;
    });
    return html`<table>
      <thead><tr><th scope="col">${t("keys-key")}</th><th scope="col">${t("keys-does")}</th></tr></thead>
      <tbody>${rows}</tbody>
    </table>`;
  }

  protected override render(): TemplateResult {
    return html`<d-dialog
      .open=${this.open}
      heading=${t("keys-help")}
      .body=${() => this.list()}
      @closed=${() => {
        this.open = false;
      }}
    ></d-dialog>`;
  }
}
