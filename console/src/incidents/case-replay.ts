/**
 * A case played back on the map, at the one instant that the whole screen shows.
 *
 * Both sides' reports and the notices that stood then. What was reported stands where it was reported,
 * with its age; between two reports there is a dashed connection and no position. Leaving the page
 * brings the screen back to the present.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { backToLive, chosenMs, instantMs, live } from "../app/instant.ts";
import { bind } from "../app/keys.ts";
import { about, formats, type LineKey, type Message } from "../app/lines.ts";
import { party } from "../app/session.ts";
import { distance, fullLevel, place } from "../format/place.ts";
import { span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import type { DMap } from "../map/map.ts";
import type { MapShape, TrackFix } from "../map/shapes.ts";
import { Latest } from "../registers/latest.ts";
import { numbered, section, side } from "../registers/parts.ts";
import { formatOf, instant } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { type CaseView, sidesOf } from "./differences.ts";
import {
  advanced,
  apartCm,
  type Extent,
  extentOf,
  instants,
  otherSpeed,
  type Report,
  type Shown,
  type Speed,
  shownAt,
  step,
} from "./replay.ts";
import { around, connections, heightOf, noticeShape, told, toneOf } from "./reports.ts";
import { tracksOf } from "./tracks.ts";
import "../map/map.ts";

const FRAME_MS = 250; // of play: four pictures a second are calm, and no report comes oftener
const NOTICES_MAX = 30; // drawn of those around the incident; the list below has them all

@customElement("d-case-replay")
export class CaseReplay extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) case!: CaseView;
  @state() private on = false;
  @state() private playing = false;
  @state() private speed: Speed = 1;
  @query("d-map") private map!: DMap | null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly notices = new Latest<Message[]>();
  private readonly tracks = new Latest<Report[]>();

  override connectedCallback(): void {
    super.connectedCallback();
    const when = () => this.on;
    this.cleanup(
      bind(
        { key: " ", text: "incidents-key-play", run: () => this.toggle(), when },
        { key: ".", text: "incidents-key-next", run: () => this.go("next"), when },
        { key: ",", text: "incidents-key-before", run: () => this.go("before"), when },
        { key: "]", text: "incidents-key-faster", run: () => this.rate(1), when },
        { key: "[", text: "incidents-key-slower", run: () => this.rate(-1), when },
      ),
    );
    this.cleanup(() => this.end());
  }

  private begin(extent: Extent): void {
    this.on = true;
    chosenMs.value = this.case.head.happened_ms ?? extent.fromMs;
  }

  private end(): void {
    this.pause();
    if (this.on) backToLive();
    this.on = false;
  }

  private pause(): void {
    clearInterval(this.timer);
    this.playing = false;
  }

  private reports(): readonly Report[] {
    return this.tracksResource().value ?? [];
  }

  private extent(): Extent | undefined {
    return extentOf(this.reports(), this.case.head.happened_ms);
  }

  private toggle(): void {
    if (this.playing) {
      this.pause();
      return;
    }
    const extent = this.extent();
    if (!extent) return;
    if (instantMs.peek() >= extent.toMs) chosenMs.value = extent.fromMs;
    this.playing = true;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(
      () => (still ? this.hop() : this.run(extent)),
      still ? 2_000 : FRAME_MS,
    );
  }

  private run(extent: Extent): void {
    const next = advanced(instantMs.peek(), FRAME_MS, this.speed, extent);
    chosenMs.value = Math.round(next.atMs);
    if (next.ended) this.pause();
  }

  /** Without motion: from one report to the next, and never between. */
  private hop(): void {
    if (!this.go("next")) this.pause();
  }

  private go(direction: "next" | "before"): boolean {
    const all = instants(this.reports(), this.case.head.happened_ms);
    const found = step(all, instantMs.peek(), direction);
    if (found !== undefined) chosenMs.value = found;
    return found !== undefined;
  }

  private rate(by: 1 | -1): void {
    this.speed = otherSpeed(this.speed, by);
  }

  private tracksResource(): Resource<Report[]> {
    const number = this.case.head.number;
    const name = `${this.of.channel}|${number}|${this.case.entries.length}`;
    return this.tracks.of(name, () => tracksOf(this.of, number), about(this.of));
  }

  private noticesResource(): Resource<Message[]> {
    const wanted = this.case.links.slice(0, NOTICES_MAX).map((one) => one.number);
    const ask = () =>
      Promise.all(
        wanted.map((number) =>
          get("/v1/lines/{channel}/{status}/messages/{number}", { path: { ...this.of, number } }),
        ),
      );
    return this.notices.of(wanted.join("|"), ask, () => false);
  }

  protected override render(): TemplateResult {
    if (this.on) this.hold(this.tracksResource(), this.noticesResource(), formats());
    else this.hold(this.tracksResource(), formats());
    const extent = this.extent();
    const body = !extent
      ? html`<p class="quiet-text">${t("incidents-replay-none")}</p>`
      : this.on
        ? this.player(extent)
        : html`<p class="quiet-text">${t("incidents-replay-how")}</p>
            <button @click=${() => this.begin(extent)}>${t("incidents-replay-begin")}</button>`;
    return html`<div class="no-print">${section("replay", t("incidents-replay"), body)}</div>`;
  }

  private player(extent: Extent): TemplateResult {
    const at = instantMs.value;
    const shown = shownAt(this.reports(), at);
    const own = party.value;
    const sides = sidesOf(this.case.head);
    return html`${this.controls(extent, at)}
      <div class="incidents-replay">
        <d-map .bare=${true} .overlay=${this.shapes(shown, own, sides)} .focusOn=${this.centre(own, sides)}></d-map>
        ${this.table(shown)}
      </div>
      <p class="quiet-text">${t("incidents-replay-note")}</p>`;
  }

  /** All that was reported, in view at once. */
  private centre(own: string, sides: readonly string[]): MapShape | undefined {
    return around(this.reports()) ?? told(this.case, own, sides)[0];
  }

  private shapes(shown: readonly Shown[], own: string, sides: readonly string[]): MapShape[] {
    const at = instantMs.value;
    // what nobody had announced by then is not shown as if it had stood
    const known = (this.noticesResource().value ?? []).filter((one) => one.at_ms <= at);
    const notices = known.flatMap((one) => {
      const { number, author, message } = { ...one, number: one.message.number };
      const spec = formatOf(message.format)?.volume_field;
      const fields = message.fields as Record<string, unknown>;
      return noticeShape({ number, author, fields }, spec, own, sides) ?? [];
    });
    return [...notices, ...told(this.case, own, sides), ...connections(shown, own, sides)];
  }

  protected override updated(): void {
    if (!this.on || !this.map) return;
    const own = party.peek();
    const sides = sidesOf(this.case.head);
    this.map.setTracks(
      shownAt(this.reports(), instantMs.peek()).map((one) => fix(one, own, sides)),
    );
  }

  private controls(extent: Extent, at: number): TemplateResult {
    const slide = (event: Event) => {
      chosenMs.value = Number((event.target as HTMLInputElement).value);
    };
    return html`<div class="row incidents-controls">
      <button class="primary" aria-keyshortcuts="Space" @click=${() => this.toggle()}>${t(this.playing ? "incidents-pause" : "incidents-play")}</button>
      <button aria-keyshortcuts="," @click=${() => this.go("before")}>${t("incidents-step-before")}</button>
      <button aria-keyshortcuts="." @click=${() => this.go("next")}>${t("incidents-step-next")}</button>
      <span class="row"><button aria-label=${t("incidents-key-slower")} aria-keyshortcuts="[" @click=${() => this.rate(-1)}>−</button>
        <span class="incidents-speed">${t("incidents-speed", { speed: String(this.speed) })}</span>
        <button aria-label=${t("incidents-key-faster")} aria-keyshortcuts="]" @click=${() => this.rate(1)}>+</button></span>
      <label class="incidents-slider"><span class="hidden-label">${t("incidents-instant")}</span>
        <input type="range" min=${extent.fromMs} max=${extent.toMs} step="1000" .value=${String(at)} aria-valuetext=${instant(at)} @input=${slide} /></label>
      <output class="incidents-clock"><bdi dir="ltr">${instant(at)}</bdi></output>
      <button @click=${() => this.end()}>${t("incidents-replay-end")}</button>
    </div>`;
  }

  private table(shown: readonly Shown[]): TemplateResult {
    const row = (one: Shown) => html`<tr data-id=${one.report.id}>
      <td><bdi dir="ltr">${one.report.callsign}</bdi><br />${t("incidents-told-by")} ${side(one.report.party)}<br />${one.report.number ? numbered(this.of, one.report.number) : nothing}</td>
      <td><bdi dir="ltr">${place(one.report.latE7, one.report.lonE7)}</bdi>${this.high(one.report)}</td>
      <td>${mark(one.old ? "warn" : "good", t(one.old ? "incidents-report-old" : "incidents-report-new", { span: span(one.ageMs) }))}</td>
    </tr>`;
    return html`<div class="incidents-positions">
      ${live.value ? html`<p>${t("incidents-replay-live")}</p>` : nothing}
      <table>
        <caption class="hidden-label">${t("incidents-positions")}</caption>
        <thead><tr><th scope="col">${t("incidents-positions-who")}</th><th scope="col">${t("incidents-positions-where")}</th><th scope="col">${t("incidents-positions-age")}</th></tr></thead>
        <tbody>${shown.map(row)}</tbody>
      </table>
      ${shown.length === 0 ? html`<p class="quiet-text">${t("incidents-positions-none")}</p>` : this.apart(shown)}
    </div>`;
  }

  private high(report: Report): TemplateResult | typeof nothing {
    const found = heightOf(report);
    if (!found) return nothing;
    return html`<br /><bdi dir="ltr">${fullLevel(found)}</bdi>`;
  }

  /** How far apart the newest reports are, with the age of the older: a figure of reports, not of flights. */
  private apart(shown: readonly Shown[]): TemplateResult {
    const pairs = shown.flatMap((a, index) => shown.slice(index + 1).map((b) => [a, b] as const));
    return html`<ul class="registers-plain">${pairs.map(
      ([a, b]) =>
        html`<li>${t("incidents-reports-apart", {
          a: a.report.callsign,
          b: b.report.callsign,
          distance: distance(apartCm(a.report, b.report)),
          span: span(Math.abs(a.report.atMs - b.report.atMs)),
        })}</li>`,
    )}</ul>`;
  }
}

function fix(one: Shown, own: string, sides: readonly string[]): TrackFix {
  const tone = toneOf(one.report.party, own, sides);
  return {
    id: one.report.id,
    callsign: one.report.callsign,
    tone: tone === "own" || tone === "other" || tone === "third" ? tone : "unknown",
    lat_e7: one.report.latE7,
    lon_e7: one.report.lonE7,
    altitude: heightOf(one.report),
    speed_cm_s: null,
    course_cdeg: null,
    climb_cm_s: null,
    at_ms: one.report.atMs,
  };
}
