/**
 * Signing in: the whole page when nobody is signed in, and on top of it when a session has ended.
 *
 * A link opens by itself; here is what else there is, and what to do when a link was used up.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LANGUAGES, type Language } from "../i18n/languages.ts";
import { language, speak, t } from "../i18n/text.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { knowsPasskeys } from "./passkey.ts";
import {
  begin,
  busy,
  learnWays,
  type Offer,
  offer,
  tokenIn,
  trouble,
  useLink,
  usePasskey,
} from "./ways-in.ts";
import "../ui/dialog.ts";
import "./sign-in.css";

begin();

@customElement("d-sign-in")
export class SignIn extends Part {
  /** Somebody was signed in, and what was typed stands below. */
  @property({ type: Boolean }) again = false;
  @state() private link = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void learnWays();
  }

  protected override render(): TemplateResult {
    if (!this.again) return html`<div class="sign-in card">${this.languages()}${this.ways()}</div>`;
    return html`<d-dialog must open heading=${t("sign-in-ended")}
      .body=${() => html`<div class="sign-in"><p>${t("sign-in-ended-kept")}</p>${this.ways()}</div>`}
    ></d-dialog>`;
  }

  private ways(): TemplateResult {
    const ways = offer.value;
    return html`
      ${this.again ? nothing : html`<h1>${t("sign-in-title", { party: ways?.party_name ?? "" })}</h1>`}
      ${busy.value ? html`<p role="status">${t("sign-in-busy")}</p>` : nothing}
      ${trouble.value ? html`<div class="problem" role="alert"><p><bdi>${trouble.value}</bdi></p></div>` : nothing}
      ${ways ? html`${this.passkey(ways)} ${this.provider(ways)}` : nothing} ${this.pasted()}
      <p class="quiet-text">${t("sign-in-ask")} <bdi class="code">detente sign-in-link</bdi></p>
    `;
  }

  private passkey(ways: Offer): TemplateResult | typeof nothing {
    if (ways.local) {
      return html`<p>${t("sign-in-by-name")} <a href=${ways.local}><bdi dir="ltr">${ways.local}</bdi></a></p>`;
    }
    if (!ways.passkey || !knowsPasskeys()) return nothing;
    return html`<button class="primary wide" ?disabled=${busy.value} @click=${() => void usePasskey()}>
      ${icon("person")} ${t("sign-in-passkey")}
    </button>`;
  }

  /** In a page of its own when something may be typed below: the way there leaves this one. */
  private provider(ways: Offer): TemplateResult | typeof nothing {
    if (!ways.oidc) return nothing;
    return html`<a class="button wide" href="/v1/session/oidc" target=${this.again ? "_blank" : "_self"} rel="noopener">
      ${t("sign-in-provider", { name: ways.oidc })}
    </a>`;
  }

  private pasted(): TemplateResult {
    const use = (event: Event) => {
      event.preventDefault();
      const token = tokenIn(this.link);
      if (token) void useLink(token);
    };
    return html`<form class="row" @submit=${use}>
      <label class="grow">${t("sign-in-link")}
        <input class="wide" name="link" autocomplete="off" spellcheck="false" dir="ltr" required .value=${this.link}
          @input=${(event: Event) => {
            this.link = (event.target as HTMLInputElement).value;
          }} />
      </label>
      <button ?disabled=${busy.value}>${t("sign-in-use")}</button>
    </form>`;
  }

  private languages(): TemplateResult {
    const pick = (event: Event) =>
      void speak((event.target as HTMLSelectElement).value as Language);
    return html`<label class="languages"><span class="hidden-label">${t("sign-in-language")}</span>
      <select @change=${pick}>${Object.entries(LANGUAGES).map(
        ([code, one]) =>
          html`<option value=${code} lang=${code} ?selected=${code === language()}>${one.name}</option>`,
      )}</select></label>`;
  }
}
