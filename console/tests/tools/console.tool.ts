/** The console's figures: `scripts/bench console`. Run alone: it takes both cores of a small machine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { strings } from "../../build/strings.ts";
import { openBrowser, ROOT, Screen, Stage, takeSession, until } from "../browser/support.ts";
import { figure, rank } from "./figures.ts";

const FIRST_SCREEN_S = 2;
const UPDATE_MS = 10;
const LOADS = 7;
const TRACKS = 5_000;
const UPDATES = 30;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** Records when the first screen answers: all its cards are there and none is still waiting. */
async function watchFirstScreen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = () => {
      const cards = [...document.querySelectorAll(".watch > *")];
      const said = document.querySelector("d-watch-conflicts li, d-watch-conflicts a");
      const due = document.querySelector("d-watch-due li, d-watch-due tr");
      if (cards.length > 0 && said && due) {
        Object.assign(window, { firstScreenMs: performance.now() });
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const firstScreen = (page: Page): Promise<number | undefined> =>
  page.evaluate(() => (window as unknown as { firstScreenMs?: number }).firstScreenMs);

async function loadOnce(stage: Stage): Promise<{ seconds: number; bytes: number; files: number }> {
  const screen = await Screen.open(browser, stage.party("amber").api); // a context of its own: cold
  await takeSession(screen, stage, "amber", "watch");
  await watchFirstScreen(screen.page);
  const network = await screen.context.newCDPSession(screen.page);
  await network.send("Network.enable");
  let [bytes, files] = [0, 0];
  const assets = new Set<string>();
  network.on("Network.responseReceived", ({ requestId, response }) => {
    if (!new URL(response.url).pathname.startsWith("/v1")) assets.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!assets.has(requestId)) return;
    bytes += encodedDataLength;
    files += 1;
  });
  await screen.page.goto(`${screen.origin}/`);
  await until(
    "the first screen answers",
    async () => (await firstScreen(screen.page)) !== undefined,
  );
  const seconds = ((await firstScreen(screen.page)) ?? 0) / 1000;
  await screen.context.close();
  return { seconds, bytes, files };
}

it("first useful screen, from navigation, cold cache", async () => {
  const stage = await Stage.open("watch");
  try {
    const loads = [];
    for (let at = 0; at < LOADS; at += 1) loads.push(await loadOnce(stage));
    const seconds = loads.map((one) => one.seconds);
    figure("first_screen_s", rank(seconds, 0.5), "s", FIRST_SCREEN_S);
    figure("first_screen_s_worst", Math.max(...seconds), "s");
    figure("first_load_kb", (loads[0]?.bytes ?? 0) / 1024, "kB");
    figure("first_load_files", loads[0]?.files ?? 0, "files");
    expect(Math.min(...seconds)).toBeGreaterThan(0);
  } finally {
    await stage.close();
  }
});

it("what an update of 5,000 moving tracks takes of the main thread", async () => {
  const folder = mkdtempSync(join(tmpdir(), "detente-bench-"));
  const root = join(ROOT, "console", "tests", "tools");
  const shared = { configFile: false as const, root, logLevel: "error" as const };
  await build({
    ...shared,
    plugins: [strings()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, "tracks.html") },
    },
  });
  const server: PreviewServer = await preview({
    ...shared,
    build: { outDir: folder },
    preview: { port: 0 },
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    const address = server.resolvedUrls?.local[0] ?? "";
    await page.goto(`${address}tracks.html`);
    await page.locator("canvas").waitFor();
    await page.waitForTimeout(4_000); // the coast and the letters
    await measureUpdates(page);
  } finally {
    await page.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The call alone: what follows is drawn by a processor here, and by a graphics card elsewhere. */
async function measureUpdates(page: Page): Promise<void> {
  const took: number[] = [];
  for (let at = -5; at < UPDATES; at += 1) {
    const call = await page.evaluate(([n, to]) => window.update(n, to), [TRACKS, at] as const);
    if (at >= 0) took.push(call);
    await page.waitForTimeout(1_000); // as a feed does: once a second
  }
  figure("update_ms_5k", rank(took, 0.5), "ms", UPDATE_MS);
  figure("update_ms_5k_worst", Math.max(...took), "ms");
}
