import { describe, expect, test } from "vitest";
import { FILE_POINTS_MAX, FileRefused, readGeoJson } from "./own-file.ts";

function refusal(text: string): string {
  try {
    readGeoJson(text);
  } catch (error) {
    return error instanceof FileRefused ? error.reason : String(error);
  }
  return "taken";
}

const line = (coordinates: unknown) => JSON.stringify({ type: "LineString", coordinates });

describe("a file of one's own", () => {
  test("may be a feature collection, a feature or a geometry; its properties are not kept", () => {
    const geometry = {
      type: "LineString",
      coordinates: [
        [14, -22],
        [15, -23],
      ],
    };
    const feature = { type: "Feature", geometry, properties: { name: "A claim" } };
    const whole = JSON.stringify({ type: "FeatureCollection", features: [feature, feature] });
    expect(readGeoJson(whole).features).toHaveLength(2);
    expect(readGeoJson(whole).features[0]?.properties).toEqual({});
    expect(readGeoJson(JSON.stringify(geometry)).features).toHaveLength(1);
  });

  test("in metres of a national grid is refused: they are no degrees", () => {
    expect(
      refusal(
        line([
          [500_000, 7_400_000],
          [501_000, 7_401_000],
        ]),
      ),
    ).toBe("not-wgs84");
  });

  test("with more places than the limit is refused, not cut short", () => {
    const many = Array.from({ length: FILE_POINTS_MAX + 1 }, () => [0, 0]);
    expect(refusal(line(many))).toBe("too-many");
  });

  test("that is something else is refused by what it is not", () => {
    expect(refusal("PK\u0003\u0004")).toBe("not-json");
    expect(refusal('{"type": "Topology"}')).toBe("not-geojson");
    expect(refusal('{"type": "FeatureCollection", "features": []}')).toBe("empty");
    expect(refusal(line([["14", "-22"]]))).toBe("not-geojson");
  });
});
