/**
 * The summary before a release: what will be read there, and everything that stands against it.
 *
 * Whoever releases has seen it: each doubt is passed by name, and conflicts are said in words. Ctrl and
 * Enter releases; Escape goes back to the form.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { bind } from "../app/keys.ts";
import { t } from "../i18n/text.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { Checked } from "./form/checking.ts";
import { type FormContext, refusalLine } from "./form/context.ts";
import { release } from "./release.ts";
import { conflictList, otherLanguage, previewView, saysDraft } from "./verdict.ts";
import "../ui/dialog.ts";

@customElement("d-release-dialog")
export class ReleaseDialog extends Part {
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) context: FormContext | undefined;
  @property({ attribute: false }) checked: Checked | undefined;
  @state() private busy = false;
  @state() private error: unknown;
  @state() private shown = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind({
        key: "ctrl+enter",
        text: "messages-key-release",
        run: () => void this.release(),
        when: () => this.open,
      }),
    );
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("open") && this.open) this.error = undefined;
  }

  /** What somebody must still pass by name. */
  private waiting(): boolean {
    return (this.checked?.view?.refusals ?? []).length > 0;
  }

  protected override render(): TemplateResult {
    return html`<d-dialog .open=${this.open} heading=${t("messages-summary")} .body=${() => this.body()}></d-dialog>`;
  }

  private body(): TemplateResult {
    const { context, checked } = this;
    if (!context || !checked) return html``;
    const said = checked.view?.preview?.said ?? [];
    const doubts = [...(checked.view?.refusals ?? []), ...(checked.view?.warnings ?? [])];
    const { data } = context.form;
    const draft = checked.view?.draft ?? false;
    return html`<div class="messages-summary column">
      ${data.status === "ACTUAL" ? nothing : html`<p class="messages-status">${t(`messages-status-${data.status.toLowerCase()}`)}</p>`}
      ${previewView(said, this.shown || otherLanguage(said), (code) => {
        this.shown = code;
      })}
      ${conflictList(checked.view?.conflicts ?? [], data.channel, data.status)}
      ${doubts.filter((one) => !saysDraft(one)).map((one) => refusalLine(context, one))}
      ${draft ? html`<p>${mark("warn", t("messages-second-officer"))}</p>` : nothing}
      ${problem(this.error)}
      <div class="row spread">
        <button @click=${() => this.tell("closed", {})}>${t("messages-go-back")}</button>
        <button class="primary messages-really" ?disabled=${this.busy || this.waiting()} aria-keyshortcuts="Control+Enter" @click=${() => void this.release()}>
          ${t(draft ? "messages-keep" : "messages-release")} <kbd dir="ltr">Ctrl ⏎</kbd></button>
      </div>
      ${this.waiting() ? html`<p class="quiet-text">${t("messages-pass-first")}</p>` : nothing}
    </div>`;
  }

  private async release(): Promise<void> {
    const { context } = this;
    if (!context || this.busy || this.waiting()) return;
    this.busy = true;
    this.error = undefined;
    try {
      this.tell("released", await release(context.form, context.format));
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}
