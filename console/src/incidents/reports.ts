/** What a case can be played back from: reported positions, where each side says that it was, notices. */
import type { Altitude, MapShape, ShapeTone } from "../map/shapes.ts";
import { partsOf } from "../map/shapes.ts";
import type { CaseView } from "./differences.ts";
import type { Report, Shown } from "./replay.ts";

const MARGIN_M = 50; // a place without a margin is drawn this wide: visible, and said to be no measure
const THREAD_CM = 100; // half the width of a connection: a line, not a corridor
const HALF_TURN_E7 = 1_800_000_000;
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

/** What connects the reports that are shown: a dashed line each, for nobody says what lay between. */
export function connections(
  shown: readonly Shown[],
  own: string,
  sides: readonly string[],
): readonly MapShape[] {
  return shown
    .filter((one) => one.trail.length > 1)
    .map((one) => {
      const points = one.trail.map((each) => [each.latE7, each.lonE7] as const);
      const corridor = { points, half_width_cm: THREAD_CM };
      const part = {
        outline: { corridor },
        floor: null,
        ceiling: null,
        start_ms: null,
        end_ms: null,
      };
      return {
        id: `between-${one.report.id}`,
        parts: [part],
        tone: toneOf(one.report.party, own, sides),
        label: "",
        dashed: true,
        hollow: true,
        always: true,
        kind: "thread" as const,
      };
    });
}

const ROOM_E7 = 100_000; // around the outermost report: a hundredth of a degree

/** The frame that holds all reports, to bring them into view; undefined when there are none. */
export function around(reports: readonly Report[]): MapShape | undefined {
  if (reports.length === 0) return undefined;
  const lats = reports.map((one) => one.latE7);
  const lons = reports.map((one) => one.lonE7);
  const [south, north] = [Math.min(...lats) - ROOM_E7, Math.max(...lats) + ROOM_E7];
  const [west, east] = [Math.min(...lons) - ROOM_E7, Math.max(...lons) + ROOM_E7];
  if (east - west > HALF_TURN_E7) return undefined; // over the antimeridian: the map fits what it draws
  const polygon = [
    [south, west],
    [south, east],
    [north, east],
    [north, west],
  ] as const;
  const part = { outline: { polygon }, floor: null, ceiling: null, start_ms: null, end_ms: null };
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
