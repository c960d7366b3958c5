/**
 * The way from any line of the screen to the signed entry that says it: one small link beside it.
 *
 * `<d-proof-link .position=${message.position} .says=${message.number}></d-proof-link>`. `position` is the
 * entry's local position, `says` what the screen takes from it (a number); the viewer holds it against
 * the entry's own bytes. Without a position nothing is shown.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { to } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import "./link.css";

@customElement("d-proof-link")
export class ProofLink extends Part {
  @property({ attribute: false }) position: number | null | undefined;
  @property({ attribute: false }) says = "";

  protected override render(): TemplateResult | typeof nothing {
    if (this.position === null || this.position === undefined) return nothing;
    const query = this.says ? `?says=${encodeURIComponent(this.says)}` : "";
    const label = this.says
      ? t("record-proof-link-of", { what: this.says })
      : t("record-proof-link");
    return html`<a class="record-link" href=${to("record", "entry", this.position) + query}
      title=${label} aria-label=${label} @click=${(event: Event) => event.stopPropagation()}
    >${icon("proof")}</a>`;
  }
}
