/** What the cards ask besides the first screen itself: all shared, so that badges and cards ask once. */
import { get, type Schemas } from "../api/client.ts";
import { firstScreen, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type OpenItem = Schemas["OpenItemView"];
export type WatchView = Schemas["WatchView"];
export type Handover = Schemas["HandoverView"];
export type Duty = Schemas["DutyView"];
export type Alarm = Schemas["AlarmView"];
export type Draft = Schemas["DraftView"];

/** What the watch has open now, over all lines, and the handover that waits. */
export function watchList(): Resource<WatchView> {
  return shared("watch", () => new Resource(() => get("/v1/watch")));
}

/** Who is on duty on a line now, as each side's roster says. */
export function duty(key: LineKey): Duty | undefined {
  return firstScreen.value?.duty.find(
    (one) => one.channel === key.channel && one.status === key.status,
  );
}

/** What waits for an officer's release. Takes the role duty officer. */
export function drafts(): Resource<Draft[]> {
  return shared("drafts", () => new Resource(() => get("/v1/drafts")));
}
