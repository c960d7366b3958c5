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

/** Whether `proof` shows the leaf hash at `index` under `root` of a tree of `size` leaves. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [node, last, digest] = [index, size - 1, leaf];
  for (const step of proof) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      digest = nodeHash(step, digest);
      while (!odd(node) && node > 0) [node, last] = [half(node), half(last)];
    } else digest = nodeHash(digest, step);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(digest, root);
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
  const isPower = Number.isInteger(Math.log2(old)) && 2 ** Math.round(Math.log2(old)) === old;
  const path = isPower ? [oldRoot, ...proof] : [...proof];
  let [node, last] = [old - 1, size - 1];
  while (odd(node)) [node, last] = [half(node), half(last)];
  const start = path.shift();
  if (!start) return false;
  let [first, second] = [start, start];
  for (const step of path) {
    if (last === 0) return false;
    if (odd(node) || node === last) {
      [first, second] = [nodeHash(step, first), nodeHash(step, second)];
      while (!odd(node) && node > 0) [node, last] = [half(node), half(last)];
    } else second = nodeHash(second, step);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(first, oldRoot) && equal(second, root);
}
