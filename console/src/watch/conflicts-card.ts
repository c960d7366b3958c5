/** What conflicts: how many, which is nearest, one line each. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { line, openConflicts } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { byUrgency, when } from "../conflicts/order.ts";
import { number } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nodeTime } from "../live/connection.ts";
import { Part } from "../ui/part.ts";
import "../conflicts/conflict-line.ts";
import "./card.ts";
import { card, noData } from "./card.ts";

const SHOWN = 20; // the view of conflicts has all

@customElement("d-watch-conflicts")
export class WatchConflicts extends Part {
  protected override render(): TemplateResult {
    const key = line.value;
    if (!key) return card("conflicts", t("watch-conflicts", { count: "?" }), noData());
    const held = openConflicts(key);
    this.hold(held);
    const all = byUrgency(held.value ?? [], nodeTime());
    const next = all.find((one) => one.from_ms !== null && when(one, nodeTime()) === "ahead");
    return card(
      "conflicts",
      t("watch-conflicts", { count: held.value ? number(all.length) : "?" }),
      held.value === undefined
        ? noData()
        : all.length === 0
          ? html`<p>${t("watch-conflicts-none")}</p>`
          : html`<ul class="watch-rows">${all
              .slice(0, SHOWN)
              .map(
                (one) => html`<li><d-conflict-line .conflict=${one}></d-conflict-line></li>`,
              )}</ul>
            ${all.length > SHOWN ? html`<p><a href=${to("conflicts")}>${t("watch-more", { count: number(all.length - SHOWN) })}</a></p>` : nothing}`,
      next?.from_ms
        ? html`<span>${t("watch-nearest")} <d-watch-left .due=${next.from_ms}></d-watch-left></span>`
        : nothing,
    );
  }
}
