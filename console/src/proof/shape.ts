/**
 * What a JSON value must look like, said as data; what does not fit is Malformed, with the place.
 *
 * As strict as the node's reader (msgspec): no member is missing, none is unknown, an integer is no
 * boolean. `given` is a member that may be left out but then never stands there with that value, so
 * that canonical bytes stay the only ones.
 */
import { type Bytes, fromBase64, Malformed } from "./forms.ts";
import { isInteger, type Json, type JsonObject } from "./json.ts";

export type Check = (value: Json | undefined, path: string) => void;

const WIDE_MAX = 2n ** 63n - 1n; // a signed 64-bit integer, what every reader can hold

function bad(path: string, wanted: string): Malformed {
  return new Malformed(path, `is not ${wanted}`);
}

export const text: Check = (value, path) => {
  if (typeof value !== "string") throw bad(path, "text");
};

/** Text of 1 to 128 characters. */
export const name: Check = (value, path) => {
  const length = typeof value === "string" ? [...value].length : 0;
  if (length < 1 || length > 128) throw bad(path, "text of 1 to 128 characters");
};

export const wide: Check = (value, path) => {
  if (!isInteger(value)) throw bad(path, "an integer");
  if (value > WIDE_MAX || value < -WIDE_MAX) throw bad(path, "an integer of 64 bits");
};

export function integer(least: number, most: number): Check {
  return (value, path) => {
    if (!isInteger(value) || value < least || value > most)
      throw bad(path, `an integer from ${least} to ${most}`);
  };
}

/** Any integer: counts in a file's last line are only compared. */
export const anyInteger: Check = (value, path) => {
  if (!isInteger(value)) throw bad(path, "an integer");
};

export function oneOf(...words: readonly string[]): Check {
  return (value, path) => {
    if (typeof value !== "string" || !words.includes(value)) throw bad(path, words.join(" or "));
  };
}

export function orNull(check: Check): Check {
  return (value, path) => {
    if (value !== null) check(value, path);
  };
}

export function listOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) throw bad(path, "a list");
    value.forEach((one, at) => {
      check(one, `${path}.${at}`);
    });
  };
}

export function tuple(...checks: readonly Check[]): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== checks.length)
      throw bad(path, `a list of ${checks.length}`);
    checks.forEach((check, at) => {
      check(value[at], `${path}.${at}`);
    });
  };
}

export interface Given {
  readonly check: Check;
  /** What it stands for when it is left out; undefined: nothing may not stand there too. */
  readonly absent: Json | undefined;
}

export function given(check: Check, absent?: Json): Given {
  return { check, absent };
}

function isAbsent(value: Json, absent: Json | undefined): boolean {
  if (Array.isArray(absent)) return Array.isArray(value) && value.length === 0;
  return value === absent;
}

/** An object with exactly these members; `optional` ones may be left out. */
export function object(
  members: Record<string, Check>,
  optional: Record<string, Given> = {},
): Check {
  const may = (value: Json, key: string, path: string) => {
    const one = Object.hasOwn(optional, key) ? optional[key] : undefined;
    if (!one) throw new Malformed(path, `has an unknown member ${key.slice(0, 40)}`);
    one.check(value, `${path}.${key}`);
    if (isAbsent(value, one.absent)) throw new Malformed(path, `says ${key} where nothing stands`);
  };
  return (value, path) => {
    if (!(value instanceof Map)) throw bad(path, "an object");
    for (const [key, check] of Object.entries(members)) {
      if (!value.has(key)) throw new Malformed(path, `has no ${key}`);
      check(value.get(key), `${path}.${key}`);
    }
    for (const [key, one] of value) if (!Object.hasOwn(members, key)) may(one, key, path);
  };
}

/** An object of any members, each of JSON of integers, `depth` at most deep. */
export function plain(depth: number): Check {
  const look = (value: Json | undefined, path: string, left: number): void => {
    if (isInteger(value)) wide(value, path);
    else if (value instanceof Map || Array.isArray(value)) {
      if (left === 0) throw new Malformed(path, "is nested too deep");
      for (const one of value.values()) look(one, path, left - 1);
    }
  };
  return (value, path) => {
    if (!(value instanceof Map)) throw bad(path, "an object");
    look(value, path, depth);
  };
}

/** Members of an object that was checked before. */
export function textAt(value: JsonObject, key: string): string {
  const found = value.get(key);
  return typeof found === "string" ? found : "";
}

export function numberAt(value: JsonObject, key: string): number {
  return Number(value.get(key));
}

export function bytesAt(value: JsonObject, key: string, length?: number): Bytes {
  return fromBase64(textAt(value, key), key, length);
}

export function objectAt(value: JsonObject, key: string): JsonObject | null {
  const found = value.get(key);
  return found instanceof Map ? found : null;
}

export function textsAt(value: JsonObject, key: string): string[] {
  const found = value.get(key);
  return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
}
