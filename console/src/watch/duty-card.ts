/** Who is on duty, here and at the other side, in which languages; and the watch itself. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { type FirstScreen, firstScreen, line, lineView } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { list } from "../format/place.ts";
import { clock, near } from "../format/time.ts";
import { language, t } from "../i18n/text.ts";
import { nodeTime } from "../live/connection.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { card, noData } from "./card.ts";
import { type Duty, duty, type Handover, watchList } from "./data.ts";
import { dialogOpen, roleWords } from "./handover.ts";

/** `en` as the reader's own language names it. */
function tongue(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // not a code that is known: shown as it came
  }
}

@customElement("d-watch-duty")
export class WatchDuty extends Part {
  protected override render(): TemplateResult {
    const key = line.value;
    const watch = watchList();
    if (!key) return card("duty", t("watch-duty"), noData());
    this.hold(watch, firstScreen);
    const held = duty(key);
    const members = [...(lineView.value?.members ?? [])].sort((a) => (a === party.value ? -1 : 1));
    return card(
      "duty",
      t("watch-duty"),
      html`${held ? html`<dl class="watch-duty-list">${members.map((one) => this.side(one, held))}</dl>${this.common(held)}` : noData()}
        ${watch.value && firstScreen.value ? this.watch(watch.value.waiting ?? undefined, firstScreen.value.watch) : nothing}`,
    );
  }

  private side(who: string, found: Duty): TemplateResult {
    const shifts = found.now.filter((one) => one.party === who);
    const none = found.silent.includes(who) ? "watch-duty-silent" : "watch-duty-nobody";
    return html`<div><dt><bdi>${who}</bdi></dt>
      ${
        shifts.length === 0
          ? html`<dd>${mark(found.silent.includes(who) ? "none" : "warn", t(none))}</dd>`
          : shifts.map(
              (
                one,
              ) => html`<dd><bdi>${roleWords(one.role)}</bdi>${one.desk ? html` · <bdi>${one.desk}</bdi>` : nothing}
                · ${list(one.languages.map(tongue))} · ${t("watch-until", { time: clock(one.to_ms) })}</dd>`,
            )
      }</div>`;
  }

  private common(held: Duty): TemplateResult | typeof nothing {
    if (held.now.length === 0) return nothing;
    return held.common.length > 0
      ? html`<p>${mark("good", t("watch-common", { languages: list(held.common.map(tongue)) }))}</p>`
      : html`<p>${mark("bad", t("watch-no-common"))}</p>`;
  }

  private watch(
    waits: Handover | undefined,
    last: FirstScreen["watch"] | undefined,
  ): TemplateResult {
    const open = (which: "give" | "take") => () => {
      dialogOpen.value = which;
    };
    const who =
      last === null || last === undefined
        ? t("watch-held-nobody")
        : t("watch-held", { officer: last.officer, time: near(last.since_ms, nodeTime()) });
    return html`<p>${waits ? mark("warn", t("watch-waits", { role: roleWords(waits.to_role ?? "") })) : who}</p>
      ${
        may("duty officer")
          ? html`<div class="row"><button class=${waits ? "primary" : ""} @click=${open("take")}>${t("watch-take")}</button>
              ${waits ? nothing : html`<button @click=${open("give")}>${t("watch-give")}</button>`}</div>`
          : nothing
      }`;
  }
}
