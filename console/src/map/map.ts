/**
 * `<d-map>`: the map, to be put anywhere.
 *
 *     <d-map .overlay=${shapes} .draw=${"circle"} .focusOn=${shape} @drawn=${…}></d-map>
 *
 * The element is small; the engine (MapLibre, a megabyte) comes when the first map is on the page.
 * What is drawn besides the overlay is the line's own picture; `bare` leaves that out. Without WebGL
 * it says so and everything else of the page stays as it is: every map has its tables beside it.
 */
import { computed, effect } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { theme } from "../app/appearance.ts";
import { instantMs } from "../app/instant.ts";
import { line } from "../app/lines.ts";
import { selected } from "../app/selection.ts";
import { span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { borders, placeNames, reducedMotion } from "../settings/choices.ts";
import { tell as announce } from "../ui/announce.ts";
import { Part } from "../ui/part.ts";
import { aheadMs, lastLook, ownFile, shownLayers } from "./choices.ts";
import { conflictFeatures } from "./conflict-marks.ts";
import type { Engine, Hit } from "./engine.ts";
import type { Box } from "./features.ts";
import { latLon, type Position } from "./geo.ts";
import { add, blank, drawnOf, finish, type Ink, type InkKind, inkFeatures, undo } from "./ink.ts";
import { controls, inkPanel, legWords, overMap } from "./map-parts.ts";
import { DAY, NIGHT } from "./palette.ts";
import { pictureShapes, shownConflicts, sourcesOf } from "./picture.ts";
import type { DrawKind, LatLon, Link, MapShape, TrackFix } from "./shapes.ts";
import { approachFeatures, linkFeatures, type Symbols, trackState, tracksDrawn } from "./sky.ts";
import { nameTowns, townFeatures, towns } from "./towns.ts";
import { trackFeed } from "./track-feed.ts";
import "./map.css";

const BEGIN = { centre: [0, 20] as Position, zoom: 1.2 };
const POINT_ZOOM = 8; // some hundred kilometres around a place
const WORDS_EVERY_MS = 5_000; // "in 42 min" and "20 s ago" are said anew this often

/** Steps with the instant, but rarely: what follows it sends features to the worker. */
const wordsAt = computed(() => Math.floor(instantMs.value / WORDS_EVERY_MS) * WORDS_EVERY_MS);

/** What keeps the map from being drawn. */
type Failure = "webgl" | "lost" | "other";

/** Whoever embeds a map makes its lists anew at every rendering; the same shapes are the same shapes. */
const hasChanged = (now: unknown, before: unknown) =>
  JSON.stringify(now) !== JSON.stringify(before);

@customElement("d-map")
export class DMap extends Part {
  /** Shapes to draw besides the picture: what is composed, a way out that is tried, a read-back. */
  @property({ attribute: false, hasChanged }) overlay: readonly MapShape[] = [];
  /** Turns the map into an input; `drawn` (a Drawn) tells what a hand has drawn. */
  @property({ attribute: false }) draw: DrawKind | undefined;
  /** Brought into view when it changes. */
  @property({ attribute: false, hasChanged }) focusOn: MapShape | LatLon | undefined;
  /** Lines between places, with words: how far two things are apart. */
  @property({ attribute: false, hasChanged }) links: readonly Link[] = [];
  /** Only the overlay, not the line's picture. */
  @property({ type: Boolean }) bare = false;
  /** The map of live traffic: says so where nobody tells what flies. */
  @property({ type: Boolean }) traffic = false;
  @query(".map-canvas") private box!: HTMLElement;
  @state() private ready = false;
  @state() failure: Failure | undefined;
  @state() ink: Ink | undefined;
  @state() pointed: Position | undefined;
  @state() unlabelled = 0;
  @state() view: Box | undefined;
  @state() private paper = "";
  @state() sky = trackState([], 0);
  private engine: Engine | undefined;
  private tracks: readonly TrackFix[] = [];
  private told = false;
  private fitted = false;
  private symbols: Symbols | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.listenForPaper();
    void this.updateComplete.then(() => this.begin());
  }

  /** However paper is asked for, it gets the picture of now, and never one of before. */
  private listenForPaper(): void {
    const before = () => {
      this.paper ||= this.engine?.snapshotNow() ?? "";
    };
    const after = () => {
      this.paper = "";
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    this.cleanup(() => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.engine?.close();
    this.engine = undefined;
    this.ready = false;
  }

  private async begin(): Promise<void> {
    if (this.engine || !this.isConnected) return;
    const look = this.traffic ? (lastLook.peek() ?? BEGIN) : BEGIN;
    this.fitted = this.traffic && lastLook.peek() !== undefined;
    try {
      const { Engine } = await import("./engine.ts");
      const engine = await Engine.open(this.box, {
        palette: theme.peek() === "day" ? DAY : NIGHT,
        when: { instantMs: instantMs.peek(), aheadMs: aheadMs() },
        ...look,
        title: t("map-title"),
        listener: {
          pick: (hits, at) => this.picked(hits, at),
          moved: (box) => this.moved(box),
          pointed: (at) => this.point(at),
          hidden: (labels) => {
            this.unlabelled = labels;
          },
          lost: (lost) => {
            this.failure = lost ? "lost" : undefined;
          },
        },
      });
      if (!this.isConnected) return engine.close();
      this.engine = engine;
      this.ready = true;
      this.follow(engine);
    } catch (error) {
      this.failure = (error as Error).name === "NoWebGl" ? "webgl" : "other";
      if (this.failure === "other") console.warn("the map cannot be drawn", error);
    }
  }

  /** What the signals say goes to the engine; each effect sends what it read and nothing else. */
  private follow(engine: Engine): void {
    const effects = [
      () => engine.paint(theme.value === "day" ? DAY : NIGHT),
      () => engine.setWhen({ instantMs: instantMs.value, aheadMs: aheadMs() }),
      () => this.sendPicture(pictureShapes.value),
      () => this.sendConflicts(),
      () => void engine.setBorders(borders.value === "de-facto").catch(console.warn),
      () => engine.setFile(borders.value === "file" ? ownFile.value?.data : undefined),
      () => this.sendTracks(),
      () => this.sendTowns(),
      () => this.sendChoice(),
    ];
    for (const one of effects) this.cleanup(effect(one));
  }

  private sendPicture(shapes: readonly MapShape[]): void {
    if (!this.engine) return;
    const over = new Set(this.overlay.map((one) => one.id));
    const under = this.bare ? [] : shapes.filter((one) => !over.has(one.id));
    this.engine.setShapes("shape", under);
    this.fitOnce([...under, ...this.overlay]);
  }

  private sendConflicts(): void {
    const atMs = wordsAt.value;
    if (this.bare) return;
    const shapes = [...pictureShapes.value, ...this.overlay];
    this.engine?.setIfNew("conflicts", conflictFeatures(shownConflicts.value, shapes, atMs));
  }

  private sendTowns(): void {
    const on = placeNames.value && !this.bare;
    if (on) void nameTowns(pictureShapes.value);
    this.engine?.setIfNew("towns", townFeatures(on ? towns.value : new Map()));
  }

  private sendChoice(): void {
    const chosen = selected.value;
    const number = chosen?.kind === "message" || chosen?.kind === "case" ? chosen.number : "";
    const track = chosen?.kind === "track" ? chosen.track : "";
    this.engine?.choose(number, track);
  }

  /** The first shapes that there are come into view; after that the hand decides. */
  private fitOnce(shapes: readonly MapShape[]): void {
    if (this.fitted || shapes.length === 0 || this.focusOn) return;
    this.fitted = true;
    this.engine?.fit(shapes, true);
  }

  /** Everything that moves, as of now; what is left out is gone. */
  setTracks(tracks: readonly TrackFix[]): void {
    this.tracks = tracks;
    this.told = true;
    this.sendTracks();
  }

  /** What moves, as it was last told. */
  get tracksNow(): readonly TrackFix[] {
    return this.tracks;
  }

  /** Pictures for symbols of the viewer's choice; undefined: neutral chevrons. */
  set symbolsOf(symbols: Symbols | undefined) {
    this.symbols = symbols;
    this.sendTracks();
  }

  private sendTracks(): void {
    const stepMs = wordsAt.value;
    const { engine } = this;
    if (!engine) return;
    const on = shownLayers.value.has("tracks");
    const chosen = selected.value?.kind === "track" ? selected.value.track : undefined;
    engine.hatched(this.traffic && trackFeed.value === undefined);
    // live or replayed: a fix that came since the last step is not from the future
    const atMs = Math.max(stepMs, instantMs.peek());
    const near = approachFeatures(on ? this.tracks : [], chosen, atMs);
    const features = [...linkFeatures(this.links), ...near];
    engine.setIfNew("approaches", { type: "FeatureCollection", features });
    if (!this.told) return;
    const shown = { nowMs: atMs, chosen, age: (ms: number) => t("age", { span: span(ms) }) };
    const found = tracksDrawn(engine, on ? this.tracks : [], shown, this.symbols);
    const next = trackState(this.tracks, found.stale, found.left, found.unlabelled);
    if (JSON.stringify(next) !== JSON.stringify(this.sky)) this.sky = next;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("draw")) this.ink = this.draw ? blank(this.draw) : undefined;
  }

  protected override updated(changed: Map<string, unknown>): void {
    const { engine } = this;
    if (!engine) return;
    const fresh = changed.has("ready");
    if (fresh || changed.has("overlay") || changed.has("bare")) {
      engine.setShapes("overlay", this.overlay);
      this.sendPicture(pictureShapes.peek());
      this.sendConflicts();
    }
    if (changed.has("links")) this.sendTracks();
    if ((fresh || changed.has("focusOn")) && this.focusOn) this.bring(this.focusOn);
    if (fresh || changed.has("ink") || changed.has("pointed")) this.sendInk();
  }

  /** Bring a shape or a place into view. */
  bring(what: MapShape | LatLon): void {
    const still = reducedMotion.peek();
    this.fitted = true;
    if ("parts" in what) this.engine?.fit([what], still);
    else {
      const zoom = Math.max(this.engine?.map.getZoom() ?? 0, POINT_ZOOM);
      this.engine?.go([what.lon_e7 / 1e7, what.lat_e7 / 1e7], zoom, still);
    }
  }

  /** Everything that is drawn, into view. */
  fitAll(): void {
    const under = this.bare ? [] : pictureShapes.peek();
    this.engine?.fit([...under, ...this.overlay], reducedMotion.peek());
  }

  zoomBy(steps: number): void {
    this.engine?.zoomBy(steps, reducedMotion.peek());
  }

  /** Ids that layers really have on the screen, `id|part`: what a test asks. */
  rendered(...layers: string[]): string[] {
    return this.engine?.rendered(...layers) ?? [];
  }

  /** Ids of shapes drawn at a place: what a test asks. */
  under(at: LatLon): string[] {
    return this.engine?.areasAt([at.lon_e7 / 1e7, at.lat_e7 / 1e7]) ?? [];
  }

  /** Whether everything that was asked for is drawn. */
  get settled(): boolean {
    return (this.ready && this.engine?.map.loaded()) ?? false;
  }

  private moved(box: Box): void {
    this.view = box;
    const { engine } = this;
    if (this.traffic && engine)
      lastLook.value = { centre: engine.centre(), zoom: engine.map.getZoom() };
  }

  private point(at: Position | undefined): void {
    this.pointed = at;
  }

  private picked(hits: readonly Hit[], at: Position): void {
    if (this.ink) {
      this.addPoint(latLon(at));
      return;
    }
    const first = this.next(hits);
    if (!first) return;
    if (first.kind === "conflict") selected.value = { kind: "conflict", conflict: first.id };
    else if (first.kind === "track") selected.value = { kind: "track", track: first.id };
    else selected.value = { kind: "message", number: first.id };
    if (hits.length > 1) announce(t("map-picked-more", { count: hits.length - 1 }));
  }

  /** A second click at the same place goes on to what lies beneath. */
  private next(hits: readonly Hit[]): Hit | undefined {
    const now = selected.peek();
    const name = now && Object.values(now)[1];
    const at = hits.findIndex((one) => one.id === name);
    return hits[(at + 1) % Math.max(1, hits.length)];
  }

  addPoint(at: LatLon): void {
    if (this.ink) this.setInk(add(this.ink, at));
  }

  /** What the hand has drawn, replaced: told as `drawn` when the map is an input. */
  setInk(ink: Ink | undefined): void {
    this.ink = ink;
    const drawn = ink && drawnOf(ink);
    if (drawn && this.draw) this.tell("drawn", drawn);
  }

  measure(on: boolean): void {
    this.ink = on ? blank("measure") : this.draw ? blank(this.draw) : undefined;
  }

  private sendInk(): void {
    const words = (leg: { cm: number; bearing: number }, sum: number) => legWords(leg, sum);
    const features = this.ink ? inkFeatures(this.ink, words, this.pointed).features : [];
    this.engine?.setIfNew("ink", { type: "FeatureCollection", features });
  }

  private key(event: KeyboardEvent): void {
    if (!this.ink || event.target instanceof HTMLInputElement) return;
    const act: Record<string, () => void> = {
      Enter: () => this.enter(),
      Backspace: () => this.setInk(this.ink && undo(this.ink)),
      Escape: () => this.setInk(blank(this.ink?.kind as InkKind)),
    };
    const found = event.target instanceof HTMLButtonElement ? undefined : act[event.key];
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    found();
  }

  /** Enter sets a point under the crosshair; a second time at the same place finishes. */
  private enter(): void {
    const { engine, ink } = this;
    if (!engine || !ink) return;
    const at = latLon(engine.centre());
    const last = ink.points.at(-1);
    const same = last && last.lat_e7 === at.lat_e7 && last.lon_e7 === at.lon_e7;
    this.setInk(same && ink.kind !== "circle" ? finish(ink) : add(ink, at));
  }

  /** Lays the picture under the canvas, in day's colours: a canvas alone prints empty. */
  async forPaper(): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    engine.paint(DAY);
    this.paper = await engine.snapshot();
    engine.paint(theme.peek() === "day" ? DAY : NIGHT);
    await this.updateComplete;
  }

  protected override render(): TemplateResult {
    const key = line.value;
    if (key && !this.bare) this.hold(...sourcesOf(key));
    else this.hold();
    return html`<div class="map-frame" @keydown=${(event: KeyboardEvent) => this.key(event)}>
      <div class="map-canvas" ?data-ink=${this.ink !== undefined}></div>
      ${this.paper ? html`<img class="map-paper" src=${this.paper} alt=${t("map-title")} />` : nothing}
      ${this.failure ? html`<p class="map-failure" role="status">${t(`map-failed-${this.failure}`)}</p>` : nothing}
      ${this.ready ? html`${overMap(this)} ${controls(this)} ${this.ink ? inkPanel(this, this.ink) : nothing}` : nothing}
      ${!this.ready && !this.failure ? html`<p class="map-failure" role="status">${t("map-loading")}</p>` : nothing}
    </div>`;
  }
}
