/** What this viewer chose for the map, kept in this browser; borders and symbols are in settings/choices.ts. */
import { signal } from "@preact/signals-core";
import type { FeatureCollection } from "geojson";
import type { Position } from "./geo.ts";
import { keptFile } from "./own-file.ts";

const HOUR_MS = 3_600_000;
/** How far ahead volumes are shown that have not begun; 0: only what holds at the instant. */
export const AHEAD_HOURS = [0, 1, 3, 6, 12, 24, 72] as const;
const AHEAD_KEPT = "detente.map.ahead";
const AHEAD_BEGIN = 6; // most of what is announced for a watch begins within it

function keptAhead(): number {
  const found = Number(localStorage.getItem(AHEAD_KEPT) ?? AHEAD_BEGIN);
  return AHEAD_HOURS.find((one) => one === found) ?? AHEAD_BEGIN;
}

export const aheadHours = signal<number>(keptAhead());
export const aheadMs = () => aheadHours.value * HOUR_MS;

export function lookAhead(hours: number): void {
  aheadHours.value = hours;
  localStorage.setItem(AHEAD_KEPT, String(hours));
}

/** Kinds of things that are drawn; a kind that is switched off is counted in words on the map. */
export const LAYERS = [
  "notices",
  "zones",
  "hazards",
  "humanitarian",
  "conflicts",
  "tracks",
] as const;
export type Layer = (typeof LAYERS)[number];
export const shownLayers = signal<ReadonlySet<Layer>>(new Set(LAYERS));

export function showLayer(layer: Layer, on: boolean): void {
  const next = new Set(shownLayers.value);
  if (on) next.add(layer);
  else next.delete(layer);
  shownLayers.value = next;
}

/** Where the big map looked last: going away and back does not lose the place. */
export const lastLook = signal<{ centre: Position; zoom: number } | undefined>(undefined);

/** A file of one's own (own-file.ts), once it was read from this browser. */
export const ownFile = signal<{ name: string; data: FeatureCollection } | undefined>(undefined);
void keptFile().then((found) => {
  ownFile.value ??= found;
});

/** The standard's affiliations, by its digit. A judgement of this viewer alone. */
export const AFFILIATIONS = { unknown: 1, friend: 3, neutral: 4, suspect: 5, hostile: 6 } as const;
export type Affiliation = keyof typeof AFFILIATIONS;
export type Affiliations = Readonly<Record<"own" | "other" | "third" | "unknown", Affiliation>>;
const AFFILIATIONS_KEPT = "detente.map.affiliations";
const AFFILIATIONS_BEGIN: Affiliations = {
  own: "friend",
  other: "unknown", // the console calls nobody hostile; who does, does it here and alone
  third: "unknown",
  unknown: "unknown",
};

function keptAffiliations(): Affiliations {
  try {
    const found = JSON.parse(
      localStorage.getItem(AFFILIATIONS_KEPT) ?? "{}",
    ) as Partial<Affiliations>;
    const known = Object.entries(found).filter(([, one]) => one in AFFILIATIONS);
    return { ...AFFILIATIONS_BEGIN, ...Object.fromEntries(known) };
  } catch {
    return AFFILIATIONS_BEGIN;
  }
}

export const affiliations = signal<Affiliations>(keptAffiliations());

export function affiliate(tone: keyof Affiliations, as: Affiliation): void {
  affiliations.value = { ...affiliations.value, [tone]: as };
  localStorage.setItem(AFFILIATIONS_KEPT, JSON.stringify(affiliations.value));
}
