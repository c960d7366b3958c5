/** Every text exists in every language, once, with the same values; none is a copy of another. */
import { readFileSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";
import { describe, expect, test } from "vitest";
import { stringFiles } from "../../build/strings.ts";
import { LANGUAGES, type Language } from "./languages.ts";

function texts(language: Language): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of stringFiles(language)) {
    for (const entry of new FluentResource(readFileSync(file, "utf8")).body) {
      expect(found.has(entry.id), `${entry.id} is in ${file} and in another file`).toBe(false);
      found.set(entry.id, JSON.stringify(entry));
    }
  }
  return found;
}

const variables = (text: string | undefined) =>
  [
    ...new Set([...(text ?? "").matchAll(/"type":"var","name":"([^"]+)"/g)].map((one) => one[1])),
  ].sort();

describe.each(Object.keys(LANGUAGES) as Language[])("%s", (language) => {
  const english = texts("en");
  const other = texts(language);

  test("has exactly the texts that English has", () => {
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("puts the same values into each", () => {
    for (const [id, text] of english) {
      expect({ id, values: variables(other.get(id)) }).toEqual({ id, values: variables(text) });
    }
  });
});
