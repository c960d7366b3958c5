/** Reported positions of a case: what each side's messages carry, one report each, as they were said. */
import type { LineKey } from "../app/lines.ts";
import type { CaseView } from "./differences.ts";
import type { Report } from "./replay.ts";

/** Where each side says that it was at the time that it gives: a report each, when nothing else is held. */
export function reportsOf(one: CaseView): Report[] {
  const places = one.rows.find((row) => row.field === "point")?.told ?? [];
  const times = one.rows.find((row) => row.field === "happened_ms")?.told ?? [];
  return places.flatMap((each) => {
    const at = times.find((time) => time.party === each.party)?.value;
    const value = each.value as { lat_e7?: number; lon_e7?: number };
    if (typeof at !== "number" || value.lat_e7 === undefined || value.lon_e7 === undefined) return [];
    return [
      {
        id: `account-${each.party}`,
        party: each.party,
        callsign: each.party,
        latE7: value.lat_e7,
        lonE7: value.lon_e7,
        atMs: at,
        height: null,
        number: each.number,
      },
    ];
  });
}

export async function tracksOf(_key: LineKey, one: CaseView): Promise<Report[]> {
  return reportsOf(one);
}
