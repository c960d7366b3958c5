/** Which conflict an officer should look at first, and what its numbers say. Pure. */
import type { Conflict } from "../app/lines.ts";

/** now: both are there at this moment. ahead: it is still to come. past: open, and its time is over. */
export type When = "now" | "ahead" | "past" | "ended";

export function when(one: Conflict, nowMs: number): When {
  if (one.ended_reason) return "ended";
  if (one.to_ms !== null && one.to_ms < nowMs) return "past";
  return one.from_ms !== null && one.from_ms > nowMs ? "ahead" : "now";
}

const RANK: Record<When, number> = { now: 0, ahead: 1, past: 2, ended: 3 };

/** Now before ahead, the soonest first; then those whose time is over; the ended last, newest first. */
export function byUrgency(conflicts: readonly Conflict[], nowMs: number): Conflict[] {
  const at = (one: Conflict) => one.from_ms ?? 0;
  return [...conflicts].sort((a, b) => {
    const rank = RANK[when(a, nowMs)] - RANK[when(b, nowMs)];
    if (rank !== 0) return rank;
    if (a.ended_reason && b.ended_reason) return (b.ended_at_ms ?? 0) - (a.ended_at_ms ?? 0);
    return at(a) - at(b) || a.conflict.localeCompare(b.conflict);
  });
}

/** How much of the buffer is missing, sideways and in height; 0 where it is kept. Centimetres. */
export function missing(one: Conflict): { horizontalCm: number; verticalCm: number } {
  return {
    horizontalCm: Math.max(0, one.buffer_horizontal_cm - one.horizontal_cm),
    verticalCm: Math.max(0, one.buffer_vertical_cm - one.vertical_cm),
  };
}

/** The letter of a state, for shapes and lists: A alert (now), W warning (ahead), I information. */
export function letter(one: Conflict, nowMs: number): "A" | "W" | "I" {
  const state = when(one, nowMs);
  return state === "now" ? "A" : state === "ahead" ? "W" : "I";
}
