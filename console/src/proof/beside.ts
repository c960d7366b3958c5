/**
 * Check a file beside the page, in a worker that was fetched before it was needed.
 *
 * One worker waits, and is used again and again, so that a file can be checked when the node that
 * served the page is gone. A check that is stopped ends its worker, and another one is fetched.
 */

import { CannotVerify } from "./cannot.ts";
import type { Checked } from "./file.ts";
import type { Ask, Told } from "./worker.ts";

let waiting: Worker | null = null;

function made(): Worker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onerror = () => {
    if (waiting === worker) waiting = null; // it could not be fetched: the next check tries again
  };
  return worker;
}

/** Have a worker ready from now on. */
export function prepare(): void {
  waiting ??= made();
}

export interface Checking {
  readonly result: Promise<Checked>;
  stop(): void;
}

/** Check the file. The result throws CannotVerify, an Error, or what `stop` says. */
export function check(ask: Ask, progress: (lines: number, bytes: number) => void): Checking {
  const worker = waiting ?? made();
  waiting = null;
  let refuse: (reason: Error) => void = () => undefined;
  const result = new Promise<Checked>((resolve, reject) => {
    refuse = reject;
    worker.onerror = () => reject(new Error("the verifier could not be loaded"));
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.is === "progress") progress(data.lines, data.bytes);
      else if (data.is === "checked") resolve(data.checked);
      else if (data.is === "cannot") reject(new CannotVerify(data.why));
      else reject(new Error(data.reason));
    };
  });
  worker.postMessage(ask);
  let over = false;
  const end = (then: () => void) => () => {
    over = true;
    then();
  };
  result.then(
    end(() => keep(worker)),
    end(() => worker.terminate()),
  );
  return {
    result,
    stop: () => {
      if (over) return; // the worker waits for the next file by now
      refuse(new DOMException("stopped", "AbortError"));
      prepare();
    },
  };
}

/** A worker that has done its work is as good as new: it keeps nothing. */
function keep(worker: Worker): void {
  if (waiting) worker.terminate();
  else waiting = worker;
}
