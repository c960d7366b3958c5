/** What the incidents' page asks its node for. */

import type { Schemas } from "../api/client.ts";
import { get } from "../api/client.ts";
import { about, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type CasesView = Schemas["CasesView"];
export type Due = Schemas["DueItemView"];

const nameOf = (key: LineKey) => `${key.channel}|${key.status}`;

/** Every case of a line, closed ones too, and what the rules found that has none. */
export function cases(key: LineKey): Resource<CasesView> {
  return shared(`cases|${nameOf(key)}`, () => {
    const query = { proposed: true };
    return new Resource(
      () => get("/v1/lines/{channel}/{status}/cases", { path: key, query }),
      about(key),
    );
  });
}

/** What falls due on all lines of a status, by every register. */
export function due(status: LineKey["status"]): Resource<Due[]> {
  return shared(`due|${status}`, () => new Resource(() => get("/v1/due", { query: { status } })));
}
