import { beforeEach, describe, expect, test } from "vitest";
import { borders, secondOffsetMin, secondZone } from "./choices.ts";

beforeEach(() => {
  secondZone.value = "none";
});

describe("what a reader chose", () => {
  test("is kept in this browser, and nowhere else", () => {
    borders.value = "de-facto";
    expect(localStorage.getItem("detente.choice.borders")).toBe('"de-facto"');
  });

  test("the second zone is a distance from UTC in minutes, west of it below nought", () => {
    secondZone.value = "+05:45";
    expect(secondOffsetMin(0)).toBe(345);
    secondZone.value = "-03:30";
    expect(secondOffsetMin(0)).toBe(-210);
  });

  test("without a second zone UTC stands alone", () => {
    expect(secondOffsetMin(0)).toBeUndefined();
  });
});
