/** What the first screen asks besides the status: all shared, so that badges and cards ask once. */
import { get, type Schemas } from "../api/client.ts";
import { about, type LineKey, shared } from "../app/lines.ts";
import { Resource } from "../live/resource.ts";

export type OpenItem = Schemas["OpenItemView"];
export type WatchView = Schemas["WatchView"];
export type Handover = Schemas["HandoverView"];
export type Roster = Schemas["RosterView"];
export type Alarm = Schemas["AlarmView"];
export type Draft = Schemas["DraftView"];

/** What the watch has open now, over all lines, and the handover that waits. */
export function watchList(): Resource<WatchView> {
  return shared("watch", () => new Resource(() => get("/v1/watch")));
}

/** The newest handovers of the watch, newest first. */
export function handovers(): Resource<Handover[]> {
  return shared("handovers", () => new Resource(() => get("/v1/handovers")));
}

/** Who is on duty on a line, with languages, and hours without anybody. */
export function roster(key: LineKey): Resource<Roster> {
  return shared(`roster|${key.channel}|${key.status}`, () => {
    const ask = () => get("/v1/lines/{channel}/{status}/roster", { path: key });
    return new Resource(ask, about(key));
  });
}

const ALARM_EVENTS = ["alarm-raised", "alarm-acknowledged", "alarm-cleared"];

/** The alarms that stand, the urgent and oldest first. */
export function alarms(): Resource<Alarm[]> {
  return shared("alarms", () => {
    const ask = async () => (await get("/v1/alarms")).alarms;
    return new Resource(
      ask,
      (item) => item.type === "alarm" || ALARM_EVENTS.includes(item.event?.kind ?? ""),
    );
  });
}

/** What waits for an officer's release. Takes the role duty officer. */
export function drafts(): Resource<Draft[]> {
  return shared("drafts", () => new Resource(() => get("/v1/drafts")));
}
