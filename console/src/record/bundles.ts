/** Files of entries carried by hand, where no link reaches: made for a party, taken in, and their log. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { may } from "../app/session.ts";
import { moment, number } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { save } from "../registers/download.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { fetchFile, takeBundle } from "./carry.ts";
import { bundles, type Made, peers, type Waiting, waiting } from "./data.ts";

@customElement("d-record-bundles")
export class RecordBundles extends Part {
  @state() private busy = false;
  @state() private told = "";
  @state() private error: unknown;
  @state() private whole = false;

  protected override render(): TemplateResult {
    const [log, apart, others] = [bundles(), waiting(), peers()];
    this.hold(log, apart, others);
    const parties = (others.value ?? []).filter((one) => one.kind !== "witness");
    return html`<section class="card"><h2>${t("record-bundles")}</h2><p>${t("record-bundles-what")}</p>
        ${may("duty officer") ? this.hands(parties.map((one) => one.party)) : nothing}
        ${this.told ? html`<p role="status">${this.told}</p>` : nothing} ${problem(this.error)}</section>
      ${this.waiting(apart.value ?? [])} ${this.log(log.value ?? [])}`;
  }

  private hands(parties: readonly string[]): TemplateResult {
    return html`<p class="row">${parties.map(
      (one) =>
        html`<button ?disabled=${this.busy} @click=${() => void this.make(one)}>${t("record-bundle-make", { party: one })}</button>`,
    )}
      <label><input type="checkbox" .checked=${this.whole} @change=${(event: Event) => {
        this.whole = (event.target as HTMLInputElement).checked;
      }} /> ${t("record-bundle-whole")}</label></p>
      <p><label class="button">${t("record-bundle-bring")}
        <input class="hidden-label" type="file" @change=${this.bring} /></label></p>`;
  }

  private async make(party: string): Promise<void> {
    await this.doing(async () => {
      const whole = this.whole ? "?whole=true" : "";
      const path = `/v1/bundles/${encodeURIComponent(party)}${whole}`;
      const file = await fetchFile(path, () => undefined);
      save(file, `for-${party}.jsonl`);
      return t("record-bundle-made", { party, size: number(file.size / 1_000, 1) });
    });
  }

  private bring = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = "";
    if (file) void this.doing(() => takeBundle(file));
  };

  private async doing(run: () => Promise<string>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    this.told = "";
    try {
      this.told = await run();
      await Promise.all([bundles().refresh(), waiting().refresh()]);
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  private waiting(list: readonly Waiting[]): TemplateResult | typeof nothing {
    if (list.length === 0) return nothing;
    return html`<section class="card"><h2>${t("record-waiting")}</h2><p>${t("record-waiting-what")}</p>
      <ul class="record-plain">${list.map(
        (
          one,
        ) => html`<li><bdi dir="ltr" class="code">${one.journal}</bdi> ${t("record-waiting-count", { count: number(one.waiting), first: one.first, last: one.last })}
          ${one.missing ? t("record-waiting-missing", { first: one.missing[0] as number, last: one.missing[1] as number }) : nothing}</li>`,
      )}</ul></section>`;
  }

  private log(list: readonly Made[]): TemplateResult {
    const row = (one: Made) => html`<tr>
      <td><bdi dir="ltr">${moment(one.at_ms)}</bdi></td><td>${t(`record-bundle-${one.way}`)}</td>
      <td><bdi>${one.party}</bdi></td><td><bdi>${one.officer}</bdi></td><td>${number(one.entries)}</td>
      <td>${number(one.receipts)}</td><td>${number(one.problems ?? 0)}</td></tr>`;
    const heads = ["when", "way", "party", "officer", "entries", "receipts", "problems"];
    if (list.length === 0) return html`<p class="quiet-text">${t("record-bundles-none")}</p>`;
    return html`<section class="card"><h2>${t("record-bundle-log")}</h2><div class="scroll"><table>
      <thead><tr>${heads.map((one) => html`<th scope="col">${t(`record-col-${one}`)}</th>`)}</tr></thead>
      <tbody>${list.map(row)}</tbody></table></div></section>`;
  }
}
