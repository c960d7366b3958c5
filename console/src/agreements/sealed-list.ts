/** Sealed announcements: a coarse area now, the exact notice when it is opened, and whether that fits. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { post } from "../api/client.ts";
import { formats, type LineKey } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  remarks,
  said,
  section,
  side,
  terms,
  when,
} from "../registers/parts.ts";
import { formatName } from "../registers/words.ts";
import { countdown } from "../ui/countdown.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { type Sealed, sealed } from "./data.ts";
import { sealMark } from "./words.ts";
import "./disclosure.ts";

@customElement("d-sealed-list")
export class SealedList extends Part {
  @property({ attribute: false }) of!: LineKey;
  @state() private asking = "";
  @state() private error: unknown;

  protected override render(): TemplateResult {
    const resource = sealed(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    if (!found) return awaited(resource.held.value);
    if (found.length === 0) return empty(t("agreements-sealed-empty"), t("agreements-sealed-how"));
    const open = (one: Sealed) => ["waiting", "overdue", "mismatch"].includes(one.state);
    const group = (name: string, some: readonly Sealed[]) =>
      some.length === 0
        ? nothing
        : section(
            `sealed-${name}`,
            t(`agreements-sealed-${name}`),
            html`<ul class="registers-plain">${some.map((one) => this.item(one))}</ul>`,
            some.length,
          );
    return html`${asNow()}<div class="registers-page">${problem(this.error)}
      ${group("open", found.filter(open))} ${group(
        "done",
        found.filter((one) => !open(one)),
      )}</div>`;
  }

  private item(one: Sealed): TemplateResult {
    const waits = one.state === "waiting" || one.state === "overdue";
    return html`<li class="registers-item">
      <p class="row">${sealMark(one)} <strong>${formatName(one.format)}</strong> ${side(one.party)} ${numbered(this.of, one.number)}
        ${waits ? countdown(one.open_by_ms) : nothing}</p>
      <p>${said(one.words)}</p>
      ${terms([
        [t("agreements-open-by"), when(one.open_by_ms)],
        [t("agreements-opened"), one.opened_ms === null ? "" : when(one.opened_ms)],
        [t("agreements-exact"), one.notice ? numbered(this.of, one.notice) : ""],
        [t("agreements-opening"), one.opening ? numbered(this.of, one.opening) : ""],
        [
          t("agreements-inside"),
          one.inside === null
            ? ""
            : one.inside
              ? mark("good", t("registers-yes"))
              : mark("bad", t("registers-no")),
        ],
        [t("agreements-seal"), html`<code class="registers-digest" dir="ltr">${one.seal}</code>`],
      ])}
      ${remarks(one.remarks)} <d-disclosure .of=${this.of} number=${one.number}></d-disclosure> ${waits && one.party === party.value && one.draft !== null && may("duty officer") ? this.opener(one) : nothing}
    </li>`;
  }

  /** Two presses: what is opened cannot be sealed again. */
  private opener(one: Sealed): TemplateResult {
    if (this.asking !== one.number) {
      return html`<button @click=${() => {
        this.asking = one.number;
      }}>${t("agreements-unseal")}</button>`;
    }
    return html`<p>${t("agreements-unseal-sure")}</p><div class="row">
      <button class="primary" @click=${() => this.unseal(one.number)}>${t("agreements-unseal")}</button>
      <button @click=${() => {
        this.asking = "";
      }}>${t("agreements-unseal-not")}</button></div>`;
  }

  private async unseal(number: string): Promise<void> {
    this.error = undefined;
    try {
      await post("/v1/lines/{channel}/{status}/sealed/{number}/open", {
        path: { ...this.of, number },
      });
      this.asking = "";
    } catch (error) {
      this.error = error;
    }
  }
}
