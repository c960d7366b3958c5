/** Heights of a part of a volume, in the field's notation. */
import type { Part } from "../app/volume.ts";
import { level } from "../format/place.ts";

/** `SFC–FL150`; an open side says so. */
export function levels(part: Part): string {
  const floor = part.floor ? level(part.floor) : "SFC";
  const ceiling = part.ceiling ? level(part.ceiling) : "UNL";
  return `${floor}\u2013${ceiling}`;
}
