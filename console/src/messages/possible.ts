/**
 * What an officer of this party can do about a message now. What is not here is not shown.
 *
 * The node judges all of it again; this only keeps what it would refuse off the screen. Sources:
 * core/line/judge.py and core/line/receipts.py of the node.
 */
import type { Format, Message } from "../app/lines.ts";
import type { Role } from "../app/session.ts";
import { hasRead, isReceipt, type Step } from "./standing.ts";

export type Act =
  | { readonly kind: "read" }
  | { readonly kind: "readback" }
  | { readonly kind: "confirm"; readonly number: string; readonly party: string }
  | { readonly kind: "answer"; readonly code: string }
  | { readonly kind: "correct" }
  | { readonly kind: "cancel" }
  | { readonly kind: "end" };

export interface Reader {
  readonly party: string;
  readonly may: (role: Role) => boolean;
}

const UNCHANGED: ReadonlySet<string> = new Set(["open", "answered", "expired"]);

/** What a message means now: of a correction the whole, of any other its own fields. */
export function meaning(message: Message): Record<string, unknown> {
  return (message.corrected ?? message.message.fields) as Record<string, unknown>;
}

/** The format whose meaning it has: of a correction the corrected one's. */
export function subjectOf(message: Message, formats: readonly Format[]): Format | undefined {
  const code = message.subject || message.message.format;
  return formats.find((one) => one.code === code);
}

/** Whether it says a place, which can be said back. */
export function hasPlace(message: Message, subject: Format | undefined): boolean {
  const fields = meaning(message);
  const names = [subject?.volume_field, subject?.point_field];
  return names.some((name) => name && fields[name] !== undefined && fields[name] !== null);
}

/** Everything that can be done about it here, in the order in which it is usually done. */
export function possible(message: Message, formats: readonly Format[], reader: Reader): Act[] {
  if (!reader.may("duty officer") || isReceipt(message)) return [];
  const subject = subjectOf(message, formats);
  if (message.author === reader.party) return ownActs(message, subject, reader);
  return message.message.to.includes(reader.party) ? receipts(message, subject, reader) : [];
}

function receipts(message: Message, subject: Format | undefined, reader: Reader): Act[] {
  const found: Act[] = [];
  const steps = (message.steps ?? []).filter((one) => one.party === reader.party);
  if (!hasRead(message, reader.party)) found.push({ kind: "read" });
  if (message.state === "superseded" || message.superseded_by) return found;
  const said = steps.some((one) => one.step === "READBACK");
  if (!said && hasPlace(message, subject)) found.push({ kind: "readback" });
  const last = steps.filter((one) => one.step === "ANSWER").at(-1)?.code;
  for (const one of subject?.answer_choices ?? []) {
    if (one.code !== last || one.code === "STANDBY") found.push({ kind: "answer", code: one.code });
  }
  return found;
}

function ownActs(message: Message, subject: Format | undefined, reader: Reader): Act[] {
  const found: Act[] = unconfirmed(message, reader.party);
  if (!subject?.changeable || !UNCHANGED.has(message.state) || message.superseded_by) return found;
  if (reader.may(subject.releaser)) found.push({ kind: "correct" });
  found.push({ kind: "cancel" });
  if (subject.family !== "question") found.push({ kind: "end" });
  return found;
}

/** Read-backs of an own message that nobody here has confirmed; none once it was corrected. */
function unconfirmed(message: Message, party: string): Act[] {
  if (message.state === "superseded" || message.superseded_by) return [];
  const steps = message.steps ?? [];
  const readbacks = steps.filter((one) => one.step === "READBACK" && one.number);
  const confirmed = steps.filter((one) => one.step === "CONFIRMED" && one.party === party).length;
  return readbacks
    .slice(confirmed)
    .map((one: Step) => ({ kind: "confirm", number: one.number ?? "", party: one.party }));
}

/** A button's place: it stays when what it does is done, so that no other one moves under a finger. */
export interface Slot {
  readonly act: Act;
  readonly able: boolean;
  /** Given already: shown with a tick. */
  readonly done: boolean;
}

/** Every act that a message takes from this reader in its life, in one order, with what can be done now. */
export function slots(message: Message, formats: readonly Format[], reader: Reader): Slot[] {
  const found = possible(message, formats, reader);
  const able = (act: Act) => found.some((one) => nameOf(one) === nameOf(act));
  const acts = wholeLife(message, subjectOf(message, formats), reader, found);
  if (!reader.may("duty officer") || acts.every((one) => !able(one))) return [];
  return acts.map((act) => ({ act, able: able(act), done: isDone(message, act, reader.party) }));
}

function wholeLife(
  message: Message,
  subject: Format | undefined,
  reader: Reader,
  found: readonly Act[],
): Act[] {
  if (isReceipt(message)) return [];
  if (message.author !== reader.party) {
    const readback: Act[] = hasPlace(message, subject) ? [{ kind: "readback" }] : [];
    const answers = (subject?.answer_choices ?? []).map(
      ({ code }): Act => ({ kind: "answer", code }),
    );
    return [{ kind: "read" }, ...readback, ...answers];
  }
  const confirms = found.filter((one) => one.kind === "confirm");
  const waiting: Act = { kind: "confirm", number: "", party: message.message.to[0] ?? "" };
  const first = confirms.length > 0 || !hasPlace(message, subject) ? confirms : [waiting];
  return [...first, ...found.filter((one) => one.kind !== "confirm")];
}

function isDone(message: Message, act: Act, party: string): boolean {
  const mine = (message.steps ?? []).filter((one) => one.party === party);
  if (act.kind === "read") return hasRead(message, party);
  if (act.kind === "readback") return mine.some((one) => one.step === "READBACK");
  if (act.kind === "confirm")
    return act.number === "" && mine.some((one) => one.step === "CONFIRMED");
  if (act.kind !== "answer") return false;
  return mine.filter((one) => one.step === "ANSWER").at(-1)?.code === act.code;
}

/** The same word for the same act, whoever renders it. */
export function nameOf(act: Act): string {
  if (act.kind === "confirm") return `confirm ${act.number}`;
  return act.kind === "answer" ? act.code : act.kind;
}

/** The one key of each answer. Letters of the English code: the same on every desk. */
export const ANSWER_KEYS: Record<string, string> = {
  WILCO: "w",
  UNABLE: "u",
  STANDBY: "s",
  NOTED: "k",
  AGREE: "a",
  DISAGREE: "d",
  DECLINED: "x",
  NOT_UNDERSTOOD: "q",
  YES: "y",
  NO: "o",
  UNKNOWN: "i",
  NO_RECORD: "z",
  EXPLAINED: "e",
  ECHO: "h",
};

export const ACT_KEYS: Record<Exclude<Act["kind"], "answer">, string> = {
  read: "r",
  readback: "b",
  confirm: "c",
  correct: "f",
  cancel: "v",
  end: "e",
};

export function keyOf(act: Act): string {
  return act.kind === "answer" ? (ANSWER_KEYS[act.code] ?? "") : ACT_KEYS[act.kind];
}
