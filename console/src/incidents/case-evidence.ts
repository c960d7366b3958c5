/** Evidence by its hash: who holds it, who may be told of it, and whether a file here is one of them. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { list } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import { numbered, section, side, terms } from "../registers/parts.ts";
import { byEnglish, codeWords, field } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { CaseView } from "./differences.ts";
import { type Evidence, grouped, namedAs, sha256Of } from "./hashes.ts";

interface Compared {
  readonly name: string;
  readonly digest: string;
  readonly found: readonly Evidence[];
}

@customElement("d-case-evidence")
export class CaseEvidence extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) case!: CaseView;
  @state() private compared: readonly Compared[] = [];
  @state() private error: unknown;

  protected override render(): TemplateResult {
    const all = this.case.evidence;
    const body =
      all.length === 0
        ? html`<p class="quiet-text">${t("incidents-evidence-none")}</p>`
        : html`${this.list(all)}${this.compare()}`;
    return section("evidence", t("incidents-evidence"), body, all.length);
  }

  private list(all: readonly Evidence[]): TemplateResult {
    const row = (one: Evidence) => {
      const matched = this.compared.some((each) => each.digest === one.sha256.toLowerCase());
      return html`<li class="registers-item">
        <p class="row"><strong>${byEnglish(field("INR", "evidence", "what"), one.what)}</strong> <bdi dir="auto">${one.about}</bdi> ${matched ? mark("good", t("incidents-file-same")) : nothing}</p>
        ${terms([
          [t("incidents-evidence-holder"), side(one.holder)],
          [
            t("incidents-evidence-release"),
            html`${codeWords(field("INR", "evidence", "release"), one.release)}${one.named.length > 0 ? html`: <bdi>${list(one.named)}</bdi>` : nothing}`,
          ],
          [
            t("incidents-evidence-named-by"),
            html`${side(one.party)} ${numbered(this.of, one.number)}`,
          ],
          [
            t("incidents-evidence-digest"),
            html`<code class="incidents-digest" dir="ltr">${grouped(one.sha256)}</code>`,
          ],
        ])}</li>`;
    };
    return html`<ul class="registers-plain">${all.map(row)}</ul>`;
  }

  private compare(): TemplateResult {
    return html`<div class="incidents-compare no-print">
      <label for="incidents-file">${t("incidents-file")}</label>
      <input id="incidents-file" type="file" multiple @change=${(event: Event) => this.take(event)} />
      <p class="quiet-text">${t("incidents-file-how")}</p>
      <div role="status"><ul class="registers-plain">${this.compared.map((one) => this.result(one))}</ul></div>
      ${problem(this.error)}
    </div>`;
  }

  private result(one: Compared): TemplateResult {
    const who = one.found.map(
      (each) => html`${side(each.party)} ${numbered(this.of, each.number)} `,
    );
    return html`<li class="registers-item">
      <p><bdi dir="auto">${one.name}</bdi></p>
      <code class="incidents-digest" dir="ltr">${grouped(one.digest)}</code>
      <p>${one.found.length > 0 ? html`${mark("good", t("incidents-file-is"))} ${who}` : mark("none", t("incidents-file-is-none"))}</p>
    </li>`;
  }

  private async take(event: Event): Promise<void> {
    const files = [...((event.target as HTMLInputElement).files ?? [])];
    this.error = undefined;
    try {
      this.compared = await Promise.all(
        files.map(async (file) => {
          const digest = await sha256Of(await file.arrayBuffer());
          return { name: file.name, digest, found: namedAs(digest, this.case.evidence) };
        }),
      );
    } catch (error) {
      this.error = error; // a file that went away, or a page without WebCrypto
    }
  }
}
