import { describe, expect, test } from "vitest";
import { fixOf, TOLD_MS, type Told } from "./track-feed.ts";

const SEEN_MS = 1_800_000_000_000;
const sides = { own: "amber", members: ["amber", "cobalt"] };
const point = (at_ms: number | null, lat_e7 = 0) => ({ at_ms, lat_e7, lon_e7: 0, leave_ms: null });

function told(changes: Partial<Told> = {}): Told {
  return {
    kind: "seen",
    number: "COBALT-2026-0022",
    field: "point",
    party: "cobalt",
    format: "QID",
    whose: "",
    label: "",
    points: [point(SEEN_MS)],
    height: null,
    heading_deg: 95,
    speed_kt: 180,
    margin_m: null,
    margin_s: null,
    told_ms: SEEN_MS,
    held_ms: SEEN_MS,
    newest_ms: SEEN_MS,
    age_ms: 0,
    stands: true,
    case: null,
    ...changes,
  };
}

describe("what a message told of something that moves", () => {
  test("belongs to nobody unless the message says to whom", () => {
    expect(fixOf(told(), SEEN_MS, sides)?.tone).toBe("unknown");
    expect(fixOf(told({ whose: "cobalt" }), SEEN_MS, sides)?.tone).toBe("other");
    expect(fixOf(told({ whose: "meridian" }), SEEN_MS, sides)?.tone).toBe("third");
  });

  test("stands where it was at the instant, without the course that was told of a later place", () => {
    const two = told({ points: [point(SEEN_MS, 10), point(SEEN_MS + 60_000, 20)] });
    expect(fixOf(two, SEEN_MS + 30_000, sides)).toMatchObject({ lat_e7: 10, course_cdeg: null });
    expect(fixOf(two, SEEN_MS + 90_000, sides)).toMatchObject({ lat_e7: 20, course_cdeg: 9_500 });
  });

  test("is not drawn before it was seen, after an hour, once taken back, and when only planned", () => {
    expect(fixOf(told(), SEEN_MS - 1, sides)).toBeUndefined();
    expect(fixOf(told(), SEEN_MS + TOLD_MS + 1, sides)).toBeUndefined();
    expect(fixOf(told({ stands: false }), SEEN_MS, sides)).toBeUndefined();
    expect(fixOf(told({ kind: "planned" }), SEEN_MS, sides)).toBeUndefined();
  });
});
