/** What this node came to know of a message, in its order; and how far down it has come on each side. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get, post, type Schemas } from "../api/client.ts";
import { about, formats, type Message, shared } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { clockSeconds, moment, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

const pathOf = ({ channel, status, message: { number } }: Message) => ({ channel, status, number });
const nameOf = (message: Message) => Object.values(pathOf(message)).join("|");

@customElement("d-story")
export class Story extends Part {
  @property({ attribute: false }) message: Message | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { message } = this;
    if (!message) return nothing;
    const path = pathOf(message);
    const found = shared(`story|${nameOf(message)}`, () => {
      const ask = () => get("/v1/lines/{channel}/{status}/messages/{number}/timeline", { path });
      return new Resource<Schemas["MomentView"][]>(ask, about(message));
    });
    this.hold(found);
    return html`${problem(found.held.value.error)}
      <table class="messages-story"><thead><tr><th>${t("messages-story-here")}</th><th>${t("messages-story-there")}</th><th>${t("messages-story-who")}</th><th>${t("messages-story-what")}</th></tr></thead>
      <tbody>${(found.value ?? []).map(
        (
          one,
        ) => html`<tr><td><bdi dir="ltr" title=${moment(one.here_ms)}>${clockSeconds(one.here_ms)}</bdi></td>
          <td><bdi dir="ltr">${one.by_clock_ms ? clockSeconds(one.by_clock_ms) : "—"}</bdi></td><td><bdi>${one.party}</bdi></td><td><bdi lang="en">${one.what}</bdi></td></tr>`,
      )}</tbody></table>`;
  }
}

/** Levels of each side that must have it, and those that have. A level here is reported by pressing. */
@customElement("d-levels")
export class Levels extends Part {
  @property({ attribute: false }) message: Message | undefined;
  @state() private error: unknown;

  protected override render(): TemplateResult | typeof nothing {
    const { message } = this;
    if (!message) return nothing;
    const path = pathOf(message);
    const found = shared(`levels|${nameOf(message)}`, () => {
      const ask = () =>
        get("/v1/lines/{channel}/{status}/messages/{number}/dissemination", { path });
      return new Resource<Schemas["DisseminationView"]>(ask, about(message));
    });
    this.hold(found, formats());
    const view = found.value;
    return html`${problem(found.held.value.error)} ${problem(this.error)}
      ${view && !view.needed ? html`<p class="quiet-text">${t("messages-levels-not-asked")}</p>` : nothing}
      ${(view?.sides ?? []).map((one) => this.side(message, one))}`;
  }

  private words(code: string): string {
    const table = (formats().value ?? []).find((one) => one.code === "DSM")?.form ?? [];
    const choice = table
      .find((one) => one.name === "echelon")
      ?.choices?.find((one) => one.code === code);
    return choice?.words.text ?? code;
  }

  private side(message: Message, side: Schemas["SideView"]): TemplateResult {
    const own = side.party === party.value && may("duty officer") && message.direction === "in";
    const levels = side.levels.length > 0 ? side.levels : side.reached.map((one) => one.echelon);
    return html`<section class="card"><h2><bdi>${side.party}</bdi></h2>
      ${levels.length === 0 ? html`<p class="quiet-text">${t("messages-levels-none")}</p>` : nothing}
      ${side.minutes ? html`<p class="quiet-text">${t("messages-levels-takes", { span: span(side.minutes * 60_000) })}</p>` : nothing}
      <ul class="messages-facts">${levels.map((code) => {
        const reached = side.reached.find((one) => one.echelon === code);
        const has = reached && reached.basis !== "not-reached";
        return html`<li>${mark(has ? "good" : side.missing.includes(code) ? "warn" : "none", this.words(code))}
          ${has ? html`<bdi dir="ltr">${clockSeconds(reached.reached_ms)}</bdi>` : own ? html`<button @click=${() => void this.report(message, code)}>${t("messages-levels-reached")}</button>` : nothing}</li>`;
      })}</ul></section>`;
  }

  private async report(message: Message, echelon: string): Promise<void> {
    this.error = undefined;
    try {
      await post("/v1/lines/{channel}/{status}/messages/{number}/disseminate", {
        path: pathOf(message),
        body: { echelon },
      });
    } catch (error) {
      this.error = error;
    }
  }
}
