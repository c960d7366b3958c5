/** What a FLASH says: in the reader's language, as it was sent, and where, on a map. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Message } from "../app/lines.ts";
import { party } from "../app/session.ts";
import { place } from "../format/place.ts";
import { t } from "../i18n/text.ts";
import type { LatLon, MapShape, Part as VolumePart } from "../map/shapes.ts";
import { Part } from "../ui/part.ts";
import type { Waiting } from "./flash-queue.ts";

const RING_CM = 185_200; // a mile around a bare position: it says where to look, not how big

interface Where {
  readonly point: LatLon | undefined;
  readonly parts: readonly VolumePart[];
}

/** Where it is, as far as its fields say: a position, or the first volume. */
export function whereOf(message: Message | undefined): Where | undefined {
  for (const value of Object.values(message?.message.fields ?? {}) as unknown[]) {
    const found = whereIn(value);
    if (found) return found;
  }
  return undefined;
}

function whereIn(value: unknown): Where | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return whereIn(value[0]);
  if ("lat_e7" in value && "lon_e7" in value) {
    const { lat_e7, lon_e7 } = value as LatLon;
    const point = { lat_e7, lon_e7 };
    const outline = { circle: { ...point, radius_cm: RING_CM } };
    const open = { floor: null, ceiling: null, start_ms: null, end_ms: null };
    return { point, parts: [{ outline, ...open }] };
  }
  if ("outline" in value) return { point: undefined, parts: [value as VolumePart] };
  return undefined;
}

/** `point={…}`: the name and the value of a field as they stand in the signed entry. */
function asSent(code: string, fields: Readonly<Record<string, unknown>>): string {
  const name = code.split("=", 1)[0] ?? "";
  const value = fields[name];
  return value === undefined ? code : `${name}=${JSON.stringify(value)}`;
}

@customElement("d-flash-words")
export class FlashWords extends Part {
  @property({ attribute: false }) waiting!: Waiting;
  @property({ attribute: false }) message: Message | undefined;
  @state() private mapped = false;

  protected override updated(): void {
    // The map's code is fetched after the words are on the screen, never before
    if (this.mapped || !whereOf(this.message)) return;
    import("../map/map.ts").then(
      () => {
        this.mapped = true;
      },
      () => undefined, // the node is gone: tried again at the next change, the words stand meanwhile
    );
  }

  protected override render(): TemplateResult {
    const said = this.message?.rendered;
    if (!this.message) {
      return html`<p class="flash-first"><bdi>${this.waiting.words}</bdi></p>`;
    }
    // Who, to whom and when stand above; here is what its fields say
    const lines = (said?.lines ?? []).filter((one) => one.code.includes("="));
    const { remarks, remarks_language: language, fields } = this.message.message;
    const row = (one: (typeof lines)[number]) => html`<tr>
      <td dir=${said?.direction ?? "auto"} lang=${said?.language ?? nothing}>${one.text}</td>
      <td><bdi dir="ltr" class="code">${asSent(one.code, fields)}</bdi></td>
    </tr>`;
    return html`<div class="flash-body">
      <table class="flash-lines">
        <thead><tr><th scope="col">${t("flash-words")}</th><th scope="col">${t("flash-sent")}</th></tr></thead>
        <tbody>${lines.map(row)}</tbody>
      </table>
      ${this.where()}
    </div>
    ${said && !said.reviewed ? html`<p class="quiet-text">${said.note}</p>` : nothing}
    ${remarks ? html`<p>${t("flash-remarks", { language: language ?? "?" })} <q lang=${language ?? ""} dir="auto">${remarks}</q></p>` : nothing}`;
  }

  private where(): TemplateResult | typeof nothing {
    const found = whereOf(this.message);
    if (!found) return nothing;
    const shape: MapShape = {
      id: this.waiting.number,
      parts: found.parts,
      tone: this.message?.author === party.value ? "own" : "other",
      label: "FLASH",
      always: true,
    };
    return html`<div class="flash-where">
      ${found.point ? html`<p><bdi dir="ltr">${place(found.point.lat_e7, found.point.lon_e7)}</bdi></p>` : nothing}
      ${this.mapped ? html`<d-map class="flash-map" .overlay=${[shape]} .focusOn=${found.point ?? shape}></d-map>` : nothing}
    </div>`;
  }
}
