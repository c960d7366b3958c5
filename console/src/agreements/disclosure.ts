/** What was disclosed of one activity, step by step: how large, whether within the step before, who knew when. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get, type Schemas } from "../api/client.ts";
import { about, type LineKey } from "../app/lines.ts";
import { number, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { Latest } from "../registers/latest.ts";
import { awaited, numbered, side, when } from "../registers/parts.ts";
import { formatName } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";

type Step = Schemas["DisclosureStepView"];
const M2_PER_KM2 = 1_000_000;

@customElement("d-disclosure")
export class Disclosure extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() number = "";
  @state() private on = false;
  private readonly latest = new Latest<Step[]>();

  private resource(): Resource<Step[]> {
    const path = { ...this.of, number: this.number };
    const ask = () => get("/v1/lines/{channel}/{status}/messages/{number}/disclosure", { path });
    return this.latest.of(`${this.of.channel}|${this.number}`, ask, about(this.of));
  }

  protected override render(): TemplateResult {
    const press = html`<button class="quiet" aria-expanded=${this.on} @click=${() => {
      this.on = !this.on;
    }}>${t("agreements-disclosure")}</button>`;
    if (!this.on) return press;
    const resource = this.resource();
    this.hold(resource);
    const steps = resource.value;
    return html`${press} ${steps ? html`<ol class="agreements-steps">${steps.map((one) => this.step(one))}</ol>` : awaited(resource.held.value)}`;
  }

  private step(one: Step): TemplateResult {
    const size =
      one.area_m2 === null
        ? nothing
        : t("agreements-disclosure-area", { area: number(one.area_m2 / M2_PER_KM2) });
    return html`<li class="registers-item">
      <p class="row"><strong>${formatName(one.format)}</strong> ${side(one.party)} ${when(one.at_ms)} ${numbered(this.of, one.number)} ${size}
        ${one.within === null ? nothing : one.within ? mark("good", t("agreements-disclosure-within")) : mark("bad", t("agreements-disclosure-outside"))}</p>
      ${one.told.map((each) => html`<p>${side(each.party)}: ${each.read_ms === null ? t("incidents-unread") : html`${t("incidents-read")} ${when(each.read_ms)}`}${lead(each.lead_ms)}</p>`)}
    </li>`;
  }
}

function lead(ms: number | null): TemplateResult | typeof nothing {
  if (ms === null) return nothing;
  const words =
    ms < 0
      ? t("agreements-after", { span: span(ms) })
      : t("agreements-disclosure-before", { span: span(ms) });
  return html`, ${words}`;
}
