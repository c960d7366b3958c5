/**
 * The view of messages: `#/messages`, `…/new[/CODE[/FORM]]`, `…/drafts[/N]`, `…/plan`,
 * `…/CHANNEL/STATUS/NUMBER`.
 */
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { choose, formats, type LineKey, line } from "../app/lines.ts";
import { place, to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { isBegun } from "./form/model.ts";
import { begin, forms } from "./form/store.ts";
import "./choose-format.ts";
import "./compose-view.ts";
import "./drafts.ts";
import "./inbox.ts";
import "./message-view.ts";
import "./messages.css";
import "./compose.css";
import "./paper.ts";
import "./plan.ts";

const STATUSES: ReadonlySet<string> = new Set(["ACTUAL", "EXERCISE", "TEST"]);

@customElement("d-messages")
export class Messages extends Part {
  protected override render(): TemplateResult {
    this.hold(formats());
    const [first, second, third] = place.value.rest;
    if (place.value.view !== "messages" || first === undefined) return html`<d-inbox></d-inbox>`;
    if (first === "new") return this.compose(second, third);
    if (first === "drafts") return html`<d-drafts .draft=${second ?? ""}></d-drafts>`;
    if (first === "plan") return html`<d-plan></d-plan>`;
    if (third === undefined || !STATUSES.has(second ?? "")) return html`<d-inbox></d-inbox>`;
    return this.message({ channel: first, status: second as LineKey["status"] }, third);
  }

  /** The whole screen is about the line of the message that is looked at. */
  private message(of: LineKey, number: string): TemplateResult {
    const here = line.peek();
    if (here?.channel !== of.channel || here.status !== of.status) queueMicrotask(() => choose(of));
    return html`<d-message .of=${of} .number=${number}></d-message>`;
  }

  private compose(code: string | undefined, form: string | undefined): TemplateResult {
    if (!may("duty officer")) return html`<p>${t("messages-none-allowed")}</p>`;
    if (!code) return html`<d-choose-format></d-choose-format>`;
    if (code === "PPR") return html`<d-paper></d-paper>`;
    if (form) return html`<d-compose .form=${form}></d-compose>`;
    const of = line.value;
    if (!of || formats().value === undefined)
      return html`<p class="quiet-text">${t("shell-loading")}</p>`;
    const empty = [...forms.peek().values()].find(
      ({ data }) =>
        data.code === code &&
        !isBegun(data) &&
        data.channel === of.channel &&
        data.status === of.status,
    );
    const query = Object.fromEntries(place.value.query);
    queueMicrotask(() => {
      const found = empty ?? begin({ code, ...of, values: query });
      location.replace(to("messages", "new", code, found.peek().id));
    });
    return html`<p class="quiet-text">${t("shell-loading")}</p>`;
  }
}
