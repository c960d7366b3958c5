/** The frame of a card on the first screen: a heading with its count, then what it holds. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/text.ts";
import { age, countdown } from "../ui/countdown.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";

/** name: last part of the ids of its texts, and of its place in the grid. */
export function card(
  name: string,
  heading: string | TemplateResult,
  body: TemplateResult,
  side: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<section class="card watch-card watch-${name}" aria-labelledby="watch-${name}">
    <div class="row spread"><h2 id="watch-${name}">${heading}</h2>${side}</div>
    <div class="watch-body">${body}</div>
  </section>`;
}

/** What is not known is hatched and said: a card without data never looks like a card with nothing. */
export function noData(id = "watch-no-picture"): TemplateResult {
  return html`<p class="watch-nodata">${icon("unknown")} ${t(id)}</p>`;
}

/** Counts down by itself, so that the card around it is not rendered every second. */
@customElement("d-watch-left")
export class Left extends Part {
  @property({ type: Number }) due = 0;

  protected override render(): TemplateResult {
    return countdown(this.due);
  }
}

/** Grows older by itself. */
@customElement("d-watch-age")
export class Age extends Part {
  @property({ type: Number }) since = 0;

  protected override render(): TemplateResult {
    return age(this.since);
  }
}
