/**
 * What everybody on the screen shares: the first screen's answer, and the line that is looked at.
 *
 * Resources of a line are made once and shared, so that three elements that show its messages ask
 * the node once.
 */
import { computed, signal } from "@preact/signals-core";
import { get, type Schemas } from "../api/client.ts";
import { language } from "../i18n/text.ts";
import { type StreamItem, setClock } from "../live/connection.ts";
import { Resource } from "../live/resource.ts";

export type Status = Schemas["StatusView"];
export type FirstScreen = Schemas["FirstScreenView"];
export type Line = Schemas["LineView"];
export type Message = Schemas["MessageView"];
export type Conflict = Schemas["ConflictView"];
export type PictureItem = Schemas["PictureItem"];
export type Format = Schemas["FormatView"];

/** Names one line: channel and ACTUAL, EXERCISE or TEST. Never mixed. */
export interface LineKey {
  readonly channel: string;
  readonly status: "ACTUAL" | "EXERCISE" | "TEST";
}

const everything = () => true;

/** All that must be seen at once, as of one moment. Every item of the stream may change it. */
export const firstScreen = new Resource<FirstScreen>(async () => {
  const answer = await get("/v1/first-screen");
  setClock(answer.status.now_ms);
  return answer;
}, everything);

/** Of it: lines, peers, notices. */
export const status = computed(() => firstScreen.value?.status);

const chosen = signal<LineKey | undefined>(undefined);

/** The line that the screen is about: the one chosen, else the first safety line. */
export const line = computed<LineKey | undefined>(() => {
  const lines = status.value?.lines ?? [];
  const wanted = chosen.value;
  const found = lines.find(
    (one) => one.channel === wanted?.channel && one.status === wanted.status,
  );
  const first = found ?? lines.find((one) => one.kind === "safety") ?? lines[0];
  return first && { channel: first.channel, status: first.status };
});

/** Look at another line from now on. */
export function choose(key: LineKey): void {
  chosen.value = key;
}

/** The view of the line that is looked at, as the first screen has it. */
export const lineView = computed<Line | undefined>(() =>
  status.value?.lines.find(
    (one) => one.channel === line.value?.channel && one.status === line.value.status,
  ),
);

/** Whether a stream item is about this line, or about none in particular. */
export function about(key: LineKey): (item: StreamItem) => boolean {
  return (item) => {
    if (item.event) return item.event.channel === key.channel || item.event.channel === "house";
    return item.type === "delivered" || item.type === "witnessed";
  };
}

const made = new Map<string, Resource<unknown>>();

/** The one resource of this name; made when it is first asked for. The language is part of the name. */
export function shared<T>(name: string, make: () => Resource<T>): Resource<T> {
  const full = `${language()}|${name}`;
  let found = made.get(full);
  if (!found) {
    found = make() as Resource<unknown>;
    made.set(full, found);
  }
  return found as Resource<T>;
}

const nameOf = (key: LineKey) => `${key.channel}|${key.status}`;

/** Messages of a line that are still open, with words in the reader's language. */
export function openMessages(key: LineKey): Resource<Message[]> {
  return shared(`open|${nameOf(key)}`, () => {
    const query = { open: true, limit: 1000, lang: language() };
    return new Resource(
      () => get("/v1/lines/{channel}/{status}/messages", { path: key, query }),
      about(key),
    );
  });
}

/** One message with its whole ladder. */
export function message(key: LineKey, number: string): Resource<Message> {
  return shared(`message|${nameOf(key)}|${number}`, () => {
    const path = { ...key, number };
    const query = { lang: language() };
    return new Resource(
      () => get("/v1/lines/{channel}/{status}/messages/{number}", { path, query }),
      about(key),
    );
  });
}

/** Conflicts of a line that are still open. */
export function openConflicts(key: LineKey): Resource<Conflict[]> {
  return shared(`conflicts|${nameOf(key)}`, () => {
    const query = { open: true };
    return new Resource(
      () => get("/v1/lines/{channel}/{status}/conflicts", { path: key, query }),
      about(key),
    );
  });
}

/** Every volume in the picture of a status. */
export function picture(of: LineKey["status"]): Resource<PictureItem[]> {
  return shared(`picture|${of}`, () => {
    return new Resource(() => get("/v1/picture", { query: { status: of } }));
  });
}

/** Every format's table, with labels in the reader's language. Tables change with the node alone. */
export function formats(): Resource<Format[]> {
  return shared("formats", () => {
    const never = () => false;
    return new Resource(
      () => get("/v1/formats", { query: { lang: language(), table: false } }),
      never,
    );
  });
}
