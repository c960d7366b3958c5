/**
 * What was typed, as the node understands it: places, heights, times, whole volumes.
 *
 * The node reads it (POST …/places), so that a form, a command and a file take the same notations and
 * catch the same slips. The newest text wins; a value stands in the form as soon as it is understood,
 * and leaves it while it is not.
 */
import { type Signal, signal } from "@preact/signals-core";
import { post, type Schemas } from "../../api/client.ts";
import type { Form } from "./store.ts";

export type Understood = Schemas["UnderstoodView"];
export type Kind =
  | "point"
  | "outline"
  | "volume"
  | "track"
  | "route"
  | "altitude"
  | "time"
  | "window";

export interface Reading {
  readonly text: string;
  readonly awaited: boolean;
  readonly view?: Understood | undefined;
  readonly error?: unknown;
}

export interface Question {
  readonly kind: Kind;
  readonly text: string;
  readonly side?: "floor" | "ceiling";
  readonly ahead?: boolean;
  readonly placeName?: string | undefined;
}

const WAIT_MS = 220; // a pause in typing; the node answers in a few milliseconds

const readings = new Map<string, Signal<Reading>>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const waiting = new Map<string, Promise<void>>();

const keyOf = (form: Form, path: string) => `${form.peek().id}|${path}`;

/** The newest reading of an input. */
export function reading(form: Form, path: string): Signal<Reading> {
  const key = keyOf(form, path);
  let found = readings.get(key);
  if (!found) {
    found = signal({ text: "", awaited: false });
    readings.set(key, found);
  }
  return found;
}

/** Read a text soon; `take` gets what it means: a value, null for open, undefined for nothing. */
export function read(
  form: Form,
  path: string,
  question: Question,
  take: (value: unknown, view: Understood) => void,
): void {
  const state = reading(form, path);
  const key = keyOf(form, path);
  clearTimeout(timers.get(key));
  if (question.text.trim() === "") {
    state.value = { text: "", awaited: false };
    waiting.delete(key);
    return;
  }
  const { text: _text, ...asked } = question;
  form.ask(path, asked);
  state.value = { ...state.peek(), text: question.text, awaited: true };
  const done = new Promise<void>((resolve) => {
    timers.set(
      key,
      setTimeout(() => void ask(form, state, question, take).finally(resolve), WAIT_MS),
    );
  });
  waiting.set(key, done);
}

async function ask(
  form: Form,
  state: Signal<Reading>,
  question: Question,
  take: (value: unknown, view: Understood) => void,
): Promise<void> {
  const { channel, status } = form.peek();
  const { kind, text, side, ahead, placeName } = question;
  try {
    const view = await post("/v1/lines/{channel}/{status}/places", {
      path: { channel, status },
      body: {
        kind,
        text,
        side: side ?? "floor",
        ahead: ahead ?? true,
        place_name: placeName ?? null,
      },
    });
    if (state.peek().text !== text) return;
    state.value = { text, awaited: false, view };
    const understood = (view.refusals ?? []).length === 0;
    take(understood ? (view.open ? null : view.value) : undefined, view);
  } catch (error) {
    if (state.peek().text === text) state.value = { text, awaited: false, error };
  }
}

/** After a reload: read again what was typed; the values that it gave stand in the form already. */
export function readAgain(form: Form): void {
  const { typed, asked = {} } = form.peek();
  for (const [path, text] of Object.entries(typed)) {
    const question = asked[path] as Omit<Question, "text"> | undefined;
    if (question && reading(form, path).peek().text === "")
      read(form, path, { ...question, text }, () => {});
  }
}

/** Everything typed in a form has been read: before it is checked for the last time. */
export async function settled(form: Form): Promise<void> {
  const mine = [...waiting].filter(([key]) => key.startsWith(`${form.peek().id}|`));
  await Promise.race([
    Promise.all(mine.map(([, done]) => done)),
    new Promise((resolve) => setTimeout(resolve, 3_000)),
  ]);
}

/** Texts that mean nothing yet: nothing may be released over them. */
export function unread(form: Form): boolean {
  return [...readings].some(([key, state]) => {
    if (!key.startsWith(`${form.peek().id}|`) || state.value.text === "") return false;
    const view = state.value.view;
    return state.value.awaited || !view || (view.refusals ?? []).length > 0;
  });
}
