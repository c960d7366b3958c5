/**
 * Names of the places that the words on the line would name: the nearest to each volume.
 *
 * The node's gazetteer knows them; it tells the way from a place, so the place itself is asked for in
 * two steps, each nearer. A switch of the settings turns them off. No countries, no borders.
 */
import { signal } from "@preact/signals-core";
import type { FeatureCollection, Point } from "geojson";
import { post, type Schemas } from "../api/client.ts";
import { line } from "../app/lines.ts";
import { middleOf } from "./features.ts";
import { direct, latLon, type Position } from "./geo.ts";
import type { MapShape } from "./shapes.ts";

const TOWNS_MAX = 12; // as on the node's own pictures
const STEPS = 2; // a bearing in whole degrees is 450 m off at 50 km, and 4 m at 450 m
const E7 = 10_000_000;

type Found = Schemas["UnderstoodView"]["points"][number];

/** Towns by name, as they became known. */
export const towns = signal<ReadonlyMap<string, Position>>(new Map());
const asked = new Set<string>();

/** Ask for the towns that are nearest to some shapes; each middle is asked about once. */
export async function nameTowns(shapes: readonly MapShape[]): Promise<void> {
  for (const shape of shapes) {
    const part = shape.parts[0];
    if (!part || towns.peek().size >= TOWNS_MAX) continue;
    const middle = middleOf(part.outline);
    const name = middle.map((one) => one.toFixed(2)).join();
    if (asked.has(name) || asked.size >= 4 * TOWNS_MAX) continue;
    asked.add(name);
    await placeOf(middle);
  }
}

async function placeOf(middle: Position): Promise<void> {
  let at = middle;
  let found: Found | undefined;
  for (let step = 0; step < STEPS; step += 1) {
    found = await near(at);
    if (!found?.place || found.distance_cm === null || found.bearing_deg === null) return;
    // the bearing is from the place to where we asked: the way back, in the other direction
    at = direct(at, found.bearing_deg + 180, found.distance_cm);
  }
  if (found?.place) towns.value = new Map([...towns.peek(), [found.place, at]]);
}

async function near(at: Position): Promise<Found | undefined> {
  const key = line.peek();
  if (!key) return undefined;
  const { lat_e7, lon_e7 } = latLon(at);
  const axis = (value: number, letters: string) =>
    `${Math.abs(value / E7).toFixed(6)}${letters[value < 0 ? 1 : 0]}`;
  const text = `${axis(lat_e7, "NS")} ${axis(lon_e7, "EW")}`;
  const path = "/v1/lines/{channel}/{status}/places" as const;
  try {
    return (await post(path, { path: key, body: { kind: "point", text } })).points[0];
  } catch {
    return undefined; // a name is a help, not a must: the map goes without
  }
}

export function townFeatures(all: ReadonlyMap<string, Position>): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: [...all].map(([text, coordinates]) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates },
      properties: { text },
    })),
  };
}
