/** Message numbers: PARTY-YEAR-SERIAL, gap-free per journal, such as `AMBER-2026-0001`. */
import type { JournalId } from "./forms.ts";

const NUMBER_MAX = 96; // a party id and a status word fit with room; more is no number
const REST = /^[0-9]{4}-[0-9]{4,12}$/;

/** What every number of a party on a line begins with. */
function prefixOf(id: JournalId): string {
  const status = id.status === "ACTUAL" ? "" : `${id.status}-`;
  return `${status}${id.party.toUpperCase()}-`;
}

/** Whether a number has the form that this author's numbers have. */
export function isNumberOf(id: JournalId, number: string): boolean {
  const first = prefixOf(id);
  const rest = number.slice(first.length);
  return number.length <= NUMBER_MAX && number.startsWith(first) && REST.test(rest);
}

/** Year and serial of a number that is one. */
function partsOf(number: string): [number, number] {
  const [year, serial] = number.split("-").slice(-2);
  return [Number(year), Number(serial)];
}

/** Whether `number` stands after `last` in its author's order. */
export function isAfter(number: string, last: string): boolean {
  const [year, serial] = partsOf(number);
  const [lastYear, lastSerial] = partsOf(last);
  return year > lastYear || (year === lastYear && serial > lastSerial);
}

/** Whether `number` is the next after `last`, in the same year or as first of a later one. */
export function follows(id: JournalId, last: string | null, number: string): boolean {
  const [year, serial] = partsOf(number);
  if (last === null) return serial === 1;
  const [lastYear, lastSerial] = partsOf(last);
  const wanted = year === lastYear ? lastSerial + 1 : 1;
  const text = `${prefixOf(id)}${year}-${String(wanted).padStart(4, "0")}`;
  return year >= lastYear && number === text;
}
