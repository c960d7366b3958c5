/** What the consultations' pages ask their node for. */
import { get, type Schemas } from "../api/client.ts";
import { about, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type Contact = Schemas["ContactView"];
export type ContactPage = Schemas["ContactPageView"];
export type ContactRecord = Contact["records"][number];
export type Commitment = Schemas["CommitmentView"];
export type Cooperation = Schemas["CooperationView"];
export type Tie = Schemas["TieView"];
export type Actor = Schemas["ActorView"];
export type Due = Schemas["DueItemView"];
export type Figures = Schemas["FrequencyView"];
export type Comparison = ContactPage["comparison"];

const nameOf = (key: LineKey) => `${key.channel}|${key.status}`;

function ofLine<T>(name: string, key: LineKey, ask: () => Promise<T>): Resource<T> {
  return shared(`${name}|${nameOf(key)}`, () => new Resource(ask, about(key)));
}

export function contacts(key: LineKey): Resource<Contact[]> {
  return ofLine("contacts", key, () => get("/v1/lines/{channel}/{status}/contacts", { path: key }));
}

export function commitments(key: LineKey): Resource<Commitment[]> {
  return ofLine("commitments", key, () =>
    get("/v1/lines/{channel}/{status}/commitments", { path: key }),
  );
}

export function cooperation(key: LineKey): Resource<Cooperation[]> {
  return ofLine("cooperation", key, () =>
    get("/v1/lines/{channel}/{status}/cooperation", { path: key }),
  );
}

export function ties(key: LineKey): Resource<Tie[]> {
  return ofLine("ties", key, () => get("/v1/lines/{channel}/{status}/ties", { path: key }));
}
