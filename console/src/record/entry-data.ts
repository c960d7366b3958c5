/** What the viewer asks the node for: an entry, and the first entries of those who signed under it. */
import { get, Refused, type Schemas } from "../api/client.ts";
import type { LineKey } from "../app/lines.ts";
import { parseJournal } from "../proof/forms.ts";
import { canonicalText, type Json, type JsonObject, parseJson } from "../proof/json.ts";
import { type Examined, examine, type Known, openingOf, type Step } from "../proof/steps.ts";
import { pins, remember } from "./pins.ts";

export type Entry = Schemas["EntryView"];
type Status = LineKey["status"];

export interface Place {
  readonly journal: string;
  readonly sequence: number;
}

/** Where an address points: a local position, or `CHANNEL STATUS PARTY [EPOCH] SEQUENCE`. */
export function placeOf(rest: readonly string[]): number | Place | null {
  if (rest.length === 1) return wholeNumber(rest[0]);
  const sequence = wholeNumber(rest.at(-1));
  const journal = rest.slice(0, -1).join("/");
  try {
    parseJournal(journal);
  } catch {
    return null;
  }
  return sequence === null ? null : { journal, sequence };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^(0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : null;
}

/** The entry as the node hands it over; nothing of it is believed yet. */
export function entryAt(place: number | Place): Promise<Entry> {
  if (typeof place === "number")
    return get("/v1/entries/{position}", { path: { position: String(place) } });
  const { channel, status, party, epoch } = parseJournal(place.journal);
  const path = { channel, status: status as Status, party, sequence: String(place.sequence) };
  if (epoch === 1)
    return get("/v1/journals/{channel}/{status}/{party}/entries/{sequence}", { path });
  const later = { ...path, epoch: String(epoch) };
  return get("/v1/journals/{channel}/{status}/{party}/{epoch}/entries/{sequence}", { path: later });
}

interface Openings {
  readonly opened: Map<string, Known>;
  readonly changes: Map<string, readonly string[]>;
}

/** The cards and changes of key of all who signed under an entry, from their own journals. */
async function openingsOf(entry: Entry): Promise<Openings> {
  const found: Openings = { opened: new Map(), changes: new Map() };
  const { channel, status } = parseJournal(entry.journal);
  const parties = new Set([entry.author, ...entry.proofs.flatMap((one) => one.cosigners)]);
  for (const party of parties) {
    try {
      const first = await entryAt({ journal: `${channel}/${status}/${party}`, sequence: 0 });
      const opening = await openingOf(first);
      if (opening?.party === party) found.opened.set(party, opening.known);
      found.changes.set(party, first.key_changes ?? []);
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // a witness has no journal
    }
  }
  return found;
}

export interface Shown {
  readonly entry: Entry;
  readonly examined: Examined;
}

/** Ask for an entry and check it here; `says`: what another view takes from it. */
export async function shownAt(place: number | Place, says: string): Promise<Shown> {
  const entry = await entryAt(place);
  const { opened, changes } = await openingsOf(entry);
  const asked = typeof place === "number" ? null : place;
  const known = { pinned: pins.peek(), opened, changes };
  const examined = await examine(entry, known, asked);
  const holds = examined.steps.every((one) => one.outcome !== "fails");
  if (holds) remember(examined.seen);
  const more = await besides(examined, says);
  return { entry, examined: { ...examined, steps: [...examined.steps, ...more] } };
}

/** What other views show, held against the entry's own bytes. */
async function besides(examined: Examined, says: string): Promise<Step[]> {
  const message = messageIn(examined.body);
  const number = message?.get("number");
  const named =
    number ?? (examined.body instanceof Map ? examined.body.get("conflict") : undefined);
  const steps: Step[] = [];
  const add = (id: string, right: boolean, values: Step["values"]) =>
    steps.push({ id, outcome: right ? "holds" : "fails", values, hashes: [] });
  if (says) add("says", named === says, { number: says });
  if (message && typeof number === "string" && examined.header) {
    const { channel, status } = parseJournal(examined.header.journal);
    const shown = await messageShown(channel, status as Status, number);
    if (shown !== null) add("shown", isSame(message, shown), { number });
  }
  return steps;
}

function messageIn(body: Json): JsonObject | null {
  const message = body instanceof Map ? body.get("message") : null;
  return message instanceof Map ? message : null;
}

async function messageShown(channel: string, status: Status, number: string): Promise<unknown> {
  try {
    const path = { channel, status, number };
    return (await get("/v1/lines/{channel}/{status}/messages/{number}", { path })).message;
  } catch (error) {
    if (error instanceof Refused) return null; // it stands on no line of ours, or has no effect
    throw error;
  }
}

const COMPARED = ["number", "format", "version", "precedence", "to", "ref", "fields", "remarks"];

/** Whether the message that the node shows has the content that was signed. */
function isSame(signed: JsonObject, shown: unknown): boolean {
  const told = parseJson(JSON.stringify(shown), "message") as JsonObject;
  return COMPARED.every(
    (key) => canonicalText(signed.get(key) ?? null) === canonicalText(told.get(key) ?? null),
  );
}
