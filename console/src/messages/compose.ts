/**
 * Begin a message from anywhere: `compose({ code: "INR", fields, refs })`.
 *
 * The form opens with what is given, in the line that is looked at unless another is named. Nothing
 * is sent before the officer has seen it and pressed.
 */
import { formats, type LineKey, line, type Message } from "../app/lines.ts";
import { go } from "../app/router.ts";
import { type Header, received } from "./form/model.ts";
import type { Values } from "./form/paths.ts";
import { begin } from "./form/store.ts";
import { meaning, subjectOf } from "./possible.ts";

export interface Prefill extends Header {
  /** Of the format; without it the officer chooses. */
  readonly code?: string;
  readonly channel?: string;
  readonly status?: LineKey["status"];
  /** The format's fields, as the API has them. */
  readonly fields?: Values;
}

/** Open the form of a new message. */
export function compose(prefill: Prefill = {}): void {
  const { code, channel, status, fields = {}, ...header } = prefill;
  const of = channel && status ? { channel, status } : line.peek();
  if (!of || !code) {
    go("messages", "new");
    return;
  }
  const format = (formats().value ?? []).find((one) => one.code === code);
  const values = format ? received(format.form ?? [], fields) : fields;
  const form = begin({ code, ...of, values, header });
  go("messages", "new", code, form.peek().id);
}

/** Open the form of a correction: with what the message says now, but for `changed` fields. */
export function correct(message: Message, changed: Values = {}): void {
  const subject = subjectOf(message, formats().value ?? []);
  if (!subject) return;
  const before = meaning(message);
  const { channel, status } = message;
  const values = received(subject.form ?? [], { ...before, ...changed });
  const acknowledged = message.message.overridden ?? [];
  const number = message.message.number;
  const form = begin({ code: subject.code, channel, status, values, correct: { number, before } });
  for (const rule of acknowledged) form.acknowledge(rule, true);
  go("messages", "new", subject.code, form.peek().id);
}
