/**
 * The RFC 6962 tree over a journal's headers: roots at any size, and both kinds of proof.
 *
 * Every complete subtree's hash is kept (64 bytes an entry), so that the root at any earlier size costs
 * a handful of hashes. The proofs need no tree: they take hashes alone.
 */
import { type Bytes, equal } from "./forms.ts";
import { sha256 } from "./sha256.ts";

export const HASH_BYTES = 32;
export const EMPTY_ROOT = sha256();
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(data: Uint8Array): Bytes {
  return sha256(LEAF, data);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(NODE, left, right);
}

/** Hashes in one growing array. */
class Level {
  #data = new Uint8Array(16 * HASH_BYTES);
  #count = 0;

  push(hash: Uint8Array): void {
    const from = this.#count * HASH_BYTES;
    if (from === this.#data.length) {
      const more = new Uint8Array(2 * this.#data.length);
      more.set(this.#data);
      this.#data = more;
    }
    this.#data.set(hash, from);
    this.#count += 1;
  }

  at(index: number): Bytes {
    return this.#data.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}

export class Tree {
  #levels: Level[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(leaf: Uint8Array): void {
    let [level, index, digest] = [0, this.#size, leaf];
    for (;;) {
      if (level === this.#levels.length) this.#levels.push(new Level());
      this.#level(level).push(digest);
      if (index % 2 === 0) break;
      digest = nodeHash(this.#level(level).at(index - 1), digest);
      level += 1;
      index = (index - 1) / 2;
    }
    this.#size += 1;
  }

  leaf(index: number): Bytes {
    return this.#level(0).at(index);
  }

  /** Root when the tree had `size` leaves; at most the present size. */
  rootAt(size: number): Bytes {
    return size === 0 ? EMPTY_ROOT : this.#range(0, size);
  }

  #level(height: number): Level {
    const level = this.#levels[height];
    if (!level) throw new RangeError(`the tree has no level ${height}`);
    return level;
  }

  /** Hash over leaves start to end - 1; start is aligned as RFC 6962's splits make it. */
  #range(start: number, end: number): Bytes {
    const height = Math.floor(Math.log2(end - start));
    const span = 2 ** height;
    const left = this.#level(height).at(start / span);
    return span === end - start ? left : nodeHash(left, this.#range(start + span, end));
  }
}

const odd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2); // sizes may be above 2^31: no bit operators

/** Walks from a leaf's place to the root: whether the next hash stands to the left, and when it ends. */
class Path {
  constructor(
    private node: number,
    private last: number,
  ) {}

  /** Up to where the node is a left child: nothing is hashed on the way. */
  skipRight(): this {
    while (odd(this.node)) this.#up();
    return this;
  }

  get done(): boolean {
    return this.last === 0;
  }

  /** Whether the next hash stands left of the node; goes up past it. */
  step(): boolean {
    const left = odd(this.node) || this.node === this.last;
    if (left) while (!odd(this.node) && this.node > 0) this.#up();
    this.#up();
    return left;
  }

  #up(): void {
    this.node = half(this.node);
    this.last = half(this.last);
  }
}

/** Whether `proof` shows the leaf hash at `index` under `root` of a tree of `size` leaves. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(index >= 0 && index < size)) return false;
  const path = new Path(index, size - 1);
  let digest = leaf;
  for (const hash of proof) {
    if (path.done) return false;
    digest = path.step() ? nodeHash(hash, digest) : nodeHash(digest, hash);
  }
  return path.done && equal(digest, root);
}

/**
 * Root of the tree that ended with the leaf at `index`, from its path in a larger one: the hashes that
 * stand to its left are the whole of what was before it.
 */
export function rootUpTo(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  const path = new Path(index, size - 1);
  let digest = leaf;
  for (const hash of proof) if (path.step()) digest = nodeHash(hash, digest);
  return digest;
}

/** Whether `proof` shows that the tree of `old` leaves is a prefix of the tree of `size`. */
export function verifyConsistency(
  old: number,
  oldRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!(old > 0 && old <= size)) return false;
  if (old === size) return proof.length === 0 && equal(oldRoot, root);
  const [start, ...rest] = isPower(old) ? [oldRoot, ...proof] : proof;
  if (!start) return false;
  const path = new Path(old - 1, size - 1).skipRight();
  let [first, second] = [start, start];
  for (const hash of rest) {
    if (path.done) return false;
    if (path.step()) [first, second] = [nodeHash(hash, first), nodeHash(hash, second)];
    else second = nodeHash(second, hash);
  }
  return path.done && equal(first, oldRoot) && equal(second, root);
}

function isPower(size: number): boolean {
  return 2 ** Math.round(Math.log2(size)) === size;
}
