/**
 * A short act on a register, in place: the few fields that it needs, from the format's own table.
 *
 *     <d-act-form .of=${key} code="INQ" .fixed=${{ case: number }} .ask=${["question"]} keep="…">
 *
 * It is released as any message is, by the officer who presses the button. What was typed outlives the
 * element. A refusal that the officer may pass is shown with a button that passes it. Longer formats
 * are composed by the messages' own form.
 */
import { type Signal, signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { post, Refused, type Schemas } from "../api/client.ts";
import { formats, type LineKey } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may, type Role } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { tell } from "../ui/announce.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { valuesOf } from "./act-values.ts";
import { type Field, field, formatOf } from "./words.ts";

type Accepted = Schemas["Accepted"];
type Code = NonNullable<Schemas["SendBody"]["format"]>;
type Precedence = "ROUTINE" | "PRIORITY" | "IMMEDIATE" | "FLASH";
const LONG = 120; // characters from which a text is typed into several lines

const drafts = new Map<string, Signal<Record<string, string>>>();

function draftOf(name: string): Signal<Record<string, string>> {
  const found = drafts.get(name) ?? signal<Record<string, string>>({});
  drafts.set(name, found);
  return found;
}

@customElement("d-act-form")
export class ActForm extends Part {
  @property({ attribute: false }) of!: LineKey;
  @property() code: Code = "INQ";
  /** Fields that are known, and not shown. */
  @property({ attribute: false }) fixed: Record<string, unknown> = {};
  /** Names of the fields that are asked for. */
  @property({ attribute: false }) ask: readonly string[] = [];
  /** Names among them that must be filled here, though the format could do without. */
  @property({ attribute: false }) must: readonly string[] = [];
  @property({ attribute: false }) refs: readonly string[] = [];
  /** Offers to send it as IMMEDIATE, with these words. */
  @property() urgent = "";
  /** Words of the button; else that it is released. */
  @property() button = "";
  /** Names the draft. */
  @property() keep = "";
  @state() private error: unknown;
  @state() private sending = false;
  @state() private done: Accepted | undefined;

  /** Another act in the same place begins anew. */
  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("keep")) return;
    this.done = undefined;
    this.error = undefined;
  }

  protected override render(): TemplateResult {
    this.hold(formats());
    const format = formatOf(this.code);
    if (!format || !may(format.releaser as Role)) return html``;
    const typed = draftOf(this.keep).value;
    return html`<form class="registers-form" @submit=${(event: Event) => this.submit(event)}>
      ${this.ask.map((name) => this.input(name, typed[name] ?? ""))}
      ${this.urgent ? this.urgency(typed["urgent"] === "yes") : nothing}
      ${format.two_person ? html`<p class="quiet-text">${t("registers-two-officers")}</p>` : nothing}
      <div class="row">
        <button class="primary" ?disabled=${this.sending || this.done !== undefined}>${this.button || t("registers-release")}</button>
      </div>
      ${problem(this.error)} ${this.passing()} ${this.told()}
    </form>`;
  }

  private urgency(on: boolean): TemplateResult {
    const change = (event: Event) =>
      this.set("urgent", (event.target as HTMLInputElement).checked ? "yes" : "");
    return html`<label class="row"><input type="checkbox" .checked=${on} @change=${change} />${this.urgent}</label>`;
  }

  private input(name: string, value: string): TemplateResult {
    const of = field(this.code, name);
    if (!of) return html``;
    const id = `act-${this.keep}-${name}`.replace(/[^a-zA-Z0-9-]/g, "-");
    const must = of.required || this.must.includes(name);
    return html`<p class="registers-field">
      <label for=${id}>${of.label.text}${of.kind === "time" ? " (UTC)" : ""}${must ? nothing : html` <span class="quiet-text">${t("registers-optional")}</span>`}</label>
      ${this.control(of, id, value, must)}
    </p>`;
  }

  private control(of: Field, id: string, value: string, must: boolean): TemplateResult {
    const change = (event: Event) => this.set(of.name, (event.target as HTMLInputElement).value);
    if (of.kind === "choice") {
      return html`<select id=${id} ?required=${must} @change=${change}>
        <option value="" ?selected=${value === ""}>${t("registers-choose")}</option>
        ${(of.choices ?? []).map((one) => html`<option value=${one.code} ?selected=${one.code === value}>${one.words.text}</option>`)}
      </select>`;
    }
    const most = of.maximum ?? 600;
    if (of.kind === "text" && most > LONG) {
      return html`<textarea id=${id} dir="auto" rows="3" maxlength=${most} ?required=${must} .value=${value} @input=${change}></textarea>`;
    }
    if (of.kind === "integer") {
      return html`<input id=${id} type="number" min=${of.minimum ?? 0} max=${of.maximum ?? 1_000_000} ?required=${must} .value=${value} @input=${change} />`;
    }
    const type = of.kind === "time" ? "datetime-local" : "text";
    const hint = of.kind === "day" ? "2026-11, 2026-11-22" : "";
    return html`<input id=${id} type=${type} dir="auto" placeholder=${hint} maxlength=${most} ?required=${must} .value=${value} @input=${change} />`;
  }

  private set(name: string, value: string): void {
    const draft = draftOf(this.keep);
    draft.value = { ...draft.peek(), [name]: value };
    this.done = undefined;
  }

  private async submit(event: Event, acknowledged: readonly string[] = []): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    this.error = undefined;
    const typed = draftOf(this.keep).peek();
    const specs = this.ask.map((name) => field(this.code, name)).filter((one) => one !== undefined);
    const precedence: Precedence | undefined = typed["urgent"] === "yes" ? "IMMEDIATE" : undefined;
    try {
      this.done = await post("/v1/lines/{channel}/{status}/messages", {
        path: this.of,
        // The table is the node's: which fields a format has is known there, not in a type here.
        body: {
          format: this.code,
          fields: { ...this.fixed, ...valuesOf(specs, typed) },
          acknowledged: [...acknowledged],
          refs: [...this.refs],
          ...(precedence ? { precedence } : {}),
        } as Partial<Schemas["SendBody"]>,
      });
      draftOf(this.keep).value = {};
      tell(t("registers-sent", { number: this.done.number ?? "" }));
      this.tell("done", this.done);
    } catch (error) {
      this.error = error;
    } finally {
      this.sending = false;
    }
  }

  /** What may be passed all the same, when nothing else stands against it. */
  private passing(): TemplateResult | typeof nothing {
    if (!(this.error instanceof Refused)) return nothing;
    const refusals = this.error.problem.refusals ?? [];
    if (refusals.length === 0 || !refusals.every((one) => one.override)) return nothing;
    const rules = refusals.map((one) => one.rule);
    return html`<button type="button" ?disabled=${this.sending} @click=${(event: Event) => this.submit(event, rules)}>
      ${t("registers-pass")}
    </button>`;
  }

  private told(): TemplateResult | typeof nothing {
    const done = this.done;
    if (!done) return nothing;
    if (done.draft !== null && done.draft !== undefined) {
      return html`<p role="status">${t("registers-waits", { draft: String(done.draft) })}</p>`;
    }
    const number = done.number ?? "";
    return html`<p role="status">${t("registers-released")}
      <a href=${to("messages", this.of.channel, this.of.status, number)}><bdi dir="ltr">${number}</bdi></a></p>`;
  }
}
