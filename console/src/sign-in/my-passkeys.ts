/** My passkeys: add one, see when each was used, remove one. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { get, post, remove, type Schemas } from "../api/client.ts";
import { session } from "../app/session.ts";
import { moment } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { knowsPasskeys, made, type Wanted } from "./passkey.ts";
import { learnWays, offer, words } from "./ways-in.ts";

type Passkey = Schemas["PasskeyView"];

/** Have the browser make a passkey, and the node keep it. Throws Refused, or what the browser says. */
export async function addPasskey(name: string): Promise<void> {
  const wanted = await post("/v1/passkeys/options");
  const credential = await made(wanted as Wanted);
  await post("/v1/passkeys", { body: { name, credential } as never });
}

@customElement("d-my-passkeys")
export class MyPasskeys extends Part {
  @state() private list: readonly Passkey[] | undefined;
  @state() private name = "";
  @state() private wrong = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void learnWays();
    void this.look();
  }

  private async look(): Promise<void> {
    try {
      this.list = await get("/v1/passkeys");
    } catch (error) {
      this.wrong = words(error);
    }
  }

  private async act(what: () => Promise<unknown>): Promise<void> {
    this.wrong = "";
    try {
      await what();
      this.name = "";
      await this.look();
    } catch (error) {
      this.wrong = words(error);
    }
  }

  protected override render(): TemplateResult {
    const mine = (this.list ?? []).filter((one) => one.officer === session.value?.officer);
    return html`<h3>${t("passkeys-heading")}</h3>
      ${this.wrong ? html`<div class="problem" role="alert"><p><bdi>${this.wrong}</bdi></p></div>` : nothing}
      ${this.list && mine.length === 0 ? html`<p class="quiet-text">${t("passkeys-none")}</p>` : nothing}
      <ul class="session-list">${mine.map((one) => this.row(one))}</ul>
      ${this.adding()}`;
  }

  private row(one: Passkey): TemplateResult {
    const used =
      one.used_ms === null ? t("passkeys-unused") : t("passkeys-used", { at: moment(one.used_ms) });
    const take = () => remove("/v1/passkeys/{passkey}", { path: { passkey: one.passkey } });
    return html`<li class="row spread">
      <span><bdi>${one.name}</bdi> · <bdi dir="ltr">${one.host}</bdi><br /><span class="quiet-text">${used}</span></span>
      <button aria-label=${t("passkeys-remove-named", { name: one.name })} @click=${() => void this.act(take)}>${t("passkeys-remove")}</button>
    </li>`;
  }

  private adding(): TemplateResult {
    const local = offer.value?.local;
    if (local) {
      return html`<p>${t("sign-in-by-name")} <a href=${local}><bdi dir="ltr">${local}</bdi></a></p>`;
    }
    if (!knowsPasskeys()) return html`<p class="quiet-text">${t("passkeys-not-here")}</p>`;
    const add = (event: Event) => {
      event.preventDefault();
      void this.act(() => addPasskey(this.name.trim()));
    };
    return html`<form class="row" @submit=${add}>
      <label class="grow">${t("passkeys-name")}
        <input class="wide" required maxlength="60" dir="auto" .value=${this.name}
          @input=${(event: Event) => {
            this.name = (event.target as HTMLInputElement).value;
          }} />
      </label>
      <button>${t("passkeys-add")}</button>
    </form>`;
  }
}
