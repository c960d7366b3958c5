/** For an administrator: a link that signs an officer in once, to be handed over by a trusted way. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { get, post, type Schemas } from "../api/client.ts";
import { may } from "../app/session.ts";
import { near } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nodeTime } from "../live/connection.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

@customElement("d-hand-over-link")
export class HandOverLink extends Part {
  @state() private officers: readonly Schemas["OfficerView"][] = [];
  @state() private made: Schemas["SignInLinkView"] | undefined;
  @state() private wrong: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    if (may("administrator")) void this.look();
  }

  private async look(): Promise<void> {
    try {
      this.officers = await get("/v1/officers");
    } catch (error) {
      this.wrong = error;
    }
  }

  private async make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const officer = String(new FormData(event.target as HTMLFormElement).get("officer") ?? "");
    this.made = undefined;
    this.wrong = undefined;
    try {
      this.made = await post("/v1/sign-in-links", { body: { officer } });
    } catch (error) {
      this.wrong = error;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!may("administrator")) return nothing;
    return html`<h3>${t("sign-in-make-heading")}</h3>
      ${problem(this.wrong)}
      <form class="row" @submit=${(event: SubmitEvent) => void this.make(event)}>
        <label class="grow">${t("session-officer")}
          <select class="wide" name="officer">
            ${this.officers.map((one) => html`<option value=${one.officer}>${one.officer}</option>`)}
          </select>
        </label>
        <button>${t("sign-in-make")}</button>
      </form>
      ${this.made ? this.shown(this.made) : nothing}`;
  }

  private shown(made: Schemas["SignInLinkView"]): TemplateResult {
    const until = near(made.expires_ms, nodeTime());
    return html`<label>${t("sign-in-made", { officer: made.officer, until })}
      <input class="wide" readonly dir="ltr" .value=${made.url}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
    </label>`;
  }
}
