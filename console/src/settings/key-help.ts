/** The list of keys that work now, on `?`. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { bind, bound } from "../app/keys.ts";
import { t } from "../i18n/text.ts";
import "../ui/dialog.ts";
import { Part } from "../ui/part.ts";

const MANY = 3; // more keys for one thing are a range

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

  /** What works now, a row for each thing that it does: ten keys that do one thing are one row. */
  private list(): TemplateResult {
    const rows = new Map<string, string[]>();
    for (const one of bound.value) {
      if (!(one.when?.() ?? true)) continue;
      const keys = rows.get(one.text) ?? [];
      if (!keys.includes(one.key)) rows.set(one.text, [...keys, one.key]);
    }
    return html`<table class="keys-list">
      <thead><tr><th scope="col">${t("keys-key")}</th><th scope="col">${t("keys-does")}</th></tr></thead>
      <tbody>${[...rows].map(([text, keys]) => this.row(text, keys))}</tbody>
    </table>`;
  }

  private row(text: string, keys: readonly string[]): TemplateResult {
    const many = keys.length > MANY;
    const shown = many ? [keys[0] ?? "", keys.at(-1) ?? ""] : keys;
    const words = shown.map(
      (key, at) =>
        html`${at > 0 ? (many ? " … " : " ") : nothing}${key.split("+").map((part) => html`<kbd>${part}</kbd>`)}`,
    );
    return html`<tr><td><bdi dir="ltr">${words}</bdi></td><td>${t(text)}</td></tr>`;
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
