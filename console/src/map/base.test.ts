import { describe, expect, test } from "vitest";
import { axis, graticule, stepOf, unwrappedLand, withoutSeams } from "./base.ts";

describe("a coast", () => {
  const lines = (coordinates: number[][][]) =>
    withoutSeams({ type: "MultiLineString", coordinates }).coordinates;

  test("that goes over the antimeridian is no line across the whole map", () => {
    const island = [
      [178, 71],
      [179.95, 71.2],
      [-179.9, 71.1],
      [-178, 70.9],
    ];
    expect(lines([island])).toEqual([island.slice(0, 2), island.slice(2)]);
  });

  test("has no edge where land was cut at the antimeridian and at the pole", () => {
    const cut = [
      [170, -80],
      [180, -80],
      [180, -90],
      [-180, -90],
      [-180, -80],
      [-170, -80],
    ];
    expect(lines([cut])).toEqual([cut.slice(0, 2), cut.slice(4)]);
  });
});

describe("land", () => {
  const outer = (ring: number[][]) => {
    const geometry = { type: "Polygon" as const, coordinates: [ring] };
    const found = unwrappedLand({ type: "Feature", geometry, properties: {} });
    return found.type === "Feature" && found.geometry.type === "Polygon"
      ? found.geometry.coordinates[0]
      : undefined;
  };

  test("over the antimeridian is an island beyond it, not a band around the world", () => {
    const island = [
      [178, 71],
      [-179, 71.2],
      [-178, 70.9],
      [178, 71],
    ];
    expect(outer(island)?.map((one) => one[0])).toEqual([178, 181, 182, 178]);
  });

  test("that begins beyond the antimeridian stays where most of it is, with its lakes", () => {
    const continent = [
      [-175, 68],
      [170, 60],
      [40, 50],
      [30, 70],
      [-175, 68],
    ];
    expect(outer(continent)?.map((one) => one[0])).toEqual([185, 170, 40, 30, 185]);
  });

  test("around the pole stays as it was cut", () => {
    const south = [
      [-180, -80],
      [180, -80],
      [180, -90],
      [-180, -90],
      [-180, -80],
    ];
    expect(outer(south)).toEqual(south);
  });
});

describe("a graticule", () => {
  test("has a handful of lines at every scale", () => {
    expect(stepOf([12, -24, 16, -21])).toBe(1);
    expect(stepOf([-180, -80, 180, 80])).toBe(30);
  });

  test("is named by letters, with minutes that never read 60", () => {
    expect(axis(-22.5, "N", "S")).toBe("22°30′S");
    expect(axis(-22.99999, "N", "S")).toBe("23°S");
    expect(axis(0, "N", "S")).toBe("0°");
  });

  test("beyond the antimeridian goes on with the names of the other side", () => {
    const { labels } = graticule([178, 50, 183, 53]);
    const names = labels.features.map((one) => one.properties?.text);
    expect(names).toContain("179°E");
    expect(names).toContain("179°W");
  });
});
