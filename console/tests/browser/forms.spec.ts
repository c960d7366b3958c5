/**
 * Every format's form, filled from its table alone, is understood by a real node: no browser here.
 *
 * What a form sends may still be refused for what it says (a case that nobody opened, a window in the
 * past); it is never refused for its shape. Formats that the node makes itself are left out by name.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Format } from "../../src/app/lines.ts";
import { bodyOf, inputs, MADE } from "../../src/messages/form/model.ts";
import type { Field } from "../../src/messages/form/paths.ts";
import { apart } from "../../src/messages/release.ts";
import { Stage } from "./stage.ts";

/** Refusals of shape: a form that gives one is drawn wrongly. */
const SHAPE = new Set([
  "wrong-type",
  "choice",
  "choice-twice",
  "integer-expected",
  "object-expected",
  "list-expected",
  "pair-expected",
  "key-missing",
  "key-unknown",
  "unknown-field",
  "unknown-part",
  "required",
  "day",
  "time-range",
  "text-empty",
  "text-length",
  "integer-range",
  "track-point",
  "route-point",
  "digest",
  "data-form",
  "outline-kind",
  "reference",
  "records-length",
]);
/** Acts on a message: they have buttons, not forms (ACT_KEYS, ANSWER_KEYS, release.ts). */
const NO_FORM = new Set(["receipt", "change"]);

const NOW = Date.now();
const POINT = { lat_e7: -229_000_000, lon_e7: 144_000_000 };
const OUTLINE = { circle: { ...POINT, radius_cm: 1_000_000 } };
/** A picture of one grey pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
const SAMPLES: Record<string, (field: Field) => unknown> = {
  text: (field) => (field.name === "zone" ? "Alpha" : "x".repeat(Math.max(1, field.minimum ?? 1))),
  choice: (field) => field.choices?.[0]?.code,
  choices: (field) => [field.choices?.[0]?.code],
  integer: (field) => field.minimum ?? 0,
  time: ({ name, ahead }) =>
    ahead ? NOW + (name.includes("to_") ? 2 : 1) * 3_600_000 : NOW - 3_600_000,
  day: () => "2026-02-18",
  boolean: () => true,
  point: () => POINT,
  altitude: () => ({ cm: 304_800, reference: "FL" }),
  outline: () => OUTLINE,
  volume: () => [
    {
      outline: OUTLINE,
      floor: null,
      ceiling: { cm: 304_800, reference: "FL" },
      start_ms: NOW + 7_200_000,
      end_ms: NOW + 9_000_000,
    },
  ],
  track: () => [{ ...POINT, at_ms: NOW - 60_000 }],
  route: () =>
    [0, 1].map((at) => ({
      ...POINT,
      arrive_ms: NOW + at * 3_600_000,
      leave_ms: NOW + at * 3_600_000,
    })),
  data: (field) => (field.name === "photo" ? PIXEL : "aGVsbG8="),
  digest: () => "0".repeat(64),
  said: () => ({}),
  records: (field) => [filled(field.parts ?? [])],
};

function filled(fields: readonly Field[]): Record<string, unknown> {
  const wanted = fields.filter((one) => !MADE.has(one.kind));
  return Object.fromEntries(wanted.map((one) => [one.name, SAMPLES[one.kind]?.(one)]));
}

let stage: Stage;
let formats: Format[];

beforeAll(async () => {
  stage = await Stage.open("empty");
  formats = await stage.ask("amber", "watch", "/v1/formats?lang=en&table=false");
});
afterAll(() => stage.close());

test("There are sixty-six formats, and every kind of field has an input.", () => {
  expect(formats).toHaveLength(66);
  const kinds = new Set<string>();
  const walk = (fields: readonly Field[]) => {
    for (const one of fields) {
      kinds.add(one.kind);
      walk(one.parts ?? []);
    }
  };
  for (const one of formats) walk(one.form ?? []);
  expect([...kinds].filter((one) => !MADE.has(one) && !SAMPLES[one])).toEqual([]);
});

test("What the form of every format sends is taken for what it is: nothing is refused for its shape.", async () => {
  const wrong: string[] = [];
  for (const format of formats.filter((one) => !NO_FORM.has(one.family))) {
    const values = filled(inputs(format));
    const data = {
      id: "1",
      code: format.code,
      channel: stage.channel,
      status: "ACTUAL" as const,
      values,
      typed: {},
      header: {},
      acknowledged: [],
      changedMs: 0,
    };
    const body = bodyOf(data, format);
    if ((format.sealed ?? []).length > 0) {
      const { open, exact } = apart(body, format);
      const notice = { message: { ...body, fields: open }, exact, audience: ["cobalt"] };
      await stage.ask("amber", "watch", `/v1/lines/${stage.channel}/ACTUAL/humanitarian`, notice); // throws when refused
      continue;
    }
    const path = `/v1/lines/${stage.channel}/ACTUAL/checks?preview=false`;
    const view = await stage.ask<{ refusals: { field: string; rule: string; reason: string }[] }>(
      "amber",
      "releaser",
      path,
      body,
    );
    wrong.push(
      ...view.refusals
        .filter((one) => SHAPE.has(one.rule))
        .map((one) => `${format.code}: ${one.field}: ${one.rule}: ${one.reason}`),
    );
  }
  expect(wrong).toEqual([]);
});

test("A notice filled from its table alone goes out, and says what was filled in.", async () => {
  const format = formats.find((one) => one.code === "NWA") as Format;
  const values = filled(inputs(format).filter((one) => one.required));
  const data = {
    id: "1",
    code: "NWA",
    channel: stage.channel,
    status: "ACTUAL" as const,
    values,
    typed: {},
    header: {},
    acknowledged: [],
    changedMs: 0,
  };
  const path = `/v1/lines/${stage.channel}/ACTUAL/messages`;
  const { number } = await stage.ask<{ number: string }>(
    "amber",
    "watch",
    path,
    bodyOf(data, format),
  );
  const { message } = await stage.message("amber", number);
  expect(message.fields).toEqual(bodyOf(data, format).fields);
});
