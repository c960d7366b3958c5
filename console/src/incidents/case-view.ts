/**
 * One case: both accounts side by side, what is agreed, what is owed, and what was said before.
 *
 * The page has one order for everybody: the sides stand by name, their columns are of one width.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { list } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at } from "../registers/address.ts";
import { composeOn } from "../registers/compose.ts";
import { download } from "../registers/download.ts";
import { Latest } from "../registers/latest.ts";
import {
  asNow,
  awaited,
  numbered,
  otherLine,
  remarks,
  section,
  side,
  terms,
} from "../registers/parts.ts";
import { instant } from "../registers/words.ts";
import { countdown } from "../ui/countdown.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { caseState, claimOf, claimWords, typeWords } from "./case-words.ts";
import { due } from "./data.ts";
import { type CaseView as Case, owing, sidesOf } from "./differences.ts";
import "../registers/act-form.ts";
import "./case-accounts.ts";
import "./case-before.ts";
import "./case-dealings.ts";
import "./case-evidence.ts";
import "./case-replay.ts";

type Act = "ask" | "close" | "protest";

@customElement("d-case-view")
export class CaseView extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() number = "";
  @state() private act: Act | undefined;
  @state() private reader = "";
  @state() private error: unknown;
  private readonly latest = new Latest<Case>();

  private resource(): Resource<Case> {
    const path = { ...this.of, number: this.number };
    const ask = () => get("/v1/lines/{channel}/{status}/cases/{number}", { path });
    return this.latest.of(
      `${this.of.channel}|${this.of.status}|${this.number}`,
      ask,
      about(this.of),
    );
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, due(this.of.status), formats());
    const back = html`<p class="no-print"><a href=${at("incidents", this.of)}>${t("incidents-back")}</a></p>`;
    const one = resource.value;
    if (!one) return html`${back}${awaited(resource.held.value)}`;
    return html`${back}
      ${this.head(one)} ${otherLine(this.of)} ${asNow()}
      ${may("duty officer") ? this.acts(one) : nothing}
      <div class="incidents-page">
        <d-case-replay .of=${this.of} .case=${one}></d-case-replay>
        <d-case-accounts .of=${this.of} .case=${one}></d-case-accounts>
        <div class="column">
          <d-case-dealings .of=${this.of} .case=${one}></d-case-dealings>
          <d-case-evidence .of=${this.of} .case=${one}></d-case-evidence>
        </div>
        <d-case-before .of=${this.of} .case=${one}></d-case-before>
        ${one.remarks.length > 0 ? section("odd", t("incidents-odd"), remarks(one.remarks), one.remarks.length) : nothing}
      </div>`;
  }

  private head(one: Case): TemplateResult {
    const head = one.head;
    const happened = head.happened_ms === null ? head.when : instant(head.happened_ms);
    return html`<header class="card incidents-head">
      <div class="registers-head">
        <h1><bdi dir="ltr">${head.number}</bdi> <span class="incidents-types">${list(typeWords(head))}</span></h1>
        ${this.print(one)}
      </div>
      ${terms([
        [t("incidents-state"), caseState(head)],
        [t("incidents-when"), html`<bdi dir="ltr">${happened}</bdi>`],
        [t("incidents-claims"), claimWords(head)],
        ...sidesOf(head).map(
          (party) => [side(party) as unknown as string, this.claim(one, party)] as const,
        ),
        [
          t("incidents-opened"),
          head.openings.map(
            (each) =>
              html`${numbered(this.of, each.number)} ${t(`incidents-opened-${each.opened_from || "hand"}`)} `,
          ),
        ],
        [t("incidents-owed"), this.owed(one)],
      ])}
    </header>`;
  }

  private claim(one: Case, party: string): string {
    if (one.head.no_record.includes(party)) return t("incidents-has-no-record");
    if (one.head.silent.includes(party)) return t("incidents-no-account");
    return claimOf(one.head.claims.find((each) => each.party === party)?.claim);
  }

  private owed(one: Case): TemplateResult | string {
    const items = owing(due(this.of.status).value ?? [], one.head);
    if (items.length === 0) return t("incidents-nothing-owed");
    return html`<ul class="registers-plain">${items.map(
      (item) =>
        html`<li>${side(item.party)}: ${t(`incidents-owes-${item.kind}`)} ${countdown(item.dueMs)}</li>`,
    )}</ul>`;
  }

  private print(one: Case): TemplateResult {
    const path = `/v1/lines/${this.of.channel}/${this.of.status}/cases/${one.head.number}`;
    const reader = this.reader ? `?for=${this.reader}` : "";
    const pick = (event: Event) => {
      this.reader = (event.target as HTMLSelectElement).value;
    };
    return html`<div class="row no-print">
      <label><span class="hidden-label">${t("incidents-reader")}</span>
        <select @change=${pick}>
          <option value="">${t("incidents-reader-own")}</option>
          <option value="public">${t("incidents-reader-public")}</option>
          ${sidesOf(one.head).map((party) => html`<option value=${party}>${t("incidents-reader-party", { party })}</option>`)}
        </select></label>
      <a class="button" href=${`${path}/report${reader}`} target="_blank" rel="noopener">${t("incidents-report")}</a>
      <button @click=${() => this.pdf(`${path}/report.pdf${reader}`, `${one.head.number}.pdf`)}>${t("incidents-pdf")}</button>
      ${problem(this.error)}
    </div>`;
  }

  private async pdf(path: string, name: string): Promise<void> {
    this.error = undefined;
    try {
      await download(path, name);
    } catch (error) {
      this.error = error;
    }
  }

  private acts(one: Case): TemplateResult {
    const open = one.head.state !== "closed";
    const number = one.head.number;
    const toggle = (
      act: Act,
    ) => html`<button aria-expanded=${this.act === act} aria-pressed=${this.act === act}
      @click=${() => {
        this.act = this.act === act ? undefined : act;
      }}>${t(`incidents-act-${act}`)}</button>`;
    return html`<div class="incidents-acts no-print">
      <div class="row">
        <button @click=${() => composeOn(this.of, { code: "INS", fields: { case: number } })}>${t("incidents-act-account")}</button>
        ${toggle("ask")} ${open ? toggle("close") : nothing} ${toggle("protest")}
      </div>
      ${this.act ? this.form(this.act, number) : nothing}
    </div>`;
  }

  private form(act: Act, number: string): TemplateResult {
    const forms: Record<Act, { code: string; ask: string[]; urgent?: string; note?: string }> = {
      ask: { code: "INQ", ask: ["field", "question"], urgent: t("incidents-urgent") },
      close: {
        code: "INC",
        ask: ["closure", "finding", "open_points", "taken_up_in"],
        note: t("incidents-close-how"),
      },
      protest: { code: "PRO", ask: ["about", "demand"] },
    };
    const { code, ask, urgent, note } = forms[act];
    return html`<div class="card">
      ${note ? html`<p class="quiet-text">${note}</p>` : nothing}
      <d-act-form .of=${this.of} code=${code} .fixed=${{ case: number }} .ask=${ask} urgent=${urgent ?? ""} button=${t(`incidents-act-${act}`)} keep=${`${code}|${number}`}></d-act-form>
      ${
        act === "close"
          ? html`<button class="quiet" @click=${() => composeOn(this.of, { code, fields: { case: number } })}>${t("incidents-close-measures")}</button>`
          : nothing
      }
    </div>`;
  }
}
