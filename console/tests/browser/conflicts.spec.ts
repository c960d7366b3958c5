import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Screen, Stage, sitDown, until } from "./support.ts";

describe("a conflict, its ways out, and the instant", () => {
  let stage: Stage;
  let browser: Browser;
  let amber: Screen;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
    amber = await sitDown(browser, stage, "amber", "watch");
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it("is listed with why and how near, and a way out for their notice reaches them as a proposal", async () => {
    await amber.go("conflicts");
    const { page } = amber;
    const row = page.locator("d-conflicts tbody tr").first();
    await row.waitFor();
    expect(await row.textContent()).toMatch(/AMBER-\d{4}-\d{4}/);
    expect(await row.textContent()).toMatch(/COBALT-\d{4}-\d{4}/);

    const theirs = page.locator("d-ways section", { hasText: "cobalt" });
    await theirs.getByRole("button", { name: "Try on the map" }).first().click();
    expect(await theirs.locator('li[data-tried="true"]').count()).toBe(1);
    await theirs.getByRole("button", { name: "Propose to them" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").selectOption("own-activity");
    await dialog.getByRole("button", { name: "Propose to them" }).click();
    await page
      .getByText(/^The proposal for .*COBALT.* was sent/)
      .first()
      .waitFor();

    const number = /COBALT-\d{4}-\d{4}/.exec((await row.textContent()) ?? "")?.[0] ?? "";
    await until("Cobalt's node holds an answer with a volume", async () => {
      const seen = await stage.message("cobalt", number);
      return seen.steps.some((step) => step.code === "UNABLE" && step.proposal !== null);
    });
    amber.check();
  });

  it("shows another instant with a frame around everything, and is back at one key", async () => {
    const { page } = amber;
    await page.locator("body").press("]");
    await until("the frame is there", () =>
      page.locator("d-console.not-live").count().then(Boolean),
    );
    expect(await page.getByRole("slider").getAttribute("aria-valuetext")).toMatch(/ahead$/);
    await page.getByLabel("Go to an instant, UTC").fill("noon");
    await page.keyboard.press("Enter");
    await page.getByText(/^Not a time/).waitFor();
    await page.getByLabel("Go to an instant, UTC").fill("2026-11-23 03:30");
    await page.keyboard.press("Enter");
    await until("that instant is shown", async () =>
      ((await page.locator(".time-shown").textContent()) ?? "").includes("03:30:00Z"),
    );
    await page.locator("#main").focus();
    await page.keyboard.press("l");
    await until(
      "the frame is gone",
      async () => (await page.locator("d-console.not-live").count()) === 0,
    );
    await page.keyboard.press("h");
    await page.locator("d-profile rect.band").first().waitFor();
    expect(await page.locator("d-profile rect.clash").count()).toBeGreaterThan(0);
    amber.check();
  });
});
