/**
 * A month as weeks, and what lies on each day: contacts, and what falls due by every register.
 *
 * Days are UTC, weeks begin on Monday (ISO 8601). A date that is known to the month only lies on no
 * day: it stands above the month, so that nobody reads a day into it.
 */
import type { Contact, Due } from "./data.ts";

export const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

export interface Entry {
  readonly kind: "contact" | "due";
  /** Names it among all entries. */
  readonly id: string;
  readonly fromMs: number;
  /** The last millisecond that it may mean. */
  readonly toMs: number;
  readonly contact?: Contact;
  readonly due?: Due;
}

/** First millisecond of a day, UTC. */
export function dayStart(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

/** First millisecond of the month in which `ms` lies. */
export function monthStart(ms: number): number {
  const at = new Date(ms);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}

/** The month `by` months later; its first millisecond. */
export function otherMonth(ms: number, by: number): number {
  const at = new Date(ms);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + by, 1);
}

/** The weeks that a month touches, each of seven days, Monday first; days of other months among them. */
export function weeks(ms: number): readonly (readonly number[])[] {
  const first = monthStart(ms);
  const next = otherMonth(ms, 1);
  const weekday = (new Date(first).getUTCDay() + 6) % WEEK_DAYS; // Monday is 0
  const found: number[][] = [];
  for (let at = first - weekday * DAY_MS; at < next; at += WEEK_DAYS * DAY_MS) {
    found.push(Array.from({ length: WEEK_DAYS }, (_, index) => at + index * DAY_MS));
  }
  return found;
}

/** Everything that has a date, in order of it. Contacts that were cancelled are left out. */
export function entries(contacts: readonly Contact[], due: readonly Due[]): readonly Entry[] {
  const found: Entry[] = [];
  for (const contact of contacts) {
    if (contact.when === null || contact.state === "cancelled") continue;
    const { first_ms: fromMs, last_ms: toMs } = contact.when;
    found.push({
      kind: "contact",
      id: `contact-${contact.channel}-${contact.number}`,
      fromMs,
      toMs,
      contact,
    });
  }
  for (const item of due) {
    if (item.due_ms === null || item.kind === "contact") continue; // a contact ahead is there itself
    const id = `due-${item.channel}-${item.register}-${item.kind}-${item.number}-${item.party}`;
    found.push({ kind: "due", id, fromMs: item.due_ms, toMs: item.due_ms, due: item });
  }
  return found.sort((a, b) => a.fromMs - b.fromMs || (a.id < b.id ? -1 : 1));
}

/** Whether it is known to the day: what may mean more than two weeks lies on no day. */
export function isExact(one: Entry): boolean {
  return one.toMs - one.fromMs < 14 * DAY_MS;
}

/** What lies on a day. */
export function onDay(all: readonly Entry[], dayMs: number): readonly Entry[] {
  const end = dayMs + DAY_MS;
  return all.filter((one) => isExact(one) && one.fromMs < end && one.toMs >= dayMs);
}

/** What lies somewhere in a month, and on no day of it that is known. */
export function somewhere(all: readonly Entry[], ms: number): readonly Entry[] {
  const [from, to] = [monthStart(ms), otherMonth(ms, 1)];
  return all.filter((one) => !isExact(one) && one.fromMs < to && one.toMs >= from);
}

export interface Day {
  readonly dayMs: number;
  readonly entries: readonly Entry[];
}

/** An agenda: the days from `fromMs` on which anything begins, in order, at most `most` of them. */
export function agenda(all: readonly Entry[], fromMs: number, most: number): readonly Day[] {
  const days = new Map<number, Entry[]>();
  const first = dayStart(fromMs);
  for (const one of all) {
    if (one.toMs < first) continue;
    const at = Math.max(first, dayStart(one.fromMs));
    days.set(at, [...(days.get(at) ?? []), one]);
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([dayMs, found]) => ({ dayMs, entries: found }));
}

/** The day that an arrow key goes to. In a right-to-left page the arrows go the other way. */
export function moved(dayMs: number, key: string, rtl: boolean): number | undefined {
  const along = rtl ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return dayMs + along * DAY_MS;
    case "ArrowLeft":
      return dayMs - along * DAY_MS;
    case "ArrowDown":
      return dayMs + WEEK_DAYS * DAY_MS;
    case "ArrowUp":
      return dayMs - WEEK_DAYS * DAY_MS;
    case "Home":
      return dayMs - ((new Date(dayMs).getUTCDay() + 6) % WEEK_DAYS) * DAY_MS;
    case "End":
      return dayMs + (6 - ((new Date(dayMs).getUTCDay() + 6) % WEEK_DAYS)) * DAY_MS;
    case "PageUp":
      return sameDay(dayMs, -1);
    case "PageDown":
      return sameDay(dayMs, 1);
    default:
      return undefined;
  }
}

/** The same day of another month, or that month's last. */
function sameDay(dayMs: number, by: number): number {
  const month = otherMonth(dayMs, by);
  const last = otherMonth(month, 1) - DAY_MS;
  return Math.min(month + (new Date(dayMs).getUTCDate() - 1) * DAY_MS, last);
}
