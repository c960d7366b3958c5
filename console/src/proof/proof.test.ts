// @vitest-environment node
/** The pieces of the verifier against the examples of docs/record-format.md, RFC 6962 and hostile bytes. */
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fingerprint, verify } from "./ed25519.ts";
import { decodeHeader, verifyBody, verifyEntry } from "./entry.ts";
import { type Source, verifyFile } from "./file.ts";
import { byCodePoint, fromBase64, isName, parseJournal, toBase64, toHex, utf8 } from "./forms.ts";
import { canonicalText, parseJson } from "./json.ts";
import {
  EMPTY_ROOT,
  leafHash,
  nodeHash,
  rootUpTo,
  Tree,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
import { cosignedAt, isSigned, openCheckpoint, parseNote } from "./note.ts";
import { agreesWithBrowser, sha256 } from "./sha256.ts";

const AMBER = fromBase64("iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=", "key");
const COBALT = fromBase64("gTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=", "key");
const HEADER = utf8(
  '{"v":1,"journal":"coast-1/ACTUAL/amber","sequence":0,"at_ms":1700000000000,' +
    '"heads":[["coast-1/ACTUAL/cobalt",7,"ERERERERERERERERERERERERERERERERERERERERERE="]],' +
    '"kind":"message","kind_version":1,"body_sha256":"ub6JXuH+F5+4GB3ywCc67doicXcdP8e4KAUPpEiX6IA="}',
);
const SIGNATURE = fromBase64(
  "Fqj3OImu3ATPH1FIV1RFlC2DcMsjGJPgE+UFXOO7bwStneV7VH8tw67Y+d8UoK85xOIWGw5kVWaJfKgo+tAcAw==",
  "signature",
);
const NOTE = `detente/coast-1/ACTUAL/amber
1
+9aWXcxSpYY1SMLMtTmdNWmUA2s53v8v1xyNkGgITXY=

— detente/coast-1/ACTUAL/amber LALNSU0e2XudjR3jP7NHruReVIyRMP5p42wzG8JHUNOICqh4l92ATZstQ38gf1egpPYXQArPraRhmibWty8R1uu2vA0=
— detente/cobalt 5qRFrgAAAABlU/EASFKFo/1bJKFcb77wJjp0x3eN+JZhpgBUYJHTLnluyC8tfAlweAm71Q/h891UlUUX0oDN+ymX56eF49ZliUiOBw==
`;
const ORIGIN = "detente/coast-1/ACTUAL/amber";

describe("the example of the record format", () => {
  test("its entry is signed, its body fits, its leaf is the root", async () => {
    const header = decodeHeader(HEADER);
    const salt = Uint8Array.from({ length: 32 }, (_, at) => at);
    expect(header.heads[0]).toMatchObject({ journal: "coast-1/ACTUAL/cobalt", size: 7 });
    expect(verifyBody(header, salt, utf8('{"a":1}'))).toBe(true);
    expect(verifyBody(header, salt, utf8('{"a":2}'))).toBe(false);
    expect(await verifyEntry(HEADER, SIGNATURE, AMBER)).toBe(true);
    expect(await verifyEntry(HEADER, SIGNATURE, COBALT)).toBe(false);
    expect(toBase64(leafHash(HEADER))).toBe("+9aWXcxSpYY1SMLMtTmdNWmUA2s53v8v1xyNkGgITXY=");
  });

  test("its checkpoint and its cosignature hold, and no other key's", async () => {
    const head = await openCheckpoint(NOTE, ORIGIN, [AMBER]);
    expect(head.size).toBe(1);
    const note = parseNote(NOTE);
    expect(await cosignedAt(note, "detente/cobalt", COBALT)).toBe(1_700_000_000);
    expect(await cosignedAt(note, "detente/cobalt", AMBER)).toBeNull();
    expect(await isSigned(note, ORIGIN, COBALT)).toBe(false);
    await expect(openCheckpoint(NOTE, "detente/coast-1/TEST/amber", [AMBER])).rejects.toThrow();
    await expect(openCheckpoint(NOTE.replace("\n1\n", "\n2\n"), ORIGIN, [AMBER])).rejects.toThrow();
  });

  test("any changed byte of the header is refused or not signed", async () => {
    for (let at = 0; at < HEADER.length; at += 1) {
      const changed = HEADER.slice();
      changed[at] = (changed[at] as number) ^ 1;
      let held = true;
      try {
        decodeHeader(changed);
      } catch {
        held = false;
      }
      expect(held && (await verifyEntry(changed, SIGNATURE, AMBER))).toBe(false);
    }
  });
});

describe("hashes", () => {
  test("are the browser's, and node's own, at every length around a block", async () => {
    expect(await agreesWithBrowser()).toBe(true);
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000]) {
      const data = new Uint8Array(length).fill(length);
      expect(toHex(sha256(data))).toBe(createHash("sha256").update(data).digest("hex"));
    }
  });

  test("of trees prove inclusion and consistency at every size, and nothing else", () => {
    const leaves = Array.from({ length: 20 }, (_, at) => leafHash(utf8(`leaf ${at}`)));
    const tree = new Tree();
    for (const leaf of leaves) tree.append(leaf);
    expect(tree.rootAt(0)).toEqual(EMPTY_ROOT);
    for (let size = 1; size <= leaves.length; size += 1) {
      const root = rootOf(leaves.slice(0, size));
      expect(tree.rootAt(size)).toEqual(root);
      for (let index = 0; index < size; index += 1) {
        const proof = pathOf(index, leaves.slice(0, size));
        const leaf = leaves[index] as Uint8Array;
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(leaf, (index + 1) % (size + 1), size, proof, root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
        expect(rootUpTo(leaf, index, size, proof)).toEqual(tree.rootAt(index + 1));
      }
      for (let old = 1; old <= size; old += 1) {
        const proof = consistencyOf(old, leaves.slice(0, size), true);
        const was = rootOf(leaves.slice(0, old));
        expect(verifyConsistency(old, was, size, root, proof)).toBe(true);
        expect(verifyConsistency(old, leafHash(was), size, root, proof)).toBe(false);
      }
    }
  });
});

type Hash = Uint8Array<ArrayBuffer>;
const split = (size: number) => 2 ** (Math.ceil(Math.log2(size)) - 1);

/** RFC 6962 section 2.1, as it stands there. */
function rootOf(leaves: Hash[]): Hash {
  const [first] = leaves;
  if (!first || leaves.length === 1) return first ?? EMPTY_ROOT;
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function pathOf(index: number, leaves: Hash[]): Hash[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k
    ? [...pathOf(index, left), rootOf(right)]
    : [...pathOf(index - k, right), rootOf(left)];
}

function consistencyOf(old: number, leaves: Hash[], whole: boolean): Hash[] {
  if (old === leaves.length) return whole ? [] : [rootOf(leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  if (old <= k) return [...consistencyOf(old, left, whole), rootOf(right)];
  return [...consistencyOf(old - k, right, false), rootOf(left)];
}

describe("signatures", () => {
  test("by keys of small order are refused, whatever they are over", async () => {
    const small = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";
    const key = Uint8Array.from(small.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const signature = new Uint8Array(64);
    signature[0] = 1; // R is the neutral point, S is 0: holds for such a key and every message
    expect(await verify(key, signature, utf8("anything"))).toBe(false);
  });

  test("with a scalar above the group's order are refused: one signature has one form", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const data = utf8("said");
    const signature = new Uint8Array(sign(null, data, privateKey));
    expect(await verify(key, signature, data)).toBe(true);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + order;
    const again = signature.slice();
    for (let at = 0; at < 32; at += 1) again[32 + at] = Number((scalar >> BigInt(8 * at)) & 255n);
    expect(await verify(key, again, data)).toBe(false);
    expect(fingerprint(key)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  });
});

describe("small forms", () => {
  test.each(["AA", "AAA", "A===", "AA==\n", "AB==", "AAF=", "A A=", "____", "=AAA"])(
    "base64 %j is none",
    (text) => {
      expect(() => fromBase64(text, "text")).toThrow();
    },
  );

  test("journal ids and names", () => {
    expect(parseJournal("coast-1/TEST/amber/12")).toMatchObject({ epoch: 12, party: "amber" });
    for (const bad of ["a/ACTUAL", "a/ACTUAL/b/1", "a/ACTUAL/b/02", "a/actual/b", "-a/ACTUAL/b"])
      expect(() => parseJournal(bad)).toThrow();
    expect(isName("a".repeat(64))).toBe(true);
    expect(isName("a".repeat(65))).toBe(false);
  });

  test("text is sorted by code points, not by UTF-16", () => {
    expect(["😀", "\uffee", "a"].sort(byCodePoint)).toEqual(["a", "\uffee", "😀"]);
  });
});

describe("JSON", () => {
  test("keeps integers exact and has one canonical form", () => {
    const text = '{"a":9007199254740993,"é":[1,-2,null,true],"😀":"\\u0000\\n\\"/\u2028"}';
    expect(canonicalText(parseJson(text, "text"))).toBe(text);
    expect(canonicalText(parseJson(' { "b" : 1 , "a" : "\\u0041" } ', "text"))).toBe(
      '{"a":"A","b":1}',
    );
  });

  test.each([
    "1.0",
    "1e2",
    "01",
    "+1",
    "NaN",
    '"\\x"',
    '"\\ud800"',
    '"\n"',
    "[1,]",
    '{"a":1,}',
    "'a'",
  ])("%s is refused", (text) => {
    expect(() => parseJson(text, "text")).toThrow();
  });

  test("nests no deeper than anybody needs", () => {
    expect(() => parseJson("[".repeat(100_000), "text")).toThrow("too deep");
  });
});

describe("files that are none", () => {
  const source = (bytes: BlobPart, name = "e.jsonl"): Source => {
    const blob = new Blob([bytes]);
    return { name, size: blob.size, stream: () => blob.stream() };
  };
  const opening = '{"detente_evidence":1,"made_by":"amber","made_at_ms":1}\n';

  test.each([
    ["nothing", ""],
    ["a picture", new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])],
    ["another version", '{"detente_evidence":2,"made_by":"amber","made_at_ms":1}\n'],
    ["a broken archive", new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3])],
    ["a line without an end", "x".repeat(3_000_000)],
    ["a second line without an end", `${opening}"${"x".repeat(3_000_000)}`],
  ])("%s is unusable", async (_, bytes) => {
    const { report } = await verifyFile(source(bytes));
    expect(report.verdict).toBe("UNUSABLE");
    expect(report.problems[0]?.detail).not.toBe("");
  });

  test("a long line of an entry is read, and answered", async () => {
    const body = "\\u0041".repeat(300_000);
    const line = `{"is":"entry","held_at_ms":1,"header":"","signature":"","salt":"","body":"${body}"}\n`;
    const { report } = await verifyFile(source(opening + line));
    expect(report.problems.map((one) => one.rule)).toEqual(["header", "file"]);
  });

  test("an endless file of empty lines is only counted", async () => {
    const { report } = await verifyFile(source(opening + "\n".repeat(50_000)));
    expect(report.problem_count).toBe(50_001);
    expect(report.problems).toHaveLength(50);
  });

  test("a reader who stops waiting is obeyed", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    const waiting = verifyFile(source(opening), { signal: stop.signal });
    await expect(waiting).rejects.toThrow("stopped");
  });
});
