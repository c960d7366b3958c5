/**
 * How everything on the map is drawn: one table of layers from the bottom to the top.
 *
 * Whose a volume is: one line is own, two lines are the other side's, three a third party's; each with
 * its hatch, its letters on the line and its colour. Dashed: not in force now, or only proposed.
 * Members of a conflict have a thick edge and a cross in a ring where they are closest.
 */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import type { Palette } from "./palette.ts";

export const FONT = ["Noto Sans Semibold", "Noto Sans", "Noto Sans Hebrew", "Noto Sans Arabic"];
/** Layers that a click can meet, the most pressing first. */
export const PICKED = ["conflict-mark", "track-mark", "overlay-tint", "shape-tint"] as const;
const LABEL_PX = 13;
/**
 * Where a label may stand, in ems from the middle: there if it can, else around it. Never so far that
 * it could be taken for another's; what finds no room is counted in words.
 */
const ANCHORS = [
  ...["center", [0, 0]],
  ...[2.2, 3.6].flatMap((far) => [
    ...["left", [far, 0], "right", [-far, 0], "top", [0, far], "bottom", [0, -far]],
    ...["top-left", [far, far], "bottom-left", [far, -far]],
    ...["top-right", [-far, far], "bottom-right", [-far, -far]],
  ]),
] as (string | [number, number])[];

export interface When {
  readonly instantMs: number;
  readonly aheadMs: number;
}

type Expression = ExpressionSpecification;

const always: Expression = ["to-boolean", ["get", "always"]];

/** What holds at the instant. Both ends belong to it. */
export function nowFilter({ instantMs }: When): Expression {
  return [
    "any",
    always,
    ["all", ["<=", ["get", "from"], instantMs], [">=", ["get", "to"], instantMs]],
  ];
}

/** What holds at the instant or begins within the hours that are looked ahead. */
export function shownFilter({ instantMs, aheadMs }: When): Expression {
  const soon: Expression = ["<=", ["get", "from"], instantMs + aheadMs];
  return ["any", always, ["all", soon, [">=", ["get", "to"], instantMs]]];
}

const is = (name: string, ...values: string[]): Expression => [
  "in",
  ["get", name],
  ["literal", values],
];
const not = (what: Expression): Expression => ["!", what];
const dashed: Expression = ["to-boolean", ["get", "dashed"]];
const hollow: Expression = ["to-boolean", ["get", "hollow"]];
const edged: Expression = ["to-boolean", ["get", "edge"]];

function tone(palette: Palette): Expression {
  const pairs = Object.entries(palette.tones).flat();
  return ["match", ["get", "tone"], ...pairs, palette.text] as unknown as Expression;
}

const hatchName: Expression = [
  "concat",
  ["case", is("kind", "hazard"), "hazard-", "hatch-"],
  ["get", "tone"],
];

/** Filters of the layers of one source of shapes that depend on the instant: set again as it moves. */
export function timedFilters(prefix: string, when: When): Record<string, FilterSpecification> {
  const [now, shown] = [nowFilter(when), shownFilter(when)];
  const area: Expression = ["==", ["geometry-type"], "Polygon"];
  const full: Expression = ["all", now, not(dashed)];
  const broken: Expression = ["all", shown, ["any", dashed, not(now)]];
  const line = (rest: Expression, ...tones: string[]): Expression => [
    "all",
    edged,
    rest,
    is("tone", ...tones),
  ];
  const single = ["own", "third", "draft", "proposal", "conflict"];
  const named = {
    tint: ["all", shown, area, not(hollow)],
    hatch: ["all", full, area, not(hollow)],
    band: ["all", shown, edged, is("kind", "zone")],
    alert: ["all", shown, edged, ["to-boolean", ["get", "conflict"]]],
    line: line(full, ...single),
    lines: line(full, "other", "third"),
    dash: line(broken, ...single),
    dashes: line(broken, "other", "third"),
    letters: ["all", shown, edged, ["!=", ["get", "letter"], ""]],
    label: shown,
  } as unknown as Record<string, FilterSpecification>;
  return Object.fromEntries(Object.entries(named).map(([id, one]) => [`${prefix}-${id}`, one]));
}

/** The layers of one source of shapes. Labels come apart, so that they lie above all shapes. */
function shapeLayers(prefix: string, palette: Palette, when: When): LayerSpecification[] {
  const filters = timedFilters(prefix, when);
  const source = `${prefix}-areas`;
  const colour = tone(palette);
  const stroke = (id: string, gap: number, dash?: number[]): LayerSpecification => ({
    id: `${prefix}-${id}`,
    type: "line",
    source,
    filter: filters[`${prefix}-${id}`] as FilterSpecification,
    layout: { "line-join": "round" },
    paint: {
      "line-color": colour,
      "line-width": gap > 0 ? 1.4 : 1.8,
      "line-gap-width": gap,
      ...(dash ? { "line-dasharray": dash } : {}),
    },
  });
  const at = (id: string) => ({
    id: `${prefix}-${id}`,
    source,
    filter: filters[`${prefix}-${id}`],
  });
  return [
    { ...at("tint"), type: "fill", paint: { "fill-color": colour, "fill-opacity": 0.07 } },
    { ...at("hatch"), type: "fill", paint: { "fill-pattern": hatchName, "fill-opacity": 0.5 } },
    {
      ...at("band"),
      type: "line",
      paint: { "line-color": colour, "line-width": 7, "line-offset": 4.5, "line-opacity": 0.3 },
    },
    {
      ...at("alert"),
      type: "line",
      layout: { "line-join": "round" },
      paint: { "line-color": palette.conflict, "line-width": 9, "line-opacity": 0.55 },
    },
    {
      id: `${prefix}-chosen`,
      type: "line",
      source,
      filter: ["==", ["get", "id"], ""],
      layout: { "line-join": "round" },
      paint: { "line-color": palette.focus, "line-width": 3, "line-gap-width": 11 },
    },
    stroke("line", 0),
    stroke("lines", 3),
    stroke("dash", 0, [5, 3]),
    stroke("dashes", 3, [6, 4]),
    {
      ...at("letters"),
      type: "symbol",
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 220,
        "text-field": ["get", "letter"],
        "text-font": FONT,
        "text-size": 13,
        "text-rotation-alignment": "viewport",
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": colour, "text-halo-color": palette.halo, "text-halo-width": 2.5 },
    },
  ] as LayerSpecification[];
}

function labelLayer(prefix: string, palette: Palette, when: When): LayerSpecification {
  return {
    id: `${prefix}-label`,
    type: "symbol",
    source: `${prefix}-labels`,
    filter: timedFilters(prefix, when)[`${prefix}-label`] as FilterSpecification,
    layout: {
      ...words(LABEL_PX),
      "text-variable-anchor-offset": ANCHORS,
      "text-justify": "auto",
      "symbol-sort-key": ["case", ["to-boolean", ["get", "conflict"]], 0, 1],
    },
    paint: inked(tone(palette), palette),
  };
}

const words = (size: number) => ({
  "text-field": ["get", "text"] as Expression,
  "text-font": FONT,
  "text-size": size,
  "text-line-height": 1.25,
  "text-padding": 3,
  "text-max-width": 40, // a line breaks where we break it
});

const inked = (colour: string | Expression, palette: Palette) => ({
  "text-color": colour,
  "text-halo-color": palette.halo,
  "text-halo-width": 2,
});

function baseLayers(palette: Palette): LayerSpecification[] {
  const borders = (id: string, dash: number[]): LayerSpecification => ({
    id,
    type: "line",
    source: id,
    paint: { "line-color": palette.border, "line-width": 1, "line-dasharray": dash },
  });
  return [
    { id: "sea", type: "background", paint: { "background-color": palette.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": palette.land } },
    {
      id: "no-data",
      type: "background",
      layout: { visibility: "none" },
      paint: { "background-pattern": "no-data", "background-opacity": 0.7 },
    },
    {
      id: "graticule",
      type: "line",
      source: "graticule",
      filter: ["==", ["get", "step"], 30],
      paint: { "line-color": palette.graticule, "line-width": 1 },
    },
    {
      id: "coast",
      type: "line",
      source: "coast",
      paint: { "line-color": palette.coast, "line-width": 1.2 },
    },
    borders("borders", [2, 2]),
    {
      id: "file-area",
      type: "fill",
      source: "file",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": palette.border, "fill-opacity": 0.06 },
    },
    {
      id: "file",
      type: "line",
      source: "file",
      paint: { "line-color": palette.border, "line-width": 1.4, "line-dasharray": [6, 2, 1, 2] },
    },
  ];
}

function townLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "town",
      type: "circle",
      source: "towns",
      paint: { "circle-radius": 2.5, "circle-color": palette.quiet },
    },
    {
      id: "town-label",
      type: "symbol",
      source: "towns",
      layout: {
        ...words(12),
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.5,
      },
      paint: inked(palette.quiet, palette),
    },
  ];
}

function trackLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "track-vector",
      type: "line",
      source: "vectors",
      paint: { "line-color": tone(palette), "line-width": 1.4 },
    },
    {
      id: "approach",
      type: "line",
      source: "approaches",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": palette.conflict, "line-width": 1.6, "line-dasharray": [3, 2] },
    },
    {
      id: "track-mark",
      type: "symbol",
      source: "tracks",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-rotate": ["get", "turn"],
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
    {
      id: "track-chosen",
      type: "circle",
      source: "tracks",
      filter: ["==", ["get", "id"], ""],
      paint: {
        "circle-radius": 16,
        "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": palette.focus,
        "circle-stroke-width": 2.5,
      },
    },
    {
      id: "track-label",
      type: "symbol",
      source: "tracks",
      filter: ["has", "text"],
      layout: {
        ...words(12),
        "text-variable-anchor": [
          "left",
          "right",
          "top-left",
          "bottom-left",
          "top-right",
          "bottom-right",
        ],
        "text-radial-offset": 1.3,
        "text-justify": "auto",
      },
      paint: inked(tone(palette), palette),
    },
    {
      id: "approach-label",
      type: "symbol",
      source: "approaches",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        ...words(12),
        "text-variable-anchor-offset": ANCHORS,
        "text-justify": "auto",
      },
      paint: inked(palette.conflict, palette),
    },
  ];
}

function conflictLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "conflict-apart",
      type: "line",
      source: "conflicts",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": palette.conflict, "line-width": 2.2, "line-dasharray": [3, 1.5] },
    },
    {
      id: "conflict-mark",
      type: "symbol",
      source: "conflicts",
      filter: ["==", ["geometry-type"], "Point"],
      layout: { "icon-image": "conflict", "icon-allow-overlap": true }, // labels give way to it
    },
    {
      id: "conflict-label",
      type: "symbol",
      source: "conflicts",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        ...words(LABEL_PX),
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 1.3,
        "text-justify": "auto",
        "text-allow-overlap": false,
      },
      paint: inked(palette.conflict, palette),
    },
  ];
}

function inkLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "ink-area",
      type: "fill",
      source: "ink",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": palette.ink, "fill-opacity": 0.12 },
    },
    {
      id: "ink-line",
      type: "line",
      source: "ink",
      paint: { "line-color": palette.ink, "line-width": 2, "line-dasharray": [2, 1.5] },
    },
    {
      id: "ink-point",
      type: "circle",
      source: "ink",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 6,
        "circle-color": palette.halo,
        "circle-stroke-color": palette.ink,
        "circle-stroke-width": 2,
      },
    },
    {
      id: "ink-label",
      type: "symbol",
      source: "ink",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        ...words(12),
        "text-anchor": "top-left",
        "text-offset": [0.7, 0.4],
        "text-allow-overlap": true,
        "text-justify": "left",
      },
      paint: inked(palette.ink, palette),
    },
  ];
}

/** Everything, from the bottom to the top. */
export function layersOf(palette: Palette, when: When): LayerSpecification[] {
  return [
    ...baseLayers(palette),
    {
      id: "graticule-label",
      type: "symbol",
      source: "graticule-labels",
      layout: words(11), // the lowest: gives way to everything that is said of the picture
      paint: inked(palette.quiet, palette),
    },
    ...townLayers(palette),
    ...shapeLayers("shape", palette, when),
    ...shapeLayers("overlay", palette, when),
    labelLayer("shape", palette, when),
    labelLayer("overlay", palette, when),
    ...trackLayers(palette), // what moves is placed before the labels of what stands
    ...conflictLayers(palette),
    ...inkLayers(palette),
  ];
}

/** Sources of features that the console sets; all empty in the beginning. */
export const SOURCES = [
  "land",
  "coast",
  "graticule",
  "graticule-labels",
  "borders",
  "file",
  "towns",
  "shape-areas",
  "shape-labels",
  "overlay-areas",
  "overlay-labels",
  "tracks",
  "vectors",
  "approaches",
  "conflicts",
  "ink",
] as const;
export type SourceName = (typeof SOURCES)[number];
