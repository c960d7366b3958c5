/**
 * The map's colours by night and by day. They repeat what shape, line, fill and letter say.
 *
 * Own, other and third are the console's (style/tokens.css); WebGL cannot read a style sheet.
 */
import type { ShapeTone } from "./shapes.ts";

export interface Palette {
  readonly sea: string;
  readonly land: string;
  readonly coast: string;
  readonly graticule: string;
  readonly border: string;
  readonly text: string;
  readonly quiet: string;
  readonly halo: string;
  readonly focus: string;
  readonly conflict: string;
  readonly ink: string;
  readonly tones: Readonly<Record<ShapeTone | "unknown", string>>;
}

export const NIGHT: Palette = {
  sea: "#0a1118",
  land: "#17222d",
  coast: "#5c7388",
  graticule: "#1d2b39",
  border: "#8297a9",
  text: "#e8eef3",
  quiet: "#8fa3b4",
  halo: "#0a1118",
  focus: "#ffd166",
  conflict: "#ff8a5c",
  ink: "#ffffff",
  tones: {
    own: "#56b4e9",
    other: "#e69f00",
    third: "#cc79a7",
    draft: "#ffffff",
    proposal: "#4cd0a3",
    conflict: "#ff8a5c",
    unknown: "#a9bac8",
  },
};

export const DAY: Palette = {
  sea: "#eaf1f6",
  land: "#f8f6ef",
  coast: "#6d7f8f",
  graticule: "#cfdae3",
  border: "#6a6258",
  text: "#10202d",
  quiet: "#4f6172",
  halo: "#ffffff",
  focus: "#b35900",
  conflict: "#b32d00",
  ink: "#10202d",
  tones: {
    own: "#00619c",
    other: "#8a5200",
    third: "#8e3b69",
    draft: "#10202d",
    proposal: "#00694d",
    conflict: "#b32d00",
    unknown: "#46596a",
  },
};
