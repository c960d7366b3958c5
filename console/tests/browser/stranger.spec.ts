/**
 * What a stranger does with `scripts/demo`, and nothing but that: starts it, opens the link, sends a
 * notice, sees the conflict, answers the other side, exports the proof. In English, Hebrew and Arabic.
 *
 * Everything is found by where it stands and what it does, nothing by its words: those are the
 * reader's own. The stand-in answers at the other side until somebody sits down there.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PYTHON } from "./stage.ts";
import { type Language, openBrowser, ROOT, Screen, until } from "./support.ts";

const ENV = { ...process.env, PYTHONPATH: join(ROOT, "src"), PYTHONUNBUFFERED: "1" };

/** The demo as it is started by hand, with what it has printed so far. */
class Demo {
  readonly said: string[] = [];
  private readonly process: ChildProcess;

  constructor() {
    this.process = spawn(PYTHON, ["-m", "detente.sim.demo"], { cwd: ROOT, env: ENV });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.said.push(line));
    }
  }

  /** The links that it printed: ours, and the other side's. */
  async links(): Promise<[string, string]> {
    await until("both links are printed", () => this.urls().length >= 2, 60_000);
    const [ours = "", theirs = ""] = this.urls();
    return [ours, theirs];
  }

  private urls(): string[] {
    return this.said.flatMap((line) => /http:\/\/localhost:\d+\/#\/sign-in\/\S+/.exec(line) ?? []);
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGINT");
    if (this.process.exitCode === null) await ended;
  }
}

const LANGUAGES: [Language, "ltr" | "rtl"][] = [
  ["en", "ltr"],
  ["he", "rtl"],
  ["ar", "rtl"],
];

describe("a stranger at the demo", () => {
  let browser: Browser;
  let demo: Demo;
  let folder: string;

  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), "detente-stranger-"));
  });

  afterEach(async () => {
    await demo?.end();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a printed link in a language, as the demo's own words say: `/?lang=he#…`. */
  async function open(link: string, language: Language): Promise<Screen> {
    const screen = await Screen.open(browser, new URL(link).origin);
    await screen.page.goto(link.replace("/#", `/?lang=${language}#`));
    await screen.page.locator("nav.nav").waitFor();
    return screen;
  }

  async function sendNotice({ page }: Screen): Promise<void> {
    await page.locator('nav.nav a[href="#/messages"]').click();
    await page.locator('main a[href="#/messages/new"]').first().click();
    await page.locator('[data-code="NAA"]').first().click();
    await page.locator('[data-field="activity"] label').first().click();
    await page.locator('[data-field="number_band"] label').first().click();
    const fill = async (part: string, text: string) =>
      await page.locator(`[id$="-volume.0.${part}"]`).fill(text);
    await fill("outline-centre", "22.65S 14.35E");
    await fill("outline-length", "12");
    await fill("floor", "FL100");
    await fill("ceiling", "FL240");
    await fill("start_ms", "+60min");
    await fill("end_ms", "+100min");
    await page.keyboard.press("Control+Enter");
    const really = page.locator("dialog[open] .messages-really");
    await really.waitFor();
    const doubts = page.locator("dialog[open] .messages-doubt:not(.passed) .messages-pass input");
    while ((await doubts.count()) > 0) await doubts.first().check();
    await until("nothing hinders the release", () => really.isEnabled());
    await really.click();
    await until("the notice is on the screen", () => /AMBER-\d{4}-\d{4}$/.test(page.url()));
  }

  async function answerQuestion({ page }: Screen): Promise<void> {
    await page.locator('nav.nav a[href="#/messages"]').click();
    await page
      .locator(
        'a.messages-line[data-number="COBALT-2026-0002"], a.messages-line[data-number$="-0002"]',
      )
      .first()
      .click();
    await page.locator('[data-act="NO"]').click();
    // What was given stays in its place, and cannot be given twice
    await until("the answer is given", () => page.locator('[data-act="NO"]').isDisabled());
  }

  async function exportProof({ page }: Screen, name: string): Promise<string> {
    await page.locator('nav.nav a[href="#/record"]').click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("main section.card button.primary").first().click(),
    ]);
    const path = join(folder, name);
    await file.saveAs(path);
    await page.locator('.record-verdict[data-verdict="GOOD"]').waitFor();
    return path;
  }

  it.each(LANGUAGES)(
    "in %s sends, sees the conflict, answers and exports the proof",
    async (language, dir) => {
      demo = new Demo();
      const [link] = await demo.links();
      const screen = await open(link, language);
      expect(await screen.page.locator("html").getAttribute("dir")).toBe(dir);

      await sendNotice(screen);
      await screen.page.locator('nav.nav a[href="#/conflicts"]').click();
      await screen.page
        .getByText(/COBALT-\d{4}-0001/)
        .first()
        .waitFor();
      await answerQuestion(screen);
      await until(
        "the stand-in has answered our notice",
        () => demo.said.some((line) => /stand-in at Cobalt: NOTED AMBER-/.test(line)),
        60_000,
      );

      const path = await exportProof(screen, `${language}.jsonl`);
      const words = execFileSync(PYTHON, ["-m", "detente.verify", path], {
        env: ENV,
        encoding: "utf8",
      });
      expect(words).toMatch(/^GOOD/m);
      screen.check();
      await screen.context.close();
    },
  );

  it("finds the stand-in gone when it sits down at the other side", async () => {
    demo = new Demo();
    const [ours, theirs] = await demo.links();
    const cobalt = await open(theirs, "en");
    await until("the stand-in leaves", () =>
      demo.said.some((line) => line.includes("the stand-in leaves")),
    );
    const amber = await open(ours, "en");
    await sendNotice(amber);
    const number = amber.page.url().split("/").at(-1) ?? "";
    await cobalt.page.locator('nav.nav a[href="#/messages"]').click();
    await cobalt.page.locator(`a.messages-line[data-number="${number}"]`).waitFor();
    await cobalt.page.waitForTimeout(7_000); // longer than the stand-in would have waited
    expect(demo.said.filter((line) => line.includes(`READBACK ${number}`))).toEqual([]);
    amber.check();
    cobalt.check();
  });
});
