/**
 * Where the reader is: `#/messages/coast-1f3a/ACTUAL/NWA-2026-0001?side=1`.
 *
 * The address holds what is looked at, so that it can be sent to a colleague and survives a reload;
 * the fragment never reaches a server's log.
 */
import { signal } from "@preact/signals-core";

export interface Place {
  /** The view: `watch`, `map`, `messages`, … */
  readonly view: string;
  /** What is looked at within it, decoded segment by segment. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

export const HOME = "watch";

export function read(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [view = "", ...rest] = path.split("/").map(decoded);
  return {
    view: view || HOME,
    rest: rest.filter((one) => one !== ""),
    query: new URLSearchParams(query),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a place within the console. */
export function to(view: string, ...rest: readonly (string | number)[]): string {
  return `#/${[view, ...rest].map((one) => encodeURIComponent(String(one))).join("/")}`;
}

export const place = signal<Place>(read(location.hash));
window.addEventListener("hashchange", () => {
  place.value = read(location.hash);
});

/** Go there. */
export function go(view: string, ...rest: readonly (string | number)[]): void {
  location.hash = to(view, ...rest);
}
