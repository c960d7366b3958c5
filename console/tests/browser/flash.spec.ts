import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Screen, Stage, sitDown, until } from "./support.ts";

const STRAY = { situation: "nearing", point: { lat_e7: -229500000, lon_e7: 143000000 } };
const FIELDS = { ...STRAY, wanted_turn: "W", heading_deg: 95, speed_kt: 420 };
const TYPING_GAP_MS = 900; // longer than the overlay's guard against keys that were meant for a form

describe("a FLASH", () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("empty"), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  /** Sends one to Amber and returns its number. */
  async function flash(status = "ACTUAL"): Promise<string> {
    const path = `/v1/lines/${stage.channel}/${status}/messages`;
    const body = { format: "AEN", to: ["amber"], fields: FIELDS };
    return (await stage.ask<{ number: string }>("cobalt", "watch", path, body)).number;
  }

  async function steps(number: string): Promise<string[]> {
    const { steps: found } = await stage.message("amber", number);
    return found.filter((one) => one.party === "amber").map((one) => one.code ?? one.step);
  }

  const overlay = (page: Page) => page.locator("dialog.flash[open]");

  async function read(screen: Screen): Promise<void> {
    await screen.page.waitForTimeout(TYPING_GAP_MS);
    await screen.page.keyboard.press("r");
    await screen.page.getByRole("button", { name: /WILCO/ }).waitFor();
  }

  it("takes the screen whatever is on it, sounds until READ, and is answered with one key", async () => {
    const screen = await sitDown(browser, stage, "amber", "watch");
    const { page } = screen;
    await page.evaluate(() => {
      const counted = window as unknown as { notes: number };
      counted.notes = 0;
      const begin = AudioScheduledSourceNode.prototype.start;
      AudioScheduledSourceNode.prototype.start = function (...given) {
        counted.notes += 1;
        return begin.apply(this, given);
      };
    });
    const notes = () => page.evaluate(() => (window as unknown as { notes: number }).notes);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();

    const number = await flash();
    await overlay(page).waitFor();
    expect(await overlay(page).textContent()).toContain(number);
    const covers = await overlay(page).boundingBox();
    expect(covers).toMatchObject({ x: 0, y: 0, width: 1280, height: 800 });
    await overlay(page).getByText("your aircraft is nearing our airspace").first().waitFor();
    await overlay(page).getByText('wanted_turn="W"').waitFor();
    expect(await page.title()).toMatch(/^FLASH/);

    const first = await notes();
    await until("it sounds again while nobody has READ it", async () => (await notes()) > first);
    await read(screen);
    await until("the node holds the READ", async () => (await steps(number)).includes("READ"));
    const after = await notes();
    await page.keyboard.press("w");
    await overlay(page).waitFor({ state: "hidden" });
    await until("WILCO is at the node", async () => (await steps(number)).includes("WILCO"));
    expect(await notes()).toBe(after);
    screen.check();
    await screen.context.close();
  });

  it("is not READ by who was typing when it came", async () => {
    const screen = await sitDown(browser, stage, "amber", "watch");
    const { page } = screen;
    await page.keyboard.press("Control+k");
    const box = page.getByRole("combobox");
    await box.pressSequentially("re");
    const number = await flash();
    await overlay(page).waitFor();
    await page.keyboard.type("rrr", { delay: 40 });
    expect(await steps(number)).not.toContain("READ");
    await read(screen);
    // What goes with an answer is asked for, as codes of its table
    await page.keyboard.press("u");
    await page.getByRole("combobox", { name: "Why" }).selectOption("own-activity");
    await page.getByRole("button", { name: /^Send/ }).click();
    await until("UNABLE is at the node", async () => (await steps(number)).includes("UNABLE"));
    await overlay(page).waitFor({ state: "hidden" });
    expect(await box.inputValue()).toBe("re");
    await screen.context.close();
  });

  it("is shown to an observer, who may look beneath it but not say READ", async () => {
    const watcher = await sitDown(browser, stage, "amber", "observer");
    const number = await flash();
    await overlay(watcher.page).waitFor();
    expect(await overlay(watcher.page).getByRole("button", { name: /READ/ }).count()).toBe(0);
    await watcher.page.waitForTimeout(TYPING_GAP_MS);
    await watcher.page.keyboard.press("r");
    await overlay(watcher.page)
      .getByRole("button", { name: /beneath/ })
      .click();
    await watcher.page.locator(".flash-bar").waitFor();
    expect(await steps(number)).not.toContain("READ");

    // Somebody else READs it: it goes from this screen too
    await stage.do("read", { party: "amber", officer: "watch", number });
    await watcher.page.locator(".flash-bar").waitFor({ state: "detached" });
    watcher.check();
    await watcher.context.close();
  });

  it("waits behind another one, and what is practised looks different and says so", async () => {
    const screen = await sitDown(browser, stage, "amber", "watch", { language: "ar" });
    const { page } = screen;
    await flash("EXERCISE");
    await overlay(page).waitFor();
    expect(await overlay(page).getAttribute("class")).toContain("flash-is-exercise");
    expect(await overlay(page).locator(".flash-status").textContent()).toContain("EXERCISE");
    const drawn = await overlay(page).evaluate((one) => getComputedStyle(one).borderTopStyle);
    expect(drawn).toBe("dashed");

    const real = await flash();
    await until("the real one goes before the practised one", async () =>
      ((await overlay(page).getAttribute("class")) ?? "").includes("flash-is-actual"),
    );
    expect(await overlay(page).locator(".flash-more").count()).toBe(1);
    await read(screen);
    await page.keyboard.press("w");
    await until("the real one is answered", async () => (await steps(real)).includes("WILCO"));
    await until("the practised one is on the screen again", async () =>
      ((await overlay(page).getAttribute("class")) ?? "").includes("flash-is-exercise"),
    );
    expect(await screen.axe("dialog.flash")).toEqual([]);
    screen.check();
    await screen.context.close();
  });
});
