/** Handing the watch over, and taking it: with all that is open, so that nothing is left to memory. */
import { signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { post, type Schemas } from "../api/client.ts";
import { has, t } from "../i18n/text.ts";
import { tell } from "../ui/announce.ts";
import "../ui/dialog.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import "./card.ts";
import { type Handover, type OpenItem, watchList } from "./data.ts";

/** Which of the two dialogs is open. */
export const dialogOpen = signal<"give" | "take" | undefined>(undefined);
/** What was typed into the handover; outlives the dialog and the view. */
const draft = signal<{ role: Schemas["Role"]; desk: string; remarks: string }>({
  role: "duty officer",
  desk: "",
  remarks: "",
});

const ROLES: readonly Schemas["Role"][] = ["duty officer", "releaser", "administrator"];

export function roleWords(role: string): string {
  const id = `watch-role-${role.replaceAll(" ", "-")}`;
  return has(id) ? t(id) : role;
}

export function itemWords(item: OpenItem): string {
  const id = `watch-item-${item.kind}`;
  return has(id) ? t(id) : item.kind;
}

@customElement("d-handover")
export class HandoverDialog extends Part {
  @state() private error: unknown;
  @state() private sending = false;

  protected override render(): TemplateResult {
    const which = dialogOpen.value;
    this.hold(watchList());
    const close = () => {
      dialogOpen.value = undefined;
      this.error = undefined;
    };
    return html`<d-dialog
      .open=${which !== undefined}
      heading=${which === undefined ? "" : t(which === "give" ? "watch-give-heading" : "watch-take-heading")}
      .body=${() => (which === "give" ? this.give() : this.take())}
      @closed=${close}
    ></d-dialog>`;
  }

  private async send(act: () => Promise<unknown>, said: string): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.error = undefined;
    try {
      await act();
      draft.value = { role: "duty officer", desk: "", remarks: "" };
      dialogOpen.value = undefined;
      tell(t(said));
    } catch (error) {
      this.error = error;
    } finally {
      this.sending = false;
    }
  }

  private give(): TemplateResult {
    const typed = draft.value;
    const keep = (part: Partial<typeof typed>) => {
      draft.value = { ...draft.peek(), ...part };
    };
    const text = (event: Event) => (event.target as HTMLInputElement).value;
    const send = (event: Event) => {
      event.preventDefault();
      const { role, desk, remarks } = draft.peek();
      const body = { to_role: role, desk, remarks: remarks === "" ? null : remarks };
      void this.send(() => post("/v1/handovers", { body }), "watch-given");
    };
    return html`<form class="column watch-form" @submit=${send}>
      ${this.open(watchList().value?.items ?? [], watchList().value?.more ?? 0)}
      <label>${t("watch-to-role")}
        <select @change=${(event: Event) => keep({ role: text(event) as Schemas["Role"] })}>
          ${ROLES.map((one) => html`<option value=${one} ?selected=${one === typed.role}>${roleWords(one)}</option>`)}
        </select></label>
      <label>${t("watch-desk")} <input maxlength="60" dir="auto" .value=${typed.desk} @input=${(event: Event) => keep({ desk: text(event) })} /></label>
      <label>${t("watch-remarks")}
        <textarea rows="3" maxlength="1000" dir="auto" .value=${typed.remarks} @input=${(event: Event) => keep({ remarks: text(event) })}></textarea></label>
      ${problem(this.error)}
      <button class="primary" ?disabled=${this.sending}>${t("watch-give")}</button>
    </form>`;
  }

  private take(): TemplateResult {
    const waits = watchList().value?.waiting ?? undefined;
    const body = waits ? { handover: waits.handover, seen: waits.seen } : {};
    const send = () =>
      void this.send(() => post("/v1/handovers/take", { body }), "watch-taken-said");
    return html`<div class="column">
      ${waits ? this.given(waits) : html`<p>${t("watch-take-nobody")}</p>${this.open(watchList().value?.items ?? [], 0)}`}
      ${problem(this.error)}
      <button class="primary" ?disabled=${this.sending} @click=${send}>${t("watch-take-all")}</button>
    </div>`;
  }

  private given(one: Handover): TemplateResult {
    return html`<p>${t("watch-given-by", { officer: one.given_by ?? "" })}
        ${one.given_at_ms === null ? nothing : html`<d-watch-age .since=${one.given_at_ms}></d-watch-age>`}</p>
      ${one.remarks ? html`<blockquote dir="auto">${one.remarks}</blockquote>` : nothing}
      ${this.open(one.items, one.more)}
      ${
        one.came_since.length > 0
          ? html`<h3>${t("watch-came-since")}</h3>${this.open(one.came_since, one.came_since_more)}`
          : nothing
      }`;
  }

  private open(items: readonly OpenItem[], more: number): TemplateResult {
    if (items.length === 0) return html`<p>${t("watch-nothing-open")}</p>`;
    const row = (one: OpenItem) => html`<tr>
      <td>${itemWords(one)}</td><td><bdi dir="ltr" class="code">${one.number}</bdi></td><td>${stepWords(one.step)}</td>
      <td>${one.due_ms === null ? nothing : html`<d-watch-left .due=${one.due_ms}></d-watch-left>`}</td></tr>`;
    return html`<div class="scroll watch-open"><table>
      <caption class="hidden-label">${t("watch-open")}</caption>
      <thead><tr><th scope="col">${t("watch-open")}</th><th scope="col">${t("watch-number")}</th>
        <th scope="col">${t("watch-step")}</th><th scope="col">${t("watch-due-col")}</th></tr></thead>
      <tbody>${items.map(row)}</tbody></table></div>
      ${more > 0 ? html`<p>${t("watch-more", { count: more })}</p>` : nothing}`;
  }
}

/** A step of the ladder in words; one that this console does not know as it came. */
export function stepWords(step: string): string {
  const id = `watch-step-${step.toLowerCase()}`;
  return has(id) ? t(id) : step;
}
