/**
 * Where two read-backs part, word by word, and how far apart their places are.
 *
 * The node decides what counts as a difference (100 m, 2 %); this shows where the words part, so that
 * a tired eye need not compare them.
 */
import { at } from "./form/paths.ts";

export interface Word {
  readonly text: string;
  readonly differs: boolean;
}

/** Both sentences as words, with those marked that the other has not, in their order. */
export function compareWords(one: string, other: string): [Word[], Word[]] {
  const [a, b] = [one.split(/\s+/).filter(Boolean), other.split(/\s+/).filter(Boolean)];
  const common = longest(a, b);
  const mark = (words: readonly string[], side: 0 | 1) => {
    const kept = new Set(common.map((pair) => pair[side]));
    return words.map((text, index) => ({ text, differs: !kept.has(index) }));
  };
  return [mark(a, 0), mark(b, 1)];
}

/** Pairs of places of the longest common subsequence. Read-backs are some dozens of words. */
function longest(a: readonly string[], b: readonly string[]): [number, number][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const row = (index: number) => lengths[index] as Uint16Array;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const same = (row(i + 1)[j + 1] as number) + 1;
      row(i)[j] = a[i] === b[j] ? same : Math.max(row(i + 1)[j] as number, row(i)[j + 1] as number);
    }
  }
  const found: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) found.push([i++, j++]);
    else if ((row(i + 1)[j] as number) >= (row(i)[j + 1] as number)) i += 1;
    else j += 1;
  }
  return found;
}

export type Computed = Readonly<Record<string, unknown>>;

/** The parts of a read-back: of one part, itself. */
export function partsOf(computed: Computed): Computed[] {
  const parts = computed["parts"];
  return Array.isArray(parts) ? (parts as Computed[]) : [computed];
}

const EARTH_CM = 637_100_880; // mean radius: the distance between two middles, for the eye

/** How far apart two middles are, in centimetres; undefined where one is not said. */
export function apartCm(one: Computed, other: Computed): number | undefined {
  const values = [one, other].flatMap((side) => [
    at(side, "centre.lat_e7"),
    at(side, "centre.lon_e7"),
  ]);
  if (values.some((value) => typeof value !== "number")) return undefined;
  const [lat1, lon1, lat2, lon2] = values.map(
    (value) => ((value as number) / 1e7) * (Math.PI / 180),
  ) as [number, number, number, number];
  const half = (x: number) => Math.sin(x / 2) ** 2;
  const h = half(lat2 - lat1) + Math.cos(lat1) * Math.cos(lat2) * half(lon2 - lon1);
  return Math.round(2 * EARTH_CM * Math.asin(Math.min(1, Math.sqrt(h))));
}
