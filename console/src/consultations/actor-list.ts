/** Actors: as each side names them, who holds which office, and of whom no account is held here. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { about, formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { composeOn } from "../registers/compose.ts";
import { Latest } from "../registers/latest.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  over,
  remarks,
  section,
  side,
  sides,
  terms,
} from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import type { Actor } from "./data.ts";

const DAY = /^(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/; // as the node takes it

@customElement("d-actor-list")
export class ActorList extends Part {
  @property({ attribute: false }) of!: LineKey;
  @state() private on = "";
  private readonly latest = new Latest<Actor[]>();

  private resource(): Resource<Actor[]> {
    const query = DAY.test(this.on) ? { on: this.on } : {};
    const ask = () => get("/v1/lines/{channel}/{status}/actors", { path: this.of, query });
    return this.latest.of(`${this.of.channel}|${query.on ?? ""}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const found = resource.value;
    return html`<div class="registers-head"><h2>${t("consultations-section-actors")}</h2>
        <div class="row no-print"><label>${t("consultations-office-on")}
          <input class="consultations-on-day" dir="ltr" placeholder="2026-02" .value=${this.on} @input=${(
            event: Event,
          ) => {
            this.on = (event.target as HTMLInputElement).value.trim();
          }} /></label>
        ${may("duty officer") ? html`<button class="primary" @click=${() => composeOn(this.of, { code: "ACT" })}>${t("consultations-act-actor")}</button>` : nothing}</div></div>
      ${asNow()}
      ${!found ? awaited(resource.held.value) : found.length === 0 ? empty(t("consultations-actors-empty"), t("consultations-actors-how")) : html`<div class="registers-two">${found.map((one, index) => this.actor(one, index))}</div>`}`;
  }

  private actor(one: Actor, index: number): TemplateResult {
    const kinds = [
      ...new Set(
        one.records.map((each) => codeWords(field("ACT", "kind"), each.kind, each.kind_words)),
      ),
    ];
    return section(
      `actor-${index}`,
      one.name,
      html`<p class="row">${kinds.join(t("list-comma"))}
          ${one.account === "held" ? mark("good", t("consultations-account-held")) : mark("none", t("consultations-no-account"))}
          ${one.at_table ? html`${t("consultations-at-table")} ${side(one.at_table)}` : nothing}</p>
        ${terms([
          [
            t("consultations-names"),
            one.names.length > 0 ? one.names.map((each) => this.name(each)) : "",
          ],
          [
            t("consultations-people"),
            one.people.length > 0 ? one.people.map((each) => this.person(each)) : "",
          ],
          [
            t("consultations-part-of"),
            one.records
              .filter((each) => each.part_of)
              .map((each) => html`<bdi>${each.part_of}</bdi> (${side(each.party)}) `),
          ],
          [
            t("consultations-successor"),
            one.records
              .filter((each) => each.successor_of)
              .map((each) => html`<bdi>${each.successor_of}</bdi> (${side(each.party)}) `),
          ],
          [
            t("consultations-members"),
            one.records.flatMap((each) =>
              each.members.map(
                (member) =>
                  html`<bdi>${member.name}</bdi> (${codeWords(field("ACT", "members", "standing"), member.standing, member.standing_words)}) `,
              ),
            ),
          ],
          [t("consultations-seats"), (one.seats ?? []).length > 0 ? sides(one.seats ?? []) : ""],
          [
            t("consultations-on-record-by"),
            one.records.map(
              (each) =>
                html`${side(each.party)} ${each.numbers.map((number) => numbered(this.of, number))}`,
            ),
          ],
          [
            t("consultations-named-in"),
            one.named_in.slice(0, 12).map((number) => numbered(this.of, number)),
          ],
        ])}
        ${remarks(one.remarks)}`,
    );
  }

  private name(one: Actor["names"][number]): TemplateResult {
    const recognised =
      one.recognised === null
        ? nothing
        : html` (${t(one.recognised ? "consultations-recognised" : "consultations-not-recognised")})`;
    return html`<div><bdi dir="auto">${one.name}</bdi>, ${t("consultations-by")} <bdi>${one.by}</bdi>${recognised} ${numbered(this.of, one.number)}</div>`;
  }

  private person(one: Actor["people"][number]): TemplateResult {
    const then =
      one.held === null
        ? nothing
        : html` ${one.held ? mark("good", t("consultations-held-then")) : over(t("consultations-not-held-then"))}`;
    return html`<div><bdi dir="auto">${one.name}</bdi>, <bdi dir="auto">${one.office}</bdi> <bdi dir="ltr">${one.from_day} – ${one.until_day || "…"}</bdi> (${side(one.said_by)})${then} ${numbered(this.of, one.number)}</div>`;
  }
}
