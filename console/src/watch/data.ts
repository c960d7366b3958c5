/** What the first screen asks besides the status: all shared, so that badges and cards ask once. */
import { get, type Schemas } from "../api/client.ts";
import { type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type OpenItem = Schemas["OpenItemView"];
export type WatchView = Schemas["WatchView"];
export type Handover = Schemas["HandoverView"];
export type FirstScreen = Schemas["FirstScreenView"];
export type Duty = Schemas["DutyView"];
export type Alarm = Schemas["AlarmView"];
export type Draft = Schemas["DraftView"];

/** What the watch has open now, over all lines, and the handover that waits. */
export function watchList(): Resource<WatchView> {
  return shared("watch", () => new Resource(() => get("/v1/watch")));
}

/** All that must be seen at once, as of one moment: duty, alarms, who has the watch. */
export function firstScreen(): Resource<FirstScreen> {
  return shared("first-screen", () => {
    const ask = () => get("/v1/first-screen");
    return new Resource(ask, (item) => item.type === "event" || item.type === "alarm");
  });
}

/** Who is on duty on a line now, as each side's roster says. */
export function duty(key: LineKey): Duty | undefined {
  return firstScreen().value?.duty.find(
    (one) => one.channel === key.channel && one.status === key.status,
  );
}

/** What waits for an officer's release. Takes the role duty officer. */
export function drafts(): Resource<Draft[]> {
  return shared("drafts", () => new Resource(() => get("/v1/drafts")));
}
