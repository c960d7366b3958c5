/** Heights as the field writes them. */
import { expect, test } from "vitest";
import { flightLevel, fullLevel, level } from "./place.ts";

test("a flight level has three digits, however it is asked for", () => {
  const one = { cm: 50 * 3_048, reference: "FL" };
  expect([flightLevel(one), level(one), fullLevel(one)]).toEqual(["FL050", "FL050", "FL050"]);
});

test("a height keeps what it is measured from, and is no flight level", () => {
  const one = { cm: 91_440, reference: "AMSL" };
  expect(flightLevel(one)).toBeUndefined();
  expect(level(one)).toBe("3,000\u00a0ft\u00a0AMSL");
  expect(fullLevel(one)).toBe("3,000\u00a0ft · 914\u00a0m AMSL");
});
