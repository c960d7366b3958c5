/** One journal as the verifier follows it: its tree, its author's keys, its times, who joined. */
import type { Head } from "./entry.ts";
import type { Previous } from "./events.ts";
import { type Bytes, equal, type JournalId } from "./forms.ts";
import { leafHash, Tree } from "./merkle.ts";

export class Chain {
  key: Bytes | null = null;
  previous: Previous | null = null;
  /** What a later epoch says of this one's end, and how many entries stand after that. */
  end: Previous | null = null;
  beyond = 0;
  lastMs = 0;
  /** False once an entry is missing: its later entries then have no place in a tree. */
  whole = true;
  lastNumber: string | null = null;
  /** Whether bodies were withheld since the last number that was read. */
  hidden = false;
  checkpoint = 0;
  readonly named = new Map<string, Head>();
  readonly joined = new Map<string, number>();
  readonly cosigned = new Map<string, number>();
  readonly #switches: { until: number; key: Bytes }[] = [];
  readonly #tree = new Tree();
  #times = new Float64Array(64);

  constructor(
    readonly name: string,
    readonly id: JournalId,
  ) {}

  get size(): number {
    return this.#tree.size;
  }

  /** From the next entry on the author signs with another key. */
  rotate(key: Bytes): void {
    if (this.key !== null && !equal(key, this.key))
      this.#switches.push({ until: this.size, key: this.key });
    this.key = key;
  }

  /** The key in force for entry `size`. */
  keyAt(size: number): Bytes {
    const found = this.#switches.find((one) => size < one.until)?.key ?? this.key;
    if (found === null) throw new Error("a journal without a key has no checkpoint to look at");
    return found;
  }

  /** How much of another journal its author has named as seen. */
  namedSize(journal: string): number {
    return this.named.get(journal)?.size ?? 0;
  }

  append(header: Bytes, atMs: number): void {
    if (this.size === this.#times.length) {
      const more = new Float64Array(2 * this.#times.length);
      more.set(this.#times);
      this.#times = more;
    }
    this.#times[this.size] = atMs;
    this.#tree.append(leafHash(header));
    this.lastMs = atMs;
  }

  leaf(sequence: number): Bytes {
    return this.#tree.leaf(sequence);
  }

  rootAt(size: number): Bytes {
    return this.#tree.rootAt(size);
  }

  atMs(sequence: number): number {
    return this.#times[sequence] ?? 0;
  }

  /**
   * How many entries are final, and who keeps the rest from being so: under the author's checkpoint,
   * and cosigned by all who were members then.
   */
  final(): [number, string[]] {
    let least = Math.min(this.size, this.checkpoint);
    const missing: string[] = [];
    for (const [party, since] of [...this.joined].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const bound = Math.max(this.cosigned.get(party) ?? 0, Math.min(since, this.size));
      if (bound < this.size) missing.push(party);
      least = Math.min(least, bound);
    }
    return [least, missing];
  }
}
