/**
 * Ed25519 (RFC 8032) by WebCrypto, with libsodium's strictness, so that a signature has one reading.
 *
 * Browsers differ from libsodium in what they refuse beyond the equation: keys and points of small
 * order, keys that are not in canonical form, scalars above the group's order. Those are refused here
 * first. Where the browser has no Ed25519, nothing is called verified: `ed25519Problem` says why.
 */
import { type Bytes, concat, toHex, utf8 } from "./forms.ts";
import { sha256 } from "./sha256.ts";

export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
const KEYS_KEPT_MAX = 1_024; // as many parties as a file may have; each is imported once

/** y of the points whose order divides 8, little-endian, sign bit cleared (as in libsodium). */
const SMALL_ORDER = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const PRIME = 2n ** 255n - 19n;

function little(data: Uint8Array): bigint {
  return BigInt(`0x${toHex(Uint8Array.from(data).reverse())}`);
}

function unsigned(point: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(point);
  copy[31] = (copy[31] as number) & 0x7f;
  return copy;
}

function isStrictPoint(point: Uint8Array, canonical: boolean): boolean {
  const y = unsigned(point);
  return !SMALL_ORDER.has(toHex(y)) && (!canonical || little(y) < PRIME);
}

const keys = new Map<string, Promise<CryptoKey | null>>();

/** The key for WebCrypto; null when it can be no key. */
function imported(raw: Uint8Array): Promise<CryptoKey | null> {
  const name = toHex(raw);
  const known = keys.get(name);
  if (known) return known;
  const made = isStrictPoint(raw, true)
    ? crypto.subtle
        .importKey("raw", Uint8Array.from(raw), "Ed25519", false, ["verify"])
        .catch(() => null)
    : Promise.resolve(null);
  if (keys.size >= KEYS_KEPT_MAX) keys.clear();
  keys.set(name, made);
  return made;
}

/** Whether `signature` over `data` was made by the key `key`; false on any malformation. */
export async function verify(
  key: Uint8Array,
  signature: Uint8Array,
  data: Bytes,
): Promise<boolean> {
  if (key.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  if (!isStrictPoint(signature.subarray(0, 32), false)) return false;
  if ((signature[63] as number) & 0xf0 && little(signature.subarray(32)) >= ORDER) return false;
  const usable = await imported(key);
  if (usable === null) return false;
  try {
    return await crypto.subtle.verify("Ed25519", usable, Uint8Array.from(signature), data);
  } catch {
    return false;
  }
}

/** Eight groups of four hex digits of the key's SHA-256, to be compared by voice. */
export function fingerprint(key: Uint8Array): string {
  return (toHex(sha256(key)).slice(0, 32).match(/.{4}/g) ?? []).join(" ");
}

/** Test 2 of RFC 8032, section 7.1. */
const VECTOR = {
  key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  signature:
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
};

function fromHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Why signatures cannot be checked in this browser; null when they can. Tried, not asked. */
export async function ed25519Problem(): Promise<"insecure" | "missing" | null> {
  if (globalThis.crypto?.subtle === undefined) return "insecure";
  const [key, signature] = [fromHex(VECTOR.key), fromHex(VECTOR.signature)];
  const right = await verify(key, signature, utf8("r"));
  const wrong = await verify(key, signature, concat(utf8("r"), utf8("x")));
  return right && !wrong ? null : "missing";
}
