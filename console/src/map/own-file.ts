/**
 * A file of one's own lines on the map: kept in this browser alone, never sent, never logged as agreed.
 *
 * GeoJSON in WGS84. What is over a limit is refused with the limit, never cut short in silence.
 */
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";

export const FILE_BYTES_MAX = 20 * 1024 * 1024; // a country's borders at full detail; a browser parses it in a second
export const FILE_POINTS_MAX = 400_000; // more than a coast at 10 m; drawing stays fluent
const DATABASE = "detente-map";
const STORE = "files";
const KEY = "lines";

export type Refused = "too-big" | "too-many" | "not-json" | "not-geojson" | "not-wgs84" | "empty";

/** Why a file is not taken; `limit` where there is one. */
export class FileRefused extends Error {
  constructor(
    readonly reason: Refused,
    readonly limit = 0,
  ) {
    super(reason);
    this.name = "FileRefused";
  }
}

export interface OwnFile {
  readonly name: string;
  readonly data: FeatureCollection;
}

/** What a file says. Throws FileRefused. */
export function readGeoJson(text: string): FeatureCollection {
  if (text.length > FILE_BYTES_MAX) throw new FileRefused("too-big", FILE_BYTES_MAX / 1024 / 1024);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileRefused("not-json");
  }
  const features = featuresIn(value);
  if (!features) throw new FileRefused("not-geojson");
  let points = 0;
  for (const one of features) points += counted(one.geometry);
  if (points === 0) throw new FileRefused("empty");
  if (points > FILE_POINTS_MAX) throw new FileRefused("too-many", FILE_POINTS_MAX);
  // names and other properties are not drawn, so they are not kept
  const bare = features.map((one) => ({ ...one, properties: {} }));
  return { type: "FeatureCollection", features: bare };
}

const TYPES = new Set([
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
  "GeometryCollection",
]);

function featuresIn(value: unknown): Feature[] | undefined {
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  const { type } = value as { type: unknown };
  if (type === "FeatureCollection") {
    const { features } = value as { features?: unknown };
    if (!Array.isArray(features)) return undefined;
    const found = features.map(featuresIn);
    return found.every((one) => one !== undefined) ? found.flat() : undefined;
  }
  if (type === "Feature") {
    const { geometry } = value as Feature;
    if (geometry === null) return [];
    return featuresIn(geometry);
  }
  if (typeof type !== "string" || !TYPES.has(type)) return undefined;
  return [{ type: "Feature", geometry: value as Geometry, properties: {} }];
}

/** How many places a geometry has. Throws FileRefused when one is none. */
function counted(geometry: Geometry): number {
  if (geometry.type === "GeometryCollection") {
    return geometry.geometries.reduce((sum, one) => sum + counted(one), 0);
  }
  return countedIn(geometry.coordinates);
}

function countedIn(value: unknown): number {
  if (!Array.isArray(value)) throw new FileRefused("not-geojson");
  if (typeof value[0] !== "number")
    return value.reduce<number>((sum, one) => sum + countedIn(one), 0);
  const [lon, lat] = value as Position;
  const sound = Number.isFinite(lon) && Number.isFinite(lat);
  // metres of a national grid are the usual slip: they are no degrees
  if (!sound || Math.abs(lat ?? 0) > 90 || Math.abs(lon ?? 0) > 360)
    throw new FileRefused("not-wgs84");
  return 1;
}

/** Take a file that was chosen or dropped, and keep it. Throws FileRefused. */
export async function takeFile(file: File): Promise<OwnFile> {
  if (file.size > FILE_BYTES_MAX) throw new FileRefused("too-big", FILE_BYTES_MAX / 1024 / 1024);
  const found = { name: file.name, data: readGeoJson(await file.text()) };
  await inStore("readwrite", (store) => store.put(found, KEY));
  return found;
}

export async function forgetFile(): Promise<void> {
  await inStore("readwrite", (store) => store.delete(KEY));
}

/** The file that is kept in this browser; undefined when there is none, or no store. */
export async function keptFile(): Promise<OwnFile | undefined> {
  if (!("indexedDB" in globalThis)) return undefined;
  try {
    return (await inStore("readonly", (store) => store.get(KEY))) as OwnFile | undefined;
  } catch {
    return undefined; // a private window may refuse the store: there is no file then
  }
}

async function inStore(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const database = await answer(opened());
  try {
    return await answer(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function opened(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return request;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
