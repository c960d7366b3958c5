/** Reported positions of a case, as the node has them: each with who told it, when, and in which message. */
import { get, type Schemas } from "../api/client.ts";
import type { LineKey } from "../app/lines.ts";
import type { Report } from "./replay.ts";

type Track = Schemas["TrackView"];
interface Height {
  readonly cm: number;
  readonly reference: string;
}

function heightOf(value: unknown): Height | null {
  if (typeof value !== "object" || value === null || !("cm" in value)) return null;
  return value as Height;
}

/**
 * Every position that was seen, one report each. What is only planned is no report of where anything
 * was; what was corrected or taken back stands in its message, and is not drawn.
 */
export function reportsOf(tracks: readonly Track[]): Report[] {
  return tracks
    .filter((one) => one.stands && one.kind !== "planned")
    .flatMap((one) =>
      one.points.flatMap((point, index) => {
        if (point.at_ms === null) return [];
        const newest = index === one.points.length - 1;
        return [
          {
            id: `${one.number}-${one.field}`,
            party: one.party,
            callsign: one.label || one.party,
            latE7: point.lat_e7,
            lonE7: point.lon_e7,
            atMs: point.at_ms,
            height: newest ? heightOf(one.height) : null, // it was told with the newest position alone
            number: one.number,
          },
        ];
      }),
    );
}

export async function tracksOf(key: LineKey, number: string): Promise<Report[]> {
  const found = await get("/v1/lines/{channel}/{status}/tracks", {
    path: key,
    query: { case: number },
  });
  return reportsOf(found.tracks);
}
