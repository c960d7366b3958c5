/** Which goals fit what was typed, the best first. Pure. */
export interface Goal {
  readonly kind: string;
  readonly words: string;
  readonly href?: string;
  readonly run?: () => void;
}

export const SHOWN = 12; // what fits under the box without scrolling

const ISOLATES = /[\u2066-\u2069]/g;
const plain = (text: string) => text.replace(ISOLATES, "").normalize("NFKC").toLowerCase();

/** How well a goal fits: every word must occur; at the beginning of the words is best. */
function rankOf(goal: Goal, wanted: readonly string[]): number | undefined {
  const words = plain(goal.words);
  const whole = `${words} ${plain(goal.kind)}`;
  if (!wanted.every((one) => whole.includes(one))) return undefined;
  const first = wanted[0] ?? "";
  if (words.startsWith(first)) return 0;
  return words.includes(` ${first}`) || words.includes(`-${first}`) ? 1 : 2;
}

/** Goals that hold every typed word; `byNumber` may add one for a number that is not among them. */
export function found(
  goals: readonly Goal[],
  typed: string,
  byNumber: (typed: string) => Goal | undefined = () => undefined,
): Goal[] {
  const wanted = plain(typed)
    .split(/\s+/)
    .filter((one) => one !== "");
  const fits = goals
    .map((goal, at) => ({ goal, at, rank: rankOf(goal, wanted) }))
    .filter((one) => one.rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.at - b.at)
    .map((one) => one.goal);
  const more = byNumber(typed.trim());
  const known = more && fits.some((one) => one.href === more.href);
  return [...(more && !known ? [more] : []), ...fits].slice(0, SHOWN);
}
