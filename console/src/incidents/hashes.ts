/** Files compared with the evidence on record, in this browser: nothing of the file is sent. */
import type { CaseView } from "./differences.ts";

export type Evidence = CaseView["evidence"][number];

/** SHA-256 as 64 hexadecimal digits, by the browser's own WebCrypto. */
export async function sha256Of(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** Every piece on record with this digest: several sides may name one file. */
export function namedAs(digest: string, evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((one) => one.sha256.toLowerCase() === digest);
}

/** `1111 1111 … 1111`: groups that two people can read to each other. */
export function grouped(digest: string): string {
  return (digest.match(/.{1,8}/g) ?? []).join(" ");
}
