/** What this side may do about a text: answer, sign, suspend, dispute, resume, renew, leave, withdraw. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LineKey } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { numbered } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Agreement } from "./data.ts";
import { type Act, actsOf } from "./life.ts";
import "../registers/act-form.ts";
import "../registers/answer-buttons.ts";

const WITH_ARTICLES: readonly Act[] = ["suspend", "resume", "dispute-suspension"];

@customElement("d-agreement-acts")
export class AgreementActs extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) text!: Agreement;
  @state() private open: Act | undefined;
  @state() private heard = "";

  protected override render(): TemplateResult | typeof nothing {
    const acts = actsOf(this.text, party.value).filter((act) =>
      may(act === "answer" ? "duty officer" : "releaser"),
    );
    if (acts.length === 0) return nothing;
    const open = acts.find((act) => act === this.open);
    return html`<div class="no-print">
      <div class="row">${acts.map((act) => this.button(act))}</div>
      ${open ? this.panel(open) : nothing}
    </div>`;
  }

  private button(act: Act): TemplateResult {
    const open = this.open === act;
    return html`<button class=${act === "sign" ? "primary" : ""} aria-expanded=${open}
      @click=${() => {
        this.open = open ? undefined : act;
      }}>${t(`agreements-act-${act}`)}</button>`;
  }

  private panel(act: Act): TemplateResult {
    return html`<div class="card agreements-panel">
      ${this.what()}
      ${act === "answer" ? this.answer() : act === "sign" ? this.sign() : this.act(act)}
    </div>`;
  }

  /** What is acted upon, before anything is pressed: name, edition, number, digest. */
  private what(): TemplateResult {
    const one = this.text;
    return html`<p><strong><bdi>${one.agreement}</bdi></strong>, ${t("agreements-edition-number", { edition: String(one.edition) })},
      ${numbered(this.of, one.number)}</p>
      <p>${t("agreements-digest")} <code class="registers-digest" dir="ltr">${one.digest}</code></p>`;
  }

  private answer(): TemplateResult {
    return html`<d-answer-buttons .of=${this.of} number=${this.text.number} about="articles"></d-answer-buttons>`;
  }

  private sign(): TemplateResult {
    const said = this.heard.replace(/\s/g, "").toLowerCase();
    const same = said === "" ? undefined : said === this.text.digest;
    const type = (event: Event) => {
      this.heard = (event.target as HTMLInputElement).value;
    };
    return html`<p>${t("agreements-sign-what", { count: String(this.text.articles.length) })}</p>
      <ol class="agreements-signed">${this.text.articles.map(
        (each) =>
          html`<li value=${/^\d+$/.test(each.article) ? each.article : nothing}><bdi dir="auto">${each.words}</bdi></li>`,
      )}</ol>
      <p class="registers-field"><label for="agreements-heard">${t("agreements-heard")} <span class="quiet-text">${t("registers-optional")}</span></label>
        <input id="agreements-heard" dir="ltr" .value=${this.heard} @input=${type} /></p>
      ${same === undefined ? nothing : same ? mark("good", t("agreements-heard-same")) : mark("bad", t("agreements-heard-other"))}
      ${
        same === false
          ? nothing
          : html`<d-act-form .of=${this.of} code="AGS" .fixed=${{ text: this.text.number, digest: this.text.digest }}
              .ask=${["signed_by", "reservation"]} button=${t("agreements-act-sign")} keep=${`AGS|${this.text.number}`}></d-act-form>`
      }`;
  }

  private act(act: Act): TemplateResult {
    const code = act;
    const ask = WITH_ARTICLES.includes(act)
      ? ["articles", "from_ms", "because"]
      : ["from_ms", "because"];
    return html`<p>${t(`agreements-means-${act}`)}</p>
      <d-act-form .of=${this.of} code="AGX" .fixed=${{ text: this.text.number, act: code }} .ask=${ask}
        button=${codeWords(field("AGX", "act"), code, t(`agreements-act-${act}`))} keep=${`AGX|${this.text.number}|${act}`}></d-act-form>`;
  }
}
