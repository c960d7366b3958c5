/** The side profile's bands. */
import { expect, test } from "vitest";
import type { PictureItem } from "../app/lines.ts";
import { bands, clash, heights } from "./bands.ts";

const HOUR = 3_600_000;
const span = { fromMs: 0, toMs: 10 * HOUR };
const outline = { circle: { lat_e7: 0, lon_e7: 0, radius_cm: 1 } };
const item = (
  number: string,
  floor: number | null,
  ceiling: number | null,
  start_ms: number | null,
  end_ms: number | null,
) =>
  ({
    number,
    party: "amber",
    volume: {
      outline,
      floor: floor === null ? null : { cm: floor, reference: "AMSL" },
      ceiling: ceiling === null ? null : { cm: ceiling, reference: "FL" },
      start_ms,
      end_ms,
    },
  }) as unknown as PictureItem;

test("a band is cut at the span, and an open side stays open", () => {
  const [band] = bands([item("A", null, 100_000, -HOUR, null)], span);
  expect(band).toMatchObject({ fromMs: 0, toMs: span.toMs, lowCm: -Infinity, highCm: 100_000 });
});

test("the axis reaches above the highest end, and never less than three kilometres", () => {
  expect(heights(bands([item("A", 0, 1_000, 0, HOUR)], span)).highCm).toBeGreaterThan(300_000);
  expect(heights(bands([item("A", 0, 1_200_000, 0, HOUR)], span)).highCm).toBeGreaterThan(
    1_200_000,
  );
});

test("two bands that touch clash, and those apart in time or height do not", () => {
  const of = (...given: Parameters<typeof item>) => bands([item(...given)], span)[0]!;
  const a = of("A", 0, 1_000, 0, HOUR);
  expect(clash(a, of("B", 1_000, 2_000, 0, HOUR))).toMatchObject({ lowCm: 1_000, highCm: 1_000 });
  expect(clash(a, of("B", 1_001, 2_000, 0, HOUR))).toBeUndefined();
  expect(clash(a, of("B", 0, 1_000, HOUR + 1, 2 * HOUR))).toBeUndefined();
});
