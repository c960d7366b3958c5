/** Conflicts of a line and the ways out of one, asked once for everybody who shows them. */
import { get, type Schemas } from "../api/client.ts";
import { about, type Conflict, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type WaysOut = Schemas["WaysOutView"];
export type WayOut = Schemas["WayOutView"];

/** Open and ended conflicts of a line, as the node gives them. */
export function allConflicts(key: LineKey): Resource<Conflict[]> {
  return shared(`all-conflicts|${key.channel}|${key.status}`, () => {
    const ask = () => get("/v1/lines/{channel}/{status}/conflicts", { path: key });
    return new Resource(ask, about(key));
  });
}

/** Ways out of an open conflict for each side. The node searches when it is asked, so only on demand. */
export function waysOut(key: LineKey, conflict: string): Resource<WaysOut[]> {
  return shared(`ways|${key.channel}|${key.status}|${conflict}`, () => {
    const path = { ...key, conflict: conflict.replaceAll("/", ":") }; // as the node's path has it
    return new Resource(
      () => get("/v1/lines/{channel}/{status}/conflicts/{conflict}/ways", { path }),
      about(key),
    );
  });
}
