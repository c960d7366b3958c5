import { appendFileSync } from "node:fs";

/** One figure for bench/console.py, which prints it as all benches do. limit: what it is held to. */
export function figure(name: string, value: number, unit: string, limit?: number): void {
  const path = process.env["DETENTE_FIGURES"];
  const words = JSON.stringify({ figure: name, value, unit, limit: limit ?? null });
  if (path) appendFileSync(path, `${words}\n`);
  else console.log(words);
}

/** The value below which a share of all lies, nearest rank; 0.5 is the median. */
export function rank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.max(0, Math.ceil(share * sorted.length) - 1);
  const found = sorted[at];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}
