/**
 * What the map is given and what it gives back: the contract between the map and who embeds it.
 *
 * A shape is a volume as the API has it (`volume` of a message, of a picture item, of a way out), with
 * a word for whose it is. Places are degrees × 10⁷, lengths centimetres, times UTC milliseconds.
 */

import type { Altitude, Part } from "../app/volume.ts";

export interface LatLon {
  readonly lat_e7: number;
  readonly lon_e7: number;
}

export type { Altitude, Outline, Pair, Part, Reference, Repeats } from "../app/volume.ts";
export { partsOf } from "../app/volume.ts";

/** Whose it is, or what it is. Each has its own line, fill and letter; colour only repeats them. */
export type ShapeTone = "own" | "other" | "third" | "draft" | "proposal" | "conflict";

/** What kind of thing: how its line is drawn besides. */
export type ShapeKind =
  | "notice"
  | "zone"
  | "intent"
  | "hazard"
  | "humanitarian"
  | "overlay"
  /** A corridor of which only the middle line is drawn: it connects places, and is no area. */
  | "thread";

export interface MapShape {
  /** The same word for the same thing after a refresh; `selected` finds a message by it. */
  readonly id: string;
  /** Volume JSON: one part, or a list of parts, as the API has them. */
  readonly parts: readonly Part[];
  readonly tone: ShapeTone;
  /** Lines of the label, from the top; values already isolated. Empty: no label. */
  readonly label: string;
  /** Not in force, or only proposed: the line is dashed whatever the tone. */
  readonly dashed?: boolean;
  /** No fill: what is old, or must not hide what is under it. */
  readonly hollow?: boolean;
  readonly kind?: ShapeKind;
  /** The letter of its party, drawn in the shape. */
  readonly letter?: string;
  /** In conflict: outlined, with a letter. */
  readonly conflict?: boolean;
  /** Shown whatever the instant is; what a hand is composing is. */
  readonly always?: boolean;
}

/** A line between two places with words at its middle: how far two readings of one thing are apart. */
export interface Link {
  readonly from: LatLon;
  readonly to: LatLon;
  readonly text: string;
}

/** What the map takes as input. */
export type DrawKind = "point" | "line" | "polygon" | "circle";

/** `drawn`: told at every change of what is being drawn; `done` once the hand says that it is finished. */
export interface Drawn {
  readonly kind: DrawKind;
  readonly points: readonly LatLon[];
  readonly radius_cm?: number;
  readonly done: boolean;
}

/** One report of where something that moves is. What is not known is null, never 0. */
export interface TrackFix {
  readonly id: string;
  /** Shown on the first line: call sign or registration; the id when there is none. */
  readonly callsign?: string | null;
  readonly tone: "own" | "other" | "third" | "unknown";
  readonly lat_e7: number;
  readonly lon_e7: number;
  readonly altitude: Altitude | null;
  /** Over ground, in cm/s. */
  readonly speed_cm_s: number | null;
  /** Over ground, in hundredths of a degree from true north, 0 to 35999. */
  readonly course_cdeg: number | null;
  /** Upwards, in cm/s. */
  readonly climb_cm_s: number | null;
  /** When it was there. */
  readonly at_ms: number;
  /** What is claimed of it: `UAS`, `AIR`, …; picks a symbol, never an affiliation. */
  readonly category?: string;
  /** The message that told it, when one did: it is no live track. */
  readonly number?: string;
  /** Who says so. */
  readonly party?: string;
}
