/** Where a read-back parts from what was meant, as the eye is led to it. */
import { expect, test } from "vitest";
import { apartCm, compareWords, partsOf } from "./differences.ts";

const marked = (words: readonly { text: string; differs: boolean }[]) =>
  words.filter((one) => one.differs).map((one) => one.text);

test("Only the words that differ are marked, on both sides.", () => {
  const meant = "circle of 18.5 km around 22°54.0'S 014°24.0'E; from FL100 to FL240";
  const said = "circle of 18.5 km around 22°45.0'S 014°24.0'E; from FL100 to FL200";
  const [here, there] = compareWords(meant, said);
  expect(marked(here)).toEqual(["22°54.0'S", "FL240"]);
  expect(marked(there)).toEqual(["22°45.0'S", "FL200"]);
});

test("A word that is missing marks what stands where it should, and nothing after it.", () => {
  const [here, there] = compareWords("not above FL100 today", "above FL100 today");
  expect(marked(here)).toEqual(["not"]);
  expect(marked(there)).toEqual([]);
});

test("Nothing is marked where nothing differs, however the spaces stand.", () => {
  const [here, there] = compareWords("a  b c", "a b c");
  expect([...marked(here), ...marked(there)]).toEqual([]);
});

test("Nine minutes of latitude are nine miles apart, and a middle that was not said is no distance.", () => {
  const here = { centre: { lat_e7: -229_000_000, lon_e7: 144_000_000 } };
  const there = { centre: { lat_e7: -227_500_000, lon_e7: 144_000_000 } };
  expect((apartCm(here, there) ?? 0) / 185_200).toBeCloseTo(9, 1);
  expect(apartCm(here, {})).toBeUndefined();
});

test("A read-back of one part is itself its only part.", () => {
  expect(partsOf({ shape: "circle" })).toHaveLength(1);
  expect(partsOf({ parts: [{}, {}] })).toHaveLength(2);
});
