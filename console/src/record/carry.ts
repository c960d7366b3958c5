/** Files of entries that are carried by hand: made for a party, and taken in. */
import { ASKED_BY, type Problem, Refused, type Schemas, Unreachable } from "../api/client.ts";
import { number } from "../format/time.ts";
import { t } from "../i18n/text.ts";

/** Send a file to this node; says in a sentence what became of it. Throws Refused or Unreachable. */
export async function takeBundle(file: Blob): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch("/v1/bundles", { method: "POST", headers: ASKED_BY, body: file });
  } catch (error) {
    throw new Unreachable(error);
  }
  if (!answer.ok) throw new Refused((await answer.json()) as Problem);
  const view = (await answer.json()) as Schemas["BundleView"];
  const values = {
    taken: view.taken,
    held: view.held,
    waiting: view.waiting,
    receipts: view.receipts,
  };
  const counts = Object.entries(values).map(([name, count]) => [name, number(count)] as const);
  const problems = view.problems ?? [];
  const words = t("record-bundle-taken", Object.fromEntries(counts));
  return problems.length > 0 ? `${words} ${problems.join(" ")}` : words;
}

/** Fetch a file of any length, telling how much came. Throws Refused or Unreachable. */
export async function fetchFile(path: string, progress: (bytes: number) => void): Promise<Blob> {
  try {
    const answer = await fetch(path, { headers: ASKED_BY });
    if (!answer.ok || !answer.body) throw new Refused((await answer.json()) as Problem);
    const reader = answer.body.getReader();
    const parts: BlobPart[] = [];
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts, { type: "application/jsonl" });
      parts.push(value as Uint8Array<ArrayBuffer>);
      bytes += value.length;
      progress(bytes);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Unreachable(error);
  }
}
