/**
 * The proof of a message of which only the number is known: `<d-number-proof .of=${key} number="…">`.
 *
 * Where its entry lies is asked when somebody wants to know; a page with fifty numbers asks nothing.
 */
import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import type { LineKey } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import "../record/link.css";

@customElement("d-number-proof")
export class NumberProof extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() number = "";
  @state() private error: unknown;

  protected override render(): TemplateResult {
    const label = t("record-proof-link-of", { what: this.number });
    const address = to("messages", this.of.channel, this.of.status, this.number);
    return html`<a class="record-link" href=${address} title=${label} aria-label=${label} @click=${(event: Event) => this.follow(event)}
      >${icon("proof")}</a>${problem(this.error)}`;
  }

  private async follow(event: Event): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    this.error = undefined;
    try {
      const path = { ...this.of, number: this.number };
      const found = await get("/v1/lines/{channel}/{status}/messages/{number}", { path });
      location.hash = `${to("record", "entry", found.position)}?says=${encodeURIComponent(this.number)}`;
    } catch (error) {
      this.error = error;
    }
  }
}
