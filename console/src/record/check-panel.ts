/**
 * Check a file here: dropped on any page, or picked; with keys known from elsewhere; against this node.
 *
 * Nothing of the file leaves the browser, and the node is not asked what to think of it: the same checks
 * as detente-verify, in this page. The comparison with what the node holds is apart, and needs it.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { may, party } from "../app/session.ts";
import { number } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { JournalReport, Report } from "../proof/report.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { takeBundle } from "./carry.ts";
import {
  again,
  begin,
  checking,
  keysIn,
  knownBy,
  type State,
  stop,
  typedKeys,
  usePins,
} from "./checking.ts";
import { type Compared, type Comparison, compareAll } from "./compare.ts";
import { reportView } from "./report-view.ts";
import { stepList } from "./steps.ts";

const TONES: Record<Compared, Tone> = {
  same: "good",
  node: "good",
  file: "warn",
  other: "bad",
  unknown: "none",
};

@customElement("d-record-check")
export class RecordCheck extends Part {
  @state() private compared: readonly Comparison[] | undefined;
  @state() private error: unknown;
  @state() private taken: string | undefined;
  private of: Report | undefined;

  protected override render(): TemplateResult {
    const now = checking.value;
    return html`<section class="card">
        <h2>${t("record-check")}</h2>
        <p>${t("record-check-how")}</p>
        <p class="row"><label class="button">${t("record-check-pick")}
          <input class="hidden-label" type="file" @change=${this.pick} /></label></p>
        ${this.keys()}
      </section>
      <div aria-live="polite" class="column">${this.result(now)}</div>`;
  }

  private pick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) void begin(file, file.name);
    input.value = "";
  };

  private keys(): TemplateResult {
    const wrong = keysIn(typedKeys.value) === null;
    return html`<details ?open=${typedKeys.value !== ""}><summary>${t("record-keys-elsewhere")}</summary>
      <p class="quiet-text">${t("record-keys-elsewhere-why")}</p>
      <label>${t("record-keys-typed")}<br />
        <textarea dir="ltr" rows="3" cols="60" .value=${typedKeys.value} aria-invalid=${wrong}
          placeholder="amber=0123 4567 89ab cdef 0123 4567 89ab cdef"
          @input=${(event: Event) => {
            typedKeys.value = (event.target as HTMLTextAreaElement).value;
          }}></textarea></label>
      ${wrong ? html`<p class="problem" role="alert">${t("record-keys-wrong")}</p>` : nothing}
      <p><label><input type="checkbox" .checked=${usePins.value} @change=${(event: Event) => {
        usePins.value = (event.target as HTMLInputElement).checked;
      }} /> ${t("record-use-pins")}</label></p>
      ${checking.value.is === "checked" ? html`<button ?disabled=${wrong} @click=${again}>${t("record-check-again")}</button>` : nothing}
    </details>`;
  }

  private result(now: State): TemplateResult | typeof nothing {
    if (now.is === "none") return nothing;
    if (now.is === "running")
      return html`<section class="card" role="status"><p>${t("record-checking", { name: now.name })}</p>
        <progress max="1" .value=${now.share} aria-label=${t("record-checking", { name: now.name })}></progress>
        <p>${t("record-checking-lines", { count: number(now.lines) })}</p>
        <button @click=${stop}>${t("record-check-stop")}</button></section>`;
    if (now.is === "failed")
      return html`<section class="card problem" role="alert"><p>${t(now.why)}</p><p><bdi>${now.reason}</bdi></p></section>`;
    if (now.is === "entry")
      return html`<section class="card"><h2><bdi>${now.name}</bdi></h2><p>${t("record-one-entry")}</p>${stepList(now.examined.steps)}</section>`;
    const { report } = now.checked;
    return html`<h2><bdi>${report.file}</bdi></h2>${reportView(now.checked, knownBy())}
      ${report.verdict === "UNUSABLE" ? nothing : this.comparison(report)} ${this.bundle(report, now.file)}`;
  }

  private comparison(report: Report): TemplateResult {
    if (this.of !== report) {
      this.of = report;
      this.compared = undefined;
      this.error = undefined;
      void this.compare(report.journals);
    }
    return html`<section class="card"><h2>${t("record-compare")}</h2>
      <p class="quiet-text">${t("record-compare-how")}</p>
      ${problem(this.error)}
      ${
        this.compared
          ? html`<ul class="record-plain">${this.compared.map((one) => this.line(one))}</ul>`
          : html`<button @click=${() => void this.compare(report.journals)}>${t("record-compare-now")}</button>`
      }
    </section>`;
  }

  private line(one: Comparison): TemplateResult {
    const values = { file: number(one.file), node: number(one.node) };
    return html`<li data-compared=${one.found}>${mark(TONES[one.found], t(`record-compare-${one.found}`, values))}
      <bdi dir="ltr" class="code">${one.journal}</bdi></li>`;
  }

  private async compare(journals: readonly JournalReport[]): Promise<void> {
    try {
      this.compared = await compareAll(journals);
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  }

  /** A file that was made for us can be taken in, by whoever may. */
  private bundle(report: Report, file: Blob): TemplateResult | typeof nothing {
    if (report.bundle_for === null) return nothing;
    const ours = report.bundle_for === party.value && may("duty officer");
    return html`<section class="card"><p>${t("record-bundle-note")}</p>
      ${ours ? html`<button class="primary" @click=${() => void this.take(file)}>${t("record-bundle-take")}</button>` : nothing}
      ${this.taken ? html`<p role="status">${this.taken}</p>` : nothing}</section>`;
  }

  private async take(file: Blob): Promise<void> {
    try {
      this.taken = await takeBundle(file);
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  }
}
