import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Screen, Stage, sitDown, until } from "./support.ts";

describe("the console at a real node", () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("demo"), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it("opens with a link that was handed over, once, and shows who is on duty", async () => {
    const { api } = stage.party("amber");
    const link = await stage.link("amber", "watch");
    const screen = await Screen.open(browser, api);
    await screen.page.goto(link);
    await screen.page.locator("nav.nav").waitFor();
    await until("the party's name is on the screen", async () =>
      ((await screen.page.locator(".brand").textContent()) ?? "").includes("Amber Air Command"),
    );
    screen.check();
    await screen.context.close();

    const again = await Screen.open(browser, api);
    again.forgive(/status of 4\d\d .*\/v1\/session/);
    await again.page.goto(link);
    await again.page.getByRole("alert").getByText(/used/).waitFor();
    expect(await again.page.locator("nav.nav").count()).toBe(0);
    await again.context.close();
  });

  it("asks nothing of anywhere but the node, and breaks no policy, in every view", async () => {
    const screen = await sitDown(browser, stage, "amber", "watch");
    const views = await screen.page.locator("nav.nav a").count();
    expect(views).toBeGreaterThan(3);
    for (let at = 0; at < views; at += 1) {
      await screen.page.locator("nav.nav a").nth(at).click();
      await screen.page.locator("main :not(:empty)").first().waitFor();
    }
    screen.check();
    await screen.context.close();
  });

  it("would see a request that leaves the node and a policy that is broken", async () => {
    const screen = await Screen.open(browser, stage.party("cobalt").api);
    await screen.page.goto(screen.origin);
    await screen.page.evaluate(() => fetch("http://127.0.0.1:9/").catch(() => undefined));
    await screen.page.evaluate(() => {
      const image = new Image();
      image.src = "http://localhost:9/a.png";
      document.body.append(image);
    });
    await until("both are seen", () => screen.violations.length >= 2);
    expect(() => screen.check()).toThrow(/broke the policy/);
    await screen.context.close();
  });
});
