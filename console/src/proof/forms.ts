/**
 * The small forms that every part of the record shares: bytes, base64, hex, names, journal ids.
 *
 * One spelling for each value, as docs/record-format.md section 1 says: what does not re-encode to the
 * same text is malformed. This folder imports nothing from the rest of the console, so that what it
 * checks can be read, and tried, apart from everything that the node serves.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

export const INTEGER_MAX = Number.MAX_SAFE_INTEGER; // 2^53 - 1: what a header's integers may be
export const AT_MS_MAX = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z
export const ORIGIN_PREFIX = "detente/";
const JOURNAL_CHARS_MAX = 3 * 64; // three names; an epoch fits beside real ones

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const EPOCH = /^(?:[2-9]|[1-9][0-9]{1,3})$/;
const STATUSES = ["ACTUAL", "EXERCISE", "TEST"];
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes from outside are not what they claim to be: caught where they enter, never a fault. */
export class Malformed extends Error {
  constructor(
    /** Which form was expected, such as `header` or `checkpoint`. */
    readonly what: string,
    readonly reason: string,
  ) {
    super(`${what}: ${reason}`);
  }
}

export interface JournalId {
  readonly channel: string;
  readonly status: string;
  readonly party: string;
  /** 1, or higher when the author began anew. */
  readonly epoch: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

/** Text of UTF-8 bytes; Malformed when they are none. */
export function textOf(data: Uint8Array, what: string): string {
  try {
    return decoder.decode(data);
  } catch {
    throw new Malformed(what, "is not UTF-8");
  }
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export function toHex(data: Uint8Array): string {
  let text = "";
  for (const byte of data) text += byte.toString(16).padStart(2, "0");
  return text;
}

export function toBase64(data: Uint8Array): string {
  let text = "";
  for (let at = 0; at < data.length; at += 8_192)
    text += String.fromCharCode(...data.subarray(at, at + 8_192));
  return btoa(text);
}

/** Strict inverse of `toBase64`; with `length`, exactly that many bytes. Throws Malformed. */
export function fromBase64(text: string, what: string, length?: number): Bytes {
  if (!BASE64.test(text)) throw new Malformed(what, "not base64");
  const raw = atob(text);
  const data = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) data[at] = raw.charCodeAt(at);
  if (
    text.endsWith("=") &&
    toBase64(data.subarray(data.length - (data.length % 3))) !== text.slice(-4)
  )
    throw new Malformed(what, "base64 is not canonical");
  if (length !== undefined && data.length !== length)
    throw new Malformed(what, `${data.length} bytes, expected ${length}`);
  return data;
}

export function isName(text: string): boolean {
  return NAME.test(text);
}

/** Order of code points, as Python and UTF-8 have it; `<` in JavaScript is that of UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    const [high, low] = [isSurrogate(x), isSurrogate(y)];
    return high === low ? x - y : Number(high) - Number(low);
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

const read = new Map<string, JournalId>(); // every header names a few, again and again
const READ_MAX = 4_096;

/** Read `channel/STATUS/party` or `channel/STATUS/party/EPOCH`; Malformed on all else. */
export function parseJournal(text: string): JournalId {
  const known = read.get(text);
  if (known) return known;
  const parts = [...text].length <= JOURNAL_CHARS_MAX ? text.split("/") : [];
  const [channel, status, party, epoch] = parts;
  if (!(channel && status && party) || parts.length > 4 || !isName(channel) || !isName(party))
    throw new Malformed("journal id", `not channel/STATUS/party: '${text.slice(0, 80)}'`);
  if (epoch !== undefined && !EPOCH.test(epoch))
    throw new Malformed("journal id", `epoch '${epoch.slice(0, 20)}' is not 2 to 9999`);
  if (!STATUSES.includes(status))
    throw new Malformed("journal id", `unknown status '${status.slice(0, 20)}'`);
  const id = { channel, status, party, epoch: epoch === undefined ? 1 : Number(epoch) };
  if (read.size >= READ_MAX) read.clear();
  read.set(text, id);
  return id;
}

/** `channel/STATUS`: where messages are numbered. */
export function lineOf(id: JournalId): string {
  return `${id.channel}/${id.status}`;
}

export function originOf(journal: string): string {
  return ORIGIN_PREFIX + journal;
}

export function cosignerOf(party: string): string {
  return ORIGIN_PREFIX + party;
}
