/**
 * Height against time: which band each notice takes when, where two of them meet, and the instant.
 *
 * Heights are drawn as they were given; what they are measured from stands in each label, because two
 * references are never one scale. The table of the map says the same in words.
 */
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { instantMs } from "../app/instant.ts";
import { line, openConflicts, picture } from "../app/lines.ts";
import { selected } from "../app/selection.ts";
import { party } from "../app/session.ts";
import type { Altitude } from "../app/volume.ts";
import { feet, level } from "../format/place.ts";
import { clock } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { type Band, bands, clash, heights } from "./bands.ts";
import type { Span } from "./ticks.ts";

const WIDTH = 1200;
const HEIGHT = 190;
const LEFT = 64; // room for the heights
const BOTTOM = 18; // and for the hours
const STEPS_FT = [1_000, 2_000, 5_000, 10_000, 20_000];
const HOUR_MS = 3_600_000;

/** `FL120`, `3,000 ft AMSL`, or that it is open. */
export function altitudeWords(altitude: Altitude | null, open: string): string {
  return altitude ? level(altitude) : t(open);
}

@customElement("d-profile")
export class Profile extends Part {
  @property({ attribute: false }) span: Span = { fromMs: 0, toMs: 1 };
  private axis = { lowCm: 0, highCm: 1 };

  private x(ms: number): number {
    const share =
      (Math.min(this.span.toMs, Math.max(this.span.fromMs, ms)) - this.span.fromMs) /
      (this.span.toMs - this.span.fromMs);
    const x = LEFT + share * (WIDTH - LEFT);
    return document.documentElement.dir === "rtl" ? WIDTH + LEFT - x - LEFT : x; // as the slider runs
  }

  private y(cm: number): number {
    const { lowCm, highCm } = this.axis;
    const share = (Math.min(highCm, Math.max(lowCm, cm)) - lowCm) / (highCm - lowCm);
    return (HEIGHT - BOTTOM) * (1 - share);
  }

  private box(one: Pick<Band, "fromMs" | "toMs" | "lowCm" | "highCm">): {
    x: number;
    y: number;
    width: number;
    height: number;
  } {
    const [a, b] = [this.x(one.fromMs), this.x(one.toMs)];
    const [top, low] = [this.y(one.highCm), this.y(one.lowCm)];
    return {
      x: Math.min(a, b),
      y: top,
      width: Math.max(2, Math.abs(b - a)),
      height: Math.max(2, low - top),
    };
  }

  private band(one: Band): SVGTemplateResult {
    const { x, y, width, height } = this.box(one);
    const here = selected.value;
    const chosen = here?.kind === "message" && here.number === one.number;
    const tone = one.party === party.value ? "own" : "other";
    const levels = `${altitudeWords(one.floor, "time-floor-open")} – ${altitudeWords(one.ceiling, "time-ceiling-open")}`;
    return svg`<g @click=${() => this.choose(one.number)}>
      <rect class="band band-${tone} ${chosen ? "band-chosen" : ""}" x=${x} y=${y} width=${width} height=${height}>
        <title>${one.number} · ${levels}</title></rect>
      <text x=${x + 4} y=${y + 12}>${one.number} · ${levels}</text></g>`;
  }

  private choose(number: string): void {
    selected.value = { kind: "message", number };
  }

  private clashes(found: readonly Band[]): SVGTemplateResult[] {
    const key = line.value;
    if (!key) return [];
    const conflicts = openConflicts(key);
    return (conflicts.value ?? []).flatMap((conflict) => {
      const of = (number: string | undefined) => found.filter((one) => one.number === number);
      return of(conflict.numbers[0]).flatMap((a) =>
        of(conflict.numbers[1]).flatMap((b) => {
          const where = clash(a, b);
          if (!where) return [];
          const { x, y, width, height } = this.box(where);
          return [
            svg`<rect class="clash" x=${x} y=${y} width=${width} height=${height}><title>${conflict.why}</title></rect>`,
          ];
        }),
      );
    });
  }

  private scales(): SVGTemplateResult[] {
    const span_ft = (this.axis.highCm - this.axis.lowCm) / 30.48;
    const step = STEPS_FT.find((one) => span_ft / one <= 6) ?? 20_000;
    const marks: SVGTemplateResult[] = [];
    for (
      let ft = Math.ceil(this.axis.lowCm / 30.48 / step) * step;
      ft * 30.48 <= this.axis.highCm;
      ft += step
    ) {
      const y = this.y(ft * 30.48);
      marks.push(
        svg`<line class="axis" x1=${LEFT} x2=${WIDTH} y1=${y} y2=${y}></line><text x="2" y=${y + 4}>${feet(ft * 30.48)}</text>`,
      );
    }
    const hours = Math.max(1, Math.ceil((this.span.toMs - this.span.fromMs) / HOUR_MS / 12));
    for (
      let at = Math.ceil(this.span.fromMs / HOUR_MS) * HOUR_MS;
      at < this.span.toMs;
      at += hours * HOUR_MS
    ) {
      marks.push(svg`<text x=${this.x(at) + 2} y=${HEIGHT - 4}>${clock(at)}</text>`);
    }
    return marks;
  }

  protected override render(): TemplateResult {
    const key = line.value;
    if (!key) return html``;
    const items = picture(key.status);
    this.hold(items, openConflicts(key));
    const found = bands(
      (items.value ?? []).filter((one) => one.channel === key.channel),
      this.span,
    );
    this.axis = heights(found);
    const at = this.x(instantMs.value);
    return html`<section class="time-profile" aria-label=${t("time-profile")}>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${t("time-profile-words", { count: found.length })}>
        ${this.scales()} ${found.map((one) => this.band(one))} ${this.clashes(found)}
        ${svg`<line class="instant" x1=${at} x2=${at} y1="0" y2=${HEIGHT}></line>`}
      </svg>
      ${found.length === 0 ? html`<p class="quiet-text">${t("time-profile-empty")}</p>` : ""}
    </section>`;
  }
}
