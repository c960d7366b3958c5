/** The verifier beside the page: the page stays alive while a long file is checked. */
import { CannotVerify } from "./cannot.ts";
import { type Checked, verifyFile } from "./file.ts";
import type { Pin } from "./parties.ts";

export interface Ask {
  readonly file: File | Blob;
  readonly name: string;
  readonly pinned: ReadonlyMap<string, Pin>;
  readonly sizes: ReadonlyMap<string, number>;
}

export type Told =
  | { readonly is: "progress"; readonly lines: number; readonly bytes: number }
  | { readonly is: "checked"; readonly checked: Checked }
  | { readonly is: "cannot"; readonly why: CannotVerify["why"] }
  | { readonly is: "fault"; readonly reason: string };

/** Just what is used of a worker's own scope: the page's types know nothing of it. */
interface Scope {
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
  postMessage(told: Told): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = (event) => {
  const { file, name, pinned, sizes } = event.data;
  const source = { name, size: file.size, stream: () => file.stream() };
  const progress = (lines: number, bytes: number) =>
    scope.postMessage({ is: "progress", lines, bytes });
  verifyFile(source, { pinned, sizes, progress }).then(
    (checked) => scope.postMessage({ is: "checked", checked }),
    (error: unknown) =>
      scope.postMessage(
        error instanceof CannotVerify
          ? { is: "cannot", why: error.why }
          : { is: "fault", reason: String(error) },
      ),
  );
};
