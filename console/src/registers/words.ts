/**
 * What a register's codes and values say in the reader's language, from the tables of the formats.
 *
 * The node says registers in English; the tables come in every language. What no table explains is
 * shown as the node said it.
 */
import type { Schemas } from "../api/client.ts";
import { type Format, formats } from "../app/lines.ts";
import { fullLevel, list, place } from "../format/place.ts";
import { clockSeconds, day, number } from "../format/time.ts";
import { has, language, t } from "../i18n/text.ts";

export type Field = Schemas["FieldView"];

/** A format's table; undefined until the tables are here. Whoever calls it follows them. */
export function formatOf(code: string): Format | undefined {
  return formats().value?.find((one) => one.code === code);
}

/** A field of a format, or a part of its records: `field("AGR", "articles", "rule")`. */
export function field(code: string, name: string, part?: string): Field | undefined {
  const found = formatOf(code)?.form.find((one) => one.name === name);
  return part === undefined ? found : found?.parts?.find((one) => one.name === part);
}

/** A format's name in the reader's language. */
export function formatName(code: string): string {
  return formatOf(code)?.title.text ?? code;
}

/** A field's label in the reader's language. */
export function label(code: string, name: string, otherwise = name): string {
  return field(code, name)?.label.text ?? otherwise;
}

/** A code's words in the reader's language. */
export function codeWords(of: Field | undefined, code: string, otherwise = code): string {
  return of?.choices?.find((one) => one.code === code)?.words.text ?? otherwise;
}

/** The same by what the node said of it in English. */
export function byEnglish(of: Field | undefined, english: string): string {
  return of?.choices?.find((one) => one.words.english === english)?.words.text ?? english;
}

/** Words of our own for what the node says as a code: `said("incidents-state", "closing proposed")`. */
export function said(prefix: string, code: string): string {
  const id = `${prefix}-${code.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  return has(id) ? t(id) : code;
}

/** `2026-11-22 14:05:09Z` */
export function instant(ms: number): string {
  return `${day(ms)}\u00a0${clockSeconds(ms)}`;
}

/** A number with its unit: `310 m`. */
export function amount(value: number, unit: string): string {
  const id = `registers-unit-${unit}`;
  return unit !== "" && has(id) ? t(id, { n: number(value) }) : number(value);
}

type Values = Record<string, unknown>;

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Say = (of: Field, value: unknown) => string | undefined;

/** How a value of each kind is said; a kind that is not here is said as it came when it is text. */
const SAY: Readonly<Record<string, Say>> = {
  choice: (of, value) => (typeof value === "string" ? codeWords(of, value) : undefined),
  choices: (of, value) =>
    Array.isArray(value) ? list(value.map((one) => codeWords(of, String(one)))) : undefined,
  time: (_of, value) => (typeof value === "number" ? instant(value) : undefined),
  integer: (of, value) => (typeof value === "number" ? amount(value, of.unit ?? "") : undefined),
  boolean: (_of, value) =>
    typeof value === "boolean" ? t(value ? "registers-yes" : "registers-no") : undefined,
  point: (_of, value) =>
    isRecord(value) ? place(Number(value["lat_e7"]), Number(value["lon_e7"])) : undefined,
  altitude: (_of, value) => (isRecord(value) ? altitude(value) : undefined),
};

function single(of: Field, value: unknown): string | undefined {
  const say = SAY[of.kind];
  return say ? say(of, value) : typeof value === "string" ? value : undefined;
}

function altitude(value: Values): string {
  return fullLevel({ cm: Number(value["cm"]), reference: String(value["reference"]) });
}

function record(of: Field, value: Values): string {
  const parts = (of.parts ?? []).filter((one) => value[one.name] !== undefined);
  const said = parts.map((one) => {
    const words = single(one, value[one.name]) ?? JSON.stringify(value[one.name]);
    return `${one.label.text} \u2068${words}\u2069`;
  });
  return said.join(t("registers-semicolon"));
}

/** A value in the reader's language by its table; undefined where the table does not explain it. */
export function valueText(of: Field | undefined, value: unknown): string | undefined {
  if (of === undefined) return undefined;
  if (of.kind === "records" && Array.isArray(value)) {
    return value.map((one) => record(of, one as Values)).join(t("registers-semicolon"));
  }
  return single(of, value);
}

/**
 * A value as lines of text in the reader's language; `english` as the node said it where no table
 * explains it. margin: how far off it may be, in the unit of the field's margin.
 */
export function valueLines(
  of: Field | undefined,
  value: unknown,
  english: readonly string[],
  margin: number | null = null,
): readonly string[] {
  if (of === undefined || language() === "en") return english;
  if (of.kind === "records" && Array.isArray(value)) {
    return value.map((one, index) => `(${index + 1}) ${record(of, one as Values)}`);
  }
  const words = single(of, value);
  if (words === undefined) return english;
  if (margin === null) return words.split("\n");
  const unit = of.kind === "time" ? "seconds" : "metres";
  return [t("registers-good-to", { value: words, margin: amount(margin, unit) })];
}
