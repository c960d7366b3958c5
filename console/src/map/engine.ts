/**
 * MapLibre, told what to draw. The only module that knows it; loaded with the first map on the page.
 *
 * Offline by construction: the worker is a file of ours, letters are drawn by the browser from the
 * bundled fonts, the coast is a file of ours. North is up, always. Nothing here asks the node anything.
 */
import type { Feature, FeatureCollection } from "geojson";
import {
  type FilterSpecification,
  type GeoJSONSource,
  Map as GlMap,
  type LngLatLike,
  type MapGeoJSONFeature,
  type MapMouseEvent,
  type PointLike,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { graticule, loadBorders, loadLand } from "./base.ts";
import { type Box, boxOfShapes, EVER_MS, featuresOf, type ShapeFeatures } from "./features.ts";
import { nearTo, type Position } from "./geo.ts";
import { layersOf, PICKED, SOURCES, type SourceName, timedFilters, type When } from "./layers.ts";
import type { Palette } from "./palette.ts";
import { PICTURE_RATIO, picturesOf } from "./pictures.ts";
import type { MapShape, TrackFix } from "./shapes.ts";
import type { TrackFeatures } from "./tracks.ts";

setWorkerUrl(workerUrl);

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
const PICK_PX = 12; // half of a fingertip's 24 px; a mouse is finer
const FIT_PX = 44;
const WORDS_PX = 104; // of three sentences over the upper edge
const LOW_PX = 420; // in a lower picture the sentences cover a corner; room for the shapes comes first
const FIT_ZOOM_MAX = 11;
const MOVE_MS = 250;
const ROUND_AGAIN_MS = 86_400_000; // parts that come again are laid out three days around: renew each day

/** This browser draws no map (no WebGL). The tables have everything. */
export class NoWebGl extends Error {
  constructor() {
    super("no WebGL");
    this.name = "NoWebGl";
  }
}

export interface Hit {
  readonly kind: "shape" | "overlay" | "track" | "conflict";
  readonly id: string;
}

export interface Listener {
  /** What lies under a click, the most pressing first; empty for the open sea. */
  readonly pick: (hits: readonly Hit[], at: Position) => void;
  readonly moved: (box: Box) => void;
  readonly pointed: (at: Position | undefined) => void;
  /** How many labels in view found no room. */
  readonly hidden: (labels: number) => void;
  readonly lost: (lost: boolean) => void;
}

export interface Options {
  readonly palette: Palette;
  readonly when: When;
  readonly centre: Position;
  readonly zoom: number;
  readonly title: string;
  readonly listener: Listener;
}

type Prefix = "shape" | "overlay";

export class Engine {
  readonly map: GlMap;
  private palette: Palette;
  private when: When;
  private key = "";
  private laidOutMs = 0;
  private readonly shapes: Record<Prefix, readonly MapShape[]> = { shape: [], overlay: [] };
  private readonly features: Partial<Record<Prefix, ShapeFeatures>> = {};
  private borders: FeatureCollection | undefined;
  private trackLabels: FeatureCollection = EMPTY;
  private crowded = true;
  private fixes: readonly TrackFix[] = [];

  private constructor(
    readonly container: HTMLElement,
    private readonly options: Options,
  ) {
    this.palette = options.palette;
    this.when = options.when;
    this.map = new GlMap({
      container,
      style: this.style(),
      center: options.centre,
      zoom: options.zoom,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      fadeDuration: 0, // a label that fades in is a label that is not there yet
      locale: { "Map.Title": options.title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
  }

  /** A map in a container. Throws NoWebGl. */
  static async open(container: HTMLElement, options: Options): Promise<Engine> {
    if (!document.createElement("canvas").getContext("webgl2")) throw new NoWebGl();
    await fonts();
    const engine = new Engine(container, options);
    await new Promise((ready) => engine.map.once("style.load", ready));
    engine.addPictures();
    engine.listen();
    const { land, coast } = await loadLand();
    engine.set("land", land);
    engine.set("coast", coast);
    engine.moved();
    return engine;
  }

  close(): void {
    this.map.remove();
  }

  private style() {
    const source = { type: "geojson" as const, data: EMPTY, tolerance: 0.2 };
    return {
      version: 8 as const,
      sources: Object.fromEntries(SOURCES.map((name) => [name, source])),
      layers: layersOf(this.palette, this.when),
    };
  }

  private addPictures(): void {
    for (const [name, picture] of picturesOf(this.palette)) {
      if (this.map.hasImage(name)) this.map.updateImage(name, picture);
      else this.map.addImage(name, picture, { pixelRatio: PICTURE_RATIO });
    }
  }

  /** A picture more: a symbol of the viewer's choice. */
  addPicture(name: string, picture: ImageData, ratio: number): void {
    if (!this.map.hasImage(name)) this.map.addImage(name, picture, { pixelRatio: ratio });
  }

  hasPicture(name: string): boolean {
    return this.map.hasImage(name);
  }

  private listen(): void {
    const { listener } = this.options;
    this.map.on("click", (event) => listener.pick(this.under(event), event.lngLat.toArray()));
    this.map.on("mousemove", (event) => listener.pointed(event.lngLat.toArray()));
    this.map.on("mouseout", () => listener.pointed(undefined));
    this.map.on("moveend", () => this.moved());
    this.map.on("resize", () => this.moved());
    this.map.on("idle", () => listener.hidden(this.unlabelled()));
    this.map.on("webglcontextlost", () => listener.lost(true));
    this.map.on("webglcontextrestored", () => listener.lost(false));
  }

  private moved(): void {
    const { lines, labels } = graticule(this.box());
    this.set("graticule", lines);
    this.set("graticule-labels", labels);
    this.options.listener.moved(this.box());
  }

  box(): Box {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  centre(): Position {
    return this.map.getCenter().toArray();
  }

  /** The features of a source, replaced. */
  set(name: SourceName, data: Feature | FeatureCollection): void {
    (this.map.getSource(name) as GeoJSONSource | undefined)?.setData(data);
  }

  private readonly last = new Map<SourceName, string>();

  /** The same for a handful of features that mostly stay the same: told only when they do not. */
  setIfNew(name: SourceName, data: FeatureCollection): void {
    const text = JSON.stringify(data);
    if (text === (this.last.get(name) ?? JSON.stringify(EMPTY))) return;
    this.last.set(name, text);
    this.set(name, data);
  }

  paint(palette: Palette): void {
    if (palette === this.palette) return;
    this.palette = palette;
    this.addPictures();
    for (const layer of layersOf(palette, this.when)) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        this.map.setPaintProperty(layer.id, name as never, value as never);
      }
    }
  }

  setShapes(prefix: Prefix, shapes: readonly MapShape[]): void {
    this.shapes[prefix] = shapes;
    this.layOut(prefix);
    this.filter();
  }

  private layOut(prefix: Prefix): void {
    const found = featuresOf(this.shapes[prefix], this.when.instantMs);
    this.features[prefix] = found;
    this.laidOutMs = this.when.instantMs;
    this.set(`${prefix}-areas`, found.areas);
    this.set(`${prefix}-labels`, found.labels);
  }

  /** The instant that is shown. Filters are set only when something begins or ends by it. */
  setWhen(when: When): void {
    this.when = when;
    const far = Math.abs(when.instantMs - this.laidOutMs) > ROUND_AGAIN_MS;
    for (const prefix of ["shape", "overlay"] as const) {
      if (far && this.features[prefix]?.again) this.layOut(prefix);
    }
    if (far) this.laidOutMs = when.instantMs;
    if (this.keyOf() !== this.key) this.filter();
  }

  /** Between two changes nothing begins or ends: the same key, the same filters. */
  private keyOf(): string {
    const { instantMs, aheadMs } = this.when;
    const all = Object.values(this.features).flatMap((one) => one.changes);
    const before = (ms: number) => all.filter((one) => one < ms).length;
    return [
      before(instantMs),
      before(instantMs + 1),
      before(instantMs + aheadMs + 1),
      aheadMs,
    ].join();
  }

  private filter(): void {
    this.key = this.keyOf();
    for (const prefix of ["shape", "overlay"]) {
      for (const [id, filter] of Object.entries(timedFilters(prefix, this.when))) {
        this.map.setFilter(id, filter);
      }
    }
  }

  /** What is selected has an edge around its edge. */
  choose(id: string, track: string): void {
    const by = (word: string): FilterSpecification => ["==", ["get", "id"], word];
    this.map.setFilter("shape-chosen", ["all", by(id), ["to-boolean", ["get", "edge"]]] as never);
    this.map.setFilter("overlay-chosen", ["all", by(id), ["to-boolean", ["get", "edge"]]] as never);
    this.map.setFilter("track-chosen", by(track));
  }

  setTracks({ points, vectors, unlabelled }: TrackFeatures, fixes: readonly TrackFix[]): void {
    this.fixes = fixes;
    this.trackLabels = unlabelled ? EMPTY : points;
    if (unlabelled !== this.crowded) {
      this.crowded = unlabelled;
      // labels give way to marks while there are few: with thousands the placing itself takes long
      this.map.setLayoutProperty("track-mark", "icon-ignore-placement", unlabelled);
    }
    this.set("tracks", points);
    this.set("vectors", vectors);
  }

  /** Nobody tells what flies here: the ground says so. */
  hatched(on: boolean): void {
    this.map.setLayoutProperty("no-data", "visibility", on ? "visible" : "none");
  }

  async setBorders(on: boolean): Promise<void> {
    if (on && !this.borders) {
      this.borders = { type: "FeatureCollection", features: [await loadBorders()] };
    }
    this.set("borders", on && this.borders ? this.borders : EMPTY);
  }

  setFile(data: FeatureCollection | undefined): void {
    this.set("file", data ?? EMPTY);
  }

  fit(shapes: readonly MapShape[], still: boolean): void {
    const box = boxOfShapes(shapes);
    if (box) this.fitBox(box, still);
  }

  fitBox([west, south, east, north]: Box, still: boolean): void {
    const bounds: [LngLatLike, LngLatLike] = [
      [west, Math.max(-84, south)],
      [east, Math.min(84, north)],
    ];
    const top = this.container.clientHeight < LOW_PX ? FIT_PX : WORDS_PX;
    const padding = { top, bottom: FIT_PX, left: FIT_PX, right: FIT_PX };
    const camera = this.map.cameraForBounds(bounds, { padding, maxZoom: FIT_ZOOM_MAX });
    if (camera) this.go(camera.center as LngLatLike, camera.zoom ?? this.map.getZoom(), still);
  }

  go(centre: LngLatLike, zoom: number, still: boolean): void {
    this.map.easeTo({ center: centre, zoom, duration: still ? 0 : MOVE_MS });
  }

  zoomBy(steps: number, still: boolean): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, duration: still ? 0 : MOVE_MS });
  }

  private under(event: MapMouseEvent): Hit[] {
    const { x, y } = event.point;
    const around: [[number, number], [number, number]] = [
      [x - PICK_PX, y - PICK_PX],
      [x + PICK_PX, y + PICK_PX],
    ];
    const found = new Map<string, Hit>();
    for (const layer of PICKED) {
      const area = layer.endsWith("tint"); // of areas, the one exactly under the finger
      const features = this.drawn([layer], area ? event.point : around);
      const kind = layer.split("-")[0] as Hit["kind"];
      for (const one of features) {
        const id = String(one.properties.id ?? this.nearestTrack(x, y));
        found.set(`${kind}|${id}`, { kind, id });
      }
    }
    return [...found.values()];
  }

  /** Ids that a layer really has on the screen: for the tests, and to count labels. */
  rendered(...layers: string[]): string[] {
    const known = layers.filter((one) => this.map.getLayer(one));
    const features = this.drawn(known);
    return [...new Set(features.map((one) => `${one.properties.id}|${one.properties.part ?? ""}`))];
  }

  /**
   * What is drawn there. While a tile's data is being replaced, MapLibre looks features up in the new
   * that it counted in the old, and throws: then nothing is found, and the next look finds it.
   */
  private drawn(layers: string[], where?: PointLike | [PointLike, PointLike]): MapGeoJSONFeature[] {
    try {
      return where
        ? this.map.queryRenderedFeatures(where, { layers })
        : this.map.queryRenderedFeatures({ layers });
    } catch (error) {
      if (error instanceof Error && error.message === "feature index out of bounds") return [];
      throw error;
    }
  }

  /** Of many that are drawn as one, the track under the finger. */
  private nearestTrack(x: number, y: number): string {
    let [least, nearest] = [Number.POSITIVE_INFINITY, ""];
    const middle = this.map.getCenter().lng;
    for (const fix of this.fixes) {
      const at = this.map.project([nearTo(fix.lon_e7 / 1e7, middle), fix.lat_e7 / 1e7]);
      const apart = (at.x - x) ** 2 + (at.y - y) ** 2;
      if (apart < least) [least, nearest] = [apart, fix.id];
    }
    return nearest;
  }

  /** Ids of the areas that are drawn at a place, in whichever copy of the world is in view. */
  areasAt([lon, lat]: Position): string[] {
    const middle = this.map.getCenter().lng;
    const point = this.map.project([nearTo(lon, middle), lat]);
    const layers = ["shape-tint", "overlay-tint"];
    const features = this.drawn(layers, point);
    return [...new Set(features.map((one) => String(one.properties.id)))];
  }

  private unlabelled(): number {
    const placed = new Set(this.rendered("shape-label", "overlay-label", "track-label"));
    const shapes = Object.values(this.features).flatMap((one) => one.labels.features);
    const wanted = new Set<string>();
    for (const one of [...shapes, ...this.trackLabels.features]) {
      const of = one.properties ?? {};
      if (of.text && this.inView(one) && this.holds(of)) {
        wanted.add(`${of.id}|${of.part ?? ""}`);
      }
    }
    return [...wanted].filter((one) => !placed.has(one)).length;
  }

  private inView({ geometry }: Feature): boolean {
    if (geometry.type !== "Point") return false;
    const [west, south, east, north] = this.box();
    const [lon = 0, lat = 0] = geometry.coordinates;
    const turned = lon + 360 * Math.ceil((west - lon) / 360);
    return turned <= east && lat >= south && lat <= north;
  }

  private holds(of: Record<string, unknown>): boolean {
    if (of.always === true) return true;
    const [from, to] = [Number(of.from ?? -EVER_MS), Number(of.to ?? EVER_MS)];
    return from <= this.when.instantMs + this.when.aheadMs && to >= this.when.instantMs;
  }

  /** The picture once everything is drawn. */
  async snapshot(): Promise<string> {
    await new Promise((done) => {
      this.map.once("idle", done);
      this.map.triggerRepaint();
    });
    return this.snapshotNow();
  }

  /** The picture as it stands at this moment, in the screen's colours. */
  snapshotNow(): string {
    this.map.redraw(); // the buffer holds a frame only until this task ends
    return this.map.getCanvas().toDataURL("image/png");
  }
}

/** The bundled letters must be there before the map draws with them, or it keeps a substitute's. */
async function fonts(): Promise<void> {
  const wanted: [string, string][] = [
    ["600 16px 'Noto Sans'", "A"],
    ["400 16px 'Noto Sans'", "Aя"],
    ["600 16px 'Noto Sans Hebrew'", "א"],
    ["600 16px 'Noto Sans Arabic'", "ا"],
  ];
  await Promise.allSettled(wanted.map(([font, text]) => document.fonts.load(font, text)));
}
