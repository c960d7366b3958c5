/**
 * The first screen: is the line open, who is on duty, what is running out of time, what conflicts,
 * what moves, how old is what I see. One screen; only the lists within it scroll.
 */
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { firstScreen } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import "./age-card.ts";
import "./alarms-card.ts";
import "./conflicts-card.ts";
import "./due-card.ts";
import "./duty-card.ts";
import "./handover.ts";
import "./line-card.ts";
import "./moves-card.ts";
import "./watch.css";

@customElement("d-watch")
export class Watch extends Part {
  protected override render(): TemplateResult {
    const { value, error } = firstScreen.held.value;
    return html`<h1 class="hidden-label">${t("view-watch")}</h1>
      ${value === undefined ? problem(error) : ""}
      <div class="watch">
        <d-watch-line></d-watch-line><d-watch-duty></d-watch-duty><d-watch-age-card></d-watch-age-card>
        <d-watch-due></d-watch-due><d-watch-conflicts></d-watch-conflicts><d-watch-alarms></d-watch-alarms>
        <d-watch-moves></d-watch-moves>
      </div>
      <d-handover></d-handover>`;
  }
}
