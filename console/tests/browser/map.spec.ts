import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DMap } from "../../src/map/map.ts";
import type { MapShape } from "../../src/map/shapes.ts";
import { openBrowser, ROOT, type Screen, Stage, sitDown, until } from "./support.ts";

const E7 = 10_000_000;
const NM = 185_200;
const GOLDEN = join(ROOT, "console", "tests", "browser", "golden");
const DIFFERENT_MAX = 0.002; // of all pixels: a processor that rounds otherwise moves an edge's shade

function circle(lat: number, lon: number, nm: number, changes: Partial<MapShape> = {}): MapShape {
  const centre = { lat_e7: Math.round(lat * E7), lon_e7: Math.round(lon * E7) };
  const outline = { circle: { ...centre, radius_cm: Math.round(nm * NM) } };
  const part = { outline, floor: null, ceiling: null, start_ms: null, end_ms: null };
  return { id: "X-1", parts: [part], tone: "own", label: "X1", always: true, ...changes };
}

/** What layers of a map really have on the screen. */
const renderedIn = (page: Page, map: string, layers: string[]) =>
  page.evaluate(([of, names]) => document.querySelector<DMap>(of)?.rendered(...names) ?? [], [
    map,
    layers,
  ] as const);
const rendered = (page: Page, ...layers: string[]) => renderedIn(page, "d-map-view d-map", layers);

const settled = (page: Page) =>
  until("the map is drawn", () =>
    page.evaluate(() => document.querySelector<DMap>("d-map")?.settled ?? false),
  );

describe("the map", () => {
  let stage: Stage;
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([Stage.open("watch"), openBrowser()]);
    screen = await sitDown(browser, stage, "amber", "watch");
    await screen.go("map");
    await settled(screen.page);
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it("draws the line's picture: own in one line, the other side's in two, the conflict marked", async () => {
    const { SWEEP, SURVEY } = stage.labels;
    await until("both are drawn", async () => {
      const own = await rendered(screen.page, "shape-line", "shape-dash");
      const other = await rendered(screen.page, "shape-lines", "shape-dashes");
      return own.includes(`${SWEEP}|0`) && other.includes(`${SURVEY}|0`);
    });
    const doubled = await rendered(screen.page, "shape-lines", "shape-dashes");
    expect(doubled.every((one) => one.startsWith("COBALT"))).toBe(true);
    expect(await rendered(screen.page, "conflict-mark")).toHaveLength(1);
    const rows = await screen.page.locator("#map-table tbody tr").count();
    expect(rows).toBe(6);
    screen.check();
  });

  it("shows at another instant what holds then, and nothing that has ended", async () => {
    const { page } = screen;
    const slider = page.locator("d-time-bar input[type=range]");
    await slider.focus();
    await slider.press("End");
    await until("notices of this watch are gone", async () => {
      return (await rendered(page, "shape-tint")).length === 0;
    });
    await page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLElement>("d-time-bar button")) {
        if (one.textContent?.includes("Live")) one.click();
      }
    });
    await until("they are back", async () => (await rendered(page, "shape-tint")).length > 3);
  });

  it("draws a circle over the antimeridian on both sides of it", async () => {
    await ownMap(screen.page, [circle(51, 179.9, 40)]);
    const at = (lon: number) =>
      screen.page.evaluate(
        (lon_e7) => document.querySelector<DMap>("#own")?.under({ lat_e7: 510_000_000, lon_e7 }),
        lon * E7,
      );
    await until("it is drawn", async () => ((await at(179.5)) ?? []).includes("X-1"));
    expect(await at(-179.5)).toEqual(["X-1"]);
    expect(await at(178.5)).toEqual([]);
    await noOwnMap(screen.page);
  });

  it("lays what was read back over what was announced, and says how far that is off", async () => {
    const tone = "other";
    const said = circle(-22.8, 14.4, 14, { id: "RB", tone, dashed: true, hollow: true });
    await ownMap(screen.page, [circle(-22.9, 14.4, 14), said]);
    await screen.page.evaluate(() => {
      const place = (lat_e7: number) => ({ lat_e7, lon_e7: 144_000_000 });
      const map = document.querySelector<DMap>("#own");
      if (map) map.links = [{ from: place(-229_000_000), to: place(-228_000_000), text: "6.0 NM" }];
    });
    await until("both edges and the distance are seen", async () => {
      const layers = ["overlay-line", "overlay-dashes", "approach-label"];
      return (await renderedIn(screen.page, "#own", layers)).length === 3;
    });
    await noOwnMap(screen.page);
  });

  it("measures between typed places as the node reads them", async () => {
    const { page } = screen;
    await page.locator(".map-controls button").last().click();
    for (const place of ["22S 14E", "23S 14E"]) {
      await page.locator(".map-typed input").fill(place);
      await page.locator(".map-typed input").press("Enter");
      await until("it was taken", async () => {
        return (await page.locator(".map-typed input").inputValue()) === "";
      });
    }
    await page.locator(".map-legs tbody").getByText("59.8").waitFor();
    await page.locator(".map-legs tbody").getByText("180.0°").waitFor();
    await page.locator(".map-controls button").last().click();
  });

  it("is drawn upon by the keyboard: a circle under the crosshair", async () => {
    const drawn = screen.page.evaluate(() => {
      const map = document.querySelector<DMap>("d-map");
      if (map) map.draw = "circle";
      return new Promise<{ radius_cm?: number; done: boolean }>((told) => {
        map?.addEventListener("drawn", (event) => {
          const { detail } = event as CustomEvent<{ radius_cm?: number; done: boolean }>;
          if (detail.done) told(detail);
        });
      });
    });
    const canvas = screen.page.locator("d-map canvas");
    await canvas.focus();
    await canvas.press("Enter");
    await canvas.press("ArrowRight");
    await settled(screen.page);
    await canvas.press("Enter");
    expect((await drawn).radius_cm).toBeGreaterThan(0);
  });

  it("is not mirrored in Hebrew, while its controls are; and a screen reader finds nothing wrong", async () => {
    const hebrew = await sitDown(browser, stage, "amber", "watch", { language: "he" });
    await hebrew.go("map");
    await settled(hebrew.page);
    const boxes = await hebrew.page.evaluate(() => {
      const left = (of: string) => document.querySelector(of)?.getBoundingClientRect().left ?? 0;
      return {
        controls: left(".map-controls"),
        canvas: left(".map-canvas"),
        side: left(".map-side"),
      };
    });
    expect(boxes.controls - boxes.canvas).toBeLessThan(20);
    expect(boxes.side).toBeLessThan(boxes.canvas);
    await hebrew.page.locator("#map-table tbody tr").first().waitFor();
    expect(await hebrew.axe("d-map-view")).toEqual([]);
    hebrew.check();
    await hebrew.context.close();
  });

  it("says so where a browser has no WebGL, and the tables have everything", async () => {
    const poor = await sitDown(browser, stage, "amber", "watch");
    await poor.page.addInitScript(() => {
      const given = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (
        this: HTMLCanvasElement,
        ...asked: unknown[]
      ) {
        return String(asked[0]).startsWith("webgl") ? null : Reflect.apply(given, this, asked);
      } as typeof given;
    });
    await poor.page.reload();
    await poor.go("map");
    await poor.page.getByText("no WebGL").waitFor();
    await until("the table is full", async () => {
      return (await poor.page.locator("#map-table tbody tr").count()) === 6;
    });
    poor.check();
    await poor.context.close();
  });

  it("looks as it did: a golden picture, with the browser that made it", async (context) => {
    const version = browser.version();
    const file = join(GOLDEN, "map.png");
    const made = join(GOLDEN, "map.chromium.txt");
    const renew = process.env.DETENTE_GOLDEN === "renew";
    const of = existsSync(made) ? readFileSync(made, "utf8").trim() : "none";
    if (!renew && of !== version) {
      console.warn(`SKIPPED: the golden picture was made by Chromium ${of}, this is ${version}`);
      context.skip();
    }
    const picture = await goldenPicture(screen.page);
    if (renew) {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(file, picture);
      writeFileSync(made, `${version}\n`);
    }
    const share = await different(screen.page, picture, readFileSync(file));
    expect(share).toBeLessThan(DIFFERENT_MAX);
  });
});

/** A map of its own, with these shapes and nothing that depends on the time of day. */
async function ownMap(page: Page, shapes: MapShape[]): Promise<void> {
  await page.evaluate((all) => {
    const map = document.createElement("d-map") as DMap;
    map.id = "own";
    map.bare = true;
    map.overlay = all;
    Object.assign(map.style, { position: "fixed", inset: "0 auto auto 0", width: "640px" });
    Object.assign(map.style, { height: "480px", zIndex: "99", background: "black" });
    document.body.append(map);
  }, shapes);
  await until("it is drawn", () =>
    page.evaluate(() => document.querySelector<DMap>("#own")?.settled ?? false),
  );
}

const noOwnMap = (page: Page) => page.evaluate(() => document.querySelector("#own")?.remove());

async function goldenPicture(page: Page): Promise<Buffer> {
  const conflict = true;
  await ownMap(page, [
    circle(-22.6, 14.2, 14, { id: "A", label: "A1 NAA\nFL100–FL240", letter: "A", conflict }),
    circle(-22.8, 14.6, 10, { id: "C", label: "C2 NAA", letter: "C", tone: "other", conflict }),
    circle(-23.2, 14.0, 8, { id: "M", label: "M3", letter: "M", tone: "third", kind: "zone" }),
    circle(-23.2, 14.6, 8, { id: "H", label: "A4 NWA", letter: "A", kind: "hazard" }),
    circle(-22.2, 13.8, 8, { id: "D", label: "draft", tone: "draft", dashed: true }),
  ]);
  await until("labels are placed", () =>
    page.evaluate(() => {
      const map = document.querySelector<DMap>("#own");
      return map?.rendered("overlay-label").length === 5 && map.settled;
    }),
  );
  await page.mouse.move(900, 700);
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 640, height: 480 } });
  await noOwnMap(page);
  return picture;
}

/** The share of pixels that clearly differ; compared by the browser, which can read both. */
async function different(page: Page, a: Buffer, b: Buffer): Promise<number> {
  return await page.evaluate(
    async (pictures) => {
      const [one, other] = await Promise.all(
        pictures.map(async (base64) => {
          const image = new Image();
          image.src = `data:image/png;base64,${base64}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context?.drawImage(image, 0, 0);
          return context?.getImageData(0, 0, image.width, image.height).data ?? [];
        }),
      );
      if (!one || !other || one.length !== other.length) return 1;
      let wrong = 0;
      for (let at = 0; at < one.length; at += 4) {
        const off = [0, 1, 2].some(
          (band) => Math.abs((one[at + band] ?? 0) - (other[at + band] ?? 0)) > 24,
        );
        if (off) wrong += 1;
      }
      return wrong / (one.length / 4);
    },
    [a.toString("base64"), b.toString("base64")],
  );
}
