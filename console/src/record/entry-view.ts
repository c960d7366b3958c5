/**
 * The entry behind a line of the screen: raw, decoded, and checked step by step in this browser.
 *
 * What the node says of the entry is shown nowhere as a finding of ours: header and body are decoded
 * here, every step is computed here. That the node could serve a false page as well is said.
 */

import { effect } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { place, to } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { ed25519Problem } from "../proof/ed25519.ts";
import { parseJournal } from "../proof/forms.ts";
import { save } from "../registers/download.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { rawBytes, shownJson } from "./bytes.ts";
import { type Entry, placeOf, type Shown, shownAt } from "./entry-data.ts";
import { stepList } from "./steps.ts";

type State =
  | { readonly is: "asking" }
  | { readonly is: "shown"; readonly shown: Shown }
  | { readonly is: "cannot"; readonly why: string }
  | { readonly is: "failed"; readonly error: unknown };

@customElement("d-record-entry")
export class RecordEntry extends Part {
  @state() private at: State = { is: "asking" };
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      effect(() => {
        const { rest, query } = place.value;
        if (rest[0] === "entry") void this.ask(rest.slice(1), query.get("says") ?? "");
      }),
    );
  }

  private async ask(rest: readonly string[], says: string): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    this.at = { is: "asking" };
    const next = await this.answer(rest, says);
    if (mine === this.asked) this.at = next;
  }

  private async answer(rest: readonly string[], says: string): Promise<State> {
    const where = placeOf(rest);
    if (where === null) return { is: "cannot", why: "record-entry-nowhere" };
    const why = await ed25519Problem();
    if (why !== null) return { is: "cannot", why: `record-cannot-${why}` };
    try {
      return { is: "shown", shown: await shownAt(where, says) };
    } catch (error) {
      return { is: "failed", error };
    }
  }

  protected override render(): TemplateResult {
    return html`<article class="record-entry">
      <p><a href=${to("record")}>${t("record-back")}</a></p>
      <h1>${t("record-entry")}</h1>
      ${this.content()}
    </article>`;
  }

  private content(): TemplateResult | typeof nothing {
    const now = this.at;
    if (now.is === "asking") return html`<p role="status">${t("record-entry-asking")}</p>`;
    if (now.is === "cannot") return html`<p class="problem" role="alert">${t(now.why)}</p>`;
    if (now.is === "failed") return problem(now.error);
    const { entry, examined } = now.shown;
    return html`${this.head(now.shown)}
      <section class="card"><h2>${t("record-steps")}</h2>${stepList(examined.steps)}
        <p class="record-caution">${t("record-caution")} <a href=${to("record", "check")}>${t("record-caution-check")}</a></p>
      </section>
      <section class="card"><h2>${t("record-decoded")}</h2>
        ${examined.body === null ? html`<p class="quiet-text">${t("record-withheld")}</p>` : shownJson(examined.body)}
      </section>
      <section class="card"><h2>${t("record-raw")}</h2>${this.raw(entry)}</section>`;
  }

  private head({ entry, examined }: Shown): TemplateResult {
    const header = examined.header;
    if (header === null) return html``;
    const row = (name: string, value: unknown) =>
      html`<dt>${t(name)}</dt><dd><bdi dir="ltr">${value}</bdi></dd>`;
    const { party } = parseJournal(header.journal);
    return html`<section class="card">
      <dl class="record-facts">
        ${row("record-fact-author", party)} ${row("record-fact-journal", header.journal)}
        ${row("record-fact-sequence", header.sequence)} ${row("record-fact-kind", `${header.kind} ${header.kind_version}`)}
        ${row("record-fact-at", exact(header.at_ms))} ${row("record-fact-held", exact(entry.held_at_ms))}
      </dl>
      <p>${
        entry.missing?.length
          ? t("record-fact-missing", { parties: entry.missing.join(", ") })
          : t(entry.final ? "record-fact-final" : "record-fact-alone")
      }</p>
      <p class="row no-print">
        ${this.step(header.journal, header.sequence - 1, "record-before")}
        ${this.step(header.journal, header.sequence + 1, "record-after")}
        <button @click=${() => this.save(entry)}>${t("record-entry-save")}</button>
      </p>
      ${
        header.heads.length > 0
          ? html`<details><summary>${t("record-heads", { count: header.heads.length })}</summary>
        <ul>${header.heads.map((head) => html`<li><bdi dir="ltr" class="code">${head.journal}</bdi>: ${t("record-head", { size: head.size })}</li>`)}</ul>
      </details>`
          : nothing
      }
    </section>`;
  }

  private step(journal: string, sequence: number, words: string): TemplateResult | typeof nothing {
    if (sequence < 0) return nothing;
    return html`<a class="button" href=${to("record", "entry", ...journal.split("/"), sequence)}>${t(words)}</a>`;
  }

  private raw(entry: Entry): TemplateResult {
    return html`
      ${rawBytes(t("record-raw-header"), entry.header, true)} ${rawBytes(t("record-raw-body"), entry.body, true)}
      ${rawBytes(t("record-raw-salt"), entry.salt, false)} ${rawBytes(t("record-raw-signature"), entry.signature, false)}
      ${entry.proofs.map(
        (
          one,
        ) => html`<details class="record-raw"><summary>${t("record-raw-checkpoint", { size: one.size })}</summary>
          <pre tabindex="0" dir="ltr" class="record-pre">${one.note}</pre>
          <ol>${one.hashes.map((hash) => html`<li><bdi dir="ltr" class="code">${hash}</bdi></li>`)}</ol></details>`,
      )}
      <details class="record-raw"><summary>${t("record-raw-keys")}</summary>
        <ul>${entry.keys.map((key) => html`<li><bdi dir="ltr" class="code">${key}</bdi></li>`)}</ul></details>`;
  }

  private save(entry: Entry): void {
    const text = JSON.stringify(entry, null, 1);
    const name = `${entry.journal.replaceAll("/", "-")}-${entry.sequence}.json`;
    save(new Blob([text], { type: "application/json" }), name);
  }
}

/** A time to the millisecond: what a record is read for. */
function exact(ms: number): string {
  return new Date(ms).toISOString().replace("T", "\u00a0");
}
