/**
 * What the record proves, in a real browser at real nodes: the entry behind a message is checked on the
 * page, a node that lies is caught by the page it serves, and files are judged wherever they are dropped.
 */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Screen, Stage, sitDown, until } from "./support.ts";

interface Held {
  position: number;
  proof: string;
  message: { number: string; fields: Record<string, unknown> };
}

describe("the record", () => {
  let stage: Stage;
  let browser: Browser;
  let screen: Screen;
  let held: Held;
  let evidence = "";

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
    await until("Amber's notice has been delivered", async () => {
      const path = `${stage.line}/messages/${stage.labels.SWEEP}`;
      held = await stage.ask<Held>("amber", "observer", path);
      return held.proof !== "kept";
    });
    screen = await sitDown(browser, stage, "amber", "watch");
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  const place = () => `record/entry/${held.position}?says=${held.message.number}`;
  const outcomes = async () => {
    await screen.page.locator(".record-verdict").first().waitFor();
    return await screen.page
      .locator(".record-step")
      .evaluateAll((steps) =>
        steps.map((one) => `${one.getAttribute("data-step")} ${one.getAttribute("data-outcome")}`),
      );
  };
  const leave = async () => {
    await screen.go("record/keys");
    await screen.page.locator("d-record-keys").waitFor();
  };

  it("opens the entry behind a message, and every step of it holds in the browser", async () => {
    await screen.go(place());
    const found = await outcomes();
    expect(found.filter((one) => one.endsWith("fails"))).toEqual([]);
    for (const step of ["header", "body", "signature", "tree", "checkpoint", "cosigned", "says"])
      expect(found).toContain(`${step} holds`);
    expect(found).toContain("shown holds");
    expect(found).toContain("key-first open");
    const said = await screen.page.locator(".record-entry").textContent();
    expect(said).toContain(held.message.number);
    expect(await screen.axe("main")).toEqual([]);
    screen.check();
  });

  it("knows the keys again, and says so, when it is opened a second time", async () => {
    await leave();
    expect(await screen.page.locator("[data-pin]").count()).toBeGreaterThan(1);
    await screen.go(place());
    const found = await outcomes();
    expect(found).toContain("key-pinned holds");
    expect(found.filter((one) => !one.endsWith("holds"))).toEqual([]);
  });

  it.each([
    ["the body", "body", "body fails"],
    ["the header", "header", "signature fails"],
    ["the signature", "signature", "signature fails"],
  ])("catches a node that serves one changed byte of %s", async (_, part, step) => {
    await leave();
    await screen.page.route(/\/v1\/entries\/\d+$/, async (route) => {
      const answer = await route.fetch();
      const entry = (await answer.json()) as Record<string, string>;
      const bytes = Buffer.from(entry[part] ?? "", "base64");
      const at =
        part === "header" ? bytes.indexOf('"at_ms":') + 10 : bytes.indexOf("created_ms") + 14;
      const index = part === "signature" ? 5 : at;
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      await route.fulfill({ json: { ...entry, [part]: bytes.toString("base64") } });
    });
    await screen.go(place());
    const found = await outcomes();
    await screen.page.unroute(/\/v1\/entries\/\d+$/);
    expect(found).toContain(step);
    expect(await screen.page.locator(".record-verdict").getAttribute("data-verdict")).toBe("bad");
  });

  it("catches a node that shows another message than was signed", async () => {
    await leave();
    const pattern = new RegExp(`/messages/${held.message.number}(\\?|$)`);
    await screen.page.route(pattern, async (route) => {
      const view = (await (await route.fetch()).json()) as Held;
      view.message.fields.added = "on the way";
      await route.fulfill({ json: view });
    });
    await screen.go(place());
    const found = await outcomes();
    await screen.page.unroute(pattern);
    expect(found).toContain("shown fails");
    expect(found).toContain("body holds");
  });

  it("catches a node that names a key of its own for a party", async () => {
    await leave();
    const cobalt = await stage.ask<{ key: string }>("cobalt", "observer", "/v1/entries/1");
    const mine = await stage.ask<{ key: string }>("amber", "observer", "/v1/entries/1");
    await screen.page.evaluate(
      ([from, to]) => {
        const kept = localStorage.getItem("detente.pins") ?? "";
        localStorage.setItem("detente.pins", kept.replaceAll(from, to));
      },
      [mine.key, cobalt.key] as const,
    );
    await screen.page.reload();
    await screen.page.locator("nav.nav").waitFor();
    await screen.go(place());
    const found = await outcomes();
    expect(found).toContain("key-changed fails");
    await screen.page.evaluate(() => localStorage.removeItem("detente.pins"));
    await screen.page.reload();
    await screen.page.locator("nav.nav").waitFor();
  });

  const verdict = async () => {
    await screen.page.locator("d-record-check .record-verdict").first().waitFor();
    return await screen.page
      .locator("d-record-check .record-verdict")
      .first()
      .getAttribute("data-verdict");
  };
  const drop = async (name: string, text: string) => {
    await screen.page.evaluate(
      ([called, content]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([content], called));
        const how = { dataTransfer: carried, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new DragEvent("dragenter", how));
        document.body.dispatchEvent(new DragEvent("drop", how));
      },
      [name, text] as const,
    );
    await screen.page.getByRole("heading", { name }).waitFor();
  };

  it("exports the proof, checks what it saved, and finds the node's own history in it", async () => {
    await screen.go("record");
    const saved = screen.page.waitForEvent("download");
    await screen.page.locator("d-record-journals button.primary").click();
    evidence = readFileSync(await (await saved).path(), "utf8");
    expect(evidence.startsWith('{"detente_evidence":1')).toBe(true);
    expect(await verdict()).toBe("GOOD");
    await screen.page.locator("[data-compared]").first().waitFor();
    const compared = await screen.page
      .locator("[data-compared]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-compared")));
    expect(new Set(compared)).not.toContain("other");
    expect(compared).toContain("same");
    screen.check();
  });

  it("judges a file that is dropped on any page: good as it was, broken where it was changed", async () => {
    await screen.go("messages");
    await drop("as-it-was.jsonl", evidence);
    expect(await verdict()).toBe("GOOD");
    await screen.go("watch");
    const lines = evidence.split("\n");
    const at = lines.findIndex((one) => one.includes(held.message.number)) + 1;
    lines[at - 1] = (lines[at - 1] ?? "").replace(
      /(created_ms\\":1)(\d)/,
      (_, head, digit) => `${head}${(Number(digit) + 1) % 10}`,
    );
    await drop("changed.jsonl", lines.join("\n"));
    expect(await verdict()).toBe("BROKEN");
    const first = screen.page.locator(".record-finding").first();
    expect(await first.getAttribute("data-line")).toBe(String(at));
    expect(await first.getAttribute("data-rule")).toBe("body");
    await drop("cut.jsonl", lines.slice(0, 6).join("\n"));
    expect(await verdict()).toBe("BROKEN");
    await drop("holiday.jpg", "not an evidence file");
    expect(await verdict()).toBe("UNUSABLE");
    expect(await screen.axe("main")).toEqual([]);
    screen.check();
  });

  it("saves one entry with its proofs, and judges it like a file", async () => {
    await screen.go(place());
    await outcomes();
    const saved = screen.page.waitForEvent("download");
    await screen.page.getByRole("button", { name: "Save this entry" }).click();
    const text = readFileSync(await (await saved).path(), "utf8");
    await drop("one-entry.json", text);
    expect((await outcomes()).filter((one) => !one.endsWith("holds"))).toEqual([]);
    const entry = JSON.parse(text) as { salt: string };
    await drop("another.json", JSON.stringify({ ...entry, salt: entry.salt.replace(/^./, "_") }));
    expect(await outcomes()).toContain("body fails");
  });

  it("holds another key than the file's against it", async () => {
    await screen.page.locator("summary", { hasText: "Keys that you know" }).click();
    const typed = screen.page.locator("d-record-check textarea");
    await typed.fill("amber=0000 0000 0000 0000 0000 0000 0000 0000");
    await drop("as-it-was.jsonl", evidence);
    expect(await verdict()).toBe("BROKEN");
    expect(await screen.page.locator('[data-rule="key"]').count()).toBeGreaterThan(0);
    await typed.fill("");
  });

  it("says what is kept, delivered and final in every language, and is accessible in each", async () => {
    for (const language of ["he", "ru", "ar", "en"] as const) {
      await screen.page.goto(`${screen.origin}/?lang=${language}#/record`);
      await screen.page.locator("[data-journal]").first().waitFor();
      for (const page of ["", "check", "refused", "bundles", "witnesses", "keys"]) {
        await screen.go(`record/${page}`);
        await screen.page.locator(".record h2").first().waitFor();
      }
      expect(await screen.axe("main")).toEqual([]);
    }
    screen.check();
  });

  it("still judges a file when the node is gone", async () => {
    await screen.go("watch");
    await until("the verifier was fetched", async () => screen.page.workers().length > 0);
    screen.forgive(/net::ERR_/);
    await stage.do("kill", { party: "amber" });
    await screen.page.locator(".banner").waitFor();
    await drop("while-gone.jsonl", evidence);
    expect(await verdict()).toBe("GOOD");
    screen.check();
  });
});
