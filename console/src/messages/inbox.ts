/**
 * The inbox: what is for us to do, what we wait for, what stands; or all that is held, page by page.
 *
 * Arrows walk the lines, Enter opens one, n begins a message, / searches.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { bind } from "../app/keys.ts";
import { formats, type LineKey, line, type Message, status } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may, party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import type { Holdable } from "../live/resource.ts";
import { age } from "../ui/countdown.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { drafts } from "./drafts.ts";
import {
  type Filters,
  filters,
  isPaged,
  OPEN_MAX,
  openOf,
  PAGE,
  page,
  wantedOf,
} from "./inbox-data.ts";
import { byUrgency, type Place, standing } from "./standing.ts";
import "../record/proof-link.ts";
import "./message-line.ts";

const PAUSE_MS = 300;
const PLACES: readonly Place[] = ["ours", "theirs", "stands", "over"];

@customElement("d-inbox")
export class Inbox extends Part {
  /** Positions at which further pages begin. */
  @state() private further: readonly number[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  @query("input[type=search]") private search!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind(
        { key: "/", text: "messages-key-find", run: () => this.search?.focus() },
        { key: "arrowdown", text: "messages-key-walk", run: () => this.walk(1) },
        { key: "arrowup", text: "messages-key-walk", run: () => this.walk(-1) },
      ),
    );
  }

  private walk(by: number): void {
    const lines = [...this.querySelectorAll<HTMLElement>("a.messages-line")];
    const here = lines.indexOf(document.activeElement as HTMLElement);
    const next = here < 0 ? (by > 0 ? 0 : lines.length - 1) : here + by;
    lines[Math.max(0, Math.min(lines.length - 1, next))]?.focus();
  }

  private want(change: Partial<Filters>): void {
    this.further = [];
    filters.value = { ...filters.value, ...change };
  }

  private waiting(): Holdable[] {
    return may("duty officer") ? [drafts()] : [];
  }

  private waitingCount(): TemplateResult | typeof nothing {
    const count = drafts().value?.length ?? 0;
    return count > 0
      ? html` <span class="messages-tag messages-tag-warn">${count}</span>`
      : nothing;
  }

  /** A search is of all that is held: it begins when somebody stops typing. */
  private seek(find: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.want({ find }), PAUSE_MS);
  }

  protected override render(): TemplateResult {
    const of = line.value;
    return html`<div class="messages-inbox">
      <header class="row spread"><h1>${t("view-messages")}</h1>
        <span class="row">${
          may("duty officer")
            ? html`
          <a class="button" href=${to("messages", "drafts")}>${t("messages-drafts")}${this.waitingCount()}</a>
          <a class="button" href=${to("messages", "plan")}>${t("messages-plan")}</a>
          <a class="button primary-link" href=${to("messages", "new")} aria-keyshortcuts="n">${icon("send")} ${t("messages-new")} <kbd dir="ltr">N</kbd></a>`
            : nothing
        }</span>
      </header>
      ${of && of.status !== "ACTUAL" ? html`<p class="messages-status">${t(`messages-status-${of.status.toLowerCase()}`)}</p>` : nothing}
      ${this.bar()}
      ${of ? this.list(of) : html`<p class="quiet-text">${t(status.value ? "line-none" : "shell-loading")}</p>`}
    </div>`;
  }

  private bar(): TemplateResult {
    const now = filters.value;
    const button = (name: "view" | "box", value: string, words: string) =>
      html`<button aria-pressed=${now[name] === value} @click=${() => this.want({ [name]: value })}>${t(words)}</button>`;
    const table = [...(formats().value ?? [])].sort((a, b) =>
      a.title.text.localeCompare(b.title.text),
    );
    return html`<div class="messages-bar row" role="group" aria-label=${t("messages-filters")}>
      <span class="row">${button("view", "urgency", "messages-view-urgency")} ${button("view", "all", "messages-view-all")}</span>
      <span class="row">${button("box", "all", "messages-box-all")} ${button("box", "in", "messages-box-in")} ${button("box", "out", "messages-box-out")}</span>
      <label><span class="hidden-label">${t("messages-format")}</span>
        <select @change=${(event: Event) => this.want({ format: (event.target as HTMLSelectElement).value })}>
          <option value="">${t("messages-every-format")}</option>
          ${table.map((one) => html`<option value=${one.code} ?selected=${one.code === now.format}>${one.title.text} (${one.code})</option>`)}
        </select></label>
      <label><span class="hidden-label">${t("messages-find")}</span>
        <input type="search" maxlength="100" placeholder=${t("messages-find")} .value=${now.find}
          @input=${(event: Event) => this.seek((event.target as HTMLInputElement).value)} /></label>
      ${isPaged(now) ? html`<label><input type="checkbox" .checked=${now.receipts} @change=${(event: Event) => this.want({ receipts: (event.target as HTMLInputElement).checked })} />${t("messages-with-receipts")}</label>` : nothing}
    </div>`;
  }

  private list(of: LineKey): TemplateResult {
    const now = filters.value;
    if (isPaged(now)) return this.paged(of, now);
    const open = openOf(of);
    this.hold(open, formats(), ...this.waiting());
    const { value, error, heldAtMs } = open.held.value;
    if (!value)
      return error
        ? html`${problem(error)}`
        : html`<p class="quiet-text">${t("shell-loading")}</p>`;
    const sorted = byUrgency(wantedOf(value, now), party.value);
    const places = PLACES.map(
      (place) =>
        [place, sorted.filter((one) => standing(one, party.value).place === place)] as const,
    );
    const nothingOurs = (places[0]?.[1].length ?? 0) === 0;
    return html`${error ? html`<p class="quiet-text">${t("messages-as-of")} ${age(heldAtMs)}</p>` : nothing}
      ${value.length >= OPEN_MAX ? html`<p class="messages-doubt">${t("messages-open-more", { count: OPEN_MAX })}</p>` : nothing}
      ${nothingOurs ? html`<p class="messages-calm">${t("messages-nothing-ours")}</p>` : nothing}
      ${places.map(([place, found]) => this.section(place, found))}`;
  }

  private section(place: Place, found: readonly Message[]): TemplateResult | typeof nothing {
    if (found.length === 0) return nothing;
    return html`<section aria-label=${t(`messages-place-${place}`)}>
      <h2 class="messages-section">${t(`messages-place-${place}`)} <span class="quiet-text">${found.length}</span></h2>
      ${this.lines(found)}</section>`;
  }

  private lines(found: readonly Message[]): TemplateResult {
    return html`<div class="messages-list">${repeat(
      found,
      (one) => one.message.number,
      (one) => html`<div class="record-beside"><d-message-line .message=${one}></d-message-line>
        <d-proof-link .position=${one.position} .says=${one.message.number}></d-proof-link></div>`,
    )}</div>`;
  }

  private paged(of: LineKey, now: Filters): TemplateResult {
    const shown = [page(of, now), ...this.further.map((before) => page(of, now, before))];
    this.hold(...shown, formats(), ...this.waiting());
    const found = shown.flatMap((one) => one.value ?? []);
    const last = shown.at(-1);
    const more = (last?.value?.length ?? 0) >= PAGE;
    const next = () => {
      const position = found.at(-1)?.position;
      if (position !== undefined) this.further = [...this.further, position];
    };
    const { error } = last?.held.value ?? {};
    return html`${problem(error)} ${this.lines(found)}
      ${last?.value === undefined && !error ? html`<p class="quiet-text">${t("shell-loading")}</p>` : nothing}
      ${found.length === 0 && last?.value ? html`<p class="quiet-text">${t("messages-none-found")}</p>` : nothing}
      ${more ? html`<button @click=${next}>${t("messages-older")}</button>` : nothing}`;
  }
}
