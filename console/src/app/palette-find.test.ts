import { expect, test } from "vitest";
import { found, type Goal } from "./palette-find.ts";

const goal = (words: string, kind = "message"): Goal => ({ kind, words, href: `#/${words}` });
const GOALS = [
  goal("Messages", "view"),
  goal("\u2068COBALT-2026-0022\u2069 · is this yours?"),
  goal("AEN · nearing or inside our airspace", "new message"),
];

test("every word that was typed must occur, in the words or in the kind", () => {
  expect(found(GOALS, "new airspace").map((one) => one.words)).toEqual([GOALS[2]?.words]);
  expect(found(GOALS, "yours airspace")).toEqual([]);
});

test("the marks around values do not stand in the way of a number", () => {
  expect(found(GOALS, "cobalt-2026-0022")[0]).toBe(GOALS[1]);
});

test("what begins with the word is before what only holds it", () => {
  const goals = [goal("the nearing"), goal("nearing")];
  expect(found(goals, "near").map((one) => one.words)).toEqual(["nearing", "the nearing"]);
});

test("a whole number that is not open any more can be gone to all the same", () => {
  const closed = goal("COBALT-2026-0001");
  expect(found(GOALS, "COBALT-2026-0001", () => closed)[0]).toBe(closed);
});
