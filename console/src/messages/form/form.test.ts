/** What a form holds, what is sent of it, and where a refusal stands in it. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Format } from "../../app/lines.ts";
import { bodyOf, changesOf, type FormData, isNeeded, received, sent } from "./model.ts";
import { at, type Field, placeOf, withValue } from "./paths.ts";
import { begin, discard, forms } from "./store.ts";

const words = (text: string) => ({ text, english: text, reviewed: true });
const field = (name: string, kind: string, more: Partial<Field> = {}): Field =>
  ({ name, kind, label: words(name), required: false, ...more }) as Field;

const PART = {
  outline: { circle: { lat_e7: 1, lon_e7: 2, radius_cm: 3 } },
  floor: null,
  ceiling: null,
  start_ms: 1,
  end_ms: null,
};
const NAA = {
  code: "NAA",
  form: [
    field("activity", "choice"),
    field("volume", "volume"),
    field("number_band", "choice"),
    field("articles", "records", { parts: [field("words", "text"), field("area", "volume")] }),
  ],
} as unknown as Format;

const form = (values: Record<string, unknown>, more: Partial<FormData> = {}): FormData => ({
  id: "1",
  code: "NAA",
  channel: "coast",
  status: "ACTUAL",
  values,
  typed: {},
  header: {},
  acknowledged: [],
  changedMs: 0,
  ...more,
});

describe("what is sent", () => {
  test("A volume of one part is sent as itself, and of two as a list.", () => {
    expect(sent(NAA.form ?? [], { volume: [PART] })).toEqual({ volume: PART });
    expect(sent(NAA.form ?? [], { volume: [PART, PART] })).toEqual({ volume: [PART, PART] });
  });

  test("What was left empty is left out; an open side is sent as open.", () => {
    const body = bodyOf(form({ activity: "", volume: [PART], articles: [] }), NAA);
    expect(body.fields).toEqual({ volume: PART });
    expect(at(body.fields, "volume.floor")).toBeNull();
  });

  test("Fields of a message come back from a form as they were.", () => {
    const fields = { activity: "isr", volume: PART, articles: [{ words: "a", area: PART }] };
    expect(sent(NAA.form ?? [], received(NAA.form ?? [], fields))).toEqual(fields);
  });

  test("A correction says what changed, and takes away with null.", () => {
    const before = { activity: "isr", number_band: "1", volume: PART };
    const values = received(NAA.form ?? [], { activity: "combat", volume: PART });
    const changed = changesOf(form(values, { correct: { number: "A", before } }), NAA);
    expect(changed).toEqual({ activity: "combat", number_band: null });
  });
});

describe("places", () => {
  const refusal = (path: string) => ({
    field: path,
    rule: "",
    reason: "",
    remedy: "",
    override: false,
  });
  const singles = new Set(["volume"]);

  test.each([
    ["fields.volume.outline.circle.radius_cm", "volume.0.outline.circle.radius_cm"],
    ["fields.volume[1].floor", "volume.1.floor"],
    ["fields.changes.volume.ceiling", "volume.0.ceiling"],
    ["fields.articles.2.words", "articles.2.words"],
    ["fields.volume", "volume"],
  ])("The node's %s is the form's %s.", (node, place) => {
    expect(placeOf(refusal(node), singles)).toBe(place);
  });

  test("Setting a value changes nothing in place.", () => {
    const before = { volume: [PART] };
    const after = withValue(before, "volume.0.end_ms", 5);
    expect(at(before, "volume.0.end_ms")).toBeNull();
    expect(at(after, "volume.0.end_ms")).toBe(5);
  });

  test("A field that another one makes necessary is needed while it holds such a code.", () => {
    const rule = field("rule", "choice", { needed: { field: "action", codes: ["propose"] } });
    expect(isNeeded(rule, { action: "propose" })).toBe(true);
    expect(isNeeded(rule, { action: "release" })).toBe(false);
  });
});

describe("nothing typed is lost", () => {
  beforeEach(() => {
    for (const id of forms.peek().keys()) discard(id);
  });

  test("What is typed is in the tab's storage with every key, and gone when it was sent.", () => {
    const open = begin({ code: "NAA", channel: "coast", status: "ACTUAL", values: {} });
    const { id } = open.peek();
    open.set("activity", "isr");
    open.type("volume.0.floor", "5000f");
    const kept = JSON.parse(sessionStorage.getItem(`detente.form.${id}`) ?? "{}") as FormData;
    expect(kept.values).toEqual({ activity: "isr" });
    expect(kept.typed).toEqual({ "volume.0.floor": "5000f" });
    discard(id);
    expect(sessionStorage.getItem(`detente.form.${id}`)).toBeNull();
  });
});
