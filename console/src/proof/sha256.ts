/**
 * SHA-256 (FIPS 180-4) in steps, because WebCrypto only hashes what lies whole in memory.
 *
 * An evidence file is hashed as it streams past, and a tree of a hundred thousand entries needs two
 * million small hashes, each of which would be a promise. So the page computes them itself, and
 * `agreesWithBrowser` holds the result against WebCrypto's before anything is judged by it.
 */
import { type Bytes, concat, equal } from "./forms.ts";

const K = new Uint32Array(64);
const START = new Uint32Array(8);
const W = new Int32Array(64);

/** The first 32 bits of the fractional parts of roots of the first primes, as the standard says. */
function constants(): void {
  let found = 0;
  for (let prime = 2; found < 64; prime += 1) {
    let divides = false;
    for (let by = 2; by * by <= prime; by += 1) divides ||= prime % by === 0;
    if (divides) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(prime));
    K[found] = fraction(Math.cbrt(prime));
    found += 1;
  }
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

constants();

export class Sha256 {
  #state = Int32Array.from(START);
  #block = new Uint8Array(64);
  #filled = 0;
  #length = 0;

  update(data: Uint8Array): this {
    this.#length += data.length;
    let at = 0;
    if (this.#filled > 0) {
      at = Math.min(64 - this.#filled, data.length);
      this.#block.set(data.subarray(0, at), this.#filled);
      this.#filled += at;
      if (this.#filled < 64) return this;
      compress(this.#state, this.#block, 0);
      this.#filled = 0;
    }
    for (; at + 64 <= data.length; at += 64) compress(this.#state, data, at);
    this.#block.set(data.subarray(at));
    this.#filled = data.length - at;
    return this;
  }

  /** The digest of all that came so far; more may still come. */
  digest(): Bytes {
    const state = this.#state.slice();
    const tail = new Uint8Array(this.#filled < 56 ? 64 : 128);
    tail.set(this.#block.subarray(0, this.#filled));
    tail[this.#filled] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(this.#length / 2 ** 29));
    view.setUint32(tail.length - 4, (this.#length << 3) >>> 0);
    for (let at = 0; at < tail.length; at += 64) compress(state, tail, at);
    const digest = new Uint8Array(32);
    const out = new DataView(digest.buffer);
    state.forEach((word, index) => {
      out.setInt32(4 * index, word);
    });
    return digest;
  }
}

function compress(state: Int32Array, data: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i += 1) {
    const j = at + 4 * i;
    W[i] =
      (byte(data, j) << 24) |
      (byte(data, j + 1) << 16) |
      (byte(data, j + 2) << 8) |
      byte(data, j + 3);
  }
  for (let i = 16; i < 64; i += 1) {
    const [x, y] = [W[i - 15] as number, W[i - 2] as number];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    W[i] = ((W[i - 16] as number) + s0 + (W[i - 7] as number) + s1) | 0;
  }
  rounds(state);
}

function rounds(state: Int32Array): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (W[i] as number)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = ((state[i] as number) + word) | 0;
  });
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function byte(data: Uint8Array, at: number): number {
  return data[at] as number;
}

export function sha256(...parts: readonly Uint8Array[]): Bytes {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 by the browser itself, for what lies in memory anyway. */
export async function browserSha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}

/** Whether this file's SHA-256 is the browser's, for every way in which a block can be filled. */
export async function agreesWithBrowser(): Promise<boolean> {
  const data = new Uint8Array(200);
  data.forEach((_, at) => {
    data[at] = (at * 37 + 11) & 0xff;
  });
  for (let length = 0; length < data.length; length += 9) {
    const [head, tail] = [data.subarray(0, length >> 1), data.subarray(length >> 1, length)];
    if (!equal(sha256(head, tail), await browserSha256(head, tail))) return false;
  }
  return true;
}
