/** Where on the slider things start, end and conflict. */
import type { Conflict, PictureItem } from "../app/lines.ts";
import { partsOf, windows } from "../app/volume.ts";

export type TickKind = "start" | "end" | "conflict";

export interface Tick {
  readonly kind: TickKind;
  readonly atMs: number;
  /** Numbers of the messages that begin or end there, or the conflicts. */
  readonly names: readonly string[];
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where one message's parts begin and end within a span. */
function ends(item: PictureItem, span: Span): Tick[] {
  const names = [item.number];
  return partsOf(item.volume)
    .flatMap((part) => windows(part, span.fromMs, span.toMs))
    .flatMap((one): Tick[] => [
      { kind: "start", atMs: one.fromMs, names },
      { kind: "end", atMs: one.toMs, names },
    ]);
}

const ORDER: Record<TickKind, number> = { start: 0, end: 1, conflict: 2 };

/** Everything that happens within a span, in order of time; at one instant conflicts stand last. */
export function happenings(
  items: readonly PictureItem[],
  conflicts: readonly Conflict[],
  span: Span,
): Tick[] {
  const clashes = conflicts.map((one): Tick => {
    // a conflict without a beginning has always been one
    return { kind: "conflict", atMs: one.from_ms ?? span.fromMs, names: [one.conflict] };
  });
  return [...items.flatMap((item) => ends(item, span)), ...clashes]
    .filter((one) => one.atMs >= span.fromMs && one.atMs <= span.toMs)
    .sort((a, b) => a.atMs - b.atMs || ORDER[a.kind] - ORDER[b.kind]);
}

/** Ticks of one kind that would lie upon one another, as one. `places`: how many can be told apart. */
export function gathered(ticks: readonly Tick[], span: Span, places: number): Tick[] {
  const width = (span.toMs - span.fromMs) / places;
  const found = new Map<string, Tick>();
  for (const tick of ticks) {
    const key = `${tick.kind} ${Math.floor((tick.atMs - span.fromMs) / width)}`;
    const there = found.get(key);
    found.set(
      key,
      there ? { ...there, names: [...new Set([...there.names, ...tick.names])] } : tick,
    );
  }
  return [...found.values()];
}

/** The next instant at which something happens after `atMs`, or before it. */
export function nextAfter(ticks: readonly Tick[], atMs: number): number | undefined {
  return ticks.find((one) => one.atMs > atMs)?.atMs;
}

export function lastBefore(ticks: readonly Tick[], atMs: number): number | undefined {
  return ticks.findLast((one) => one.atMs < atMs)?.atMs;
}

/** A span of `lengthMs` that holds `atMs`: a quarter of it before now, three quarters ahead. */
export function spanAround(nowMs: number, atMs: number, lengthMs: number, stepMs: number): Span {
  const quarter = lengthMs / 4;
  let fromMs = nowMs - quarter;
  if (atMs < fromMs) fromMs = atMs - quarter;
  if (atMs > fromMs + lengthMs) fromMs = atMs - lengthMs + quarter;
  const from = Math.floor(fromMs / stepMs) * stepMs;
  return { fromMs: from, toMs: from + lengthMs };
}

const TYPED = /^(?:(\d{4})-(\d{2})-(\d{2})[ T])?(\d{1,2}):?(\d{2})(?::(\d{2}))?\s*(?:Z|UTC)?$/i;

/** The instant that was typed in UTC: `14:05`, `1405Z`, `2026-11-22 14:05`. undefined: not understood. */
export function typedInstant(text: string, nowMs: number): number | undefined {
  const found = TYPED.exec(text.trim());
  if (!found) return undefined;
  const now = new Date(nowMs);
  const [, year, month, dayOfMonth, hour, minute, second] = found.map((one) =>
    one === undefined ? undefined : Number(one),
  );
  const y = year ?? now.getUTCFullYear();
  const m = (month ?? now.getUTCMonth() + 1) - 1;
  const d = dayOfMonth ?? now.getUTCDate();
  const at = new Date(Date.UTC(y, m, d, hour, minute, second ?? 0));
  const same = at.getUTCFullYear() === y && at.getUTCMonth() === m && at.getUTCDate() === d;
  return same && at.getUTCHours() === hour && at.getUTCMinutes() === minute
    ? at.getTime()
    : undefined;
}
