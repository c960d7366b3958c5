/**
 * The small pictures of the map, drawn here point by point: hatches of areas, chevrons of tracks.
 *
 * Each party's tone has its own hatch, so that a grey print tells them apart: own rises, other falls,
 * third is dotted. A hazard is cross-hatched besides. A chevron of a stale track is hollow.
 */
import type { Palette } from "./palette.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const HATCH_PX = 16;
const RATIO = 2; // drawn at twice the size: sharp on a dense screen
const CHEVRON_PX = 22;

export type Pictures = ReadonlyMap<string, Picture>;

export const PICTURE_RATIO = RATIO;

type Pen = (x: number, y: number) => number;

/** All pictures of a palette, by name. */
export function picturesOf(palette: Palette): Pictures {
  const found = new Map<string, Picture>();
  for (const [tone, colour] of Object.entries(palette.tones)) {
    found.set(`hatch-${tone}`, painted(HATCH_PX, colour, hatch(tone)));
    found.set(`hazard-${tone}`, painted(HATCH_PX, colour, crossed));
    found.set(`chevron-${tone}`, painted(CHEVRON_PX, colour, chevron(false), palette.halo));
    found.set(`stale-${tone}`, painted(CHEVRON_PX, colour, chevron(true), palette.halo));
    found.set(`ball-${tone}`, painted(CHEVRON_PX, colour, ball(false), palette.halo));
    found.set(`stale-ball-${tone}`, painted(CHEVRON_PX, colour, ball(true), palette.halo));
  }
  found.set("conflict", painted(CHEVRON_PX, palette.conflict, crossInRing, palette.halo));
  found.set("no-data", painted(HATCH_PX * 3, palette.graticule, noData));
  return found;
}

/** How much ink a hatch has at a point of its tile, 0 to 1. */
function hatch(tone: string): Pen {
  const size = HATCH_PX;
  const line = (d: number) => (Math.min(d, size - d) < 0.75 ? 0.55 : 0);
  if (tone === "own" || tone === "draft") return (x, y) => line((x + y) % size);
  if (tone === "third") {
    return (x, y) => (Math.hypot((x % 8) - 4, (y % 8) - 4) < 1.2 ? 0.8 : 0);
  }
  if (tone === "proposal") return (_, y) => line((y * 2) % size);
  return (x, y) => line((x - y + size) % size);
}

const crossed: Pen = (x, y) => {
  const size = HATCH_PX;
  const near = (d: number) => Math.min(d, size - d) < 0.75;
  return near((x + y) % size) || near((x - y + size) % size) ? 0.55 : 0;
};

/** Flat strokes: neither party's hatch lies flat. */
const noData: Pen = (x, y) => {
  const size = HATCH_PX * 3;
  const row = y % (size / 2);
  const shifted = y < size / 2 ? x : (x + size / 2) % size;
  return row < 1.2 && shifted < size * 0.62 ? 1 : 0;
};

/** A neutral arrow head that points up; hollow when what it says is old. Negative: its halo. */
function chevron(hollow: boolean): Pen {
  const middle = CHEVRON_PX / 2;
  return (x, y) => {
    const dx = Math.abs(x - middle);
    const top = 3 + dx * 2.1; // the outer edge
    const bottom = 14 + dx * 0.62; // the notch
    const inside = y >= top && y <= bottom && dx < 7.5;
    if (!inside) return y >= top - 2.4 && y <= bottom + 1.8 && dx < 9 ? -1 : 0;
    const edge = y - top < 3.2 || bottom - y < 1.6;
    return !hollow || edge ? 1 : -1;
  };
}

/** For what has no course: a round mark that points nowhere. */
function ball(hollow: boolean): Pen {
  const middle = CHEVRON_PX / 2;
  return (x, y) => {
    const far = Math.hypot(x - middle, y - middle);
    if (far > 7) return 0;
    if (far > 5.5) return -1;
    return !hollow || far > 3.6 ? 1 : -1;
  };
}

/** Where two are closest: a cross in a ring, as on the node's own pictures. */
const crossInRing: Pen = (x, y) => {
  const [dx, dy] = [x - CHEVRON_PX / 2, y - CHEVRON_PX / 2];
  const far = Math.hypot(dx, dy);
  if (far > 10.5) return 0;
  const ring = far > 8 && far < 10;
  const cross = far < 6.6 && Math.abs(Math.abs(dx) - Math.abs(dy)) < 1.9;
  return ring || cross ? 1 : -1;
};

const rgb = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const SAMPLES = 3; // each way: soft edges without a canvas

function painted(size: number, colour: string, pen: Pen, halo = colour): Picture {
  const side = size * RATIO;
  const data = new Uint8ClampedArray(side * side * 4);
  const [ink, ground] = [rgb(colour), rgb(halo)];
  for (let at = 0; at < side * side; at += 1) {
    let [mine, under] = [0, 0];
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
      const dx = ((sample % SAMPLES) + 0.5) / SAMPLES;
      const dy = (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
      const value = pen(((at % side) + dx) / RATIO, (Math.floor(at / side) + dy) / RATIO);
      if (value > 0) mine += value;
      else under -= value;
    }
    const all = mine + under;
    for (let band = 0; band < 3; band += 1) {
      const mixed = ((ink[band] ?? 0) * mine + (ground[band] ?? 0) * under) / (all || 1);
      data[at * 4 + band] = mixed;
    }
    data[at * 4 + 3] = (255 * all) / (SAMPLES * SAMPLES);
  }
  return { width: side, height: side, data };
}
