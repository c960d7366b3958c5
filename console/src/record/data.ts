/** What the record's pages ask for, once each, and kept fresh while somebody looks. */
import { get, type Schemas } from "../api/client.ts";
import { shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type Journal = Schemas["JournalView"];
export type Evidence = Schemas["EvidenceView"];
export type Witness = Schemas["WitnessView"];
export type Keys = Schemas["KeysView"];
export type Retention = Schemas["RetentionView"];
export type Made = Schemas["BundleLogItem"];
export type Waiting = Schemas["WaitingView"];
export type Event = Schemas["EventView"];
export type Peer = Schemas["PeerView"];

const always = () => true;

export const journals = () =>
  shared("record|journals", () => new Resource<Journal[]>(() => get("/v1/journals"), always));
export const evidence = () =>
  shared("record|evidence", () => new Resource<Evidence[]>(() => get("/v1/evidence"), always));
export const witnesses = () =>
  shared("record|witnesses", () => new Resource<Witness[]>(() => get("/v1/witnesses"), always));
export const keys = () =>
  shared("record|keys", () => new Resource<readonly Keys[]>(() => get("/v1/keys")));
export const retention = () =>
  shared("record|retention", () => new Resource<Retention>(() => get("/v1/retention")));
export const bundles = () =>
  shared("record|bundles", () => new Resource<Made[]>(() => get("/v1/bundles")));
export const waiting = () =>
  shared("record|waiting", () => new Resource<Waiting[]>(() => get("/v1/waiting")));
export const peers = () =>
  shared("record|peers", () => new Resource<Peer[]>(() => get("/v1/peers"), always));
