/**
 * Drafts: what waits for a second officer, exactly as it will be sent, with what stands against it now.
 *
 * The officer who wrote it cannot release it alone, and is told so instead of being offered to.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { get, post, type Schemas } from "../api/client.ts";
import { bind } from "../app/keys.ts";
import { type Format, formats, shared } from "../app/lines.ts";
import { go, to } from "../app/router.ts";
import { may, session } from "../app/session.ts";
import { moment } from "../format/time.ts";
import { language, t } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";
import type { MapShape } from "../map/shapes.ts";
import { tell } from "../ui/announce.ts";
import { age } from "../ui/countdown.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import type { CheckView } from "./form/checking.ts";
import { received } from "./form/model.ts";
import { shapesOf } from "./shapes.ts";
import { Stable } from "./stable.ts";
import { otherLanguage, previewView } from "./verdict.ts";
import "../map/map.ts";

type Draft = Schemas["DraftView"];

/** What waits for a second officer, as this node holds it. */
export const drafts = () => shared("drafts", () => new Resource<Draft[]>(() => get("/v1/drafts")));

@customElement("d-drafts")
export class Drafts extends Part {
  /** The draft that is looked at; empty: the list. */
  @property() draft = "";

  protected override render(): TemplateResult {
    const found = drafts();
    this.hold(found, formats());
    const { value, error } = found.held.value;
    const one = value?.find((item) => String(item.draft) === this.draft);
    if (one) return html`<d-draft .draft=${one}></d-draft>`;
    return html`<div class="column"><div class="row spread"><h1>${t("messages-drafts")}</h1><a href=${to("messages")}>${t("messages-back")}</a></div>
      ${problem(error)}
      ${value && this.draft ? html`<p class="quiet-text">${t("messages-draft-gone")}</p>` : nothing}
      ${value?.length === 0 ? html`<p class="quiet-text">${t("messages-no-drafts")}</p>` : nothing}
      <div class="messages-list">${(value ?? []).map(
        (
          item,
        ) => html`<a class="messages-line messages-draft" href=${to("messages", "drafts", item.draft)}>
          <span>${mark(item.against.some((refusal) => !refusal.override) ? "bad" : "warn", t("messages-draft-waits"))}</span>
          <span><bdi>${item.by.officer}</bdi></span><span class="messages-what"><bdi>${titleOf(item)}</bdi> ${item.about ? html`<bdi dir="ltr" class="code">${item.about}</bdi>` : nothing}</span>
          <span>${age(item.kept_at_ms)}</span></a>`,
      )}</div></div>`;
  }
}

const formatOf = (draft: Draft): Format | undefined =>
  (formats().value ?? []).find((one) => one.code === draft.code);
const titleOf = (draft: Draft) => formatOf(draft)?.title.text ?? draft.name;

@customElement("d-draft")
export class DraftElement extends Part {
  @property({ attribute: false }) draft: Draft | undefined;
  @state() private passed: readonly string[] = [];
  @state() private reason = "";
  @state() private shown = "";
  @state() private error: unknown;
  private readonly shapes = new Stable<MapShape[]>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.cleanup(
      bind({
        key: "ctrl+enter",
        text: "messages-key-release",
        run: () => void this.release(),
        when: () => this.able(),
      }),
    );
  }

  /** Whether this officer is the second one. The node judges it again. */
  private able(): boolean {
    const { draft } = this;
    if (!draft || !may(draft.releaser ?? "duty officer")) return false;
    return !draft.two_person || draft.by.officer !== session.value?.officer;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { draft } = this;
    if (!draft) return nothing;
    const preview = this.preview(draft);
    this.hold(formats(), preview);
    const said = preview.value?.preview?.said ?? [];
    const shapes = this.shapes.keep(
      shapesOf(
        formatOf(draft),
        received(formatOf(draft)?.form ?? [], draft.fields as never),
        "draft",
        "draft",
        draft.code,
      ),
    );
    return html`<div class="column messages-view"><p><a href=${to("messages", "drafts")}>${t("messages-drafts")}</a></p>
      <h1><bdi>${titleOf(draft)}</bdi></h1>
      <p>${draft.status === "ACTUAL" ? nothing : html`<span class="messages-status">${t(`messages-status-${draft.status.toLowerCase()}`)}</span>`}
        ${t("messages-draft-by", { officer: draft.by.officer, at: moment(draft.kept_at_ms) })}
        ${draft.about ? html`· ${t("messages-correction-of", { number: draft.about })}` : nothing}</p>
      <div class="messages-columns"><div class="messages-main">
        ${previewView(said, this.shown || otherLanguage(said), (code) => {
          this.shown = code;
        })}
        <details class="card"><summary>${t("messages-tab-original")}</summary><pre dir="ltr" class="messages-json">${JSON.stringify(draft.fields, null, 1)}</pre></details>
        ${draft.remarks ? html`<blockquote class="messages-remarks" dir="auto">${draft.remarks}</blockquote>` : nothing}
        ${draft.conflicts.map((one) => html`<p>${mark("bad", html`<bdi>${one}</bdi>`)}</p>`)}
        ${draft.against.map((one) => this.against(one))}
        ${problem(this.error)} ${this.actions(draft)}
      </div>${shapes.length > 0 ? html`<d-map class="messages-map" .overlay=${shapes} .focusOn=${shapes[0]}></d-map>` : nothing}</div></div>`;
  }

  /** How it will be read: of a correction, the whole is with the message that it corrects. */
  private preview(draft: Draft): Resource<CheckView> {
    return shared(`draft|${draft.draft}`, () => {
      const path = { channel: draft.channel, status: draft.status };
      const body = {
        format: draft.code as never,
        fields: draft.fields as never,
        acknowledged: [...draft.acknowledged],
      };
      const ask = () =>
        post("/v1/lines/{channel}/{status}/checks", {
          path,
          query: { langs: [...new Set([language(), "en", "ru", "he", "ar"])].join(",") },
          body,
        });
      return new Resource<CheckView>(ask as () => Promise<CheckView>, () => false);
    });
  }

  private against(one: Draft["against"][number]): TemplateResult {
    const on =
      this.passed.includes(one.rule) || (this.draft?.acknowledged.includes(one.rule) ?? false);
    const toggle = (event: Event) => {
      const others = this.passed.filter((rule) => rule !== one.rule);
      this.passed = (event.target as HTMLInputElement).checked ? [...others, one.rule] : others;
    };
    return html`<p class=${one.override ? "messages-doubt" : "messages-wrong"}><span aria-hidden="true">${one.override ? "!" : "✕"}</span> <bdi>${one.reason}</bdi>
      <span class="quiet-text"><bdi>${one.remedy}</bdi></span>
      ${one.override ? html`<label class="messages-pass"><input type="checkbox" .checked=${on} @change=${toggle} />${t("messages-acknowledge")}</label>` : nothing}</p>`;
  }

  private actions(draft: Draft): TemplateResult {
    const own = draft.two_person && draft.by.officer === session.value?.officer;
    return html`${own ? html`<p>${mark("warn", t("messages-draft-own"))}</p>` : nothing}
      <div class="row">${this.able() ? html`<button class="primary" @click=${() => void this.release()}>${t("messages-release")} <kbd dir="ltr">Ctrl ⏎</kbd></button>` : nothing}
        ${
          may("duty officer")
            ? html`<label>${t("messages-drop-reason")} <input dir="auto" size="24" .value=${this.reason} @input=${(
                event: Event,
              ) => {
                this.reason = (event.target as HTMLInputElement).value;
              }} /></label><button ?disabled=${this.reason.trim() === ""} @click=${() => void this.drop()}>${t("messages-drop")}</button>`
            : nothing
        }</div>`;
  }

  private async release(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    try {
      const done = await post("/v1/drafts/{draft}/release", {
        path: { draft: String(draft.draft) as never },
        body: { acknowledged: [...this.passed] },
      });
      tell(t("messages-released", { number: done.number ?? "" }));
      go("messages", draft.channel, draft.status, done.number ?? "");
    } catch (error) {
      this.error = error;
    }
  }

  private async drop(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    try {
      await post("/v1/drafts/{draft}/drop", {
        path: { draft: String(draft.draft) as never },
        body: { reason: this.reason },
      });
      go("messages", "drafts");
    } catch (error) {
      this.error = error;
    }
  }
}
