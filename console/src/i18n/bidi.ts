/**
 * The order of words that the node says from right to left.
 *
 * The node sets every value apart with U+2068, "the first strong letter decides". A list of values
 * has no letter of its own, only the separators between them, and Unicode then orders it from left to
 * right: in Hebrew or Arabic the time would stand before the place. Such a span takes the direction of
 * its language instead.
 */
const FSI = "\u2068";
const RLI = "\u2067";
const PDI = "\u2069";
const LETTER = /\p{L}/u;

interface Span {
  readonly at: number;
  letter: boolean;
  inner: boolean;
}

/** A text of a language written from right to left, each list in it in that order. */
export function settled(text: string): string {
  if (!text.includes(FSI)) return text;
  const chars = [...text];
  const open: Span[] = [];
  chars.forEach((char, at) => {
    const last = open.at(-1);
    if (char === FSI) {
      if (last) last.inner = true;
      open.push({ at, letter: false, inner: false });
    } else if (char === PDI) {
      const done = open.pop();
      if (done?.inner && !done.letter) chars[done.at] = RLI;
    } else if (last && LETTER.test(char)) last.letter = true;
  });
  return chars.join("");
}

/**
 * The same, in place, for all that a node's answer says from right to left: below a `direction`. The
 * English that stands beside a line stays as it is.
 */
export function settle(value: unknown, rtl = false): void {
  if (typeof value !== "object" || value === null) return;
  const all = value as Record<string, unknown>;
  const here = rtl || all["direction"] === "rtl";
  for (const name of Object.keys(all)) {
    const one = all[name];
    if (name === "english") continue;
    if (typeof one !== "string") settle(one, here);
    else if (here) all[name] = settled(one);
  }
}
