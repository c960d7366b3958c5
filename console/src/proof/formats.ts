/**
 * The formats as a verifier must know them, from the tables that the Python verifier uses itself.
 *
 * `tables.json` is written by `python -m detente.verify.tables`; a test keeps it current. Lead times
 * follow docs/record-format.md, "Receipts and lead time".
 */
import { canonicalText, isInteger, type Json, type JsonObject } from "./json.ts";
import type { Timing } from "./report.ts";
import listed from "./tables.json";

export interface FieldTable {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
  readonly choices?: Readonly<Record<string, string>>;
}

export interface FormatTable {
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly family: string;
  readonly effective: string;
  readonly lead_ms?: readonly number[];
  readonly urgent_lead_ms?: readonly number[];
  readonly lead_by?: { readonly field: string; readonly codes: Readonly<Record<string, number>> };
  readonly lead_if_said?: boolean;
  readonly starts?: string;
  readonly placing?: {
    readonly volume: string;
    readonly only?: {
      readonly field: string;
      readonly codes: readonly string[];
      readonly known: readonly string[] | null;
    };
  };
  readonly fields?: readonly FieldTable[];
}

const TABLES = listed as unknown as readonly FormatTable[];
const newest = new Map<string, FormatTable>();
const exact = new Map<string, FormatTable>();
for (const table of TABLES) {
  newest.set(table.code, table); // they are sorted: the last one stands
  exact.set(`${table.code} ${table.version}`, table);
}

/** The table to read a message by: its own, or the newest known when the message is newer. */
export function readAs(code: string, version: number): FormatTable | null {
  const found = exact.get(`${code} ${version}`);
  if (found) return found;
  const known = newest.get(code);
  return known && known.version < version ? known : null;
}

function shorter(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** The lead time that the table asks of a message that says `code`; null: no rule. */
function leadOf(table: FormatTable, urgent: boolean, code: string | null): number | null {
  const codes = table.lead_by?.codes ?? {};
  const byCode = code !== null && Object.hasOwn(codes, code) ? codes[code] : table.lead_ms?.[0];
  const found = byCode ?? null;
  const short = table.urgent_lead_ms?.[0];
  return urgent && short !== undefined ? shorter(short, found) : found;
}

/** The lead time asked of a message, with the charter's own in place of the table's; null: none. */
export function requiredLead(
  table: FormatTable,
  agreed: number | undefined,
  precedence: string,
  code: string | null,
): number | null {
  const urgent = precedence === "IMMEDIATE" || precedence === "FLASH";
  const byTable = leadOf(table, urgent, code);
  if (agreed === undefined) return byTable;
  if (byTable === null) return table.lead_by ? null : agreed;
  const usual = table.lead_ms?.[0];
  return usual !== undefined && byTable < usual ? Math.min(byTable, agreed) : agreed;
}

/** The code on which the lead time depends; null when there is none, or it is not said. */
export function leadCode(table: FormatTable | null, fields: JsonObject): string | null {
  const value = table?.lead_by ? fields.get(table.lead_by.field) : undefined;
  return typeof value === "string" ? value : null;
}

/** Whether a message with these fields announces activity; a code that is not known may. */
function mayAnnounce(table: FormatTable, fields: JsonObject): boolean {
  const only = table.placing?.only;
  if (!only) return true;
  const value = fields.get(only.field) ?? null;
  if (typeof value === "string" && only.codes.includes(value)) return true;
  const known = value === null || (typeof value === "string" && only.known?.includes(value));
  return only.known !== null && !known;
}

export interface Window {
  readonly announced: boolean;
  /** null: an open start. */
  readonly start: number | null;
}

/** Whether the fields announce activity, and its first start; null: they say nothing of it. */
export function windowOf(
  table: FormatTable | null,
  fields: JsonObject,
  was: boolean,
): Window | null {
  if (table === null) return null;
  const only = table.placing?.only;
  if (only) {
    const silent = (fields.get(only.field) ?? null) === null;
    const code = leadCode(table, fields);
    const asks = code !== null && Object.hasOwn(table.lead_by?.codes ?? {}, code);
    if (!(silent ? was : mayAnnounce(table, fields) || asks)) return null;
  }
  if (table.starts) {
    const start = fields.get(table.starts);
    return isInteger(start) ? { announced: true, start: Number(start) } : null;
  }
  return table.placing ? firstStart(fields.get(table.placing.volume)) : null;
}

function firstStart(volume: Json | undefined): Window | null {
  const parts = Array.isArray(volume) ? volume : [volume];
  const starts: (number | null)[] = [];
  for (const part of parts) {
    const start = part instanceof Map ? part.get("start_ms") : undefined;
    if (start !== null && !isInteger(start)) return null;
    starts.push(start === null ? null : Number(start));
  }
  if (starts.length === 0) return null;
  const known = starts.filter((one) => one !== null);
  return { announced: true, start: known.length < starts.length ? null : Math.min(...known) };
}

export interface Steps {
  readonly read_ms: number | null;
  readonly readback_ms: number | null;
  readonly answered_ms: number | null;
}

/** When a notice took effect at one receiver, by its own clock; null: not yet. */
export function effectiveMs(
  table: FormatTable,
  agreed: string | undefined,
  by: Steps,
): number | null {
  const step = agreed === "READ" || agreed === "READBACK" ? agreed : table.effective;
  if (step === "READBACK") return by.readback_ms;
  return shorter(shorter(by.read_ms, by.readback_ms), by.answered_ms);
}

/** What the lead-time rule says of a notice towards one receiver. */
export function timingOf(
  required: number,
  start: number | null,
  effective: number | null,
): { timing: Timing; lead: number | null } {
  if (effective === null) return { timing: "NOT EFFECTIVE", lead: null };
  if (start === null) return { timing: "AFTER THE FACT", lead: null };
  const lead = start - effective;
  if (lead <= 0) return { timing: "AFTER THE FACT", lead };
  return { timing: lead < required ? "SHORT" : "ON TIME", lead };
}

const PARTS_MAX = 8; // a line of the timeline, not the message

/** A message of a register in one line; empty for others. Free text is left out. */
export function saysOf(table: FormatTable | null, fields: JsonObject): string {
  if (table?.family !== "register") return "";
  const parts: string[] = [];
  for (const field of table.fields ?? []) {
    const words = partOf(field, fields.get(field.name) ?? null);
    if (words !== null && parts.length < PARTS_MAX) parts.push(words);
  }
  return parts.length > 0 ? `${table.name}. ${parts.join("; ")}` : table.name;
}

function partOf(field: FieldTable, value: Json): string | null {
  if (value === null) return null;
  const words = (one: Json) => {
    const code = shown(one);
    const known = field.choices && Object.hasOwn(field.choices, code);
    return known ? (field.choices?.[code] as string) : code;
  };
  if (field.kind === "choices")
    return Array.isArray(value) ? `${field.label}: ${value.map(words).join(", ")}` : null;
  if (field.kind === "records")
    return Array.isArray(value) ? `${field.label}: ${value.length}` : null;
  return `${field.label}: ${field.kind === "choice" ? words(value) : shown(value)}`;
}

function shown(value: Json): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? value : canonicalText(value);
}
