/** Who is on duty, here and at the other side, in which languages; and the watch itself. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { type LineKey, line, lineView } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { list } from "../format/place.ts";
import { clock } from "../format/time.ts";
import { language, t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { card } from "./card.ts";
import { type Handover, handovers, type Roster, roster, watchList } from "./data.ts";
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
  protected override render(): TemplateResult | typeof nothing {
    const key = line.value;
    const watch = watchList();
    const past = handovers();
    if (!key) return nothing;
    this.hold(roster(key), watch, past);
    const held = roster(key).value;
    const members = [...(lineView.value?.members ?? [])].sort((a) => (a === party.value ? -1 : 1));
    return card(
      "duty",
      t("watch-duty"),
      html`<dl class="watch-duty-list">${members.map((one) => this.side(one, key))}</dl>
        ${held ? this.common(held) : nothing} ${this.watch(watch.value?.waiting ?? undefined, past.value?.[0])}`,
    );
  }

  private side(who: string, key: LineKey): TemplateResult {
    const found = roster(key).value;
    const shifts = (found?.now ?? []).filter((one) => one.party === who);
    const none = found?.silent.includes(who) ? "watch-duty-silent" : "watch-duty-nobody";
    return html`<div><dt><bdi>${who}</bdi></dt>
      ${
        shifts.length === 0
          ? html`<dd>${mark(found?.silent.includes(who) ? "none" : "warn", t(none))}</dd>`
          : shifts.map(
              (
                one,
              ) => html`<dd><bdi>${roleWords(one.role)}</bdi>${one.desk ? html` · <bdi>${one.desk}</bdi>` : nothing}
                · ${list(one.languages.map(tongue))} · ${t("watch-until", { time: clock(one.to_ms) })}</dd>`,
            )
      }</div>`;
  }

  private common(held: Roster): TemplateResult | typeof nothing {
    if (held.now.length === 0) return nothing;
    return held.common.length > 0
      ? html`<p>${mark("good", t("watch-common", { languages: list(held.common.map(tongue)) }))}</p>`
      : html`<p>${mark("bad", t("watch-no-common"))}</p>`;
  }

  private watch(waits: Handover | undefined, last: Handover | undefined): TemplateResult {
    const open = (which: "give" | "take") => () => {
      dialogOpen.value = which;
    };
    const who =
      last?.taken_by && last.taken_at_ms !== null
        ? t("watch-held", { officer: last.taken_by, time: clock(last.taken_at_ms) })
        : t("watch-held-nobody");
    return html`<p>${waits ? mark("warn", t("watch-waits", { role: roleWords(waits.to_role ?? "") })) : who}</p>
      ${
        may("duty officer")
          ? html`<div class="row"><button class=${waits ? "primary" : ""} @click=${open("take")}>${t("watch-take")}</button>
              ${waits ? nothing : html`<button @click=${open("give")}>${t("watch-give")}</button>`}</div>`
          : nothing
      }`;
  }
}
