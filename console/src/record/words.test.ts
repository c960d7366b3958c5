// @vitest-environment node
/** Every step and every rule that the verifier can name has a sentence in every language. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";

const HERE = dirname(fileURLToPath(import.meta.url));
const PROOF = join(HERE, "..", "proof");
const sources = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
const idsOf = (language: string) =>
  new Set(
    ["record", "check"].flatMap((name) =>
      new FluentResource(readFileSync(join(HERE, `${name}.${language}.ftl`), "utf8")).body.map(
        (one) => one.id,
      ),
    ),
  );
const found = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((one) => one[1] as string);

const english = idsOf("en");

test.each(["ru", "he", "ar"])("%s has what English has", (language) => {
  expect([...idsOf(language)].sort()).toEqual([...english].sort());
});

test("every text that the record's pages name is there", () => {
  const named = found(sources(HERE), /\bt\(\s*"(record-[a-z0-9-]+)"/g);
  expect(named.length).toBeGreaterThan(80);
  for (const id of named) expect(english).toContain(id);
});

test("every rule by which the verifier finds something has a sentence", () => {
  const text = sources(PROOF);
  const rules = new Set([
    ...found(
      text,
      /(?:problem|remark)\([^;]*?"([a-z-]+)",\s*(?:`|detail|error|"|problem|whose|why)/g,
    ),
    ...found(text, /#problem\([^,]+, [^,]+, "([a-z-]+)"/g),
    ..."fork repeated opened epoch disowned restored evidence absent not-understood".split(" "),
  ]);
  expect(rules.size).toBeGreaterThan(20);
  for (const rule of rules) expect(english).toContain(`record-rule-${rule}`);
});

test("every step of one entry says what came of it", () => {
  const steps = readFileSync(join(PROOF, "steps.ts"), "utf8");
  const ids = [...found(steps, /step\(work, "([a-z-]+)"/g), "says", "shown", "no-header"];
  expect(new Set(ids).size).toBeGreaterThan(10);
  for (const id of ids)
    expect(english.has(`record-step-${id}`) || english.has(`record-step-${id}-fails`)).toBe(true);
  for (const id of ["body", "signature", "tree", "checkpoint", "cosigned", "says", "shown"])
    expect(english).toContain(`record-step-${id}-fails`);
});
