/** A recording made of stills: each screen as it stood, its caption, and how long it stays. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

const BAND = 76; // pixels below the screen for the caption

export interface Size {
  readonly width: number;
  readonly height: number;
}

export class Film {
  private readonly frames: { path: string; seconds: number }[] = [];

  private constructor(
    private readonly page: Page,
    private readonly folder: string,
    private readonly size: Size,
  ) {}

  static async open(browser: Browser, folder: string, size: Size): Promise<Film> {
    const viewport = { width: size.width, height: size.height + BAND };
    return new Film(await browser.newPage({ viewport }), folder, size);
  }

  /** A screen as it stands now. who: whose screen it is. */
  async shot(screen: Page, seconds: number, who: string, words: string): Promise<void> {
    const taken = (await screen.screenshot()).toString("base64");
    const picture = `<img src="data:image/png;base64,${taken}" width="${this.size.width}">`;
    await this.add(picture, seconds, `<b>${escaped(who)}</b> ${escaped(words)}`);
  }

  /** A card with words alone. */
  async card(seconds: number, title: string, ...lines: string[]): Promise<void> {
    const rows = lines.map((one) => `<p>${escaped(one)}</p>`).join("");
    await this.add(`<main><h1>${escaped(title)}</h1>${rows}</main>`, seconds, "");
  }

  private async add(body: string, seconds: number, caption: string): Promise<void> {
    const { width, height } = this.size;
    await this.page.setContent(`<style>
        body { margin: 0; background: #0b1016; color: #e8eef4; font: 24px "Noto Sans", "DejaVu Sans", sans-serif }
        img { display: block }
        main { height: ${height}px; width: ${width}px; display: grid; place-content: center; text-align: center }
        h1 { font-size: 64px; margin: 0 0 24px } p { margin: 8px; color: #a9b7c4 }
        footer { height: ${BAND}px; padding: 0 24px; display: flex; gap: 18px; align-items: center; background: #05080b }
        b { color: #7fc2ff; white-space: nowrap }
      </style>${body}<footer><span>${caption}</span></footer>`);
    await this.page.waitForTimeout(50);
    const path = join(this.folder, `frame-${String(this.frames.length).padStart(3, "0")}.png`);
    await this.page.screenshot({ path });
    this.frames.push({ path, seconds });
  }

  /** How long all of it is, in seconds. */
  get seconds(): number {
    return this.frames.reduce((sum, one) => sum + one.seconds, 0);
  }

  /** The list that ffmpeg reads; the last picture stands twice, as its format wants. */
  async close(): Promise<void> {
    const lines = this.frames.map((one) => `file '${one.path}'\nduration ${one.seconds}`);
    lines.push(`file '${this.frames.at(-1)?.path ?? ""}'`);
    writeFileSync(join(this.folder, "frames.txt"), `${lines.join("\n")}\n`);
    await this.page.close();
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
