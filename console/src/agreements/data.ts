/** What the agreements' pages ask their node for. */
import { get, type Schemas } from "../api/client.ts";
import { about, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type Agreement = Schemas["AgreementView"];
export type Agreements = Schemas["AgreementsView"];
export type Finding = Schemas["FindingView"];
export type Rule = Schemas["detente.wire.rule_views.RuleView"];
export type Statement = Schemas["StatementView"];
export type Sealed = Schemas["SealedView"];
export type Ledger = Schemas["LedgerView"];
export type Review = Schemas["ReviewView"];

const FINDINGS_MAX = 1_000; // the node's own limit of a page; older ones are in the review's counts
const nameOf = (key: LineKey) => `${key.channel}|${key.status}`;

function ofLine<T>(name: string, key: LineKey, ask: () => Promise<T>): Resource<T> {
  return shared(`${name}|${nameOf(key)}`, () => new Resource(ask, about(key)));
}

export function findings(key: LineKey): Resource<Finding[]> {
  const query = { limit: FINDINGS_MAX };
  return ofLine("findings", key, () =>
    get("/v1/lines/{channel}/{status}/findings", { path: key, query }),
  );
}

export function rules(key: LineKey): Resource<Rule[]> {
  return ofLine("rules", key, () => get("/v1/lines/{channel}/{status}/rules", { path: key }));
}

export function statements(key: LineKey): Resource<Statement[]> {
  return ofLine("statements", key, () =>
    get("/v1/lines/{channel}/{status}/statements", { path: key }),
  );
}

export function sealed(key: LineKey): Resource<Sealed[]> {
  return ofLine("sealed", key, () => get("/v1/lines/{channel}/{status}/sealed", { path: key }));
}
