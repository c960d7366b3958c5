/** What came by voice, radio, fax or on paper: its printed lines typed in, or its words as heard. */
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { post } from "../api/client.ts";
import { formats, line } from "../app/lines.ts";
import { go, to } from "../app/router.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

const KEPT = "detente.paper";

@customElement("d-paper")
export class Paper extends Part {
  @state() private text = sessionStorage.getItem(KEPT) ?? "";
  @state() private means = "voice";
  @state() private speaker = "";
  @state() private error: unknown;

  protected override render(): TemplateResult {
    this.hold(formats());
    const table = (formats().value ?? []).find((one) => one.code === "PPR");
    const means = table?.form?.find((one) => one.name === "means")?.choices ?? [];
    return html`<div class="column messages-choose"><div class="row spread"><h1><bdi>${table?.title.text ?? "PPR"}</bdi></h1><a href=${to("messages", "new")}>${t("messages-other-format")}</a></div>
      <p class="quiet-text">${t("messages-paper-help")}</p>
      <label class="messages-label">${t("messages-paper-text")}
        <textarea class="messages-wide code" dir="auto" rows="12" maxlength="100000" .value=${this.text} @input=${(
          event: Event,
        ) => {
          this.text = (event.target as HTMLTextAreaElement).value;
          sessionStorage.setItem(KEPT, this.text);
        }}></textarea></label>
      <div class="messages-options" role="radiogroup" aria-label=${t("messages-paper-means")}>${means.map(
        (one) =>
          html`<label class="messages-option ${one.code === this.means ? "chosen" : ""}"><input type="radio" name="means" .checked=${one.code === this.means} @change=${() => {
            this.means = one.code;
          }} /><bdi>${one.words.text}</bdi></label>`,
      )}</div>
      <label class="messages-label">${t("messages-paper-speaker")} <input dir="auto" size="30" maxlength="64" .value=${this.speaker} @input=${(
        event: Event,
      ) => {
        this.speaker = (event.target as HTMLInputElement).value;
      }} /></label>
      ${problem(this.error)}
      <div><button class="primary" ?disabled=${this.text.trim() === ""} @click=${() => void this.send()}>${t("messages-release")}</button></div></div>`;
  }

  private async send(): Promise<void> {
    const of = line.peek();
    if (!of) return;
    this.error = undefined;
    try {
      const body = { text: this.text, means: this.means, speaker: this.speaker.trim() || null };
      const done = await post("/v1/lines/{channel}/{status}/papers", { path: of, body });
      sessionStorage.removeItem(KEPT);
      go("messages", of.channel, of.status, done.number ?? "");
    } catch (error) {
      this.error = error;
    }
  }
}
