/** What a case can be played back from: reported positions, where each side says that it was, notices. */
import type { Altitude, MapShape, ShapeTone } from "../map/shapes.ts";
import { partsOf } from "../map/shapes.ts";
import type { CaseView } from "./differences.ts";
import { apartCm, type Report, type Shown } from "./replay.ts";

const MARGIN_M = 50; // a place without a margin is drawn this wide: visible, and said to be no measure
const THREAD_CM = 100; // half the width of a connection: a line, not a corridor
const DASHES = 8; // of each piece between two reports
const REFERENCES = ["WGS84", "AMSL", "FL", "AGL"] as const;

/** Whose it is: ours, the other's, or a further party's. */
export function toneOf(party: string, own: string, sides: readonly string[]): ShapeTone {
  if (party === own) return "own";
  const others = sides.filter((one) => one !== own);
  return others.indexOf(party) <= 0 ? "other" : "third";
}

interface Place {
  readonly lat_e7: number;
  readonly lon_e7: number;
}

function isPlace(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "lat_e7" in value && "lon_e7" in value;
}

/** Where each side says that it happened, as wide as it says that it may be off. */
export function told(one: CaseView, own: string, sides: readonly string[]): readonly MapShape[] {
  const row = one.rows.find((each) => each.field === "point");
  return (row?.told ?? []).flatMap((each) => {
    if (!isPlace(each.value)) return [];
    const radius_cm = (each.margin ?? MARGIN_M) * 100;
    const circle = { lat_e7: each.value.lat_e7, lon_e7: each.value.lon_e7, radius_cm };
    const part = { outline: { circle }, floor: null, ceiling: null, start_ms: null, end_ms: null };
    const tone = toneOf(each.party, own, sides);
    const shape: MapShape = {
      id: `told-${each.party}`,
      parts: [part],
      tone,
      label: `\u2068${each.party}\u2069`,
      hollow: true,
      always: true,
      kind: "overlay",
    };
    return [shape];
  });
}

/**
 * Dashes between reports in their order, as pieces of their own: an outline drawn dashed would run
 * there and back, and look whole. Nobody says what lay between.
 */
export function dashes(trail: readonly Report[]): readonly MapShape["parts"][number][] {
  const found: MapShape["parts"][number][] = [];
  for (const [index, to] of trail.entries()) {
    const from = trail[index - 1];
    if (from === undefined) continue;
    const along = (share: number) =>
      [
        from.latE7 + (to.latE7 - from.latE7) * share,
        from.lonE7 + (to.lonE7 - from.lonE7) * share,
      ].map(Math.round) as [number, number];
    for (let dash = 0; dash < DASHES; dash += 1) {
      const points = [along((dash + 0.25) / DASHES), along((dash + 0.75) / DASHES)];
      const corridor = { points, half_width_cm: THREAD_CM };
      found.push({
        outline: { corridor },
        floor: null,
        ceiling: null,
        start_ms: null,
        end_ms: null,
      });
    }
  }
  return found;
}

/** What connects the reports that are shown, a shape for each thing that was reported. */
export function connections(
  shown: readonly Shown[],
  own: string,
  sides: readonly string[],
): readonly MapShape[] {
  return shown
    .filter((one) => one.trail.length > 1)
    .map((one) => ({
      id: `between-${one.report.id}`,
      parts: dashes(one.trail),
      tone: toneOf(one.report.party, own, sides),
      label: "",
      always: true,
      kind: "overlay" as const,
    }));
}

const ROOM_CM = 300_000; // around the outermost report: 3 km, so that no label stands at the edge

/** A circle around all reports, to bring them into view; undefined when there are none. */
export function around(reports: readonly Report[]): MapShape | undefined {
  const [first] = reports;
  if (first === undefined) return undefined;
  const mean = (of: (one: Report) => number) =>
    Math.round(reports.reduce((sum, one) => sum + of(one), 0) / reports.length);
  const middle: Report = {
    ...first,
    latE7: mean((one) => one.latE7),
    lonE7: mean((one) => one.lonE7),
  };
  const radius_cm = Math.round(Math.max(...reports.map((one) => apartCm(middle, one)))) + ROOM_CM;
  const circle = { lat_e7: middle.latE7, lon_e7: middle.lonE7, radius_cm };
  const part = { outline: { circle }, floor: null, ceiling: null, start_ms: null, end_ms: null };
  return { id: "all-reports", parts: [part], tone: "third", label: "" };
}

/** A height as the map has it; null when nobody said, or in a reference that it does not know. */
export function heightOf(report: Report): Altitude | null {
  const found = REFERENCES.find((one) => one === report.height?.reference);
  return report.height && found ? { cm: report.height.cm, reference: found } : null;
}

interface Notice {
  readonly number: string;
  readonly author: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A message's volume as a shape of the map; undefined when it announces none. */
export function noticeShape(
  one: Notice,
  volumeField: string | null | undefined,
  own: string,
  sides: readonly string[],
): MapShape | undefined {
  const volume = volumeField ? one.fields[volumeField] : undefined;
  const parts = volume === undefined ? [] : partsOf(volume);
  if (parts.length === 0) return undefined;
  return {
    id: one.number,
    parts,
    tone: toneOf(one.author, own, sides),
    label: `\u2068${one.number}\u2069`,
    kind: "notice",
  };
}
