/**
 * An evidence file as a stream: lines of bounded length, unpacked on the way, checked in batches.
 *
 * Memory does not grow with the file but for 75 bytes an entry and a row a message. Signatures of a
 * batch are tried at once, because the browser checks them beside this thread; what they mean is
 * decided line by line, in order.
 */
import { CannotVerify } from "./cannot.ts";
import { Checker } from "./check.ts";
import { ed25519Problem } from "./ed25519.ts";
import { type Bytes, concat } from "./forms.ts";
import { type Line, lineOfFile, openingOf, Unusable } from "./lines.ts";
import type { Pin } from "./parties.ts";
import { type MessageRow, type Report, unusable } from "./report.ts";
import { agreesWithBrowser, Sha256 } from "./sha256.ts";

export const LINE_BYTES_MAX = 2 * 1024 * 1024; // the largest body, every character escaped
export const ROWS_MAX = 2_000; // of the timeline, for a screen; the report counts all
const BATCH = 256;
const NEWLINE = 10;

/** A file as it lies on the reader's disk, or came in a test. */
export interface Source {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
}

export interface Options {
  /** Keys or fingerprints by party, known from elsewhere. */
  readonly pinned?: ReadonlyMap<string, Pin>;
  /** Called now and then with lines read, and with how much of the file as it lies there. */
  readonly progress?: (lines: number, bytes: number) => void;
  readonly signal?: AbortSignal;
  /** Sizes of journals at which the report is to say the tree's root: what somebody else holds. */
  readonly sizes?: ReadonlyMap<string, number>;
}

export interface Checked {
  readonly report: Report;
  readonly rows: readonly MessageRow[];
  readonly rowCount: number;
}

/** Check the file. Throws CannotVerify, or the signal's reason; all else is in the report. */
export async function verifyFile(source: Source, options: Options = {}): Promise<Checked> {
  const missing = await ed25519Problem();
  if (missing !== null) throw new CannotVerify(missing);
  if (!(await agreesWithBrowser())) throw new CannotVerify("sha256");
  const rows: MessageRow[] = [];
  let rowCount = 0;
  const keep = (row: MessageRow) => {
    rowCount += 1;
    if (rows.length < ROWS_MAX) rows.push(row);
  };
  try {
    const report = await checked(source, options, keep);
    return { report, rows, rowCount };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return {
      report: unusable(source.name, `evidence file: ${error.message}`),
      rows: [],
      rowCount: 0,
    };
  }
}

async function checked(source: Source, options: Options, keep: (row: MessageRow) => void) {
  const lines = new Lines(source, options.signal);
  try {
    const first = await lines.next();
    const opening = openingOf(first ?? new Uint8Array());
    const checker = new Checker(opening, options.pinned ?? new Map());
    const hash = new Sha256().update(first as Bytes);
    let number = 1;
    for (;;) {
      options.signal?.throwIfAborted();
      const { batch, broken } = await lines.batch(number);
      const parsed = batch.map((data) => ({ data, line: lineOfFile(data) }));
      for (const { line } of parsed) checker.prepare(line);
      for (const { data, line } of parsed) {
        number += 1;
        await checkedLine(checker, number, line, hash, data);
      }
      options.progress?.(number, lines.bytesRead);
      if (broken) throw broken;
      if (batch.length < BATCH) return checker.report(source.name, keep, options.sizes);
    }
  } finally {
    await lines.close();
  }
}

async function checkedLine(
  checker: Checker,
  number: number,
  line: Line,
  hash: Sha256,
  data: Bytes,
) {
  await checker.line(number, line, () => hash.digest());
  if (line.is !== "end") hash.update(data);
}

/** The lines of a file, each with its newline; the last one may have none. */
class Lines {
  bytesRead = 0;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #waiting: Uint8Array[] = []; // pieces of the line that has not ended yet
  #waitingBytes = 0;
  #chunk: Uint8Array = new Uint8Array();
  #ended = false;

  constructor(
    readonly source: Source,
    readonly signal: AbortSignal | undefined,
  ) {}

  /** Up to BATCH lines; broken: why no more can be read. */
  async batch(before: number): Promise<{ batch: Bytes[]; broken: Unusable | null }> {
    const batch: Bytes[] = [];
    try {
      while (batch.length < BATCH) {
        const line = await this.next(before + batch.length + 1);
        if (line === null) break;
        batch.push(line);
      }
      return { batch, broken: null };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return { batch, broken: error };
    }
  }

  /** The next line; null at the end. Throws Unusable. */
  async next(number = 1): Promise<Bytes | null> {
    for (;;) {
      const cut = this.#chunk.indexOf(NEWLINE);
      const piece = cut < 0 ? this.#chunk : this.#chunk.subarray(0, cut + 1);
      this.#waiting.push(piece);
      this.#waitingBytes += piece.length;
      this.#chunk = this.#chunk.subarray(piece.length);
      if (this.#waitingBytes > LINE_BYTES_MAX)
        throw new Unusable(
          number === 1
            ? "does not begin as an evidence file"
            : `line ${number} is longer than ${LINE_BYTES_MAX} bytes`,
        );
      if (cut >= 0) return this.#taken();
      if (!(await this.#more())) return this.#waitingBytes > 0 ? this.#taken() : null;
    }
  }

  async close(): Promise<void> {
    await this.#reader?.cancel().catch(() => undefined); // an unpacker that failed has no more to give
  }

  #taken(): Bytes {
    const line = concat(...this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    return line;
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    this.signal?.throwIfAborted();
    try {
      this.#reader ??= (await this.#opened()).getReader();
      const { done, value } = await this.#reader.read();
      this.#ended = done;
      this.#chunk = value ?? new Uint8Array();
      return !done;
    } catch (error) {
      throw new Unusable(
        `cannot be read or unpacked (${error instanceof Error ? error.message : error})`,
      );
    }
  }

  /** The file's bytes, unpacked when it begins as gzip does, whatever it is called. */
  async #opened(): Promise<ReadableStream<Uint8Array>> {
    const head = this.source.stream().getReader();
    const { value } = await head.read();
    await head.cancel();
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, to) => {
        this.bytesRead += chunk.length;
        to.enqueue(chunk);
      },
    });
    const stream = this.source.stream().pipeThrough(counted);
    const isPacked = value?.[0] === 0x1f && value[1] === 0x8b;
    if (!isPacked) return stream;
    const unpack = new DecompressionStream("gzip");
    return stream.pipeThrough(unpack as unknown as TransformStream<Uint8Array, Uint8Array>);
  }
}
