/**
 * `<d-compose form="…">`: a message being written.
 *
 * Left the form, made from the format's table; right the map, which takes what a hand draws, and what
 * the message would bring and how it will be read. Ctrl and Enter shows the summary; again releases.
 */
import { type Signal, signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { bind } from "../app/keys.ts";
import { type Format, formats } from "../app/lines.ts";
import { go, to } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import type { Drawn, MapShape } from "../map/shapes.ts";
import { tell } from "../ui/announce.ts";
import { Part } from "../ui/part.ts";
import { conflictShapes, shapesOfForm } from "./compose-shapes.ts";
import { byPlace, type Checked, checking, onlyAcknowledged } from "./form/checking.ts";
import type { Drawing, FormContext } from "./form/context.ts";
import { fieldInput } from "./form/field-input.ts";
import { headerInputs } from "./form/header-inputs.ts";
import { inputs, isBegun } from "./form/model.ts";
import { discard, type Form, formOf } from "./form/store.ts";
import { readAgain, settled, unread } from "./form/understand.ts";
import type { Accepted } from "./release.ts";
import { Stable } from "./stable.ts";
import { otherLanguage, previewView, verdict, verdictMark } from "./verdict.ts";
import { precedenceWords } from "./words.ts";
import "../map/map.ts";
import "./release-dialog.ts";

@customElement("d-compose")
export class Compose extends Part {
  @property() form = "";
  @state() private strict = false;
  @state() private summary = false;
  @state() private shown = "";
  private readonly shapes = new Stable<MapShape[]>();
  private drawing: Signal<Drawing | undefined> = signal(undefined);
  private watched: { of: string; state: Signal<Checked>; stop: () => void } | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind({
        key: "ctrl+enter",
        text: "messages-key-release",
        run: () => void this.next(),
        when: () => !this.summary,
      }),
    );
    this.cleanup(() => this.watched?.stop());
  }

  private checked(form: Form): Checked {
    if (this.watched?.of !== form.peek().id) {
      queueMicrotask(() => readAgain(form));
      this.watched?.stop();
      this.watched = { of: form.peek().id, ...checking(form) };
    }
    return this.watched.state.value;
  }

  protected override render(): TemplateResult {
    this.hold(formats());
    const form = formOf(this.form);
    const format = (formats().value ?? []).find((one) => one.code === form?.data.code);
    if (!form) return this.lost();
    if (!format) return html`<p class="quiet-text">${t("shell-loading")}</p>`;
    const checked = this.checked(form);
    const context: FormContext = {
      form,
      format,
      problems: byPlace(checked.view, format),
      asks: new Set((checked.view?.refusals ?? []).map((one) => one.rule)),
      strict: this.strict,
      drawing: this.drawing,
      around: form.data.values,
    };
    return html`${this.head(form, format)}
      <div class="messages-compose">
        <form class="messages-form" novalidate @submit=${(event: Event) => event.preventDefault()}>
          ${inputs(format).map((one) => fieldInput(context, one, one.name))}
          ${headerInputs(context)}
        </form>
        <aside class="messages-aside">
          ${this.map(context, checked)} ${verdict(context, checked)}
          ${
            isBegun(form.data)
              ? previewView(checked.view?.preview?.said ?? [], this.language(checked), (code) => {
                  this.shown = code;
                })
              : nothing
          }
        </aside>
      </div>
      ${this.foot(form, checked)}
      <d-release-dialog .open=${this.summary} .context=${context} .checked=${checked}
        @closed=${() => {
          this.summary = false;
        }} @released=${(event: CustomEvent<Accepted>) => this.released(form, event.detail)}></d-release-dialog>`;
  }

  private language(checked: Checked): string {
    return this.shown || otherLanguage(checked.view?.preview?.said ?? []);
  }

  private lost(): TemplateResult {
    return html`<p>${t("messages-form-gone")}</p><a class="button" href=${to("messages", "new")}>${t("messages-new")}</a>`;
  }

  private head({ data }: Form, format: Format): TemplateResult {
    const precedence = data.header.precedence ?? format.precedence;
    return html`<header class="messages-head">
      <div class="row spread"><h1><bdi>${data.correct ? t("messages-correction-of", { number: data.correct.number }) : format.title.text}</bdi></h1>
        <a class="button quiet" href=${to("messages", "new")}>${t("messages-other-format")}</a></div>
      <p class="row">
        ${data.status === "ACTUAL" ? nothing : html`<span class="messages-status">${t(`messages-status-${data.status.toLowerCase()}`)}</span>`}
        <span class="messages-precedence p-${precedence}">${precedenceWords(precedence)}</span>
        ${format.two_person ? html`<span class="messages-tag">${t("messages-two-officers")}</span>` : nothing}
        <span class="quiet-text"><bdi>${format.purpose.text}</bdi></span></p>
    </header>`;
  }

  private map(context: FormContext, checked: Checked): TemplateResult {
    const shapes = this.shapes.keep([
      ...shapesOfForm(context),
      ...conflictShapes(checked.view?.conflicts ?? []),
    ]);
    const drawing = this.drawing.value;
    const take = (event: CustomEvent<Drawn>) => drawing?.take(event.detail);
    return html`<d-map class="messages-map" .overlay=${shapes} .draw=${drawing?.kind} .focusOn=${shapes[0]} @drawn=${take}></d-map>`;
  }

  private foot(form: Form, checked: Checked): TemplateResult {
    const begun = isBegun(form.data);
    const throwAway = () => {
      discard(form.peek().id);
      go("messages");
    };
    return html`<footer class="messages-foot">
      <div role="status">${verdictMark(checked, begun)}</div>
      <span class="row"><button class="quiet" @click=${throwAway}>${t("messages-discard")}</button>
        <button class="primary messages-release" aria-keyshortcuts="Control+Enter" @click=${() => void this.next()}>
          ${t("messages-summary")} <kbd dir="ltr">Ctrl ⏎</kbd></button></span>
    </footer>`;
  }

  /** To the summary, when nothing is missing; else to the first input where something is. */
  private async next(): Promise<void> {
    const form = formOf(this.form);
    if (!form) return;
    await settled(form);
    this.strict = true;
    await this.answered();
    const { view, error } = this.watched?.state.peek() ?? {};
    if (error || (onlyAcknowledged(view) && !unread(form))) {
      this.summary = true;
      return;
    }
    await this.updateComplete;
    const first = this.querySelector<HTMLElement>(".messages-field.wrong, .messages-wrong");
    const field = first?.closest<HTMLElement>("[data-field]") ?? first;
    field?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    field?.scrollIntoView({ block: "center" });
    tell(t("messages-verdict-missing", { count: (view?.refusals ?? []).length }));
  }

  /** The check is about what stands in the form now. */
  private async answered(): Promise<void> {
    for (let tries = 0; tries < 40 && this.watched?.state.peek().awaited; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private released(form: Form, accepted: Accepted): void {
    const { channel, status, id } = form.peek();
    this.summary = false;
    discard(id);
    if (accepted.draft !== null && accepted.draft !== undefined) {
      tell(t("messages-kept-draft"));
      go("messages", "drafts", accepted.draft);
    } else {
      tell(t("messages-released", { number: accepted.number ?? "" }));
      go("messages", channel, status, accepted.number ?? "");
    }
  }
}
