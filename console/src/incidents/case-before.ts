/** What was said around the incident, found by time and place, and the entries that the case rests on. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { distance } from "../format/place.ts";
import { span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { numbered, said, section, side, when } from "../registers/parts.ts";
import { formatName, said as word } from "../registers/words.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { CaseView } from "./differences.ts";

type Link = CaseView["links"][number];
type Entry = CaseView["entries"][number];

const LEAD: Record<string, Tone> = {
  "ON TIME": "good",
  SHORT: "warn",
  "AFTER THE FACT": "bad",
  "NOT EFFECTIVE": "bad",
};

@customElement("d-case-before")
export class CaseBefore extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) case!: CaseView;

  protected override render(): TemplateResult {
    const { links, links_left_out: more, entries, reports } = this.case;
    const before =
      links.length === 0
        ? html`<p class="quiet-text">${t("incidents-before-none")}</p>`
        : html`<p class="quiet-text">${t("incidents-before-how")}</p><ul class="registers-plain">${links.map((one) => this.link(one))}</ul>`;
    return html`<div class="column">
      ${section("before", t("incidents-before-heading"), html`${before}${more > 0 ? html`<p>${t("incidents-before-more", { count: String(more) })}</p>` : nothing}`, links.length)}
      ${reports.length > 0 ? section("reports", t("incidents-reported"), html`<p class="quiet-text">${t("incidents-reported-how")}</p><ul class="registers-plain">${reports.map((one) => this.report(one))}</ul>`, reports.length) : nothing}
      ${section("proof", t("incidents-proof"), this.proof(entries), entries.length)}
    </div>`;
  }

  private link(one: Link): TemplateResult {
    const apart =
      one.apart_cm === null
        ? nothing
        : html`<span>${t("incidents-apart", { distance: distance(one.apart_cm) })}</span>`;
    const key = one.before_ms < 0 ? "incidents-released-after" : "incidents-released-before";
    return html`<li class="registers-item">
      <p class="row">${numbered(this.of, one.number)} ${side(one.author)} <span class="quiet-text">${t(key, { span: span(one.before_ms) })}</span> ${apart}
        <span class="quiet-text">${word("incidents-why", one.why)}</span></p>
      <p>${said(one.line)}</p>
      ${one.leads.map(
        (
          lead,
        ) => html`<p class="row">${side(lead.party)} ${mark(LEAD[lead.finding] ?? "none", word("incidents-lead", lead.finding))}
        ${lead.read_ms === null ? t("incidents-unread") : html`${t("incidents-read")} ${when(lead.read_ms)}`}</p>`,
      )}
    </li>`;
  }

  private report(one: CaseView["reports"][number]): TemplateResult {
    return html`<li class="registers-item">
      <p>${t("incidents-reported-by")} <bdi>${one.publisher}</bdi>: <bdi dir="auto">${one.words}</bdi></p>
      <p class="row quiet-text">${numbered(this.of, one.number)} <bdi>${one.when}</bdi> ${said(one.hedge)}</p>
    </li>`;
  }

  private proof(entries: readonly Entry[]): TemplateResult {
    const row = (one: Entry) => html`<tr>
      <td>${numbered(this.of, one.number)}</td>
      <td>${formatName(one.format)}${one.disowned ? html` ${mark("bad", t("incidents-disowned"))}` : nothing}</td>
      <td>${side(one.author)}</td>
      <td>${when(one.at_ms)}</td>
      <td>${word("registers-proof", one.proof)}</td>
      <td><code class="incidents-digest" dir="ltr">${one.entry}</code></td>
    </tr>`;
    const head = ["number", "what", "author", "when", "proof-state", "entry"];
    return html`<div class="scroll"><table>
      <caption class="hidden-label">${t("incidents-proof")}</caption>
      <thead><tr>${head.map((one) => html`<th scope="col">${t(`incidents-${one}`)}</th>`)}</tr></thead>
      <tbody>${entries.map(row)}</tbody>
    </table></div>`;
  }
}
