// @vitest-environment node
/** One entry of a real node, step by step; and every lie that the node could tell about it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { fromBase64, toBase64, utf8 } from "./forms.ts";
import {
  type EntryProof,
  entryProofOf,
  examine,
  type KeysKnown,
  type Known,
  openingOf,
} from "./steps.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const PYTHON = join(ROOT, ".venv", "bin", "python");
const AMBER = "coast-1f3a9c02/ACTUAL/amber";

interface Shown {
  readonly plain: EntryProof & { readonly sequence: number };
  readonly later: EntryProof;
  readonly change: EntryProof;
  readonly openings: readonly EntryProof[];
}

describe.skipIf(!existsSync(PYTHON))("an entry", () => {
  let shown: Shown;
  let known: KeysKnown;

  beforeAll(async () => {
    const made = spawnSync(PYTHON, ["-m", "tests.support.entry_views"], { cwd: ROOT });
    expect(made.status, String(made.stderr)).toBe(0);
    shown = JSON.parse(String(made.stdout)) as Shown;
    const opened = new Map<string, Known>();
    for (const one of shown.openings) {
      const found = await openingOf(one);
      if (found) opened.set(found.party, found.known);
    }
    known = { pinned: new Map(), opened };
  }, 60_000);

  const outcomes = async (
    entry: EntryProof,
    keys = known,
    place: { journal: string; sequence: number } | null = null,
  ) => {
    const { steps } = await examine(entry, keys, place);
    const of = (outcome: string) =>
      steps.filter((one) => one.outcome === outcome).map((one) => one.id);
    return { holds: of("holds"), open: of("open"), fails: of("fails") };
  };

  /** The text of base64 with one bit of its last byte but `back` turned. */
  const turned = (text: string, back = 0) => {
    const data = fromBase64(text, "text");
    const at = data.length - 1 - back;
    data[at] = (data[at] as number) ^ 1;
    return toBase64(data);
  };

  test("holds in every step; keys that are seen for the first time are said to be that", async () => {
    expect(known.opened.size).toBe(2);
    const found = await outcomes(shown.plain, known, {
      journal: AMBER,
      sequence: shown.plain.sequence,
    });
    expect(found.fails).toEqual([]);
    expect(found.open).toEqual(["key-first", "key-first"]);
    expect(new Set(found.holds)).toEqual(
      new Set(["header", "body", "signature", "tree", "checkpoint", "cosigned"]),
    );
  });

  test("holds by keys that were seen before, and after a signed change of key", async () => {
    const pinned = { ...known, pinned: known.opened };
    expect((await outcomes(shown.plain, pinned)).fails).toEqual([]);
    const later = await outcomes(shown.later, pinned);
    expect(later).toMatchObject({ fails: [], open: [] });
    expect(later.holds).toContain("key-replaced");
    expect((await outcomes(shown.change, pinned)).fails).toEqual([]);
  });

  test("of another key than the one that was seen before is caught, whatever else fits", async () => {
    const other = await openingOf(shown.openings[1] as EntryProof);
    const pinned = new Map([["amber", other?.known as Known]]);
    const found = await outcomes(shown.plain, { ...known, pinned });
    expect(found.fails).toEqual(expect.arrayContaining(["key-changed", "signature", "checkpoint"]));
  });

  test("after a change of key that nobody signed is caught", async () => {
    const changed = { ...shown.later, key_changes: [] };
    expect((await outcomes(changed, { ...known, pinned: known.opened })).fails).toEqual(
      expect.arrayContaining(["key-changed", "signature"]),
    );
  });

  test("with anything changed fails in the step that looks at it", async () => {
    const { plain } = shown;
    const [proof, ...rest] = plain.proofs as [
      EntryProof["proofs"][number],
      ...EntryProof["proofs"],
    ];
    const lies: [string, EntryProof, string][] = [
      ["its body", { ...plain, body: turned(plain.body as string, 4) }, "body"],
      ["its salt", { ...plain, salt: turned(plain.salt as string) }, "body"],
      ["its header", { ...plain, header: turned(plain.header, 10) }, "signature"],
      ["its signature", { ...plain, signature: turned(plain.signature) }, "signature"],
      ["no signature", { ...plain, signature: "" }, "signature"],
      [
        "a hash",
        { ...plain, proofs: [{ ...proof, hashes: [...proof.hashes, plain.key] }] },
        "tree",
      ],
      [
        "a size",
        {
          ...plain,
          proofs: [{ ...proof, note: proof.note.replace(/\n\d+\n/, "\n99\n") }, ...rest],
        },
        "tree",
      ],
      ["no note", { ...plain, proofs: [{ ...proof, note: "" }] }, "tree"],
      ["bytes", { ...plain, header: toBase64(utf8("{}")) }, "no-header"],
    ];
    for (const [what, lie, wanted] of lies)
      expect({ what, fails: (await outcomes(lie)).fails }).toMatchObject({
        fails: expect.arrayContaining([wanted]),
      });
  });

  test("in a file alone rests on the keys that the file names, and says so", async () => {
    const nothing = { pinned: new Map<string, Known>(), opened: new Map<string, Known>() };
    const found = await outcomes(shown.later, nothing);
    expect(found).toMatchObject({ fails: [], open: ["key-first", "key-first"] });
    const older = new Map(
      [...known.opened].map(([party, one]) => [party, { ...one, recovery: "" }]),
    );
    const fails = (await outcomes(shown.later, { ...nothing, pinned: older })).fails;
    expect(fails).toEqual(expect.arrayContaining(["key-changed", "signature"]));
  });

  test("that is not the one asked for is caught although all of it is true", async () => {
    const found = await outcomes(shown.plain, known, { journal: AMBER, sequence: 0 });
    expect(found.fails).toEqual(["place"]);
  });

  test("without its body proves all but what it said", async () => {
    const found = await outcomes({ ...shown.plain, salt: null, body: null });
    expect(found.fails).toEqual([]);
    expect(found.open).toContain("withheld");
  });

  test("that was forged as a first entry names no key", async () => {
    const first = shown.openings[0] as EntryProof;
    expect(await openingOf({ ...first, body: turned(first.body as string, 9) })).toBeNull();
    expect(await openingOf({ ...first, signature: turned(first.signature) })).toBeNull();
    expect(await openingOf(shown.plain)).toBeNull();
  });

  test("in a file of its own is known by its shape", () => {
    expect(entryProofOf(utf8(JSON.stringify(shown.plain)))).toEqual(shown.plain);
    for (const text of ["", "{}", "[]", "null", '{"header":1}'])
      expect(entryProofOf(utf8(text))).toBeNull();
  });
});
