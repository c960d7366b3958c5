/**
 * One message that is being written: what was typed, what it means, and what will be sent of it.
 *
 * `values` are the node's own JSON, partly filled. `typed` is the text of inputs that the node reads
 * (places, heights, times): it stays as it was typed, also while it means nothing yet. A volume is a
 * list of parts here, always; one part is sent as itself.
 */
import type { Schemas } from "../../api/client.ts";
import type { Format } from "../../app/lines.ts";
import { at, type Field, type Values } from "./paths.ts";

export type SendBody = Partial<Schemas["SendBody"]> & Pick<Schemas["SendBody"], "format">;

export interface Header {
  readonly to?: readonly string[];
  readonly info?: readonly string[];
  readonly precedence?: Schemas["Precedence"];
  readonly remarks?: string;
  readonly remarks_language?: string;
  readonly agreement?: string;
  readonly ref?: string;
  readonly refs?: readonly string[];
  readonly on_behalf_of?: string;
  readonly releasability?: Schemas["Releasability"];
  readonly confidence?: Schemas["Confidence"];
}

export interface FormData {
  readonly id: string;
  readonly code: string;
  readonly channel: string;
  readonly status: "ACTUAL" | "EXERCISE" | "TEST";
  readonly values: Values;
  readonly typed: Readonly<Record<string, string>>;
  /** As what each such text is read: it is read again after a reload. */
  readonly asked?: Readonly<Record<string, object>>;
  readonly header: Header;
  /** Rules of checks that the officer has seen and passes. */
  readonly acknowledged: readonly string[];
  /** Of a correction: the message, and what it says now. */
  readonly correct?: { readonly number: string; readonly before: Values };
  readonly changedMs: number;
}

/** Kinds that the node makes itself: they are no input. */
export const MADE: ReadonlySet<string> = new Set(["changes", "readback", "sealed"]);

/** The inputs of a format: what the node makes itself is left out. */
export function inputs(format: Format): Field[] {
  return (format.form ?? []).filter((one) => !MADE.has(one.kind));
}

/** Fields that hold a list of parts, by name. */
export function volumeNames(fields: readonly Field[]): Set<string> {
  return new Set(fields.filter((one) => one.kind === "volume").map((one) => one.name));
}

/** Whether a field must be given, as far as the other values say so. */
export function isNeeded(field: Field, values: Values): boolean {
  if (field.required) return true;
  const { needed } = field;
  if (!needed) return false;
  const other = values[needed.field];
  return typeof other === "string" && needed.codes.includes(other);
}

/** Values as the node takes them: empty ones left out, a volume of one part as itself. */
export function sent(fields: readonly Field[], values: Values): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const field of fields) {
    const value = cleaned(field, values[field.name]);
    if (value !== undefined) found[field.name] = value;
  }
  return found;
}

function cleaned(field: Field, value: unknown): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  if (field.kind === "volume") {
    const parts = Array.isArray(value) ? value : [value];
    return parts.length === 1 ? parts[0] : parts.length === 0 ? undefined : parts;
  }
  if (field.kind === "records") {
    const records = (value as Values[]).map((one) => sent(field.parts ?? [], one));
    return records.length > 0 ? records : undefined;
  }
  if (Array.isArray(value) && value.length === 0) return undefined;
  return value;
}

/** The other way: fields of a message as a form holds them. */
export function received(fields: readonly Field[], values: Values): Values {
  const found: Record<string, unknown> = { ...values };
  for (const field of fields) {
    const value = found[field.name];
    if (value === undefined || value === null) delete found[field.name];
    else if (field.kind === "volume") found[field.name] = Array.isArray(value) ? value : [value];
    else if (field.kind === "records") {
      found[field.name] = (value as Values[]).map((one) => received(field.parts ?? [], one));
    }
  }
  return found;
}

/** The body that is checked, and released if it is no correction. */
export function bodyOf(form: FormData, format: Format): SendBody {
  const { header } = form;
  const given = Object.entries(header).filter(
    ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && !value.length),
  );
  return {
    format: form.code as SendBody["format"],
    fields: sent(inputs(format), form.values),
    acknowledged: [...form.acknowledged],
    ...Object.fromEntries(given),
  } as SendBody; // members of the header are checked where they are set
}

/** What a correction changes: other values, and null for what is taken away. */
export function changesOf(form: FormData, format: Format): Record<string, unknown> {
  const now = sent(inputs(format), form.values);
  const before = (form.correct?.before ?? {}) as Record<string, unknown>;
  const found: Record<string, unknown> = {};
  for (const { name } of inputs(format)) {
    const [was, is] = [before[name] ?? null, now[name] ?? null];
    if (!same(was, is)) found[name] = is;
  }
  return found;
}

/** Equal as JSON, whatever the order of members. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => same(at(one, name), at(other, name)));
}

/** Whether anything was filled in: an empty form is not worth keeping. */
export function isBegun(form: FormData): boolean {
  return (
    Object.values(form.values).some((one) => one !== undefined) ||
    Object.values(form.typed).some((one) => one !== "") ||
    Boolean(form.header.remarks)
  );
}
