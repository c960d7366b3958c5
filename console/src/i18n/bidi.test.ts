import { describe, expect, test } from "vitest";
import { settle, settled } from "./bidi.ts";

const F = "\u2068";
const P = "\u2069";
const R = "\u2067";

describe("the order of what the node says from right to left", () => {
  test("gives a list of values, which has no letter of its own, the order of its language", () => {
    expect(settled(`שטח: ${F}${F}מעגל${P}; ${F}FL100${P}${P}`)).toBe(
      `שטח: ${R}${F}מעגל${P}; ${F}FL100${P}${P}`,
    );
  });

  test("leaves a value alone: a place or a call sign keeps the order that it has", () => {
    const text = `שם יישוב: ${F}Swakopmund${P}, ${F}22°42.0'S${P}`;
    expect(settled(text)).toBe(text);
  });

  test("leaves English beside Hebrew from left to right", () => {
    const list = `${F}${F}circle${P}; ${F}FL100${P}${P}`;
    const answer = {
      said: [
        { direction: "ltr", headline: list },
        { direction: "rtl", lines: [{ text: list, english: list }] },
      ],
    };
    settle(answer);
    expect(answer).toEqual({
      said: [
        { direction: "ltr", headline: list },
        { direction: "rtl", lines: [{ text: list.replace(F, R), english: list }] },
      ],
    });
  });
});
