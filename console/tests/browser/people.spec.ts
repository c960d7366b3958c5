import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Language, openBrowser, type Screen, Stage, sitDown, until } from "./support.ts";

/** As in src/app/views.ts, which cannot be loaded without a page. */
const VIEWS = [
  "watch",
  "map",
  "messages",
  "conflicts",
  "incidents",
  "agreements",
  "consultations",
  "record",
  "settings",
];
const TABLET = { width: 1024, height: 768 };
const TARGET_PX = 44;
const SETTLE_MS = 300; // a view's answers come within it: what is judged is the full view
const RTL: Record<Language, string> = { en: "ltr", ru: "ltr", he: "rtl", ar: "rtl" };

describe("people", () => {
  let stage: Stage;
  let browser: Browser;
  let screen: Screen;
  let page: Page;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
    screen = await sitDown(browser, stage, "amber", "watch", {
      viewport: TABLET,
      context: { hasTouch: true },
    });
    page = screen.page;
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  async function show(view: string): Promise<void> {
    await screen.go(view);
    await page.locator(`d-console[data-view="${view}"] main h1`).first().waitFor({
      state: "attached",
    });
    await page.waitForTimeout(SETTLE_MS);
  }

  async function speak(language: Language, theme = "night"): Promise<void> {
    await page.evaluate((one) => localStorage.setItem("detente.theme", one), theme);
    await page.goto(`${screen.origin}/?lang=${language}`);
    await page.locator("nav.nav").waitFor();
  }

  it.each([
    ["en", "night"],
    ["ru", "day"],
    ["he", "night"],
    ["ar", "day"],
  ] as [Language, string][])(
    "every view reads in its own direction and fits a tablet, and axe finds nothing, in %s by %s",
    async (language, theme) => {
      await speak(language, theme);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(RTL[language]);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      const wrong: string[] = [];
      for (const view of VIEWS) {
        await show(view);
        const found = await overflowing();
        // What axe sees is the same in both languages of a direction
        if (language === "en" || language === "ar") found.push(...(await screen.axe()));
        wrong.push(...found.map((one) => `${view}: ${one}`));
      }
      expect(wrong).toEqual([]);
      screen.check();
    },
  );

  /** What is wider than the page or than the main part: it would have to be scrolled sideways. */
  async function overflowing(): Promise<string[]> {
    return await page.evaluate(() => {
      const found: string[] = [];
      const page = document.documentElement;
      if (page.scrollWidth > page.clientWidth) found.push(`the page by ${page.scrollWidth}px`);
      const main = document.querySelector("main") as HTMLElement;
      if (main.scrollWidth > main.clientWidth + 1)
        found.push(`the main part: ${main.scrollWidth} in ${main.clientWidth}px`);
      return found;
    });
  }

  it("the first screen stands on one screen, on a desk and on a tablet", async () => {
    await speak("en");
    for (const viewport of [{ width: 1440, height: 900 }, TABLET]) {
      await page.setViewportSize(viewport);
      await page.locator(".watch-due .watch-row").first().waitFor();
      const over = await page.evaluate(() => {
        const main = document.querySelector("main") as HTMLElement;
        return main.scrollHeight - main.clientHeight;
      });
      expect(over).toBeLessThanOrEqual(0);
      for (const name of ["line", "duty", "age", "due", "conflicts", "moves", "alarms"]) {
        const box = await page.locator(`.watch-${name} h2`).boundingBox();
        const seen = box !== null && box.y + box.height <= viewport.height;
        expect({ name, seen }).toEqual({ name, seen: true });
      }
    }
  });

  it("buttons, links of lists and fields can be hit with a finger, which works as a mouse does", async () => {
    const small: string[] = [];
    for (const view of ["watch", "messages", "settings"]) {
      await show(view);
      small.push(...(await tooSmall()).map((one) => `${view}: ${one}`));
    }
    expect(small).toEqual([]);
    await page.locator("nav.nav a").nth(2).tap();
    await page.locator('d-console[data-view="messages"]').waitFor();
  });

  async function tooSmall(): Promise<string[]> {
    return await page.evaluate((least) => {
      const all = "button, select, nav a, .watch-row, input:not([type=checkbox], [type=radio])";
      return [...document.querySelectorAll<HTMLElement>(all)]
        .map((one) => ({ one, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
        .map(
          ({ one, box }) => `${one.textContent?.trim().slice(0, 40)} ${box.width}×${box.height}`,
        );
    }, TARGET_PX);
  }

  it("without a mouse: from the first screen to an answer that the other side holds", async () => {
    await speak("en");
    await page.locator(".watch-due .watch-row").first().waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("skip");
    for (let at = 0; at < 12; at += 1) {
      await page.keyboard.press("Tab");
      expect(await ring()).toBe(true);
    }
    // The palette finds a message by its number; its answer is one key
    const number = stage.labels["WHOSE"] ?? "";
    await page.keyboard.press("Control+k");
    await page.keyboard.type(number);
    await page.keyboard.press("Enter");
    await until(
      "the message is open and named",
      async () =>
        (await page.evaluate(() => document.querySelector("main h1")?.textContent ?? "")) !== "",
    );
    await page.getByRole("button", { name: /UNKNOWN/ }).waitFor();
    await walkTo(/UNKNOWN/);
    await page.keyboard.press("Enter");
    await until("Cobalt holds the answer", async () => {
      const { steps } = await stage.message("cobalt", number);
      if (steps.some((one) => one.code === "UNKNOWN")) return true;
      await press(/^(Send|Release)/);
      return false;
    });
    screen.check();
  });

  /** Whether what has the focus shows it. */
  async function ring(): Promise<boolean> {
    return await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement as Element);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    });
  }

  const focused = () =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.textContent ?? "");

  async function walkTo(words: RegExp): Promise<void> {
    for (let at = 0; at < 80; at += 1) {
      if (words.test((await focused()).trim())) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never came to ${words}`);
  }

  /** Where an answer asks once more, that button by Tab and Enter too. */
  async function press(words: RegExp): Promise<void> {
    if ((await page.locator("dialog[open]").count()) === 0) return;
    await walkTo(words);
    await page.keyboard.press("Enter");
  }

  it("with little motion nothing moves, and a FLASH says it by size", async () => {
    await speak("en");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await stage.play(
      'now cobalt sends AEN as STRAY situation=nearing point="22.95S 14.30E" wanted_turn=W',
    );
    await page.locator("dialog.flash[open]").waitFor();
    const { moving, size } = await page.evaluate(() => ({
      moving: document.getAnimations().filter((one) => one.playState === "running").length,
      size: Number.parseFloat(
        getComputedStyle(document.querySelector(".flash-word") as Element).fontSize,
      ),
    }));
    expect(moving).toBe(0);
    expect(size).toBeGreaterThan(48);
    await stage.do("read", { party: "amber", officer: "watch", number: stage.labels["STRAY"] });
    await page.locator("dialog.flash[open]").waitFor({ state: "detached" });
  });

  it("on paper: no bars, no buttons, black on white", async () => {
    await speak("en");
    await page.locator(".watch-due .watch-row").first().waitFor();
    await page.emulateMedia({ media: "print" });
    for (const gone of ["nav.nav", "d-top", "d-time-bar", "main button"]) {
      expect({ gone, seen: await page.locator(gone).first().isVisible() }).toEqual({
        gone,
        seen: false,
      });
    }
    const ground = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    expect(ground).toBe("rgb(255, 255, 255)");
    const wrong = (await screen.axe("main")).filter((one) => one.startsWith("color-contrast"));
    expect(wrong).toEqual([]);
  });
});
