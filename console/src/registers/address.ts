/**
 * Which line a register's page is about, as its address says it: `#/incidents/coast-1f3a/ACTUAL/…`.
 *
 * An address that names a line keeps to it; one that names none follows the line of the screen, or for
 * the desk's registers the first line on which consultations are held.
 */
import { type Line, type LineKey, line, status } from "../app/lines.ts";
import { to } from "../app/router.ts";

const STATUSES = ["ACTUAL", "EXERCISE", "TEST"] as const;

export interface Where {
  /** Undefined: the address names no line. */
  readonly key: LineKey | undefined;
  /** What is looked at on it. */
  readonly rest: readonly string[];
}

/** What the segments behind the view's name say. */
export function where(rest: readonly string[]): Where {
  const [channel, word, ...more] = rest;
  const of = STATUSES.find((one) => one === word);
  if (channel === undefined || of === undefined) return { key: undefined, rest };
  return { key: { channel, status: of }, rest: more };
}

/** The address of something on a line's register. */
export function at(view: string, key: LineKey, ...rest: readonly string[]): string {
  return to(view, key.channel, key.status, ...rest);
}

const DESKS = ["diplomatic", "strategic"];

/** Lines on which consultations are held, of the status of the line that is looked at. */
export function desks(): readonly Line[] {
  const of = line.value?.status ?? "ACTUAL";
  const lines = status.value?.lines ?? [];
  return lines.filter((one) => one.status === of && DESKS.includes(one.kind));
}

/** The line whose consultations are shown when the address names none. */
export function desk(): LineKey | undefined {
  const here = line.value;
  const all = desks();
  const found = all.find((one) => one.channel === here?.channel) ?? all[0];
  return found ? { channel: found.channel, status: found.status } : here;
}

/** A line's name as its charter has it; its id when that is not known here. */
export function nameOf(key: LineKey): string {
  const found = status.value?.lines.find(
    (one) => one.channel === key.channel && one.status === key.status,
  );
  return found?.name ?? key.channel;
}

/** The members of a line by name: the order in which sides stand everywhere. */
export function sidesOf(key: LineKey): readonly string[] {
  const found = status.value?.lines.find(
    (one) => one.channel === key.channel && one.status === key.status,
  );
  return [...(found?.members ?? [])].sort();
}
