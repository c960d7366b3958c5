/** Heights of a part of a volume, in the field's notation. */
import { type Altitude, flightLevel, type Part } from "../app/volume.ts";
import { feet } from "../format/place.ts";

function level(altitude: Altitude): string {
  const found = flightLevel(altitude);
  if (found !== undefined) return `FL${String(found).padStart(3, "0")}`;
  return `${feet(altitude.cm)}\u00a0${altitude.reference}`;
}

/** `SFC–FL150`; an open side says so. */
export function levels(part: Part): string {
  const floor = part.floor ? level(part.floor) : "SFC";
  const ceiling = part.ceiling ? level(part.ceiling) : "UNL";
  return `${floor}\u2013${ceiling}`;
}
