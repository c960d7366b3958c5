/** Files that the node writes, saved as such; a refusal is shown, not saved. */
import { ASKED_BY, type Problem, Refused, Unreachable } from "../api/client.ts";

/** Save what the node answers. Throws Refused or Unreachable. */
export async function download(path: string, name: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(path, { headers: ASKED_BY });
  } catch (error) {
    throw new Unreachable(error);
  }
  if (!answer.ok) throw new Refused((await answer.json()) as Problem);
  save(await answer.blob(), name);
}

/** Save bytes that are here. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
