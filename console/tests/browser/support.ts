/**
 * A real browser at real nodes: what every test in this folder needs.
 *
 *     const stage = await Stage.open("watch");
 *     const browser = await openBrowser();
 *     const amber = await sitDown(browser, stage, "amber", "watch");
 *     ...amber.page is Playwright's...
 *     amber.check();              // nothing left the node, no policy broken, no error said
 *     await browser.close();
 *     await stage.close();
 *
 * No string is ever given to page.waitForFunction: the console's policy forbids evaluating strings
 * in the page; `until` asks from outside.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { type Officer, ROOT, type Stage } from "./stage.ts";

export { type Officer, ROOT, Stage } from "./stage.ts";

/** Debian's; the newer ones need none of the last three, older ones draw no map without them. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];
const BROWSERS = [
  process.env["DETENTE_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
];
const OUT = join(ROOT, "console", "tests", "browser", "out");
const UNTIL_MS = 60_000; // a bound for what hangs, never a figure: two cores carry nodes, browsers and other tests
const POLL_MS = 50;

export type Language = "en" | "ru" | "he" | "ar";

export interface How {
  language?: Language;
  viewport?: { width: number; height: number };
  context?: BrowserContextOptions;
}

export async function openBrowser(...more: string[]): Promise<Browser> {
  const executablePath = BROWSERS.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) {
    throw new Error("no Chromium here: run scripts/setup browser, or set DETENTE_CHROMIUM");
  }
  return await chromium.launch({ executablePath, args: [...FLAGS, ...more] });
}

/** A page that remembers whatever it should not have done. */
export class Screen {
  /** Requests to anywhere but the node, and what broke the content security policy. */
  readonly outside: string[] = [];
  readonly violations: string[] = [];
  readonly errors: string[] = [];
  private readonly forgiven: RegExp[] = [
    /status of 401 .*\/v1\/session/, // how the console learns that nobody is signed in
  ];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly origin: string,
  ) {}

  static async open(browser: Browser, api: string, how: How = {}): Promise<Screen> {
    const context = await browser.newContext({
      viewport: how.viewport ?? { width: 1280, height: 800 },
      locale: "en-GB",
      timezoneId: "UTC",
      ...how.context,
    });
    const origin = `http://localhost:${new URL(api).port}`;
    const screen = new Screen(context, await context.newPage(), origin);
    screen.page.setDefaultTimeout(UNTIL_MS);
    screen.listen();
    await screen.page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    return screen;
  }

  private listen(): void {
    this.context.on("request", (request) => {
      const url = new URL(request.url());
      const inside = url.origin === this.origin || ["data:", "blob:"].includes(url.protocol);
      if (!inside) this.outside.push(request.url());
    });
    this.page.on("pageerror", (error) => this.errors.push(`thrown: ${error.message}`));
    this.page.on("console", (message) => {
      if (message.type() !== "error") return;
      const words = `${message.text()} ${message.location().url}`;
      if (/^CSP: |Content Security Policy/.test(words)) this.violations.push(words);
      else this.errors.push(words);
    });
  }

  /** From now on an error that says so is expected, such as /ERR_CONNECTION_REFUSED/. */
  forgive(words: RegExp): void {
    this.forgiven.push(words);
  }

  /** Throws with all that this page should not have done. */
  check(): void {
    const wrong = [
      ...this.outside.map((url) => `asked outside the node: ${url}`),
      ...this.violations.map((words) => `broke the policy: ${words}`),
      ...this.errors
        .filter((words) => !this.forgiven.some((one) => one.test(words)))
        .map((words) => `said an error: ${words}`),
    ];
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  }

  /** Go to a view of the console, such as "map" or "messages/AMBER-2026-0001". */
  async go(place: string): Promise<void> {
    await this.page.evaluate((to) => {
      location.hash = `#/${to}`;
    }, place);
  }

  /** What axe-core finds wrong, one line each; empty when it is clean. */
  async axe(within = "body", ...without: string[]): Promise<string[]> {
    await this.page.evaluate(axeSource());
    const found = await this.page.evaluate(
      async ([include, exclude]) => {
        const { axe } = globalThis as unknown as { axe: { run: Run } };
        return await axe.run({ include: [include], exclude }, { resultTypes: ["violations"] });
      },
      [within, without.map((one) => [one])] as const,
    );
    return found.violations.map((one) => {
      const where = one.nodes.slice(0, 3).map((node) => node.target.join(" "));
      return `${one.id} (${one.impact}): ${one.help}: ${where.join("; ")}`;
    });
  }

  /** A picture into tests/browser/out/, for eyes. */
  async picture(name: string): Promise<void> {
    mkdirSync(OUT, { recursive: true });
    await this.page.screenshot({ path: join(OUT, `${name}.png`) });
  }
}

type Run = (context: object, options: object) => Promise<AxeResults>;

function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
}

/** An officer at a party's console, signed in by a fresh link, the shell on the screen. */
export async function sitDown(
  browser: Browser,
  stage: Stage,
  party: string,
  officer: Officer,
  how: How = {},
): Promise<Screen> {
  const screen = await Screen.open(browser, stage.party(party).api, how);
  await signIn(screen, stage, party, officer, how.language);
  return screen;
}

/** Uses a fresh link up without any page: the cookie is there, and nothing in the browser's cache. */
export async function takeSession(
  screen: Screen,
  stage: Stage,
  party: string,
  officer: Officer,
): Promise<void> {
  const link = (await stage.link(party, officer)).split("/").at(-1) ?? "";
  const answer = await screen.context.request.post(`${screen.origin}/v1/session`, {
    headers: { origin: screen.origin, "x-detente": "console" },
    data: { link },
  });
  if (answer.status() !== 201) {
    throw new Error(`the link into ${party}'s console was refused: ${await answer.text()}`);
  }
}

/** Signs in without the sign-in screen (sign-in.spec.ts opens it), and loads the console. */
export async function signIn(
  screen: Screen,
  stage: Stage,
  party: string,
  officer: Officer,
  language: Language = "en",
): Promise<void> {
  await takeSession(screen, stage, party, officer);
  await screen.page.goto(`${screen.origin}/?lang=${language}`);
  await screen.page.locator("nav.nav").waitFor();
}

/**
 * Asks again and again until the answer is true; throws with `what` when it never is. A question that
 * fails meanwhile (the other node does not hold the message yet) is asked again, too.
 */
export async function until(
  what: string,
  ask: () => boolean | Promise<boolean>,
  milliseconds = UNTIL_MS,
): Promise<void> {
  const end = Date.now() + milliseconds;
  let cause: unknown;
  while (Date.now() <= end) {
    try {
      cause = undefined;
      if (await ask()) return;
    } catch (error) {
      cause = error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`never came true in ${milliseconds} ms: ${what}: ${cause ?? "false"}`, { cause });
}
