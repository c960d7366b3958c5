// @vitest-environment node
/**
 * Two verifiers, one judgement: every file that the Python verifier's own tests make, good, forged, cut
 * or changed, is judged here as there: verdict, findings with their places, keys, trees, clocks, and
 * every row of the timeline.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Checked, ROWS_MAX, type Source, verifyFile } from "./file.ts";
import { fromBase64 } from "./forms.ts";
import type { Pin } from "./parties.ts";
import type { Finding } from "./report.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const PYTHON = join(ROOT, ".venv", "bin", "python");
const TESTS = ["tests/verify", "tests/node/test_carrying.py", "tests/versions/test_stored.py"];

interface Kept {
  readonly file: string;
  readonly test: string;
  readonly pinned: Record<string, string | { key: string }>;
  readonly verdict: string;
  readonly report: Record<string, unknown> & { problems: Finding[]; remarks: Finding[] };
  readonly rows: Record<string, unknown>[];
}

function sourceOf(name: string, data: Uint8Array): Source {
  const blob = new Blob([new Uint8Array(data)]);
  return { name, size: blob.size, stream: () => blob.stream() };
}

/**
 * Words that come from a library's own error are not compared, nor which of two words is said of base64
 * that is none (Python's reader takes some of it before it sees that); everything else is.
 */
function told(finding: Finding) {
  if (["damaged", "not-understood", "unusable"].includes(finding.rule))
    return { ...finding, detail: "" };
  return { ...finding, detail: finding.detail.replace("base64 is not canonical", "not base64") };
}

/** What both say, in one shape. The page adds a journal's root and a row's place; they are left out. */
function here({ report, rows }: Checked) {
  const { file: _, verdict: __, bundle_for: ___, ...rest } = report;
  return {
    verdict: report.verdict,
    report: {
      ...rest,
      problems: report.problems.map(told),
      remarks: report.remarks.map(told),
      journals: report.journals.map(({ root: _, root_before: __, ...journal }) => journal),
    },
    rows: rows.map(({ journal: _, sequence: __, ...row }) => row),
  };
}

function there(kept: Kept) {
  const { file: _, verdict: __, ...rest } = kept.report;
  const { problems, remarks } = kept.report;
  const report = { ...rest, problems: problems.map(told), remarks: remarks.map(told) };
  return { verdict: kept.verdict, report, rows: kept.rows.slice(0, ROWS_MAX) };
}

describe.skipIf(!existsSync(PYTHON))("the Python verifier and this one", () => {
  const folder = mkdtempSync(join(tmpdir(), "detente-kept-"));
  let kept: Kept[] = [];

  beforeAll(() => {
    const plugins = ["-p", "tests.support.kept_evidence", "-p", "no:cacheprovider"];
    const made = spawnSync(PYTHON, ["-m", "pytest", "-q", ...plugins, ...TESTS], {
      cwd: ROOT,
      env: { ...process.env, KEPT_EVIDENCE: folder },
      encoding: "utf8",
    });
    expect(made.status, made.stdout + made.stderr).toBe(0);
    const lines = readFileSync(join(folder, "verdicts.jsonl"), "utf8").trimEnd().split("\n");
    kept = lines.map((line) => JSON.parse(line) as Kept);
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test("say the same of every file", { timeout: 300_000 }, async () => {
    for (const one of kept) {
      const pins = Object.entries(one.pinned).map(([party, pin]): [string, Pin] => [
        party,
        typeof pin === "string" ? pin : fromBase64(pin.key, "key"),
      ]);
      const source = sourceOf(one.file, readFileSync(join(folder, one.file)));
      const found = here(await verifyFile(source, { pinned: new Map(pins) }));
      expect({ test: one.test, file: one.file, ...found }).toEqual({
        test: one.test,
        file: one.file,
        ...there(one),
      });
    }
  });

  test("were given every kind of breach, and good files", () => {
    const rules = new Set(kept.flatMap((one) => one.report.problems.map((found) => found.rule)));
    const verdicts = new Set(kept.map((one) => one.verdict));
    expect([...verdicts].sort()).toEqual(["BROKEN", "GOOD", "UNUSABLE"]);
    for (const rule of BREACHES) expect(rules).toContain(rule);
  });
});

const BREACHES = [
  ..."body cause charter checkpoint cosignature damaged epoch file fork gap header key".split(" "),
  ..."opened repeated revoked-key signature time-backwards time-impossible truncated".split(" "),
];

test.runIf(!existsSync(PYTHON))("no Python environment: nothing was compared", (context) => {
  context.skip("make .venv with scripts/setup, then the two verifiers are compared");
});
