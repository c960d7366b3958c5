/** What was refused and kept, and who witnesses: the parts of the record that nobody asks for daily. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { moment, number } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { rawBytes } from "./bytes.ts";
import { type Evidence, evidence, type Witness, witnesses } from "./data.ts";

@customElement("d-record-refused")
export class RecordRefused extends Part {
  protected override render(): TemplateResult {
    const held = evidence();
    this.hold(held);
    const list = held.value;
    return html`<section class="card"><h2>${t("record-refused")}</h2>
      <p>${t("record-refused-what")}</p>${problem(held.held.value.error)}
      ${list?.length === 0 ? html`<p class="quiet-text">${t("record-refused-none")}</p>` : nothing}
      <ul class="record-plain">${(list ?? []).map((one) => this.one(one))}</ul></section>`;
  }

  private one(one: Evidence): TemplateResult {
    return html`<li class="card" data-evidence=${one.id}>
      <p>${mark("bad", html`<bdi dir="ltr">${one.reason}</bdi>`)} <bdi>${one.peer}</bdi>
        <bdi dir="ltr">${moment(one.at_ms)}</bdi> <bdi dir="ltr" class="code">${one.journal}</bdi></p>
      <p><bdi>${one.detail}</bdi></p>
      <p class="record-hash"><span class="quiet-text">SHA-256</span> <bdi dir="ltr" class="code">${one.sha256}</bdi></p>
      ${rawBytes(t("record-refused-bytes", { size: number(one.size) }), one.data, false)}
    </li>`;
  }
}

@customElement("d-record-witnesses")
export class RecordWitnesses extends Part {
  protected override render(): TemplateResult {
    const held = witnesses();
    this.hold(held);
    const list = held.value;
    return html`<section class="card"><h2>${t("record-witnesses")}</h2>
      <p>${t("record-witnesses-what")}</p>${problem(held.held.value.error)}
      ${list?.length === 0 ? html`<p class="quiet-text">${t("record-witnesses-none")}</p>` : nothing}
      <ul class="record-plain">${(list ?? []).map((one) => this.one(one))}</ul></section>`;
  }

  private one(one: Witness): TemplateResult {
    const tone = one.link === "up" ? "good" : one.link === "refused" ? "bad" : "warn";
    const link = has(`record-link-${one.link}`) ? t(`record-link-${one.link}`) : one.link;
    return html`<li class="card">
      <p><bdi><strong>${one.name}</strong></bdi> ${mark(tone, link)} <bdi dir="ltr" class="code">${one.url}</bdi></p>
      <p>${one.behind === 0 ? t("record-witness-all") : t("record-witness-behind", { count: number(one.behind) })}
        ${one.evidence > 0 ? mark("bad", t("record-witness-evidence", { count: number(one.evidence) })) : nothing}</p>
      ${one.why ? html`<p class="quiet-text"><bdi>${one.why}</bdi></p>` : nothing}
      <p class="record-hash"><bdi dir="ltr" class="code record-print">${one.fingerprint}</bdi></p></li>`;
  }
}
