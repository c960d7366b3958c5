/** Where a finding is: the volumes of the messages that it rests on, and the place that was measured. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get } from "../api/client.ts";
import { formats, type LineKey, type Message } from "../app/lines.ts";
import { party } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { noticeShape } from "../incidents/reports.ts";
import type { Resource } from "../live/resource.ts";
import type { MapShape } from "../map/shapes.ts";
import { Latest } from "../registers/latest.ts";
import { formatOf } from "../registers/words.ts";
import { Part } from "../ui/part.ts";
import type { Finding } from "./data.ts";
import "../map/map.ts";

@customElement("d-finding-map")
export class FindingMap extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property({ attribute: false }) finding!: Finding;
  @property({ attribute: false }) numbers: readonly string[] = [];
  @state() private on = false;
  private readonly latest = new Latest<Message[]>();

  private resource(): Resource<Message[]> {
    const ask = () =>
      Promise.all(
        this.numbers.map((number) =>
          get("/v1/lines/{channel}/{status}/messages/{number}", { path: { ...this.of, number } }),
        ),
      );
    return this.latest.of(this.finding.finding, ask, () => false);
  }

  protected override render(): TemplateResult {
    if (!this.on) {
      return html`<p class="no-print"><button @click=${() => {
        this.on = true;
      }}>${t("agreements-map")}</button></p>`;
    }
    const resource = this.resource();
    this.hold(resource, formats());
    const shapes = this.shapes(resource.value ?? []);
    if (resource.value && shapes.length === 0)
      return html`<p class="quiet-text">${t("agreements-map-none")}</p>`;
    return html`<div class="agreements-map no-print"><d-map .bare=${true} .overlay=${shapes} .focusOn=${shapes[0]}></d-map></div>
      ${resource.value ? nothing : html`<p class="quiet-text">${t("shell-loading")}</p>`}`;
  }

  private shapes(messages: readonly Message[]): MapShape[] {
    const sides = [...new Set(messages.map((one) => one.author))].sort();
    const found = messages.flatMap((one) => {
      const fields = one.message.fields as Record<string, unknown>;
      const { number } = one.message;
      const spec = formatOf(one.message.format)?.volume_field;
      const shape = noticeShape({ number, author: one.author, fields }, spec, party.value, sides);
      return shape ? [{ ...shape, always: true }] : [];
    });
    return [...found, ...this.spot()];
  }

  /** The place that was measured. */
  private spot(): MapShape[] {
    const { lat_e7, lon_e7, finding } = this.finding;
    if (lat_e7 === null || lon_e7 === null) return [];
    const circle = { lat_e7, lon_e7, radius_cm: 20_000 };
    const part = { outline: { circle }, floor: null, ceiling: null, start_ms: null, end_ms: null };
    return [
      { id: finding, parts: [part], tone: "conflict", label: "", always: true, kind: "overlay" },
    ];
  }
}
