/**
 * The map view: the map, what is chosen on it, and the tables that have everything without it.
 *
 * Map and tables share one selection. What a table has is what the map draws, row by row; a layer that
 * is switched off leaves the map and stays in the tables.
 */
import { effect } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { instantMs } from "../app/instant.ts";
import { bind } from "../app/keys.ts";
import { type Conflict, line } from "../app/lines.ts";
import { type Selected, selected } from "../app/selection.ts";
import { party } from "../app/session.ts";
import { distance } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import { symbols } from "../settings/choices.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import type { Column } from "../ui/table.ts";
import { detail } from "./detail.ts";
import { middleOf } from "./features.ts";
import { latLon } from "./geo.ts";
import { layersPanel } from "./layers-panel.ts";
import type { DMap } from "./map.ts";
import { conflicts, type Row, rows, sourcesOf } from "./picture.ts";
import { isSame, type ReadBack, readBackShape, readBacks, readBacksOf } from "./read-back.ts";
import type { Link, MapShape } from "./shapes.ts";
import type { Symbols } from "./sky.ts";
import {
  conflictColumns,
  noticeColumns,
  type TrackRow,
  trackColumns,
  trackRows,
  zoneColumns,
} from "./tables.ts";
import { toldTracks, trackFeed, tracks } from "./track-feed.ts";
import "../ui/table.ts";
import "./map.ts";

const TABS = ["notices", "zones", "conflicts", "tracks"] as const;
type Tab = (typeof TABS)[number];
type AnyRow = Row | Conflict | TrackRow;

@customElement("d-map-view")
export class MapView extends Part {
  @state() private tab: Tab = "notices";
  @state() private layersOpen = false;
  /** undefined: a read-back is drawn when it says something else than what was announced. */
  @state() private readBackOn: boolean | undefined;
  @query("d-map") private map!: DMap | null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind(
        {
          key: "m",
          text: "map-key-measure",
          run: () => this.map?.measure(this.map.ink === undefined),
        },
        { key: "f", text: "map-key-fit", run: () => this.map?.fitAll() },
        { key: "l", text: "map-key-layers", run: () => this.toggleLayers() },
      ),
    );
    this.cleanup(effect(() => this.show(selected.value)));
  }

  private followed: DMap | undefined;

  /** The map is there once a line is known; from then on it is told what the signals say. */
  protected override updated(): void {
    if (!this.map || this.map === this.followed) return;
    this.followed = this.map;
    this.cleanup(effect(() => void this.useSymbols(symbols.value)));
    this.cleanup(effect(() => this.map?.setTracks(tracks.value)));
  }

  private toggleLayers(): void {
    this.layersOpen = !this.layersOpen;
  }

  /** What is selected anywhere is in the table that is shown. */
  private show(chosen: Selected | undefined): void {
    if (chosen?.kind === "conflict") this.tab = "conflicts";
    else if (chosen?.kind === "track") this.tab = "tracks";
    else if (chosen?.kind === "message") {
      const row = rows.peek()?.find((one) => one.number === chosen.number);
      if (row) this.tab = row.kind === "zone" ? "zones" : "notices";
    }
  }

  private async useSymbols(which: string): Promise<void> {
    let found: Symbols | undefined;
    if (which === "mil-std-2525") found = (await import("./symbols.ts")).milSymbols();
    if (this.map) this.map.symbolsOf = found;
  }

  private chosenRow(): Row | undefined {
    const chosen = selected.value;
    if (chosen?.kind !== "message") return undefined;
    return rows.value?.find((one) => one.number === chosen.number);
  }

  /** Read-backs of the chosen notice that are drawn over what was announced. */
  private drawnReadBacks(row: Row | undefined): readonly ReadBack[] {
    if (!row || this.readBackOn === false) return [];
    return this.readBacks(row).filter((one) => this.readBackOn || !isSame(one));
  }

  private overlay(drawn: readonly ReadBack[]): readonly MapShape[] {
    return drawn.map((one) => {
      const tone = one.party === party.value ? "own" : "other";
      return readBackShape(one, tone, t("map-read-back-label", { party: one.party }));
    });
  }

  /** From the middle that was meant to the one that was read back. */
  private links(drawn: readonly ReadBack[]): readonly Link[] {
    return drawn.flatMap((one) => {
      const [from, to] = [one.meant[0], one.said[0]].map(
        (part) => part && latLon(middleOf(part.outline)),
      );
      return from && to && one.middles_cm > 0 ? [{ from, to, text: distance(one.middles_cm) }] : [];
    });
  }

  private readBacks(row: Row) {
    const key = line.value;
    return key ? readBacksOf(row.number, row.parts, readBacks(key).value ?? []) : [];
  }

  protected override render(): TemplateResult {
    const key = line.value;
    if (!key) return html`<h1>${t("view-map")}</h1><p>${t("line-none")}</p>`;
    this.hold(...sourcesOf(key), readBacks(key), toldTracks(key));
    const row = this.chosenRow();
    const drawn = this.drawnReadBacks(row);
    return html`<h1 class="hidden-label">${t("view-map")}</h1>
      <div class="map-view">
        <div class="map-picture">
          <d-map traffic .overlay=${this.overlay(drawn)} .links=${this.links(drawn)}></d-map>
        </div>
        <section class="map-side" aria-label=${t("map-beside")}>
          <div class="row spread no-print">
            <button aria-expanded=${this.layersOpen} aria-controls="map-layers" aria-keyshortcuts="L"
              @click=${() => this.toggleLayers()}>${icon("layers")} ${t("map-layers")}</button>
            <button @click=${() => void this.print()}>${t("map-print")}</button>
          </div>
          <div id="map-layers" ?hidden=${!this.layersOpen}>${this.layersOpen ? layersPanel() : nothing}</div>
          ${this.tabs()} ${this.table()}
          ${detail({
            row,
            readBacks: row ? this.readBacks(row) : [],
            readBackOn: drawn.length > 0,
            toggleReadBack: () => {
              this.readBackOn = drawn.length === 0;
            },
            bring: (shape) => this.map?.bring(shape),
            tracks: tracks.value,
          })}
        </section>
      </div>`;
  }

  private tabs(): TemplateResult {
    const count: Record<Tab, number | undefined> = {
      notices: rows.value?.filter((one) => one.kind !== "zone").length,
      zones: rows.value?.filter((one) => one.kind === "zone").length,
      conflicts: conflicts.value?.length,
      tracks: trackFeed.value || tracks.value.length > 0 ? tracks.value.length : undefined,
    };
    const tab = (one: Tab) => html`<button role="tab" id="map-tab-${one}" aria-controls="map-table"
      aria-selected=${this.tab === one} tabindex=${this.tab === one ? 0 : -1}
      @click=${() => this.open(one)}>${t(`map-tab-${one}`)} <bdi>${count[one] ?? "–"}</bdi></button>`;
    return html`<div role="tablist" class="map-tabs no-print" aria-label=${t("map-beside")}
      @keydown=${(event: KeyboardEvent) => this.walkTabs(event)}>${TABS.map(tab)}</div>`;
  }

  private open(tab: Tab): void {
    this.tab = tab;
  }

  private walkTabs(event: KeyboardEvent): void {
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const step = event.key === forward ? 1 : event.key === back ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    this.tab = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length] as Tab;
    void this.updateComplete.then(() => document.getElementById(`map-tab-${this.tab}`)?.focus());
  }

  private table(): TemplateResult {
    const all = rows.value ?? [];
    const shown: Record<Tab, () => TemplateResult> = {
      notices: () =>
        this.grid(
          all.filter((one) => one.kind !== "zone"),
          noticeColumns(),
          (one) => one.number,
        ),
      zones: () =>
        this.grid(
          all.filter((one) => one.kind === "zone"),
          zoneColumns(),
          (one) => one.number,
        ),
      conflicts: () =>
        this.grid(conflicts.value ?? [], conflictColumns(instantMs.value), (one) => one.conflict),
      tracks: () =>
        this.grid(trackRows(tracks.value, instantMs.value), trackColumns(), (one) => one.fix.id),
    };
    const count = tracks.value.length;
    const known =
      this.tab === "tracks" ? count > 0 || trackFeed.value !== undefined : rows.value !== undefined;
    return html`<div id="map-table" class="map-table" role="tabpanel" aria-labelledby="map-tab-${this.tab}">
      ${known ? shown[this.tab]() : html`<p class="quiet-text">${t(this.tab === "tracks" ? "map-no-traffic" : "shell-loading")}</p>`}
    </div>`;
  }

  private grid<R extends AnyRow>(
    all: readonly R[],
    columns: readonly Column<R>[],
    name: (row: R) => string,
  ): TemplateResult {
    const chosen = selected.value ? String(Object.values(selected.value)[1]) : "";
    return html`<d-table caption=${t(`map-tab-${this.tab}`)} .columns=${columns} .rows=${all} .name=${name}
      chosen=${chosen} empty=${t(`map-empty-${this.tab}`)}
      @chosen=${(event: CustomEvent<R>) => this.choose(event.detail)}></d-table>`;
  }

  private choose(row: AnyRow): void {
    if ("conflict" in row) {
      selected.value = { kind: "conflict", conflict: row.conflict };
      this.map?.bring(row.where);
    } else if ("fix" in row) {
      selected.value = { kind: "track", track: row.fix.id };
      this.map?.bring(row.fix);
    } else {
      selected.value = { kind: "message", number: row.number };
      this.map?.bring(row.shape);
    }
  }

  /** By day's colours on paper, whatever the screen has. */
  private async print(): Promise<void> {
    await this.map?.forPaper();
    window.print();
  }
}
