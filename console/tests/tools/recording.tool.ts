/** Two minutes of two consoles, for README and docs: `scripts/pictures`. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser, ROOT, type Screen, Stage, sitDown, until } from "../browser/support.ts";
import { Film } from "./film.ts";

const FOLDER = process.env["DETENTE_PICTURES"] ?? join(ROOT, "out", "pictures");
const SIZE = { width: 1280, height: 800 };
const MAP_MS = 4_500; // the coast and its letters, drawn by software
const [AMBER, COBALT] = ["Amber", "Cobalt"] as const;

let stage: Stage;
let browser: Browser;
let film: Film;
let amber: Screen;
let cobalt: Screen;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
  film = await Film.open(browser, FOLDER, SIZE);
  amber = await sitDown(browser, stage, "amber", "watch", { viewport: SIZE });
  cobalt = await sitDown(browser, stage, "cobalt", "watch", { viewport: SIZE });
});

afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const at = (number: string) => `messages/${stage.channel}/ACTUAL/${number}`;
const settle = (screen: Screen, ms = 1_200) => screen.page.waitForTimeout(ms);

async function go(screen: Screen, place: string, ms?: number): Promise<Page> {
  await screen.go(place);
  await settle(screen, ms);
  return screen.page;
}

async function opening(): Promise<void> {
  await film.card(
    4,
    "detente",
    "Two parties over one coast. Two nodes. One record that both can prove.",
  );
  await film.shot(
    await go(amber, "watch"),
    8,
    AMBER,
    "Is the line open, who is on duty, what runs out of time, what conflicts, how old is it.",
  );
  await film.shot(
    await go(amber, "map", MAP_MS),
    6,
    AMBER,
    "The coast, notices and zones of both sides, and where they conflict.",
  );
}

async function notice(): Promise<string> {
  const page = await go(amber, "messages/new/NAA");
  const fill = (part: string, text: string) => page.locator(`[id$="-volume.0.${part}"]`).fill(text);
  await film.shot(
    page,
    4,
    AMBER,
    "A notice: a form from the format's own table, and the map beside it.",
  );
  await page.locator('[data-field="activity"] label').first().click();
  await page.locator('[data-field="number_band"] label').first().click();
  await fill("outline-centre", "14.30E 22.30S");
  await page.locator('[data-field="volume"] .messages-reading').first().waitFor();
  await settle(amber);
  await page.locator('[data-field="volume"] .messages-reading').first().scrollIntoViewIfNeeded();
  await film.shot(page, 5, AMBER, "A place in any notation, read at once, and said back in words.");
  await fill("outline-centre", "22.30S 14.10E");
  await fill("outline-length", "12");
  await fill("floor", "FL100");
  await fill("ceiling", "FL200");
  await fill("start_ms", "+60min");
  await fill("end_ms", "+110min");
  await settle(amber, MAP_MS);
  await film.shot(
    page,
    7,
    AMBER,
    "What it would conflict with, and how it will be read there, in four languages.",
  );
  await page.keyboard.press("Control+Enter");
  const really = page.locator("dialog[open] .messages-really");
  await really.waitFor();
  const doubts = page.locator("dialog[open] .messages-doubt:not(.passed) .messages-pass input");
  while ((await doubts.count()) > 0) await doubts.first().check();
  await until("nothing hinders the release", () => really.isEnabled());
  await film.shot(
    page,
    5,
    AMBER,
    "Nothing goes out unseen: doubts are passed by name, conflicts are said.",
  );
  await really.click();
  await until("the notice is on the screen", () => /AMBER-\d{4}-\d{4}$/.test(page.url()));
  await settle(amber, MAP_MS);
  await film.shot(page, 5, AMBER, "Sent, kept, delivered: each step is signed by whoever took it.");
  return page.url().split("/").at(-1) ?? "";
}

async function readBack(number: string): Promise<void> {
  await film.shot(
    await go(cobalt, "messages"),
    5,
    COBALT,
    "At the other side, the same second: what waits for us, by urgency.",
  );
  const page = await go(cobalt, at(number), MAP_MS);
  await page.keyboard.press("b");
  await settle(cobalt, MAP_MS);
  await film.shot(
    page,
    6,
    COBALT,
    "Cobalt's own node worked place, height and time out again: that is what is read back.",
  );
  await page.keyboard.press("b");
  await settle(cobalt);
  const here = await go(amber, at(number), MAP_MS);
  await film.shot(
    here,
    5,
    AMBER,
    "Lead time counts from the receiver's act, never from the moment of sending.",
  );
  await here.keyboard.press("c");
  await settle(amber, MAP_MS);
  await film.shot(
    here,
    5,
    AMBER,
    "Sent and read back, laid over each other, with the distance between them.",
  );
  await here.keyboard.press("c");
}

async function conflict(): Promise<void> {
  const page = await go(amber, "conflicts", MAP_MS);
  await film.shot(page, 6, AMBER, "A conflict stands on both screens at once, and says why.");
  const tries = page.locator("d-ways button");
  await tries.first().scrollIntoViewIfNeeded();
  await tries.first().click();
  await settle(amber, MAP_MS);
  await film.shot(page, 4, AMBER, "Ways out: each is checked against all that is held here.");
  await page.locator("d-conflicts d-map").scrollIntoViewIfNeeded();
  await settle(amber, MAP_MS);
  await film.shot(page, 4, AMBER, "Tried on the map before it is proposed.");
}

async function flash(): Promise<void> {
  await amber.go("map");
  await stage.play(
    'now cobalt sends AEN as STRAY situation=nearing point="22.95S 14.30E" wanted_turn=W heading_deg=95 speed_kt=420',
  );
  await amber.page.locator("dialog.flash[open] d-flash-words").waitFor();
  await settle(amber, 1_500);
  await film.shot(
    amber.page,
    6,
    AMBER,
    "A FLASH takes the screen, with sound, and repeats until it is READ.",
  );
  await amber.page.keyboard.press("r");
  await amber.page.locator("dialog.flash d-flash-answer").waitFor();
  await film.shot(amber.page, 4, AMBER, "One key to read, one to answer.");
  await amber.page.locator("dialog.flash .flash-foot > button").last().click();
}

async function gone(): Promise<void> {
  await go(amber, "watch");
  amber.forgive(/ERR_|status of/);
  await stage.do("kill", { party: "amber" });
  await amber.page.locator(".banner").first().waitFor();
  await film.shot(
    amber.page,
    5,
    AMBER,
    "The node lost its power: the screen says so at once, and greys what it no longer knows.",
  );
  await stage.do("start", { party: "amber" });
  await amber.page.locator(".banner").first().waitFor({ state: "detached" });
  await settle(amber, 2_000);
  await film.shot(
    amber.page,
    3,
    AMBER,
    "It is back, without a reload; nothing that was kept is lost.",
  );
}

async function afterwards(): Promise<void> {
  const number = stage.labels["CASE"] ?? "";
  await film.shot(
    await go(amber, `incidents/${stage.channel}/ACTUAL/${number}`),
    5,
    AMBER,
    "A near miss, told twice: both accounts stand, and where they differ.",
  );
  const page = await go(amber, "record");
  await Promise.all([
    page.waitForEvent("download"),
    page.locator("main section.card button.primary").first().click(),
  ]);
  await page.locator('.record-verdict[data-verdict="GOOD"]').waitFor();
  await settle(amber);
  await film.shot(
    page,
    6,
    AMBER,
    "The proof, exported, and verified in the browser: no trust in us, nor in either party.",
  );
}

async function languages(): Promise<void> {
  const hebrew = await sitDown(browser, stage, "amber", "second", {
    viewport: SIZE,
    language: "he",
  });
  await settle(hebrew, 2_000);
  await film.shot(hebrew.page, 4, AMBER, "In Hebrew, from right to left, numbers whole.");
  const arabic = await sitDown(browser, stage, "cobalt", "second", {
    viewport: SIZE,
    language: "ar",
  });
  await arabic.page.evaluate(() => localStorage.setItem("detente.theme", "day"));
  await arabic.page.reload();
  await arabic.page.locator("nav.nav").waitFor();
  await film.shot(
    await go(arabic, "map", 2 * MAP_MS),
    4,
    COBALT,
    "In Arabic, by day. Each side reads in its own language; codes and values are what is signed.",
  );
  await film.card(
    4,
    "scripts/demo",
    "Two real nodes, your browser, nothing else. No request leaves them.",
  );
}

it("records two minutes", async () => {
  await opening();
  await readBack(await notice());
  await conflict();
  await flash();
  await afterwards();
  await gone();
  await languages();
  await film.close();
  expect(film.seconds).toBeGreaterThan(110);
  expect(film.seconds).toBeLessThan(140);
});
