/**
 * Check a file beside the page, in a worker that was fetched before it was needed.
 *
 * One worker waits; a check takes it and the next one is made at once, so that a file can be checked
 * when the node that served the page is gone. A check that is stopped ends its worker.
 */
import type { Checked } from "./file.ts";
import { CannotVerify } from "./file.ts";
import type { Ask, Told } from "./worker.ts";

let waiting: Worker | null = null;

function made(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
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
  const done = result.then(
    () => keep(worker),
    () => worker.terminate(),
  );
  void done;
  return {
    result,
    stop: () => {
      worker.terminate();
      refuse(new DOMException("stopped", "AbortError"));
    },
  };
}

/** A worker that has done its work is as good as new: it keeps nothing. */
function keep(worker: Worker): void {
  if (waiting) worker.terminate();
  else waiting = worker;
}
