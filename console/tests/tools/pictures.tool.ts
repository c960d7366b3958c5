/** The pictures of README and docs, taken from two real nodes: `scripts/pictures`. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import {
  type How,
  type Language,
  openBrowser,
  ROOT,
  type Screen,
  Stage,
  sitDown,
} from "../browser/support.ts";

const FOLDER = process.env["DETENTE_PICTURES"] ?? join(ROOT, "out", "pictures");
const SIZE = { width: 1280, height: 800 };
const SETTLED_MS = 6_000; // the map's coast and letters, drawn by software

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** Where a message is, as the console's address has it. */
const at = (view: string, label: string): string =>
  `${view}/${stage.channel}/ACTUAL/${stage.labels[label] ?? label}`;

async function take(
  name: string,
  look: { place: string; language?: Language; day?: boolean; how?: How },
  before: (screen: Screen) => Promise<void> = async () => {},
): Promise<void> {
  const how = { viewport: SIZE, language: look.language ?? "en", ...look.how };
  const screen = await sitDown(browser, stage, "amber", "releaser", how);
  if (look.day) {
    await screen.page.evaluate(() => localStorage.setItem("detente.theme", "day"));
    await screen.page.reload();
    await screen.page.locator("nav.nav").waitFor();
  }
  await screen.go(look.place);
  await screen.page.locator("main :not(:empty)").first().waitFor();
  await before(screen);
  await screen.page.waitForTimeout(SETTLED_MS);
  await screen.page.screenshot({ path: join(FOLDER, `${name}.png`) });
  screen.check();
  await screen.context.close();
}

it("the watch, at night and by day", async () => {
  await take("watch", { place: "watch" });
  await take("watch-day", { place: "watch", day: true });
});

it("the map", async () => {
  await take("map", { place: "map" });
  await take("map-day", { place: "map", day: true });
});

it("a notice being written, with what it means and what it meets", async () => {
  await take(
    "compose",
    { place: "messages/new/NAA?activity=combat&number_band=2-4&place_name=Swakopmund" },
    async ({ page }) => {
      const fill = (part: string, text: string) =>
        page.locator(`[id$="-volume.0.${part}"]`).fill(text);
      await fill("outline-centre", "22.30S 14.10E");
      await fill("outline-length", "12");
      await fill("floor", "FL100");
      await fill("ceiling", "FL200");
      await fill("start_ms", "+60min");
      await fill("end_ms", "+110min");
      await page.locator(".messages-conflicts").first().waitFor();
      await page.locator('[data-field="volume"]').scrollIntoViewIfNeeded();
    },
  );
});

it("a conflict, and the ways out of it", async () => {
  await take("conflict", { place: "conflicts" }, async ({ page }) => {
    await page.locator("d-ways button").first().waitFor();
  });
});

it("a read-back beside what was sent", async () => {
  await take("read-back", { place: at("messages", "FERRY") }, async ({ page }) => {
    await page.locator(".messages-act").first().waitFor();
    await page.getByRole("tab", { name: "Read-back" }).click();
  });
});

it("an incident with both accounts", async () => {
  await take("incident", { place: at("incidents", "CASE") });
});

it("the record: the proof, exported and verified on the page", async () => {
  await take("record", { place: "record" }, async ({ page }) => {
    await Promise.all([
      page.waitForEvent("download"),
      page.locator("main section.card button.primary").first().click(),
    ]);
    await page.locator('.record-verdict[data-verdict="GOOD"]').waitFor();
  });
});

it("from right to left", async () => {
  await take("watch-he", { place: "watch", language: "he" });
  await take("messages-ar", { place: "messages", language: "ar" });
});
