import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Screen, Stage, until } from "./support.ts";

/** The browser's own authenticator in software: a key with a finger on it. */
async function withKey(screen: Screen): Promise<void> {
  const tools = await screen.context.newCDPSession(screen.page);
  await tools.send("WebAuthn.enable");
  await tools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const menu = (screen: Screen) => screen.page.getByRole("button", { name: /Signed in as/ });

describe("sessions and passkeys in a real browser", () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("empty"), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it("takes the link out of the address, adds a passkey, and signs in with it the next time", async () => {
    const screen = await Screen.open(browser, stage.party("amber").api);
    screen.forgive(/status of 401/); // what was on its way when the officer signed out
    await withKey(screen);
    await screen.page.goto(await stage.link("amber", "watch"));
    await menu(screen).waitFor();
    expect(screen.page.url()).toBe(`${screen.origin}/#/`);
    await screen.page.getByRole("button", { name: "Add a passkey" }).click();
    await screen.page.locator(".passkey-offer").waitFor({ state: "detached" });

    await menu(screen).click();
    await screen.page.getByRole("button", { name: /Remove/ }).waitFor();
    expect(await screen.axe("dialog[open]")).toEqual([]);
    await screen.page.getByRole("button", { name: "Sign out" }).click();
    const passkey = screen.page.getByRole("button", { name: "Sign in with a passkey" });
    await passkey.waitFor();
    expect(await screen.axe()).toEqual([]);
    await passkey.click();
    await menu(screen).waitFor();
    const me = await screen.page.evaluate(async () => (await fetch("/v1/session")).json());
    expect(me).toMatchObject({ officer: "watch", means: "passkey" });
    screen.check();
    await screen.context.close();
  });

  it("keeps the page as it is when the session ends, and goes on after signing in again", async () => {
    const screen = await Screen.open(browser, stage.party("amber").api);
    screen.forgive(/status of 401/);
    await withKey(screen);
    await screen.page.goto(await stage.link("amber", "second"));
    await menu(screen).waitFor();
    await screen.page.getByRole("button", { name: "Add a passkey" }).click();
    await screen.page.locator(".passkey-offer").waitFor({ state: "detached" });
    await screen.page.evaluate(() => {
      document.body.dataset["kept"] = "not loaded anew";
    });

    const held = await stage.ask<{ session: number; officer: string }[]>(
      "amber",
      "admin",
      "/v1/sessions",
    );
    const mine = held.find((one) => one.officer === "second");
    await stage.do("ask", {
      party: "amber",
      officer: "admin",
      method: "DELETE",
      path: `/v1/sessions/${mine?.session}`,
    });
    const again = screen.page.locator("d-sign-in dialog[open]");
    await again.waitFor();
    expect(await again.textContent()).toContain("What you typed is kept");
    await again.getByRole("button", { name: "Sign in with a passkey" }).click();
    await until("the dialog is gone", async () => (await again.count()) === 0);
    expect(await screen.page.evaluate(() => document.body.dataset["kept"])).toBe("not loaded anew");
    screen.check();
    await screen.context.close();
  });

  it("offers the address by name where a passkey cannot be", async () => {
    const screen = await Screen.open(browser, stage.party("cobalt").api);
    await screen.page.goto(stage.party("cobalt").api);
    const there = screen.page.getByRole("link", { name: /localhost/ });
    expect(await there.getAttribute("href")).toBe(screen.origin);
    await screen.context.close();
  });
});
