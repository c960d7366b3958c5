/**
 * How a message stands for this party: what it owes, what it waits for, how urgent that is.
 *
 * The order of the inbox: FLASH that waits for us, then what is missed or due soonest, then
 * precedence, then age. Nothing here guesses: what is owed is what the node says is owed.
 */
import type { Schemas } from "../api/client.ts";
import type { Message } from "../app/lines.ts";

export type Due = Schemas["DueView"];
export type Step = Schemas["StepView"];

/** Formats that are themselves steps about another message. Nothing is owed for them. */
export const RECEIPTS: ReadonlySet<string> = new Set([
  "ACK",
  "RBK",
  "CNF",
  "RSP",
  "DSM",
  "PSD",
  "CTC",
]);

const PRECEDENCES = ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"];
const GONE: ReadonlySet<string> = new Set([
  "superseded",
  "cancelled",
  "ended",
  "expired",
  "closed",
]);

/** ours: waits for an act here. theirs: waits for the other side. stands: open, nothing owed. */
export type Place = "ours" | "theirs" | "stands" | "over";

export interface Standing {
  readonly place: Place;
  /** Nobody here has READ it. */
  readonly unread: boolean;
  /** What we owe, soonest first. */
  readonly ours: readonly Due[];
  /** What others owe, soonest first. */
  readonly theirs: readonly Due[];
}

/** What certainly was read: READ itself, or an act that comes after it. */
const READING: ReadonlySet<string> = new Set(["READ", "READBACK", "ANSWER"]);

/** Whether a party has read a message, as far as its acts say. */
export function hasRead(message: Message, party: string): boolean {
  return (message.steps ?? []).some((one) => one.party === party && READING.has(one.step));
}

export function isReceipt(message: Message): boolean {
  return RECEIPTS.has(message.message.format);
}

export function standing(message: Message, party: string): Standing {
  const due = [...(message.due ?? [])].sort((a, b) => a.due_ms - b.due_ms);
  const ours = due.filter((one) => one.party === party);
  const theirs = due.filter((one) => one.party !== party);
  const over = GONE.has(message.state);
  const mine = message.direction === "in" && message.message.to.includes(party);
  const unread = mine && !isReceipt(message) && !hasRead(message, party) && !message.superseded_by;
  return { place: placeOf(ours, theirs, unread && !over, over), unread, ours, theirs };
}

/** The END of an own activity is owed after it: until it is missed, that is no work for the watch. */
function presses(due: Due): boolean {
  return due.step !== "END" || due.missed;
}

function placeOf(
  ours: readonly Due[],
  theirs: readonly Due[],
  unread: boolean,
  over: boolean,
): Place {
  if (unread || ours.some(presses)) return "ours";
  if (theirs.some(presses)) return "theirs";
  return over ? "over" : "stands";
}

/** The deadline that presses: ours before theirs. */
export function pressing(found: Standing): Due | undefined {
  const all = found.place === "theirs" ? found.theirs : found.ours;
  return all.find(presses) ?? all[0] ?? found.theirs[0];
}

type Key = readonly number[];

const PLACES: readonly Place[] = ["ours", "theirs", "stands", "over"];

function keyOf(message: Message, party: string): Key {
  const found = standing(message, party);
  const flash = found.place === "ours" && message.message.precedence === "FLASH";
  const due = pressing(found);
  return [
    flash ? 0 : 1,
    PLACES.indexOf(found.place),
    due?.due_ms ?? Number.POSITIVE_INFINITY,
    PRECEDENCES.indexOf(message.message.precedence),
    message.at_ms,
  ];
}

/** The most urgent first; the same whatever the order in which they came. */
export function byUrgency(messages: readonly Message[], party: string): Message[] {
  const keyed = messages.map((message) => ({ message, key: keyOf(message, party) }));
  keyed.sort((a, b) => {
    for (let at = 0; at < a.key.length; at += 1) {
      const [one, other] = [a.key[at] as number, b.key[at] as number];
      if (one !== other) return one < other ? -1 : 1;
    }
    return a.message.position - b.message.position;
  });
  return keyed.map((one) => one.message);
}
