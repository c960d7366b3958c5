import { describe, expect, test } from "vitest";
import { type Message, readBacksOf } from "./read-back.ts";
import type { Part } from "./shapes.ts";

const E7 = 10_000_000;
const circle = (lat: number, radius_cm: number) => ({
  lat_e7: lat * E7,
  lon_e7: 14 * E7,
  radius_cm,
});
const meant: Part = {
  outline: { circle: circle(-23, 2_000_000) },
  floor: null,
  ceiling: { cm: 457_200, reference: "FL" },
  start_ms: 1_000,
  end_ms: 2_000,
};

function readBack(lat: number, extent_cm: number, changes: object = {}): Message {
  const { floor, ceiling, start_ms, end_ms } = meant;
  const centre = { lat_e7: lat * E7, lon_e7: 14 * E7 };
  const computed = {
    shape: "circle",
    centre,
    extent_cm,
    floor,
    ceiling,
    start_ms,
    end_ms,
    ...changes,
  };
  const message = { number: "C-5", format: "RBK", ref: "A-7", fields: { computed } };
  return { author: "cobalt", message } as unknown as Message;
}

describe("a read-back over what was announced", () => {
  test("that says the same is apart by nothing", () => {
    const [found] = readBacksOf("A-7", [meant], [readBack(-23, 2_000_000)]);
    expect(found).toMatchObject({ edges_cm: 0, middles_cm: 0, heights: true, times: true });
  });

  test("with one wrong digit in the latitude is as far off as that digit", () => {
    const [found] = readBacksOf("A-7", [meant], [readBack(-22, 2_000_000)]);
    expect(found?.middles_cm).toBeCloseTo(11_075_300, -4);
    expect(found?.edges_cm).toBeGreaterThan(10_900_000);
  });

  test("with the same place but another height and time says which of them differs", () => {
    const changes = { ceiling: { cm: 45_720, reference: "FL" }, end_ms: 3_000 };
    const [found] = readBacksOf("A-7", [meant], [readBack(-23, 2_000_000, changes)]);
    expect(found).toMatchObject({ edges_cm: 0, heights: false, times: false });
  });

  test("of another message is none of this one", () => {
    expect(readBacksOf("A-9", [meant], [readBack(-23, 2_000_000)])).toEqual([]);
  });
});
