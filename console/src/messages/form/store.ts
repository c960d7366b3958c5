/**
 * Every form that is open, whatever is looked at: nothing typed is lost.
 *
 * Forms live in signals outside of any element and in this tab's session storage, so that another
 * view, a reload, an ended session or a node that is gone leave them as they are. They are removed
 * when the message was released or the officer throws them away.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { type FormData, type Header, isBegun } from "./model.ts";
import { withValue } from "./paths.ts";

const KEPT = "detente.form.";
const FORMS_MAX = 40; // open forms of one tab; the oldest that nobody has begun goes first

export class Form {
  private readonly state: Signal<FormData>;

  constructor(data: FormData) {
    this.state = signal(data);
  }

  get data(): FormData {
    return this.state.value;
  }

  peek(): FormData {
    return this.state.peek();
  }

  set(path: string, value: unknown): void {
    const was = this.peek();
    this.keep({ ...was, values: withValue(was.values, path, value) });
  }

  /** The text of an input that the node reads. Empty text takes it away. */
  type(path: string, text: string): void {
    const was = this.peek();
    const typed = { ...was.typed };
    if (text === "") delete typed[path];
    else typed[path] = text;
    this.keep({ ...was, typed });
  }

  /** As what the text at a path is read. */
  ask(path: string, question: object): void {
    const was = this.peek();
    if (JSON.stringify(was.asked?.[path]) === JSON.stringify(question)) return;
    this.keep({ ...was, asked: { ...was.asked, [path]: question } });
  }

  /** Forget texts at a path and below it: what they said is set otherwise now. */
  forget(path: string): void {
    const was = this.peek();
    const kept = Object.entries(was.typed).filter(
      ([name]) => name !== path && !name.startsWith(`${path}.`) && !name.startsWith(`${path}#`),
    );
    this.keep({ ...was, typed: Object.fromEntries(kept) });
  }

  head(header: Partial<Header>): void {
    const was = this.peek();
    this.keep({ ...was, header: { ...was.header, ...header } });
  }

  acknowledge(rule: string, on: boolean): void {
    const was = this.peek();
    const others = was.acknowledged.filter((one) => one !== rule);
    this.keep({ ...was, acknowledged: on ? [...others, rule] : others });
  }

  private keep(data: FormData): void {
    this.state.value = { ...data, changedMs: Date.now() };
    write(this.state.peek());
  }
}

function write(data: FormData): void {
  try {
    sessionStorage.setItem(KEPT + data.id, JSON.stringify(data));
  } catch {
    // a full or forbidden storage: the signal still holds it
  }
}

function restored(): Map<string, Form> {
  const found = new Map<string, Form>();
  for (let at = 0; at < sessionStorage.length; at += 1) {
    const key = sessionStorage.key(at) ?? "";
    if (!key.startsWith(KEPT)) continue;
    try {
      const data = JSON.parse(sessionStorage.getItem(key) ?? "") as FormData;
      if (data.id && data.code) found.set(data.id, new Form(data));
    } catch {
      sessionStorage.removeItem(key);
    }
  }
  return found;
}

const open = signal<ReadonlyMap<string, Form>>(restored());

/** Every open form, the newest first. */
export const forms: ReadonlySignal<ReadonlyMap<string, Form>> = open;

export function formOf(id: string): Form | undefined {
  return open.value.get(id);
}

export type Begun = Omit<FormData, "id" | "typed" | "acknowledged" | "header" | "changedMs"> & {
  readonly header?: Header;
  readonly typed?: Readonly<Record<string, string>>;
};

let serial = 0;

/** A new form. It is kept from its first key on. */
export function begin(data: Begun): Form {
  const id = `${Date.now().toString(36)}${(serial++).toString(36)}`;
  const form = new Form({
    typed: {},
    header: {},
    acknowledged: [],
    ...data,
    id,
    changedMs: Date.now(),
  });
  write(form.peek());
  open.value = new Map([...pruned(), [id, form]]);
  return form;
}

function pruned(): [string, Form][] {
  const all = [...open.peek()];
  const over = all.length + 1 - FORMS_MAX;
  if (over <= 0) return all;
  const empty = all.filter(([, form]) => !isBegun(form.peek())).slice(0, over);
  for (const [id] of empty) sessionStorage.removeItem(KEPT + id);
  return all.filter((one) => !empty.includes(one));
}

/** Released, or thrown away. */
export function discard(id: string): void {
  sessionStorage.removeItem(KEPT + id);
  open.value = new Map([...open.peek()].filter(([one]) => one !== id));
}
