/** One source: passages that rules propose, for a person to confirm, reject, or put on the line. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get, post, type Schemas } from "../api/client.ts";
import { formats, type LineKey } from "../app/lines.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import type { Resource } from "../live/resource.ts";
import { at, nameOf } from "../registers/address.ts";
import { Latest } from "../registers/latest.ts";
import { awaited, section, terms, when } from "../registers/parts.ts";
import { codeWords, field } from "../registers/words.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

type Item = Schemas["ItemView"];
type Whole = { source: Schemas["SourceView"]; items: Item[] };
const TONES: Record<string, Tone> = { proposed: "warn", confirmed: "good", rejected: "none" };
const STATES = ["proposed", "confirmed", "rejected"] as const;

@customElement("d-source-view")
export class SourceView extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() sha256 = "";
  @state() private error: unknown;
  @state() private busy = "";
  private readonly latest = new Latest<Whole>();

  private resource(): Resource<Whole> {
    const path = { sha256: this.sha256 };
    const ask = async () => {
      const [source, items] = await Promise.all([
        get("/v1/sources/{sha256}", { path }),
        get("/v1/sources/{sha256}/items", { path }),
      ]);
      return { source, items };
    };
    return this.latest.of(this.sha256, ask);
  }

  protected override render(): TemplateResult {
    const resource = this.resource();
    this.hold(resource, formats());
    const found = resource.value;
    const back = html`<p class="no-print"><a href=${at("consultations", this.of, "sources")}>${t("consultations-sources-back")}</a></p>`;
    if (!found) return html`${back}${awaited(resource.held.value)}`;
    return html`${back}<div class="registers-page">
      ${this.head(found.source)} ${problem(this.error)}
      ${STATES.map((one) =>
        this.group(
          one,
          found.items.filter((item) => item.state === one),
        ),
      )}</div>`;
  }

  private head(one: Schemas["SourceView"]): TemplateResult {
    return html`<header class="card"><h2><bdi dir="auto">${one.title || one.name}</bdi></h2>${terms(
      [
        [t("consultations-publisher"), html`<bdi dir="auto">${one.publisher}</bdi>`],
        [t("consultations-dated"), html`<bdi dir="ltr">${one.dated}</bdi>`],
        [t("consultations-retrieved"), when(one.retrieved_ms)],
        [t("consultations-address"), one.address ? html`<bdi dir="ltr">${one.address}</bdi>` : ""],
        ["SHA-256", html`<code class="registers-digest" dir="ltr">${one.sha256}</code>`],
      ],
    )}<p class="quiet-text">${t("consultations-sources-note")}</p></header>`;
  }

  private group(
    name: (typeof STATES)[number],
    items: readonly Item[],
  ): TemplateResult | typeof nothing {
    if (items.length === 0) return nothing;
    return section(
      `items-${name}`,
      t(`consultations-items-${name}`),
      html`<ul class="registers-plain">${items.map((one) => this.item(one))}</ul>`,
      items.length,
    );
  }

  private item(one: Item): TemplateResult {
    return html`<li class="registers-item">
      <p class="row">${mark(TONES[one.state] ?? "none", codeWords(field("REP", "kind"), one.kind))} ${codeWords(field("REP", "hedge"), one.hedge)} <bdi dir="ltr">${one.day}</bdi></p>
      <blockquote><bdi dir="auto">${one.quote}</bdi></blockquote>
      ${one.words ? html`<p><bdi dir="auto">${one.words}</bdi></p>` : nothing}
      ${one.why ? html`<p class="quiet-text"><bdi dir="auto">${one.why}</bdi></p>` : nothing}
      ${(one.shared ?? []).length > 0 ? html`<p class="quiet-text">${t("consultations-shared")} <bdi dir="ltr">${(one.shared ?? []).join(", ")}</bdi></p>` : nothing}
      ${may("duty officer") ? this.acts(one) : nothing}</li>`;
  }

  private acts(one: Item): TemplateResult {
    const act = (id: string, run: () => Promise<unknown>) =>
      html`<button ?disabled=${this.busy === one.item} @click=${() => this.run(one.item, run)}>${t(`consultations-item-${id}`)}</button>`;
    const path = { sha256: this.sha256 };
    return html`<div class="row">
      ${one.state === "confirmed" ? nothing : act("confirm", () => post("/v1/sources/{sha256}/items", { path, body: { item: one.item, ...(one.words ? {} : { words: one.quote.slice(0, 600) }) } }))}
      ${one.state === "rejected" ? nothing : act("reject", () => post("/v1/sources/{sha256}/rejections", { path, body: { item: one.item } }))}
      ${one.state === "confirmed" ? html`<button ?disabled=${this.busy === one.item} @click=${() => this.run(one.item, () => post("/v1/lines/{channel}/{status}/reports", { path: this.of, body: { item: one.item } }))}>${t("consultations-item-share", { line: nameOf(this.of) })}</button>` : nothing}</div>`;
  }

  private async run(item: string, act: () => Promise<unknown>): Promise<void> {
    this.busy = item;
    this.error = undefined;
    try {
      await act();
      this.resource().stale();
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = "";
    }
  }
}
