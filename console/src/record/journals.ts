/** What is kept, delivered to whom, final, witnessed, of every journal; the newest entries; the export. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { firstScreen, status } from "../app/lines.ts";
import { go } from "../app/router.ts";
import { moment, number } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { save } from "../registers/download.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { fetchFile } from "./carry.ts";
import { begin } from "./checking.ts";
import { type Event, type Journal, journals, retention } from "./data.ts";
import "./proof-link.ts";

const PAGE = 25; // entries shown at a time
const MEGABYTE = 1_000_000;

@customElement("d-record-journals")
export class RecordJournals extends Part {
  @state() private came: number | undefined;
  @state() private error: unknown;
  @state() private page: readonly Event[] | undefined;
  private from: number | undefined;

  protected override render(): TemplateResult {
    const [held, kept] = [journals(), retention()];
    this.hold(held, kept, firstScreen);
    return html`${this.exporting()} ${this.kept(held.value)} ${this.notes(kept.value)}
      ${problem(held.held.value.error)} ${this.newest()}`;
  }

  private kept(list: readonly Journal[] | undefined): TemplateResult {
    const heads = ["journal", "kept", "delivered", "final", "witnessed"];
    return html`<section class="card"><h2>${t("record-journals")}</h2>
      <p class="quiet-text">${t("record-journals-how")}</p>
      <div class="scroll"><table>
        <thead><tr>${heads.map((one) => html`<th scope="col">${t(`record-col-${one}`)}</th>`)}</tr></thead>
        <tbody>${(list ?? []).map((one) => this.row(one))}</tbody>
      </table></div>
      ${list ? nothing : html`<p role="status">${t("record-asking")}</p>`}</section>`;
  }

  private row(one: Journal): TemplateResult {
    const behind = Object.entries(one.delivered).filter(([, size]) => size < one.kept);
    const final = one.final === one.kept;
    const house = one.channel === "house";
    return html`<tr data-journal=${one.journal}>
      <td><bdi dir="ltr" class="code">${one.journal}</bdi>${one.own ? html`<br />${t("record-own")}` : nothing}
        ${one.note ? html`<br /><bdi>${one.note}</bdi>` : nothing}</td>
      <td>${mark("good", number(one.kept))}${this.apart(one)}</td>
      <td>${Object.entries(one.delivered).map(
        ([party, size]) =>
          html`<div>${mark(size < one.kept ? "warn" : "good", html`<bdi>${party}</bdi> ${number(size)}`)}</div>`,
      )}</td>
      <td>${house ? t("record-house") : mark(final ? "good" : "warn", final ? t("record-all-final") : t("record-some-final", { count: number(one.final) }))}
        ${!final && behind.length > 0 ? html`<br />${t("record-missing", { parties: behind.map(([party]) => party).join(", ") })}` : nothing}</td>
      <td>${Object.keys(one.witnessed ?? {}).length === 0 ? html`<span class="quiet-text">${t("record-no-witness")}</span>` : nothing}
        ${Object.entries(one.witnessed ?? {}).map(([party, size]) => html`<div><bdi>${party}</bdi> ${number(size)}</div>`)}</td>
    </tr>`;
  }

  private apart(one: Journal): TemplateResult {
    const notes = [
      [one.withheld, "record-journal-withheld"],
      [one.unknown, "record-journal-unknown"],
      [one.disowned, "record-journal-disowned"],
    ] as const;
    return html`${notes.map(([count, id]) => (count ? html`<br />${t(id, { count: number(count) })}` : nothing))}`;
  }

  private notes(
    kept: { days: number; withheld: Record<string, number> } | undefined,
  ): TemplateResult | typeof nothing {
    if (!kept) return nothing;
    const gone = Object.values(kept.withheld).reduce((sum, one) => sum + one, 0);
    return html`<section class="card"><h2>${t("record-retention")}</h2>
      <p>${kept.days === 0 ? t("record-retention-ever") : t("record-retention-days", { days: number(kept.days) })}
        ${t("record-retention-gone", { count: number(gone) })}</p></section>`;
  }

  private exporting(): TemplateResult {
    const busy = this.came !== undefined;
    return html`<section class="card"><h2>${t("record-export")}</h2><p>${t("record-export-what")}</p>
      <p class="row"><button class="primary" ?disabled=${busy} @click=${() => void this.export()}>${t("record-export-do")}</button>
        ${busy ? html`<progress aria-label=${t("record-export")}></progress> <span role="status">${t("record-export-came", { size: number((this.came ?? 0) / MEGABYTE, 1) })}</span>` : nothing}</p>
      ${problem(this.error)}</section>`;
  }

  /** Save the evidence file, and check the very bytes that were saved. */
  private async export(): Promise<void> {
    this.came = 0;
    this.error = undefined;
    try {
      const file = await fetchFile("/v1/export", (bytes) => {
        this.came = bytes;
      });
      const name = `evidence-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}Z.jsonl`;
      save(file, name);
      go("record", "check");
      await begin(file, name);
    } catch (error) {
      this.error = error;
    } finally {
      this.came = undefined;
    }
  }

  private newest(): TemplateResult {
    if (this.page === undefined && status.value && this.from === undefined) void this.turn(0);
    const rows = [...(this.page ?? [])].reverse();
    return html`<section class="card"><h2>${t("record-entries")}</h2>
      <ul class="record-plain record-entries">${rows.map((one) => this.entry(one))}</ul>
      <p class="row"><button @click=${() => void this.turn(-PAGE)}>${t("record-older")}</button>
        <button @click=${() => void this.turn(PAGE)}>${t("record-newer")}</button></p></section>`;
  }

  private entry(one: Event): TemplateResult {
    const kind = has(`record-kind-${one.kind}`) ? t(`record-kind-${one.kind}`) : one.kind;
    const body = one.body as { message?: { number?: string; format?: string } } | null;
    const said = body?.message?.number ?? "";
    return html`<li class="record-line"><d-proof-link .position=${one.position} .says=${said}></d-proof-link>
      <bdi dir="ltr">${moment(one.at_ms)}</bdi> <bdi>${one.author}</bdi> <span>${kind}</span>
      ${said ? html`<bdi dir="ltr">${body?.message?.format} ${said}</bdi>` : nothing}
      <bdi dir="ltr" class="quiet-text code">${one.journal} ${one.sequence}</bdi></li>`;
  }

  /** Older or newer entries in the order in which this node came to hold them; 0: the newest. */
  private async turn(step: number): Promise<void> {
    const last = status.value?.position ?? 0;
    const start = step === 0 ? last - PAGE : (this.from ?? last) + step;
    this.from = Math.max(0, Math.min(start, Math.max(0, last - PAGE)));
    try {
      this.page = await get("/v1/events", { query: { after: this.from, limit: PAGE } });
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  }
}
