/**
 * What the inbox shows: everything open at once, or a page of all that is held, the newest first.
 *
 * Open messages are few whatever the record holds. Pages are asked for one by one and never kept in
 * step with the stream beyond the first: what is old does not change.
 */
import { signal } from "@preact/signals-core";
import { get } from "../api/client.ts";
import { about, type LineKey, type Message, openMessages } from "../app/lines.ts";
import { language } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";

export const OPEN_MAX = 1_000; // what one answer of the node holds (openMessages)
export const PAGE = 100; // messages of a page: two screens

export interface Filters {
  /** urgency: all that is open, as it presses. all: the record, the newest first. */
  readonly view: "urgency" | "all";
  readonly box: "all" | "in" | "out";
  readonly format: string;
  readonly find: string;
  readonly receipts: boolean;
}

/** Kept while the page is: whoever comes back finds the list as it was left. */
export const filters = signal<Filters>({
  view: "urgency",
  box: "all",
  format: "",
  find: "",
  receipts: false,
});

/** Whether the list is of the record: a search is always of all that is held. */
export function isPaged(wanted: Filters): boolean {
  return wanted.view === "all" || wanted.find.trim() !== "";
}

const pages = new Map<string, Resource<Message[]>>();

/** One page. before: the position that it ends before; undefined is the newest. */
export function page(key: LineKey, wanted: Filters, before?: number): Resource<Message[]> {
  const find = wanted.find.trim();
  const query = {
    newest: true,
    limit: PAGE,
    box: wanted.box,
    receipts: wanted.receipts,
    lang: language(),
    ...(wanted.format ? { format: wanted.format } : {}),
    ...(find ? { find } : {}),
    ...(before === undefined ? {} : { before }),
  };
  const name = JSON.stringify([key, query]);
  let found = pages.get(name);
  if (!found) {
    const ask = () => get("/v1/lines/{channel}/{status}/messages", { path: key, query });
    found = new Resource(ask, before === undefined ? about(key) : () => false);
    if (pages.size > 60) pages.clear();
    pages.set(name, found);
  }
  return found;
}

/** What is open, as the filters leave it. */
export function openOf(key: LineKey): Resource<Message[]> {
  return openMessages(key);
}

export function wantedOf(messages: readonly Message[], wanted: Filters): Message[] {
  return messages.filter(
    (one) =>
      (wanted.box === "all" || one.direction === wanted.box) &&
      (wanted.format === "" ||
        one.message.format === wanted.format ||
        one.subject === wanted.format),
  );
}
