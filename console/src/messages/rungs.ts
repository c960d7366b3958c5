/**
 * The receipt ladder of a message towards one receiver, as rungs in their order.
 *
 * A rung is done (who, when), owed (by whom, until when), or neither yet. READ counts as done when a
 * later act shows that it was read.
 */
import type { Format, Message } from "../app/lines.ts";
import { hasPlace } from "./possible.ts";
import type { Due, Step } from "./standing.ts";

export interface Rung {
  readonly step: string;
  readonly party: string;
  /** When it was done, by this node's clock; undefined while it was not. */
  readonly doneMs?: number | undefined;
  /** The same by the clock of the party that did it. */
  readonly clockMs?: number | undefined;
  readonly number?: string | undefined;
  /** Of the entry that says it; undefined where none does. */
  readonly position?: number | undefined;
  readonly code?: string | undefined;
  readonly due?: Due | undefined;
}

export interface Ladder {
  readonly receiver: string;
  readonly rungs: readonly Rung[];
}

/** One ladder for each receiver. */
export function ladders(message: Message, subject: Format | undefined): Ladder[] {
  return message.message.to.map((receiver) => ({
    receiver,
    rungs: rungsTo(message, subject, receiver),
  }));
}

function rungsTo(message: Message, subject: Format | undefined, receiver: string): Rung[] {
  const found: Rung[] = [
    {
      step: "SENT",
      party: message.author,
      doneMs: message.message.released_ms,
      number: message.message.number,
      position: message.position,
    },
    { step: "KEPT", party: message.author, doneMs: message.held_at_ms },
  ];
  for (const step of stepsWanted(message, subject, receiver)) {
    found.push(rung(message, step, actor(step, message, receiver)));
  }
  return found;
}

/** CONFIRMED and END are the sender's, all others the receiver's. */
function actor(step: string, message: Message, receiver: string): string {
  return step === "CONFIRMED" || step === "END" ? message.author : receiver;
}

function stepsWanted(message: Message, subject: Format | undefined, receiver: string): string[] {
  const about = (step: string) =>
    (message.steps ?? []).some((one) => one.step === step) ||
    (message.due ?? []).some((one) => one.step === step && one.party !== "");
  const receipt = subject?.family === "receipt";
  const readBack = about("READBACK") || (hasPlace(message, subject) && !receipt);
  const wanted: [string, boolean][] = [
    ["DELIVERED", true],
    ["READ", !receipt],
    ["READBACK", readBack],
    ["CONFIRMED", readBack],
    ["DISSEMINATED", about("DISSEMINATED") || (subject?.disseminated ?? false)],
    ["CONTACT", about("CONTACT")],
    ["ANSWER", (subject?.answers.length ?? 0) > 0],
    ["END", about("END")],
  ];
  return receiver === "" ? [] : wanted.filter(([, is]) => is).map(([step]) => step);
}

function rung(message: Message, step: string, party: string): Rung {
  const steps = (message.steps ?? []).filter((one) => one.party === party && !one.disowned);
  const done = steps.filter((one) => one.step === step).at(-1) ?? implied(step, steps);
  const due = (message.due ?? []).find((one) => one.step === step && one.party === party);
  return {
    step,
    party,
    doneMs: done?.here_ms,
    clockMs: done?.by_clock_ms,
    number: done?.number ?? undefined,
    position: done?.step === step ? (done.position ?? undefined) : undefined,
    code: done?.step === step ? (done.code ?? undefined) : undefined,
    due,
  };
}

/** Who reads back or answers has read; who read has had it delivered. */
function implied(step: string, steps: readonly Step[]): Step | undefined {
  const later: Record<string, readonly string[]> = {
    DELIVERED: ["READ", "READBACK", "ANSWER"],
    READ: ["READBACK", "ANSWER"],
  };
  return steps.find((one) => later[step]?.includes(one.step));
}
