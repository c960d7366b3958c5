import { createHash } from "node:crypto";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Screen, Stage, sitDown, until } from "./support.ts";

const LOG = "08:12:04Z 400 m\n";
const DIGEST = createHash("sha256").update(LOG).digest("hex");

/** What stands there, without the marks that keep values whole in either direction. */
async function words(of: Locator): Promise<string> {
  return ((await of.textContent()) ?? "").replace(/[\u2066-\u2069]/g, "").replace(/\u00a0/g, " ");
}

/** A text that holds at once, a notice that is short under it, a question, and a file's digest. */
const LINES = `
now amber sends AGR as QUICK agreement="Short notices" edition=1 kind=memorandum secrecy=public \\
    from_ms=@-1min suspension=any
with parties: name=amber standing=party
with parties: name=cobalt standing=party
with articles: article=1 rule=lead-time formats=NTR minutes=120
now cobalt answers QUICK AGREE
now amber signs QUICK as QUICK-A
now amber releases QUICK-A
now cobalt signs QUICK as QUICK-C
now cobalt releases QUICK-C
now amber sends NTR as HASTY activity=transport purpose=transit \\
    volume="circle 23.10S 13.40E 6NM FL100-FL120 @+30min-@+1h" passing=lead-short,finding
now cobalt reads back HASTY as HASTY-RB
now amber confirms HASTY-RB
now cobalt sends INQ as ASKED case={CASE} field=closest_m question="Which radar measured it?"
now cobalt sends INS as MORE case={CASE}
with evidence: what=log sha256=${DIGEST} holder=Cobalt release=public about="log of the tower"
`;

describe("what the capitals do, on the screen", () => {
  let stage: Stage;
  let browser: Browser;
  let amber: Screen;
  let cobalt: Screen;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
    const known = stage.labels["CASE"] ?? "";
    await stage.play(LINES.replaceAll("{CASE}", known));
    amber = await sitDown(browser, stage, "amber", "watch");
    cobalt = await sitDown(browser, stage, "cobalt", "watch");
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  const line = () => `${stage.channel}/ACTUAL`;
  const desk = () => `${stage.channels[1]}/ACTUAL`;
  const theCase = () => `incidents/${line()}/${stage.labels["CASE"]}`;

  async function widths(page: Page): Promise<{ party: string; width: number }[]> {
    const cells = page.locator("d-case-accounts thead th");
    const found = await cells.evaluateAll((all) =>
      all.slice(1, 3).map((one) => ({
        party: one.querySelector(".registers-side")?.textContent ?? "",
        width: Math.round(one.getBoundingClientRect().width),
      })),
    );
    return found;
  }

  it("both sides read the same case: columns by name, of one width, with what differs", async () => {
    for (const screen of [amber, cobalt]) {
      await screen.go(theCase());
      await screen.page.locator("d-case-accounts tbody tr").first().waitFor();
      const [first, second] = await widths(screen.page);
      expect([first?.party, second?.party]).toEqual(["amber", "cobalt"]);
      expect(Math.abs((first?.width ?? 0) - (second?.width ?? 1))).toBeLessThanOrEqual(1);
      const row = screen.page.locator(".incidents-row-differ", { hasText: "least distance" });
      expect(await row.textContent()).toMatch(/310 metres[\s\S]*140 metres[\s\S]*differ/);
    }
  });

  it("a question is answered in place, and the asker's screen says so by itself", async () => {
    const asked = amber.page.locator("d-case-dealings li", { hasText: "Which radar measured it?" });
    await asked.getByRole("button", { name: "Answer" }).click();
    await asked.locator("textarea").fill("The radar of the coast.");
    await asked.locator("form button.primary").click();
    const there = cobalt.page.locator("d-case-dealings li", {
      hasText: "Which radar measured it?",
    });
    await there.getByText("The radar of the coast.").waitFor();
    await there.getByText("answered", { exact: true }).waitFor();
  });

  it("a fact that one side proposes is agreed by the other with one button, and both see it", async () => {
    const row = (screen: Screen) =>
      screen.page.locator("d-case-accounts tbody tr", { hasText: "happened at" });
    await row(amber)
      .getByRole("button", { name: /Propose as an agreed fact/ })
      .click();
    await amber.page
      .locator("d-case-accounts d-act-form")
      .first()
      .locator("button.primary")
      .click();
    const fact = cobalt.page.locator("d-case-dealings li", { hasText: "happened at" });
    await fact.getByRole("button", { name: "Agree", exact: true }).click();
    await row(amber).getByText("Agreed fact").waitFor();
    await row(cobalt).getByText("Agreed fact").waitFor();
  });

  it("a closing that one side wants leaves the case open and says who has not agreed", async () => {
    await amber.page.getByRole("button", { name: "Propose to close" }).click();
    const form = amber.page.locator(".incidents-acts d-act-form");
    await form.locator("select").selectOption("parallel");
    await form.locator("button.primary").click();
    const closing = cobalt.page.locator("d-case-dealings li", {
      hasText: "two accounts side by side",
    });
    await closing.getByText("the case stays open until these agree:").waitFor();
    await cobalt.page.locator(".incidents-head", { hasText: "closing proposed" }).waitFor();
  });

  it("a file on this computer is recognised by its hash, and another is not", async () => {
    const input = cobalt.page.locator("#incidents-file");
    await input.setInputFiles([
      { name: "tower.log", mimeType: "text/plain", buffer: Buffer.from(LOG) },
      { name: "other.log", mimeType: "text/plain", buffer: Buffer.from(`${LOG} `) },
    ]);
    const found = cobalt.page.locator(".incidents-compare li");
    await found.filter({ hasText: "tower.log" }).getByText("This is the file").waitFor();
    await found.filter({ hasText: "other.log" }).getByText("No evidence of this case").waitFor();
  });

  it("the replay goes from report to report by keys, and makes up nothing between two", async () => {
    const page = amber.page;
    await page.getByRole("button", { name: "Replay on the map" }).click();
    const rows = page.locator(".incidents-positions tbody tr");
    const seen = rows.filter({ hasText: "C-205" });
    await seen.waitFor();
    await page.keyboard.press(",");
    const before = await seen.locator("td").nth(1).textContent();
    expect(await words(seen)).toContain("0 s old");
    const slider = page.locator(".incidents-slider input");
    const at = Number(await slider.inputValue());
    await slider.fill(String(at + 30_000));
    await until("it is old", async () =>
      (await words(seen)).includes("30 s old: not where it is now"),
    );
    expect(await seen.locator("td").nth(1).textContent()).toBe(before);
    await page.locator("h1").click();
    await page.keyboard.press(".");
    await until(
      "the next report stands elsewhere",
      async () => (await seen.locator("td").nth(1).textContent()) !== before,
    );
    await page.locator(".not-live").waitFor();
    await page.getByRole("button", { name: "End the replay" }).click();
    await page.locator(".not-live").waitFor({ state: "detached" });
  });

  it("the report has both accounts, and nothing from anywhere else", async () => {
    const link = amber.page.getByRole("link", { name: "Report to print" });
    const [report] = await Promise.all([amber.context.waitForEvent("page"), link.click()]);
    const words = await report.locator("body").textContent();
    expect(words).toContain(stage.labels["CASE"] ?? "?");
    expect(words).toMatch(/310 metres[\s\S]*140 metres/);
    await report.close();
  });

  it("a finding is answered by one key and Enter, and the other side reads the answer", async () => {
    await amber.go(`agreements/${line()}/findings`);
    const row = amber.page.locator("d-finding-list tbody tr", { hasText: "not answered" }).first();
    await row.click();
    await amber.page
      .locator("d-finding-list")
      .getByRole("button", { name: /Dispute/ })
      .waitFor();
    await amber.page.locator("d-finding-list h2").first().click();
    await amber.page.keyboard.press("d");
    await amber.page.locator(".agreements-panel textarea").fill("Our clock had it in time.");
    await amber.page.locator(".agreements-panel button.primary").click();
    await cobalt.go(`agreements/${line()}/findings`);
    const there = cobalt.page.locator("d-finding-list tbody tr", { hasText: "disputed" });
    await there.click();
    await cobalt.page.getByText("Our clock had it in time.").waitFor();
  });

  it("a suspension and its dispute both stand, and what is acted upon is shown before", async () => {
    const text = `agreements/${line()}/texts/${stage.labels["QUICK"]}`;
    const ours = await sitDown(browser, stage, "amber", "releaser");
    const theirs = await sitDown(browser, stage, "cobalt", "releaser");
    await Promise.all([ours.go(text), theirs.go(text)]);
    await ours.page.getByRole("button", { name: "Suspend", exact: true }).click();
    const digest = await ours.page.locator(".agreements-panel code").textContent();
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    await ours.page.locator(".agreements-panel button.primary").click();
    await theirs.page.getByRole("button", { name: "Dispute the suspension" }).click();
    await theirs.page.locator(".agreements-panel button.primary").click();
    for (const screen of [ours, theirs]) {
      const head = screen.page.locator("d-agreement-view header");
      await head.getByText(/suspended by.*amber.*disputed by.*cobalt/s).waitFor();
    }
    ours.check();
    theirs.check();
    await Promise.all([ours.context.close(), theirs.context.close()]);
  });

  it("the calendar is walked by arrows, the other way where one reads from the right", async () => {
    await cobalt.go("consultations");
    const chosen = cobalt.page.locator(".consultations-day[aria-selected=true]");
    await chosen.focus();
    const first = await chosen.getAttribute("data-day");
    await cobalt.page.keyboard.press("ArrowRight");
    const later = (await chosen.getAttribute("data-day")) ?? "";
    expect(later > (first ?? "")).toBe(true);
    await cobalt.page.locator(`[data-day="${later}"]:focus`).waitFor();
    const [file] = await Promise.all([
      cobalt.page.waitForEvent("download"),
      cobalt.page.getByRole("button", { name: "Download as iCalendar" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("detente.ics");

    const hebrew = await sitDown(browser, stage, "cobalt", "watch", { language: "he" });
    await hebrew.go("consultations");
    const day = hebrew.page.locator(".consultations-day[aria-selected=true]");
    await day.focus();
    await hebrew.page.keyboard.press("ArrowLeft");
    expect(await day.getAttribute("data-day")).toBe(later);
    expect(await hebrew.axe("main")).toEqual([]);
    hebrew.check();
    await hebrew.context.close();
  });

  it("two readouts of one call stand side by side, topic by topic", async () => {
    await amber.go(`consultations/${desk()}/contacts/${stage.labels["CALL"]}`);
    const row = amber.page.locator("d-readout-table tbody tr", {
      hasText: "lead times at the coast",
    });
    expect(await row.textContent()).toMatch(/agreed[\s\S]*discussed[\s\S]*both/);
    await amber.page.locator("d-commitment-item", { hasText: "One frequency" }).first().waitFor();
  });

  it("every page of the registers is clean for screen readers, and asks nothing elsewhere", async () => {
    const pages = [
      `incidents/${line()}`,
      theCase(),
      ...["texts", "findings", "rules", "statements", "sealed", "ledger", "review"].map(
        (one) => `agreements/${line()}/${one}`,
      ),
      `agreements/${line()}/texts/${stage.labels["QUICK"]}`,
      ...["contacts", "commitments", "cooperation", "ties", "actors", "figures", "sources"].map(
        (one) => `consultations/${desk()}/${one}`,
      ),
    ];
    for (const page of pages) {
      await amber.go(page);
      await amber.page.locator("main h2, main .registers-empty").first().waitFor();
      expect({ page, wrong: await amber.axe("main") }).toEqual({ page, wrong: [] });
    }
    amber.check();
    cobalt.check();
  });
});
