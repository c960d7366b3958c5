/**
 * What releasing a form now would bring, asked while it is written. Nothing is journalled by it.
 *
 * The newest answer stays while the next is awaited, with a word that it is older than what is typed.
 * A correction is checked as the whole that it would make.
 */
import { effect, type Signal, signal } from "@preact/signals-core";
import { post, type Refusal, type Schemas } from "../../api/client.ts";
import { type Format, formats } from "../../app/lines.ts";
import { bodyOf, inputs, type SendBody, volumeNames } from "./model.ts";
import { placeOf } from "./paths.ts";
import type { Form } from "./store.ts";

export type CheckView = Schemas["CheckView"];

export interface Checked {
  readonly view?: CheckView | undefined;
  /** What was asked about, as JSON: an answer about another body is old. */
  readonly body: string;
  readonly awaited: boolean;
  readonly error?: unknown;
}

const WAIT_MS = 350; // while somebody types; an answer takes 5 to 30 ms
export const LANGUAGES_SHOWN = "en,ru,he,ar";

/** Keep a form checked while it is looked at. Returns its state and how to stop. */
export function checking(form: Form): { state: Signal<Checked>; stop: () => void } {
  const state = signal<Checked>({ body: "", awaited: false });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let aborter: AbortController | undefined;
  const stop = effect(() => {
    const format = (formats().value ?? []).find((one) => one.code === form.data.code);
    if (!format) return;
    const body = checkedBody(form, format);
    const text = JSON.stringify(body);
    if (text === state.peek().body && !state.peek().error) return;
    state.value = { ...state.peek(), body: text, awaited: true };
    clearTimeout(timer);
    timer = setTimeout(() => {
      aborter?.abort();
      aborter = new AbortController();
      void ask(form, format, body, text, state, aborter.signal);
    }, WAIT_MS);
  });
  return {
    state,
    stop: () => {
      stop();
      clearTimeout(timer);
      aborter?.abort();
    },
  };
}

/** The body to check. Sealed fields are checked by the route that seals them, at release. */
function checkedBody(form: Form, format: Format): SendBody {
  const body = bodyOf(form.data, format);
  const sealed = new Set(format.sealed ?? []);
  const fields = Object.fromEntries(
    Object.entries(body.fields ?? {}).filter(([name]) => !sealed.has(name)),
  );
  body.fields = fields;
  return body;
}

async function ask(
  form: Form,
  format: Format,
  body: SendBody,
  text: string,
  state: Signal<Checked>,
  aborted: AbortSignal,
): Promise<void> {
  const { channel, status } = form.peek();
  try {
    const view = await post("/v1/lines/{channel}/{status}/checks", {
      path: { channel, status },
      query: { langs: LANGUAGES_SHOWN },
      body,
      signal: aborted,
    });
    if (state.peek().body === text) {
      state.value = { view: withSealed(view, form, format), body: text, awaited: false };
    }
  } catch (error) {
    if (aborted.aborted) return;
    state.value = { ...state.peek(), awaited: false, error };
  }
}

/** A check never sees what will be sealed: that it misses what the form holds is no refusal. */
function withSealed(view: CheckView, form: Form, format: Format): CheckView {
  const sealed = new Set(format.sealed ?? []);
  if (sealed.size === 0) return view;
  const { values } = form.peek();
  const given = ({ field, rule }: Refusal) => {
    const name = field.replace(/^fields\./, "");
    return rule === "required" && sealed.has(name) && values[name] !== undefined;
  };
  const refusals = (view.refusals ?? []).filter((one) => !given(one));
  return { ...view, refusals, accepted: view.accepted || refusals.length === 0 };
}

/** Refusals and warnings by their place in the form; what stands nowhere in it is under "". */
export function byPlace(view: CheckView | undefined, format: Format): Map<string, Refusal[]> {
  const found = new Map<string, Refusal[]>();
  const singles = volumeNames(inputs(format));
  const names = new Set(inputs(format).map((one) => one.name));
  for (const one of [...(view?.refusals ?? []), ...(view?.warnings ?? [])]) {
    const place = placeOf(one, singles);
    const known = names.has(place.split(".", 1)[0] ?? "") ? place : "";
    found.set(known, [...(found.get(known) ?? []), one]);
  }
  return found;
}

/** Whether nothing hinders a release but what can be acknowledged. */
export function onlyAcknowledged(view: CheckView | undefined): boolean {
  return view !== undefined && (view.refusals ?? []).every((one) => one.override);
}
