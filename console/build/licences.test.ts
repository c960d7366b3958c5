import { describe, expect, it } from "vitest";
import { licences, packages } from "./licences.ts";

const FREE =
  /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|OFL-1\.1|0BSD|Unlicense|\(?MIT OR .*|.* AND MIT)\)?$/;

describe("licences of what the page is made of", () => {
  it("names every package that is given away, each under a licence that allows it", () => {
    const found = packages();
    const names = found.map((one) => one.name);
    expect(names).toContain("maplibre-gl");
    expect(names).toContain("lit");
    expect(names).toContain("@fontsource/noto-sans-arabic");
    expect(names).not.toContain("vitest");
    expect(found.filter((one) => !FREE.test(one.licence))).toEqual([]);
  });

  it("carries the words of the licences that ask for it", () => {
    const text = licences();
    expect(text).toMatch(/maplibre-gl 6\.\d+\.\d+ \(BSD-3-Clause\)\n\n.*Copyright/s);
    expect(text).toMatch(/SIL OPEN FONT LICENSE/i);
  });

  it("says a shared text once, with all that share it above it", () => {
    const one = { name: "a", version: "1", licence: "MIT", text: "same words" };
    const text = licences([one, { ...one, name: "b" }, { ...one, name: "c", text: "" }]);
    expect(text.match(/same words/g)).toHaveLength(1);
    expect(text).toContain("a 1 (MIT)\nb 1 (MIT)");
    expect(text).toContain("No text of its own.");
  });
});
