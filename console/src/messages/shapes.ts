/** What a message or a form shows on the map: its areas, points and routes as shapes. */
import type { Format, Message } from "../app/lines.ts";
import type { Outline, Part } from "../app/volume.ts";
import { t } from "../i18n/text.ts";
import type { LatLon, MapShape, ShapeTone } from "../map/shapes.ts";
import { at, type Values } from "./form/paths.ts";
import { meaning } from "./possible.ts";

const POINT_CM = 60_000; // a point is drawn as a circle of 600 m: seen at the scale of a region
const ROUTE_CM = 30_000; // half the width of the line of a route

const part = (outline: Outline): Part => ({
  outline,
  floor: null,
  ceiling: null,
  start_ms: null,
  end_ms: null,
});

const isPlaced = (one: unknown): one is LatLon =>
  typeof at(one, "lat_e7") === "number" && typeof at(one, "lon_e7") === "number";

const isOutline = (one: unknown): one is Outline =>
  typeof one === "object" &&
  one !== null &&
  ("circle" in one || "polygon" in one || "corridor" in one);

export function pointPart({ lat_e7, lon_e7 }: LatLon, radius_cm = POINT_CM): Part {
  return part({ circle: { lat_e7, lon_e7, radius_cm } });
}

/** The parts of one field's value that can be drawn already. */
export function partsOfValue(kind: string, value: unknown): Part[] {
  if (value === undefined || value === null) return [];
  if (kind === "point") return isPlaced(value) ? [pointPart(value)] : [];
  if (kind === "outline") return isOutline(value) ? [part(value)] : [];
  if (kind === "track" || kind === "route") return lineParts(value);
  if (kind !== "volume") return [];
  const list = Array.isArray(value) ? value : [value];
  return list
    .filter((one) => isOutline(at(one, "outline")))
    .map((one) => ({ ...part(at(one, "outline") as Outline), ...(one as object) }));
}

function lineParts(value: unknown): Part[] {
  const points = Array.isArray(value) ? value.filter(isPlaced) : [];
  const [first] = points;
  if (!first) return [];
  if (points.length === 1) return [pointPart(first)];
  const pairs = points.map((one) => [one.lat_e7, one.lon_e7] as const);
  return [part({ corridor: { points: pairs, half_width_cm: ROUTE_CM } })];
}

/** Everything that the fields of a format say of places. */
export function shapesOf(
  format: Format | undefined,
  values: Values,
  id: string,
  tone: ShapeTone,
  label: string,
): MapShape[] {
  return (format?.form ?? []).flatMap((field) => {
    const parts = partsOfValue(field.kind, values[field.name]);
    if (parts.length === 0) return [];
    return [
      { id: `${id}.${field.name}`, parts, tone, label, always: true, kind: "overlay" as const },
    ];
  });
}

export function messageShapes(
  message: Message,
  subject: Format | undefined,
  party: string,
): MapShape[] {
  const tone: ShapeTone = message.author === party ? "own" : "other";
  return shapesOf(subject, meaning(message), message.message.number, tone, message.message.number);
}

/** What others proposed in their answers. */
export function proposalShapes(message: Message): MapShape[] {
  return (message.steps ?? []).flatMap((one, index) => {
    const parts = one.proposal ? partsOfValue("volume", one.proposal) : [];
    if (parts.length === 0) return [];
    const label = t("messages-proposal-of", { party: one.party });
    const id = `${message.message.number}.proposal.${index}`;
    return [
      {
        id,
        parts,
        tone: "proposal" as const,
        label,
        dashed: true,
        always: true,
        kind: "overlay" as const,
      },
    ];
  });
}
