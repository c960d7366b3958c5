/**
 * JSON as the record reads it: exact integers, no floating point, bounded depth, plain objects as Maps.
 *
 * JSON.parse rounds large integers and cannot tell 1.0 from 1, so two programs could read two values
 * from one signed body. Here an integer beyond 2^53 is a bigint, a fraction is refused, and the
 * canonical writer gives the only bytes that stand for a value. Of a doubled key the last one counts,
 * as in the Python verifier; no canonical body holds any.
 */
import { type Bytes, byCodePoint, Malformed, utf8 } from "./forms.ts";

export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

const DEPTH_MAX = 128; // the deepest real body nests 12 deep; Python's reader gives up near 1,000
const DIGITS_MAX = 4_300; // what Python reads of one integer

const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in a string
const PLAIN = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const LONE = /[\ud800-\udfff]/u; // with the flag `u` only a surrogate without its other half

class Parser {
  #at = 0;

  constructor(
    readonly text: string,
    readonly what: string,
  ) {}

  whole(): Json {
    this.#space();
    const value = this.#value(0);
    this.#space();
    if (this.#at !== this.text.length) throw this.#bad("something follows the value");
    return value;
  }

  #bad(reason: string): Malformed {
    return new Malformed(this.what, `not JSON: ${reason} at character ${this.#at + 1}`);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at += found[0].length;
    return found;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #value(depth: number): Json {
    if (depth > DEPTH_MAX) throw this.#bad("nested too deep");
    const char = this.text[this.#at];
    if (char === "{") return this.#object(depth);
    if (char === "[") return this.#array(depth);
    if (char === '"') return this.#string();
    for (const [word, value] of WORDS)
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    return this.#number();
  }

  #number(): number | bigint {
    const found = this.#match(NUMBER);
    if (!found) throw this.#bad("no value");
    if (found[1] !== undefined || found[2] !== undefined) throw this.#bad("not an integer");
    if (found[0].length > DIGITS_MAX) throw this.#bad("an endless integer");
    const value = Number(found[0]);
    if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
    return BigInt(found[0]);
  }

  #string(): string {
    const from = this.#at;
    this.#at += 1;
    let escaped = false;
    for (;;) {
      this.#match(PLAIN);
      if (this.text[this.#at] === '"') break;
      if (!this.#match(ESCAPE)) throw this.#bad("a broken string");
      escaped = true;
    }
    this.#at += 1;
    if (!escaped) return this.text.slice(from + 1, this.#at - 1);
    const text = JSON.parse(this.text.slice(from, this.#at)) as string;
    if (LONE.test(text)) throw this.#bad("half a character");
    return text;
  }

  /** Read what stands between two marks, with commas. */
  #list(close: string, one: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      this.#space();
      one();
      this.#space();
      const char = this.text[this.#at];
      this.#at += 1;
      if (char === close) return;
      if (char !== ",") throw this.#bad("no comma, and no end");
    }
  }

  #array(depth: number): Json[] {
    const found: Json[] = [];
    this.#list("]", () => found.push(this.#value(depth + 1)));
    return found;
  }

  #object(depth: number): JsonObject {
    const found: JsonObject = new Map();
    this.#list("}", () => {
      if (this.text[this.#at] !== '"') throw this.#bad("no key");
      const key = this.#string();
      this.#space();
      if (this.text[this.#at] !== ":") throw this.#bad("no colon");
      this.#at += 1;
      this.#space();
      found.set(key, this.#value(depth + 1));
    });
    return found;
  }
}

const WORDS: readonly (readonly [string, Json])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
];

/** The value of a JSON text; throws Malformed, also for fractions and endless nesting. */
export function parseJson(text: string, what: string): Json {
  return new Parser(text, what).whole();
}

/** Canonical JSON: keys sorted by code point, no spaces, no needless escapes. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (value instanceof Map) {
    const members = [...value].sort(([a], [b]) => byCodePoint(a, b));
    const texts = members.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`);
    return `{${texts.join(",")}}`;
  }
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

export function canonical(value: Json): Bytes {
  return utf8(canonicalText(value));
}

export function isInteger(value: Json | undefined): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
