/**
 * Messages between two real nodes, each with its own browser: the Il-20 scenario end to end, a notice
 * by keyboard alone, and an answer in Hebrew.
 *
 * The story is that of sim/scenarios/il20-*.txt, told of the invented sides: Amber announces a flight,
 * Cobalt a minute's warning over it. Here they still have the time that there was none of then.
 */
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type Screen, Stage, sitDown, until } from "./support.ts";

let stage: Stage;
let browser: Browser;
let amber: Screen;
let cobalt: Screen;

beforeAll(async () => {
  [stage, browser] = await Promise.all([Stage.open("empty"), openBrowser()]);
  const how = { viewport: { width: 1440, height: 900 } };
  amber = await sitDown(browser, stage, "amber", "watch", how);
  cobalt = await sitDown(browser, stage, "cobalt", "watch", how);
});

afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** The input of a field, by its place in the form. */
const input = (screen: Screen, place: string): Locator => screen.page.locator(`[id$="-${place}"]`);
const act = (screen: Screen, name: string): Locator => screen.page.locator(`[data-act="${name}"]`);
const at = (number: string) => `messages/${stage.channel}/ACTUAL/${number}`;

/** Area, heights and window of the only part of a volume, typed as an officer would. */
async function fillVolume(
  screen: Screen,
  centre: string,
  radius: string,
  from: string,
  to: string,
): Promise<void> {
  await input(screen, "volume.0.outline-centre").fill(centre);
  await input(screen, "volume.0.outline-length").fill(radius);
  await input(screen, "volume.0.floor").fill("SFC");
  await input(screen, "volume.0.ceiling").fill("FL200");
  await input(screen, "volume.0.start_ms").fill(from);
  await input(screen, "volume.0.end_ms").fill(to);
}

/** Ctrl and Enter shows the summary; every doubt is passed by name; again sends. Returns the number. */
async function send(screen: Screen): Promise<string> {
  const before = screen.page.url();
  await screen.page.keyboard.press("Control+Enter");
  const sending = screen.page.locator("dialog[open] .messages-really");
  await sending.waitFor();
  const doubts = screen.page.locator(
    "dialog[open] .messages-doubt:not(.passed) .messages-pass input",
  );
  while ((await doubts.count()) > 0) await doubts.first().check();
  await until("nothing hinders the release", () => sending.isEnabled());
  await screen.page.keyboard.press("Control+Enter");
  await until(
    "the message is on the screen",
    () => /-\d{4}$/.test(screen.page.url()) && screen.page.url() !== before,
  );
  return screen.page.url().split("/").at(-1) ?? "";
}

async function answered(party: string, number: string, step: string): Promise<void> {
  await until(`${party} holds ${step} of ${number}`, async () => {
    const view = await stage.message(party, number);
    return (view.steps ?? []).some((one) => one.step === step);
  });
}

// Two browsers draw maps in software beside two nodes: minutes on a busy machine.
const LONG_MS = 240_000;

test(
  "A warning over an announced flight is read, read back, found in conflict, answered with a way out, corrected and final.",
  async () => {
    // Amber announces its flight; Cobalt reads it back and notes it.
    await amber.go("messages/new/NAA");
    await amber.page.getByText("surveillance and reconnaissance").click();
    await amber.page.locator('[data-field="number_band"] label').first().click();
    await fillVolume(amber, "22.60S 14.20E", "14", "+70min", "+180min");
    const flight = await send(amber);

    // The other side warns: late, and over it. The conflict is said before it is sent.
    await cobalt.go("messages/new/NWA");
    await cobalt.page.getByText("weapons from the air to the surface").click();
    await cobalt.page.getByText("not known whether our aircraft are in the area").click();
    await fillVolume(cobalt, "22.70S 14.30E", "12", "+80min", "+120min");
    await cobalt.page.locator(".messages-conflicts", { hasText: flight }).first().waitFor();
    const strike = await send(cobalt);

    // Amber finds it on top of its list. Looking at it gives no READ; pressing does.
    await amber.go("messages");
    await amber.page.locator("a.messages-line").first().waitFor();
    await until(
      "the warning is the first line",
      async () =>
        (await amber.page.locator("a.messages-line").first().getAttribute("data-number")) ===
        strike,
    );
    await amber.page.locator("a.messages-line").first().click();
    await act(amber, "read").waitFor();
    expect((await stage.message("cobalt", strike)).steps?.some((one) => one.step === "READ")).toBe(
      false,
    );
    await amber.page.keyboard.press("r");
    await answered("cobalt", strike, "READ");

    // b shows what this node computes; b again says it back.
    await amber.page.keyboard.press("b");
    await amber.page
      .locator(".messages-readback .messages-words", { hasText: "22.2 km (12.0 NM)" })
      .waitFor();
    await amber.page.keyboard.press("b");
    await answered("cobalt", strike, "READBACK");

    // The officer is unable, and proposes where it would be clear.
    await amber.page.keyboard.press("u");
    const dialog = amber.page.locator("dialog[open]");
    await dialog.locator('[data-field="reason"] select').selectOption("own-activity");
    await dialog.getByRole("button", { name: "Propose what would suit instead" }).click();
    await dialog.getByRole("button", { name: "Paste as one line" }).click();
    await dialog
      .locator('[data-field="proposal"] textarea')
      .fill("circle 23.50S 14.00E 12NM SFC-FL200 +80min-+120min");
    await dialog.locator(".messages-echo").first().waitFor();
    await amber.page.keyboard.press("Control+Enter");
    await answered("cobalt", strike, "ANSWER");
    const answer = (await stage.message("cobalt", strike)).steps?.find(
      (one) => one.step === "ANSWER",
    );
    expect([answer?.code, answer?.reason]).toEqual(["UNABLE", "own-activity"]);
    expect(answer?.proposal).toMatchObject({ outline: { circle: { lat_e7: -235_000_000 } } });

    // Cobalt compares the read-back with what it meant, confirms, and moves its area.
    await cobalt.page.getByRole("listitem").filter({ hasText: "UNABLE" }).first().waitFor();
    await cobalt.page.keyboard.press("c");
    await cobalt.page.getByText("The read-back says what was sent").waitFor();
    await cobalt.page.keyboard.press("c");
    await answered("amber", strike, "CONFIRMED");
    await act(cobalt, "correct").click();
    await input(cobalt, "volume.0.outline-centre").fill("23.50S 14.00E");
    const moved = await send(cobalt);

    // Nothing conflicts any more, on both screens; the correction is proved at both.
    await until("the conflict has ended here and there", async () => {
      const views = [await stage.message("amber", flight), await stage.message("cobalt", moved)];
      return views.every((one) => (one.conflicts ?? []).length === 0);
    });
    await amber.page.getByText("replaced by").first().waitFor();
    await until(
      "the correction is final",
      async () => (await stage.message("cobalt", moved)).final,
    );
    amber.check();
    cobalt.check();
  },
  LONG_MS,
);

test("A notice goes out by keyboard alone, and nothing typed is lost when the page is loaded again.", async () => {
  const { page } = amber;
  await amber.go("messages");
  await page.locator("d-inbox h1").waitFor();
  await page.keyboard.press("n");
  await page.locator(".messages-formats a").first().waitFor();
  await page.locator("input[type=search]:focus").waitFor();
  await page.keyboard.type("weapon activity");
  await page.keyboard.press("Enter");
  await input(amber, "volume.0.outline-centre").waitFor();
  await input(amber, "volume.0.outline-centre").focus();
  await page.keyboard.type("225400S 0142400E");
  await page.keyboard.press("Tab");
  await page.keyboard.type("8");
  await until("the middle is understood", () =>
    page.locator(".messages-echo", { hasText: "Walvis Bay" }).first().isVisible(),
  );
  await page.reload();
  await input(amber, "volume.0.outline-centre").waitFor();
  expect(await input(amber, "volume.0.outline-centre").inputValue()).toBe("225400S 0142400E");
  expect(await input(amber, "volume.0.outline-length").inputValue()).toBe("8");
  for (const [place, text] of [
    ["floor", "SFC"],
    ["ceiling", "FL150"],
    ["start_ms", "+40min"],
    ["end_ms", "+70min"],
  ] as const) {
    await input(amber, `volume.0.${place}`).focus();
    await page.keyboard.type(text);
  }
  for (const field of ["hazard", "own_traffic"]) {
    await page.locator(`[data-field="${field}"] input`).first().focus();
    await page.keyboard.press("Space");
  }
  const number = await send(amber);
  await until(
    "cobalt holds it",
    async () => (await stage.message("cobalt", number)).direction === "in",
  );
  amber.check();
});

test("In Hebrew a message from right to left is read and answered with one key, its numbers whole.", async () => {
  const hebrew = await sitDown(browser, stage, "cobalt", "second", {
    language: "he",
    viewport: { width: 1024, height: 768 },
  });
  const { number } = await stage.ask<{ number: string }>(
    "amber",
    "watch",
    `/v1/lines/${stage.channel}/ACTUAL/messages`,
    {
      format: "QID",
      fields: {
        point: { lat_e7: -230_500_000, lon_e7: 138_000_000 },
        seen_ms: Date.now() - 60_000,
        behaviour: "orbiting",
      },
    },
  );
  await until(
    "cobalt holds the question",
    async () => (await stage.message("cobalt", number)).direction === "in",
  );
  await hebrew.go(at(number));
  await act(hebrew, "read").waitFor();
  expect(await hebrew.page.evaluate(() => document.documentElement.dir)).toBe("rtl");
  await hebrew.page.locator(".messages-said", { hasText: "23°03.0'S 013°48.0'E" }).waitFor();
  await hebrew.page.locator(".messages-unreviewed").first().waitFor();
  await hebrew.page.keyboard.press("r");
  await answered("amber", number, "READ");
  await hebrew.page.keyboard.press("o");
  await hebrew.picture("messages-he");
  await answered("amber", number, "ANSWER");
  const view = await stage.message("amber", number);
  expect(view.steps?.find((one) => one.step === "ANSWER")?.code).toBe("NO");
  expect(await hebrew.axe("d-messages", "canvas")).toEqual([]);
  hebrew.check();
});
