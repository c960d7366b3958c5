/**
 * What is pressing, in the order in which a tired person should meet it. Pure; times are UTC ms.
 */
import type { LineKey, PictureItem } from "../app/lines.ts";
import { partsOf, windows } from "../app/volume.ts";
import type { Alarm, OpenItem } from "./data.ts";

export interface Due {
  readonly line: LineKey;
  readonly number: string;
  readonly party: string;
  /** READ, READBACK, ANSWER, END, … */
  readonly step: string;
  readonly dueMs: number;
  /** Ours to do, or the other side's. */
  readonly ours: boolean;
  /** Not READ here yet: READ comes before whatever else it waits for. */
  readonly unread: boolean;
}

const DUE_KINDS = ["unread", "owed", "awaited"];

/** Deadlines of messages, soonest first; of one message that is unread only its soonest. */
export function deadlines(items: readonly OpenItem[], party: string): Due[] {
  const found = items.filter((one) => DUE_KINDS.includes(one.kind) && one.due_ms !== null).map(due);
  found.sort((a, b) => a.dueMs - b.dueMs || (a.number < b.number ? -1 : 1));
  const seen = new Set<string>();
  return found
    .map((one) => ({ ...one, ours: one.party === party }))
    .filter((one) => {
      const name = `${one.line.channel}|${one.line.status}|${one.number}`;
      if (!one.unread) return true;
      if (seen.has(name)) return false;
      seen.add(name);
      return true;
    });
}

function due(item: OpenItem): Due {
  return {
    line: { channel: item.channel, status: item.status as LineKey["status"] },
    number: item.number,
    party: item.party,
    step: item.step,
    dueMs: item.due_ms ?? 0,
    ours: false,
    unread: item.kind === "unread",
  };
}

/** What is practised is not among what is real; what is real is there also while one practises. */
export function beside(dues: readonly Due[], status: LineKey["status"]): Due[] {
  return dues.filter((one) => one.line.status === "ACTUAL" || one.line.status === status);
}

export interface Moving {
  readonly item: PictureItem;
  readonly fromMs: number;
  /** Infinity: nobody has said when it ends. */
  readonly toMs: number;
  readonly now: boolean;
}

export const HOUR_MS = 3_600_000;

/** What holds now, then what begins within the hour; the soonest to change first. */
export function moving(items: readonly PictureItem[], nowMs: number): Moving[] {
  const found = items.flatMap((item) => {
    const window = partsOf(item.volume)
      .flatMap((part) => windows(part, nowMs, nowMs + HOUR_MS))
      .sort((a, b) => a.fromMs - b.fromMs)[0];
    return window ? [{ item, ...window, now: window.fromMs <= nowMs }] : [];
  });
  const change = (one: Moving) => (one.now ? one.toMs : one.fromMs);
  return found.sort(
    (a, b) =>
      Number(b.now) - Number(a.now) ||
      change(a) - change(b) ||
      (a.item.number < b.item.number ? -1 : 1),
  );
}

/** Whether an urgent alarm stands that nobody has acknowledged. */
export function unheeded(alarms: readonly Alarm[]): boolean {
  return alarms.some((one) => one.urgency === "urgent" && one.acknowledged_at_ms === null);
}
