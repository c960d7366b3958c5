/** Public sources that are kept, and what of them stands on the line: never a party's account. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ASKED_BY, get, type Problem, Refused, type Schemas, Unreachable } from "../api/client.ts";
import { about, formats, type LineKey, shared } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";
import { at } from "../registers/address.ts";
import { asNow, awaited, empty, numbered, section, side, when } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

type Source = Schemas["SourceView"];
type Report = Schemas["ReportView"];

function sources(): Resource<Source[]> {
  return shared("sources", () => new Resource(() => get("/v1/sources")));
}

function reports(key: LineKey): Resource<Report[]> {
  return shared(
    `reports|${key.channel}|${key.status}`,
    () =>
      new Resource(() => get("/v1/lines/{channel}/{status}/reports", { path: key }), about(key)),
  );
}

@customElement("d-source-list")
export class SourceList extends Part {
  @property({ attribute: false }) of!: LineKey;
  @state() private error: unknown;

  protected override render(): TemplateResult {
    const kept = sources();
    const told = reports(this.of);
    this.hold(kept, told, formats());
    return html`<div class="registers-head"><h2>${t("consultations-section-sources")}</h2>
        ${may("duty officer") ? html`<label class="button">${t("consultations-source-add")} <input class="consultations-file" type="file" @change=${(event: Event) => this.add(event)} /></label>` : nothing}</div>
      ${asNow()} ${problem(this.error)}
      <p class="quiet-text">${t("consultations-sources-note")}</p>
      ${!kept.value ? awaited(kept.held.value) : kept.value.length === 0 ? empty(t("consultations-sources-empty"), t("consultations-sources-how")) : this.sources(kept.value)}
      ${told.value && told.value.length > 0 ? section("reports", t("consultations-reports"), html`<ul class="registers-plain">${told.value.map((one) => this.report(one))}</ul>`, told.value.length) : nothing}`;
  }

  private async add(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.error = undefined;
    try {
      const query = new URLSearchParams({ name: file.name });
      const answer = await fetch(`/v1/sources?${query}`, {
        method: "POST",
        headers: ASKED_BY,
        body: file,
      }).catch((error) => {
        throw new Unreachable(error);
      });
      if (!answer.ok) throw new Refused((await answer.json()) as Problem);
      sources().stale();
    } catch (error) {
      this.error = error;
    }
  }

  private sources(all: readonly Source[]): TemplateResult {
    const row = (one: Source) => html`<li class="registers-item">
      <p><a href=${at("consultations", this.of, "sources", one.sha256)}><bdi dir="auto">${one.title || one.name || one.sha256.slice(0, 12)}</bdi></a></p>
      <p class="row quiet-text"><bdi dir="auto">${one.publisher}</bdi> <bdi dir="ltr">${one.dated}</bdi> ${when(one.retrieved_ms)}
        ${t("consultations-source-counts", { confirmed: String(one.confirmed), rejected: String(one.rejected) })}
        ${one.here ? nothing : mark("warn", t("consultations-source-away"))}</p></li>`;
    return section(
      "sources",
      t("consultations-section-sources"),
      html`<ul class="registers-plain">${all.map(row)}</ul>`,
      all.length,
    );
  }

  private report(one: Report): TemplateResult {
    return html`<li class="registers-item">
      <p><bdi lang="en">${one.by}</bdi>: <bdi dir="auto">${one.words}</bdi></p>
      <p class="row quiet-text">${codeWords(field("REP", "kind"), one.kind)} · ${codeWords(field("REP", "hedge"), one.hedge)} <bdi dir="ltr">${one.day || one.dated}</bdi>
        ${t("consultations-put-by")} ${side(one.found_by)} ${numbered(this.of, one.number)}</p>
      ${one.contradicted_by.length > 0 ? html`<p>${mark("warn", t("consultations-contradicted-by"))} ${one.contradicted_by.map((number) => numbered(this.of, number))}</p>` : nothing}</li>`;
  }
}
