/**
 * How far two clocks can have been apart, from who had seen whose entries when.
 *
 * If B's entry of time b names A's entry of time a as seen, then B's clock was at most b - a ahead of
 * A's, or the effect would come before its cause. Nobody's clock is trusted for this.
 */
import type { ClockBounds } from "./report.ts";

export class Clocks {
  /** The smallest gap seen from the first party's clock to the second's. */
  readonly #gaps = new Map<string, Map<string, number>>();

  /** `author` wrote at `atMs`, having seen what `seen` wrote at `seenMs`. */
  saw(author: string, atMs: number, seen: string, seenMs: number): void {
    const by = this.#gaps.get(seen) ?? new Map<string, number>();
    this.#gaps.set(seen, by);
    by.set(author, Math.min(atMs - seenMs, by.get(author) ?? Number.POSITIVE_INFINITY));
  }

  /** For each pair, how far the second's clock was ahead of the first's. */
  bounds(): ClockBounds[] {
    const pairs = new Set<string>();
    for (const [seen, by] of this.#gaps)
      for (const author of by.keys()) pairs.add([seen, author].sort().join(" "));
    return [...pairs].sort().map((pair) => {
      const [first = "", second = ""] = pair.split(" ");
      const back = this.#gaps.get(second)?.get(first);
      const most = this.#gaps.get(first)?.get(second) ?? null;
      return { first, second, least_ms: back === undefined ? null : 0 - back, most_ms: most };
    });
  }
}
