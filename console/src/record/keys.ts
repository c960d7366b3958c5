/** Whose key is whose: as the node tells it, as this browser has seen it, and as a person compared it. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { moment } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { type Keys, keys } from "./data.ts";
import { compare, forget, type Pinned, pinnedFingerprint, pins } from "./pins.ts";

@customElement("d-record-keys")
export class RecordKeys extends Part {
  /** Parties whose read fingerprint was just found equal, or not. */
  @state() private compared: ReadonlyMap<string, boolean> = new Map();

  protected override render(): TemplateResult {
    const held = keys();
    this.hold(held);
    return html`<section class="card"><h2>${t("record-keys")}</h2><p>${t("record-keys-what")}</p>
        ${problem(held.held.value.error)}
        <ul class="record-plain">${(held.value ?? []).map((one) => this.party(one))}</ul></section>
      <section class="card"><h2>${t("record-pins")}</h2><p>${t("record-pins-what")}</p>
        ${pins.value.size === 0 ? html`<p class="quiet-text">${t("record-pins-none")}</p>` : nothing}
        <ul class="record-plain">${[...pins.value].map(([party, one]) => this.pin(party, one))}</ul></section>`;
  }

  private party(one: Keys): TemplateResult {
    const pinned = pins.value.get(one.party);
    const history = [one.fingerprint, ...(one.older ?? []).map((key) => key.fingerprint)];
    const fits = pinned && history.includes(pinnedFingerprint(pinned));
    return html`<li class="card"><h3><bdi>${one.party}</bdi> ${one.own ? t("record-keys-own") : nothing}</h3>
      <dl class="record-facts"><dt>${t("record-key-now")}</dt><dd><bdi dir="ltr" class="code record-print">${one.fingerprint}</bdi></dd>
        <dt>${t("record-key-recovery")}</dt><dd><bdi dir="ltr" class="code record-print">${one.recovery}</bdi></dd></dl>
      ${pinned ? mark(fits ? "good" : "bad", t(fits ? "record-key-fits" : "record-key-foreign")) : mark("none", t("record-key-unseen"))}
      ${(one.older ?? []).map(
        (key) => html`<p>${t("record-key-until", { at: moment(key.until_ms) })}
        <bdi dir="ltr" class="code">${key.fingerprint}</bdi>
        ${has(`record-key-reason-${key.reason}`) ? t(`record-key-reason-${key.reason}`) : key.reason}
        ${t(key.by === "recovery" ? "record-key-by-recovery" : "record-key-by-previous")}</p>`,
      )}</li>`;
  }

  private pin(party: string, one: Pinned): TemplateResult {
    const told = this.compared.get(party);
    return html`<li class="card" data-pin=${party}><h3><bdi>${party}</bdi></h3>
      <p><bdi dir="ltr" class="code record-print">${pinnedFingerprint(one)}</bdi></p>
      <p>${t("record-pin-since", { at: moment(one.since_ms) })}
        ${one.compared_ms > 0 ? mark("good", t("record-pin-compared", { at: moment(one.compared_ms) })) : mark("none", t("record-pin-uncompared"))}</p>
      <form class="row" @submit=${(event: SubmitEvent) => this.compare(event, party)}>
        <label>${t("record-pin-read")}<br /><input name="read" dir="ltr" size="42" autocomplete="off" /></label>
        <button>${t("record-pin-compare")}</button>
        <button type="button" class="quiet" @click=${() => forget(party)}>${t("record-pin-forget")}</button></form>
      ${told === undefined ? nothing : html`<p role="alert">${mark(told ? "good" : "bad", t(told ? "record-pin-equal" : "record-pin-unequal"))}</p>`}</li>`;
  }

  private compare(event: SubmitEvent, party: string): void {
    event.preventDefault();
    const read = new FormData(event.target as HTMLFormElement).get("read");
    this.compared = new Map([...this.compared, [party, compare(party, String(read ?? ""))]]);
  }
}
