/**
 * Where a value stands in a form: `volume.0.floor`, `articles.2.words`. The node's refusals name the
 * same places as `fields.volume[0].floor`, and leave the number out where there is one part.
 */
import type { Refusal, Schemas } from "../../api/client.ts";

export type Field = Schemas["FieldView"];
export type Values = Readonly<Record<string, unknown>>;

type Branch = Record<string, unknown> | unknown[];

const isBranch = (value: unknown): value is Branch => typeof value === "object" && value !== null;

/** The value at a path; undefined where there is none. */
export function at(values: unknown, path: string): unknown {
  let found: unknown = values;
  for (const name of path.split(".")) {
    if (!isBranch(found)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** The same values with another one at a path; undefined takes it away. Nothing is changed in place. */
export function withValue(values: Values, path: string, value: unknown): Values {
  return put(values, path.split("."), value) as Values;
}

function put(branch: unknown, [name, ...rest]: string[], value: unknown): unknown {
  const key = name ?? "";
  const list = Array.isArray(branch) || (branch === undefined && /^\d+$/.test(key));
  const copy: Branch = list ? [...((branch as unknown[]) ?? [])] : { ...(branch as object) };
  const inner = (copy as Record<string, unknown>)[key];
  const made = rest.length > 0 ? put(inner, rest, value) : value;
  if (made === undefined && !list) delete (copy as Record<string, unknown>)[key];
  else (copy as Record<string, unknown>)[key] = made;
  return copy;
}

/** The place of a refusal as a form names it; `singles` are fields that hold a list of parts. */
export function placeOf(refusal: Refusal, singles: ReadonlySet<string>): string {
  const path = refusal.field
    .replace(/^fields\.(changes\.)?/, "")
    .replace(/^(message|exact)\.(fields\.)?/, "")
    .replaceAll(/\[(\d+)\]/g, ".$1");
  const [head = "", next = ""] = path.split(".", 2);
  if (!singles.has(head) || next === "" || /^\d+$/.test(next)) return path;
  return `${head}.0${path.slice(head.length)}`;
}

/** Whether a refusal at `place` belongs to the input at `path`: itself, or something within it. */
export function belongs(place: string, path: string): boolean {
  return place === path || place.startsWith(`${path}.`);
}
