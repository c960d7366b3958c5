/**
 * Several messages at once, such as a day's plan: every form that is open on this line, or a file of
 * messages. Each is judged on its own; one that is refused does not stop the others.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { post, type Schemas } from "../api/client.ts";
import { formats, type LineKey, line } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import type { MapShape } from "../map/shapes.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { LANGUAGES_SHOWN } from "./form/checking.ts";
import { bodyOf, isBegun, received, type SendBody } from "./form/model.ts";
import type { Values } from "./form/paths.ts";
import { begin, discard, type Form, forms } from "./form/store.ts";
import { shapesOf } from "./shapes.ts";
import { Stable } from "./stable.ts";
import { conflictList } from "./verdict.ts";
import "../map/map.ts";

type CheckView = Schemas["CheckView"];

@customElement("d-plan")
export class Plan extends Part {
  @state() private checked: ReadonlyMap<string, CheckView> = new Map();
  @state() private busy = false;
  @state() private error: unknown;
  private readonly shapes = new Stable<MapShape[]>();
  @state() private outcome: Schemas["PlanView"] | undefined;

  private open(of: LineKey): Form[] {
    return [...forms.value.values()].filter(
      ({ data }) =>
        data.channel === of.channel &&
        data.status === of.status &&
        !data.correct &&
        data.code !== "RSP" &&
        isBegun(data),
    );
  }

  private body(form: Form): SendBody | undefined {
    const format = (formats().value ?? []).find((one) => one.code === form.data.code);
    return format && (format.sealed ?? []).length === 0 ? bodyOf(form.data, format) : undefined;
  }

  protected override render(): TemplateResult {
    this.hold(formats());
    const of = line.value;
    if (!of) return html`<p>${t("line-none")}</p>`;
    const found = this.open(of);
    const shapes = this.shapes.keep(
      found.flatMap(({ data }) =>
        shapesOf(
          (formats().value ?? []).find((one) => one.code === data.code),
          data.values,
          data.id,
          "draft",
          data.code,
        ),
      ),
    );
    const ready = found.filter((one) => this.checked.get(one.data.id)?.accepted);
    return html`<div class="column"><div class="row spread"><h1>${t("messages-plan")}</h1><a href=${to("messages")}>${t("messages-back")}</a></div>
      ${of.status === "ACTUAL" ? nothing : html`<p class="messages-status">${t(`messages-status-${of.status.toLowerCase()}`)}</p>`}
      <p class="quiet-text">${t("messages-plan-help")}</p>
      <div class="row"><a class="button" href=${to("messages", "new")}>${t("messages-new")}</a>
        <label class="messages-file">${t("messages-plan-file")} <input type="file" accept=".json,application/json" @change=${(event: Event) => void this.take(event, of)} /></label></div>
      ${problem(this.error)} ${this.outcome ? this.came(this.outcome) : nothing}
      ${found.length === 0 ? html`<p class="quiet-text">${t("messages-plan-empty")}</p>` : nothing}
      <div class="messages-columns"><div>${found.map((one) => this.row(one))}</div>
        ${shapes.length > 0 ? html`<d-map class="messages-map" .overlay=${shapes} .focusOn=${shapes[0]}></d-map>` : nothing}</div>
      ${
        found.length > 0 && may("duty officer")
          ? html`<div class="row"><button @click=${() => void this.check(of)} ?disabled=${this.busy}>${t("messages-plan-check")}</button>
        <button class="primary" ?disabled=${this.busy || ready.length === 0} @click=${() => void this.release(of, ready)}>${t("messages-plan-release", { count: ready.length })}</button></div>`
          : nothing
      }
    </div>`;
  }

  private row(form: Form): TemplateResult {
    const { data } = form;
    const view = this.checked.get(data.id);
    const title =
      (formats().value ?? []).find((one) => one.code === data.code)?.title.text ?? data.code;
    const headline = view?.preview?.said[0]?.headline;
    return html`<article class="card messages-plan-row"><div class="row spread"><a href=${to("messages", "new", data.code, data.id)}><b><bdi>${title}</bdi></b></a>
        <span class="row">${judged(view)}<button class="quiet" @click=${() => discard(data.id)}>${t("messages-discard")}</button></span></div>
      ${headline ? html`<p dir=${view?.preview?.said[0]?.direction ?? "ltr"}>${headline}</p>` : nothing}
      ${(view?.refusals ?? []).map((one) => html`<p class="messages-wrong"><bdi>${one.reason}</bdi></p>`)}
      ${conflictList(view?.conflicts ?? [], data.channel, data.status)}</article>`;
  }

  private came(outcome: Schemas["PlanView"]): TemplateResult {
    const refused = outcome.items.flatMap((one) => one.refusals ?? []);
    return html`<div role="status">${mark(outcome.refused === 0 ? "good" : "bad", t("messages-plan-outcome", { released: outcome.released, refused: outcome.refused, drafts: outcome.drafts ?? 0 }))}
      <ul>${refused.map((one) => html`<li><bdi>${one.reason}</bdi></li>`)}</ul></div>`;
  }

  private async check(of: LineKey): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      for (const form of this.open(of)) {
        const body = this.body(form);
        if (!body) continue;
        const view = await post("/v1/lines/{channel}/{status}/checks", {
          path: of,
          query: { langs: LANGUAGES_SHOWN },
          body,
        });
        this.checked = new Map([...this.checked, [form.peek().id, view]]);
      }
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  private async release(of: LineKey, ready: readonly Form[]): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      const messages = ready.map((one) => this.body(one)).filter((one) => one !== undefined);
      const outcome = await post("/v1/lines/{channel}/{status}/plans", {
        path: of,
        body: { messages: messages as never },
      });
      for (const [index, item] of outcome.items.entries()) {
        if (item.accepted) discard((ready[index] as Form).peek().id);
      }
      this.outcome = outcome;
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  /** A file of messages becomes forms, so that each can be looked at and changed. */
  private async take(event: Event, of: LineKey): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    try {
      const { messages } = JSON.parse(await file.text()) as {
        messages: { format: string; fields?: Values }[];
      };
      for (const one of messages) {
        const { format: code, fields = {}, ...header } = one;
        const format = (formats().value ?? []).find((item) => item.code === code);
        const values = received(format?.form ?? [], fields);
        begin({ code, ...of, values, typed: texts(values, format?.form ?? []), header });
      }
      this.error = undefined;
      await this.check(of);
    } catch (error) {
      this.error = error;
    }
  }
}

/** What was said of one message of the plan. */
function judged(view: CheckView | undefined): TemplateResult {
  if (!view) return mark("none", t("messages-plan-unchecked"));
  const count = (view.refusals ?? []).length;
  if (!view.accepted) return mark("bad", t("messages-verdict-missing", { count }));
  const conflicts = (view.conflicts ?? []).length;
  if (conflicts === 0) return mark("good", t("messages-verdict-ready"));
  return mark("warn", t("messages-verdict-conflicts", { count: conflicts }));
}

/** A plan's volumes may be typed as one line: it stands in the paste of the form, to be read there. */
function texts(values: Values, fields: readonly Schemas["FieldView"][]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, kind } of fields) {
    const value = values[name];
    const [only] = Array.isArray(value) ? value : [];
    if (kind === "volume" && typeof only === "string") found[`${name}#whole`] = only;
  }
  return found;
}
