/** After signing in by a link: a passkey for the next time. It takes no screen and waits for nobody. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { HOME, place } from "../app/router.ts";
import { session } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { tell } from "../ui/announce.ts";
import { Part } from "../ui/part.ts";
import { addPasskey } from "./my-passkeys.ts";
import { knowsPasskeys } from "./passkey.ts";
import { byLink, offer, words } from "./ways-in.ts";

const NOT_NOW = "detente.no-passkey.";

@customElement("d-passkey-offer")
export class PasskeyOffer extends Part {
  @state() private wrong = "";

  protected override render(): TemplateResult | typeof nothing {
    const officer = session.value?.officer ?? "";
    const here = offer.value?.passkeys_here && knowsPasskeys();
    // on the first screen alone: elsewhere it would lie on what somebody is about to press
    if (place.value.view !== HOME) return nothing;
    if (!byLink.value || !here || localStorage.getItem(NOT_NOW + officer)) return nothing;
    return html`<aside class="passkey-offer card" aria-label=${t("passkey-offer-label")}>
      <p>${t("passkey-offer")}</p>
      ${this.wrong ? html`<div class="problem" role="alert"><p><bdi>${this.wrong}</bdi></p></div>` : nothing}
      <div class="row">
        <button class="primary" @click=${() => void this.add(officer)}>${t("passkeys-add")}</button>
        <button @click=${() => this.later(officer)}>${t("passkey-offer-later")}</button>
      </div>
    </aside>`;
  }

  private later(officer: string): void {
    localStorage.setItem(NOT_NOW + officer, "1");
    byLink.value = false;
  }

  private async add(officer: string): Promise<void> {
    this.wrong = "";
    try {
      await addPasskey(officer);
    } catch (error) {
      this.wrong = words(error);
      return;
    }
    byLink.value = false;
    tell(t("passkey-offer-done"));
  }
}
