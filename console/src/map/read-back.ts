/**
 * What the other side read back of a volume, as a shape over the one that was announced.
 *
 * A read-back carries numbers, not corners: middle, extent, heights, window. A circle comes back whole;
 * of anything else the circle around its middle is drawn, for what was announced and for what was read
 * back alike, so that like is compared with like.
 */
import { get, type Schemas } from "../api/client.ts";
import { about, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";
import { boxOf, departure, middleOf, ringsOf } from "./features.ts";
import { inverse, latLon, type Position } from "./geo.ts";
import type { Altitude, LatLon, MapShape, Part, ShapeTone } from "./shapes.ts";

export type Message = Schemas["MessageView"];

const READ_BACKS_MAX = 1_000; // the newest; an older one is on the message's own page

interface Computed {
  readonly shape: string;
  readonly centre: LatLon;
  readonly extent_cm: number;
  readonly floor: Altitude | null;
  readonly ceiling: Altitude | null;
  readonly start_ms: number | null;
  readonly end_ms: number | null;
}

export interface ReadBack {
  readonly number: string;
  readonly party: string;
  /** What was read back, part by part. */
  readonly said: readonly Part[];
  /** What was announced, in the same form. */
  readonly meant: readonly Part[];
  /** The greatest distance between the two edges, and between the middles, in cm. */
  readonly edges_cm: number;
  readonly middles_cm: number;
  readonly extent_cm: number;
  /** Whether heights and times are the same. */
  readonly heights: boolean;
  readonly times: boolean;
}

/** Read-backs on a line. */
export function readBacks(key: LineKey): Resource<Message[]> {
  return shared(`map-read-backs|${key.channel}|${key.status}`, () => {
    const query = { format: "RBK", receipts: true, newest: true, limit: READ_BACKS_MAX };
    const path = "/v1/lines/{channel}/{status}/messages" as const;
    return new Resource(() => get(path, { path: key, query }), about(key));
  });
}

/** Every read-back of a message among these, compared with what was announced. */
export function readBacksOf(
  number: string,
  announced: readonly Part[],
  messages: readonly Message[],
): ReadBack[] {
  return messages.flatMap((one) => {
    if (one.message.format !== "RBK" || one.message.ref !== number) return [];
    const said = computedIn(one.message.fields).map(asPart);
    const meant = announced.map(asCircle);
    return said.length > 0 && meant.length > 0 ? [compared(one, said, meant)] : [];
  });
}

function compared(one: Message, said: readonly Part[], meant: readonly Part[]): ReadBack {
  const apart = departure(meant, said);
  const radius = (part: Part | undefined) =>
    part && "circle" in part.outline ? part.outline.circle.radius_cm : 0;
  const same = (name: "floor" | "ceiling" | "start_ms" | "end_ms") =>
    said.length === meant.length &&
    said.every((part, at) => JSON.stringify(part[name]) === JSON.stringify(meant[at]?.[name]));
  return {
    number: one.message.number,
    party: one.author,
    said,
    meant,
    edges_cm: apart.edges,
    middles_cm: apart.middles,
    extent_cm: Math.abs(radius(said[0]) - radius(meant[0])),
    heights: same("floor") && same("ceiling"),
    times: same("start_ms") && same("end_ms"),
  };
}

const SAME_CM = 5_000; // 50 m: what a read-back's circle is rounded by

/** Whether what was read back is what was announced. */
export function isSame(one: ReadBack): boolean {
  return one.edges_cm <= SAME_CM && one.heights && one.times;
}

/** The shape to lay over the announced one: hollow and dashed, so that both edges are seen. */
export function readBackShape(one: ReadBack, tone: ShapeTone, label: string): MapShape {
  const id = `read-back ${one.number}`;
  return { id, parts: one.said, tone, label, dashed: true, hollow: true, always: true };
}

function computedIn(fields: unknown): Computed[] {
  const found = (fields as { computed?: unknown }).computed;
  if (typeof found !== "object" || found === null) return [];
  const parts = (found as { parts?: unknown }).parts;
  const all = Array.isArray(parts) ? parts : [found];
  return all.filter(
    (one): one is Computed =>
      typeof one?.centre?.lat_e7 === "number" && typeof one?.extent_cm === "number",
  );
}

const asPart = ({ centre, extent_cm, floor, ceiling, start_ms, end_ms }: Computed): Part => ({
  outline: { circle: { ...centre, radius_cm: Math.max(1, extent_cm) } },
  floor,
  ceiling,
  start_ms,
  end_ms,
});

/** The circle around a part's middle that holds all of it, as the node's read-back has it. */
export function asCircle(part: Part): Part {
  if ("circle" in part.outline) return part;
  const corners = ringsOf(part.outline).flatMap((one) => one.edges.flat());
  const middle = centreOf(corners) ?? middleOf(part.outline);
  const radius = Math.max(1, ...corners.map((one) => inverse(middle, one).cm));
  const circle = { ...latLon(middle), radius_cm: Math.round(radius) };
  return { ...part, outline: { circle } };
}

function centreOf(corners: readonly Position[]): Position | undefined {
  const box = boxOf([corners]);
  return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
