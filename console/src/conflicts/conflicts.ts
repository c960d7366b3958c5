/**
 * Conflicts: list and map, why each is one, and the ways out.
 *
 * The map shows what the list has chosen: both members and, while one is tried, the way out.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { instantMs, live } from "../app/instant.ts";
import { type Conflict, type LineKey, line, message, picture } from "../app/lines.ts";
import { go, place, to } from "../app/router.ts";
import { selected } from "../app/selection.ts";
import { party } from "../app/session.ts";
import { feet, nauticalMiles, place as placeWords } from "../format/place.ts";
import { moment, near } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { type MapShape, partsOf } from "../map/shapes.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { Column } from "../ui/table.ts";
import { during, separation, stateMark } from "./conflict-line.ts";
import { allConflicts } from "./data.ts";
import { byUrgency, missing } from "./order.ts";
import type { Tried } from "./ways.ts";
import "../map/map.ts";
import "../record/proof-link.ts";
import "../ui/table.ts";
import "./conflicts.css";
import "./member.ts";
import "./ways.ts";

@customElement("d-conflicts")
export class Conflicts extends Part {
  @state() private tried: Tried | undefined;
  @state() private withEnded = false;
  /** What was sent last from here: it stays in words when the conflict, and its card, are gone. */
  @state() private sent = "";

  /** What is listed: at a chosen instant, what was known and not yet ended then. */
  private listed(all: readonly Conflict[]): Conflict[] {
    const at = instantMs.value;
    if (!live.value && at < nowMs.value) {
      const known = all.filter(
        (one) => one.found_at_ms <= at && (one.ended_at_ms ?? Infinity) > at,
      );
      return byUrgency(known, at);
    }
    return byUrgency(this.withEnded ? all : all.filter((one) => !one.ended_reason), nowMs.value);
  }

  private columns(): Column<Conflict>[] {
    return [
      { id: "state", heading: t("conflicts-state"), cell: stateMark },
      {
        id: "numbers",
        heading: t("conflicts-between"),
        cell: (one) => this.pair(one),
        by: (one) => one.conflict,
      },
      {
        id: "when",
        heading: t("conflicts-when"),
        cell: (one) => html`<bdi>${during(one)}</bdi>`,
        by: (one) => one.from_ms ?? 0,
      },
      {
        id: "apart",
        heading: t("conflicts-apart"),
        cell: separation,
        by: (one) => one.horizontal_cm,
      },
    ];
  }

  private pair(one: Conflict): TemplateResult {
    const side = (index: 0 | 1) =>
      html`<bdi dir="ltr" class="code">${one.numbers[index]}</bdi> <span class="quiet-text"><bdi>${one.parties[index]}</bdi></span>`;
    return html`${side(0)}<br />${side(1)}`;
  }

  private choose(one: Conflict): void {
    this.tried = undefined;
    this.sent = "";
    selected.value = { kind: "conflict", conflict: one.conflict };
    go("conflicts", one.conflict);
  }

  protected override render(): TemplateResult {
    const key = line.value;
    if (!key) return html`<h1>${t("view-conflicts")}</h1><p>${t("line-none")}</p>`;
    const all = allConflicts(key);
    this.hold(all, picture(key.status));
    const rows = this.listed(all.value ?? []);
    const wanted = place.value.rest[0];
    const chosen = (all.value ?? []).find((one) => one.conflict === wanted) ?? rows[0];
    return html`<div class="conflicts">
      <section>
        <div class="row spread">
          <h1 tabindex="-1">${t("view-conflicts")}</h1>
          <label><input type="checkbox" .checked=${this.withEnded} @change=${this.toggleEnded} />${t("conflicts-with-ended")}</label>
        </div>
        ${problem(all.held.value.error)} ${this.sent ? html`<p>${mark("good", this.sent)}</p>` : nothing}
        <d-table caption=${t("view-conflicts")} .columns=${this.columns()} .rows=${rows} .name=${(one: Conflict) => one.conflict}
          chosen=${chosen?.conflict ?? ""} empty=${t(all.value ? "conflicts-empty" : "shell-loading")}
          @chosen=${(event: CustomEvent<Conflict>) => this.choose(event.detail)}></d-table>
        <p class="quiet-text">${t("conflicts-letters")}</p>
      </section>
      ${chosen ? this.detail(key, chosen) : nothing}
    </div>`;
  }

  private toggleEnded(): void {
    this.withEnded = !this.withEnded;
  }

  private detail(key: LineKey, one: Conflict): TemplateResult {
    return html`<section class="column" aria-label=${t("conflicts-detail", { conflict: one.conflict })}>
      <d-map class="conflicts-map" .overlay=${this.shapes(key, one)} .focusOn=${one.where}></d-map>
      ${this.why(one)}
      <div class="conflicts-pair">${one.numbers.map((number, index) => this.member(key, number, one.parties[index] ?? ""))}</div>
      ${
        one.ended_reason
          ? html`<p>${t("conflicts-ended-because", { reason: one.ended_reason, at: moment(one.ended_at_ms ?? 0) })}</p>`
          : html`<d-ways .line=${key} conflict=${one.conflict}
              @tried=${(event: CustomEvent<Tried | undefined>) => {
                this.tried = event.detail;
              }}
              @sent=${(event: CustomEvent<string>) => {
                this.sent = event.detail;
              }}></d-ways>`
      }
    </section>`;
  }

  private why(one: Conflict): TemplateResult {
    const lack = missing(one);
    return html`<div class="card">
      <div class="row">${stateMark(one)} <bdi>${during(one)}</bdi>
        <d-proof-link .position=${one.position} .says=${one.conflict}></d-proof-link></div>
      <p>${t("conflicts-within", {
        from: one.from_ms === null ? t("conflicts-always") : near(one.from_ms, nowMs.value),
        to: one.to_ms === null ? t("conflicts-for-ever") : near(one.to_ms, nowMs.value),
        horizontal: nauticalMiles(one.horizontal_cm),
        vertical: feet(one.vertical_cm),
      })}</p>
      <p class="quiet-text" lang="en" dir="ltr">${one.why}</p>
      <p>${t("conflicts-lacks", { horizontal: nauticalMiles(lack.horizontalCm), vertical: feet(lack.verticalCm) })}
        <bdi dir="ltr">${placeWords(one.where.lat_e7, one.where.lon_e7)}</bdi> <bdi>${one.place}</bdi></p>
      <p class="quiet-text">${t("conflicts-found", { at: moment(one.found_at_ms), engine: one.engine })}</p>
    </div>`;
  }

  private member(key: LineKey, number: string, of: string): TemplateResult {
    const found = message(key, number);
    return html`<article class="card"><h2><bdi>${of}</bdi></h2>
      <d-conflict-member .of=${found}></d-conflict-member>
      <a class="button" href=${to("messages", key.channel, key.status, number)}><bdi dir="ltr">${number}</bdi></a>
      <d-proof-link .position=${found.value?.position} .says=${number}></d-proof-link>
    </article>`;
  }

  private shapes(key: LineKey, one: Conflict): MapShape[] {
    const items = picture(key.status).value ?? [];
    const members = one.numbers.flatMap((number) => {
      const item = items.find((each) => each.number === number);
      if (!item) return [];
      const own = item.party === party.value;
      return [
        {
          id: item.number,
          parts: partsOf(item.volume),
          tone: own ? ("own" as const) : ("other" as const),
          label: item.number,
          letter: item.party.slice(0, 1).toUpperCase(),
          conflict: true,
          always: true,
        },
      ];
    });
    const tried = this.tried;
    if (!tried || !one.numbers.includes(tried.number)) return members;
    const label = `${tried.number}\n${tried.way.words}`;
    const parts = partsOf(tried.way.volume);
    return [
      ...members,
      { id: "way-out", parts, tone: "proposal", label, dashed: true, always: true },
    ];
  }
}
