/**
 * FLASH, from the key that releases it at one console to pixels at the other: `scripts/bench console`.
 *
 * Two browsers at two real nodes, through forms, keys and screens as officers use them. From the time
 * stamp of the key's own event to the animation frame after the one in which the overlay stood; both
 * clocks are this machine's.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser, type Screen, Stage, sitDown, until } from "../browser/support.ts";
import { figure, rank } from "./figures.ts";

const FLASH_MS = 300;
const TIMES = 25;

interface Noted {
  pressed: number[];
  seen: number[];
}

let stage: Stage;
let browsers: [Browser, Browser];

beforeAll(async () => {
  [stage, ...browsers] = await Promise.all([Stage.open("empty"), openBrowser(), openBrowser()]);
});

afterAll(async () => {
  for (const browser of browsers ?? []) await browser.close();
  await stage?.close();
});

/** Notes when Ctrl+Enter is pressed, and when a FLASH has been drawn. */
async function note(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: Noted = { pressed: [], seen: [] };
    Object.assign(window, { noted });
    const now = (ms: number) => performance.timeOrigin + ms;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.key === "Enter") noted.pressed.push(now(event.timeStamp));
    };
    window.addEventListener("keydown", press, true);
    let was = false;
    const look = () => {
      const is = document.querySelector("dialog.flash[open]") !== null;
      // the frame in which it stands is on the screen when the next one begins
      if (is && !was) requestAnimationFrame(() => noted.seen.push(now(performance.now())));
      was = is;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const noted = (page: Page): Promise<Noted> =>
  page.evaluate(() => (window as unknown as { noted: Noted }).noted);

/** Writes an alert about an aircraft of the other side, up to the summary before its release. */
async function write(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = "#/messages/new/AEN?situation=nearing";
  });
  const point = page.locator('[data-field="point"] input').first();
  await point.fill("22.95S 14.30E");
  await page.locator('[data-field="point"] .messages-echo').first().waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("button.messages-really:enabled").waitFor();
}

async function once(cobalt: Screen, amber: Screen, time: number): Promise<number> {
  await write(cobalt.page);
  const before = (await noted(cobalt.page)).pressed.length;
  await cobalt.page.keyboard.press("Control+Enter");
  await until("the FLASH is drawn", async () => (await noted(amber.page)).seen.length > time);
  const pressed = (await noted(cobalt.page)).pressed[before];
  const seen = (await noted(amber.page)).seen[time];
  if (pressed === undefined || seen === undefined) throw new Error("a moment was not noted");
  await amber.page.waitForTimeout(700); // a key counts only after a moment without keys
  await amber.page.keyboard.press("r");
  await amber.page.locator("dialog.flash d-flash-answer").waitFor();
  await amber.page.locator("dialog.flash .flash-foot > button").last().click(); // answered later
  await amber.page.locator("dialog.flash").waitFor({ state: "detached" });
  return seen - pressed;
}

it("FLASH from the other side's key to pixels here", async () => {
  const amber = await sitDown(browsers[0], stage, "amber", "watch");
  const cobalt = await sitDown(browsers[1], stage, "cobalt", "watch");
  await note(amber.page);
  await note(cobalt.page);
  const took: number[] = [];
  for (let time = 0; time < TIMES; time += 1) took.push(await once(cobalt, amber, time));
  expect(Math.min(...took)).toBeGreaterThan(0);
  figure("flash_ms_p50", rank(took, 0.5), "ms", FLASH_MS);
  figure("flash_ms_p99", rank(took, 0.99), "ms");
});
