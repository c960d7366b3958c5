import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Screen, Stage, signIn, sitDown, until } from "./support.ts";

/** A wire to the node that can be cut without a word: neither side is told, as when a cable is out. */
class Wire {
  private readonly ends = new Set<Socket>();
  private whole = true;

  private constructor(
    private readonly server: Server,
    readonly api: string,
  ) {}

  static async open(node: URL): Promise<Wire> {
    const server = createServer({ allowHalfOpen: false });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const wire = new Wire(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("connection", (near) => wire.join(near, Number(node.port)));
    return wire;
  }

  private join(near: Socket, port: number): void {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(from);
      from.on("data", (bytes) => this.whole && to.write(bytes));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        to.destroy();
        this.ends.delete(from);
      });
    }
  }

  cut(): void {
    this.whole = false;
  }

  /** New connections are whole; those that lost bytes stay mute, and nobody is told. */
  mend(): void {
    this.whole = true;
    for (const end of this.ends) end.removeAllListeners("data").resume();
  }

  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }
}

describe("when something is gone", () => {
  let stage: Stage;
  let browser: Browser;
  let screen: Screen;
  let page: Page;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
    screen = await sitDown(browser, stage, "amber", "watch");
    page = screen.page;
    screen.forgive(/ERR_|Failed to load resource/); // that is what these nights are about
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  async function sitDownAt(api: string): Promise<Screen> {
    const far = await Screen.open(browser, api);
    far.forgive(/ERR_|Failed to load resource/);
    await signIn(far, stage, "amber", "second");
    return far;
  }

  const banner = () => page.locator(".banner");
  const grey = () => page.locator("d-console.stale").count();

  it("the node: said at once, what it showed is grey, what was typed is sent when it is back", async () => {
    await page.evaluate(() => {
      (window as unknown as { same: boolean }).same = true;
    });
    await page.getByRole("button", { name: "Hand the watch over" }).click();
    const remarks = page.getByRole("textbox", { name: /next watch/ });
    await remarks.fill("The transport was late; ask again at");

    await stage.do("kill", { party: "amber" });
    await banner().waitFor();
    expect(await grey()).toBe(1);
    expect(await page.title()).toContain("node gone");
    expect(await remarks.inputValue()).toBe("The transport was late; ask again at");
    await remarks.pressSequentially(" noon");
    await page.locator("dialog[open] button.primary").click();
    await page.locator("dialog[open]").getByText("what you typed is kept").waitFor();

    await stage.do("start", { party: "amber" });
    await banner().waitFor({ state: "detached" });
    expect(await grey()).toBe(0);
    expect(await remarks.inputValue()).toBe("The transport was late; ask again at noon");
    await page.locator("dialog[open] button.primary").click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await until("the handover waits, with what was typed", async () => {
      const { waiting } = await stage.ask<{ waiting: { remarks: string } | null }>(
        "amber",
        "watch",
        "/v1/watch",
      );
      return waiting?.remarks === "The transport was late; ask again at noon";
    });
    // The same page all along: nothing was loaded anew
    expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);
  });

  it("the network between page and node, without a word: said, and over without a reload", async () => {
    const wire = await Wire.open(new URL(stage.party("amber").api));
    const far = await sitDownAt(wire.api);
    await far.page.locator(".watch-line").getByText("cobalt: link up").waitFor();
    wire.cut();
    await far.page.locator(".banner").waitFor();
    expect(await far.page.locator("d-console.stale").count()).toBe(1);
    // What has been said meanwhile is there when the wire is mended
    const { number } = await stage.ask<{ number: string }>(
      "cobalt",
      "watch",
      `${stage.line}/messages`,
      {
        format: "QID",
        to: ["amber"],
        fields: { point: { lat_e7: -230500000, lon_e7: 138000000 } },
      },
    );
    wire.mend();
    await far.page.locator(".banner").waitFor({ state: "detached", timeout: 60_000 });
    await far.page.locator(`[data-number="${number}"]`).waitFor();
    far.check();
    await far.context.close();
    wire.close();
  });

  it("the other side's node: the link is down, and our own node is not", async () => {
    const state = page.locator(".watch-line");
    await state.getByText("cobalt: link up").waitFor();
    await stage.do("kill", { party: "cobalt" });
    await state.getByText("cobalt: link down").waitFor();
    expect(await banner().count()).toBe(0);
    expect(await grey()).toBe(0);
    await stage.do("start", { party: "cobalt" });
    await state.getByText("cobalt: link up").waitFor();
    expect(screen.outside).toEqual([]);
    expect(screen.violations).toEqual([]);
  });
});
