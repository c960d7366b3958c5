/** Who may sign in at this node, and as what: for administrators. Every change is journalled by name. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { get, patch, post, remove, type Schemas } from "../api/client.ts";
import { shared } from "../app/lines.ts";
import { session } from "../app/session.ts";
import { moment } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";
import { tell } from "../ui/announce.ts";
import "../ui/dialog.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import { roleWords } from "../watch/handover.ts";

type Officer = Schemas["OfficerView"];
type Role = Schemas["Role"];
type Link = Schemas["SignInLinkView"];
const ROLES: readonly Role[] = ["observer", "duty officer", "releaser", "administrator"];

function officers(): Resource<Officer[]> {
  return shared("officers", () => new Resource(() => get("/v1/officers")));
}

@customElement("d-officers")
export class Officers extends Part {
  @state() private error: unknown;
  @state() private link: Link | undefined;
  @state() private removing: Officer | undefined;
  @state() private busy = false;

  private async act(done: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = undefined;
    try {
      await done();
      await officers().refresh();
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const officer = String(given.get("officer") ?? "").trim();
    const body = { officer, role: String(given.get("role")) as Role };
    // The token that comes back is for programs; a person gets a link, so it is shown to nobody
    if (await this.act(() => post("/v1/officers", { body }))) {
      form.reset();
      await this.give(officer);
    }
  }

  private async give(officer: string): Promise<void> {
    await this.act(async () => {
      this.link = await post("/v1/sign-in-links", { body: { officer } });
    });
  }

  private async promote(one: Officer, role: Role): Promise<void> {
    const path = { officer: one.officer };
    const done = await this.act(() => patch("/v1/officers/{officer}", { path, body: { role } }));
    if (done) tell(t("settings-officer-now", { officer: one.officer, role: roleWords(role) }));
  }

  private async away(one: Officer): Promise<void> {
    const path = { officer: one.officer };
    const done = await this.act(() => remove("/v1/officers/{officer}", { path }));
    if (!done) return;
    this.removing = undefined;
    if (this.link?.officer === one.officer) this.link = undefined;
  }

  protected override render(): TemplateResult {
    const held = officers();
    this.hold(held);
    const done = () => {
      this.removing = undefined;
    };
    return html`<section class="card"><h2>${t("settings-officers")}</h2>
      ${problem(this.error ?? held.held.value.error)}
      <table><thead><tr><th scope="col">${t("settings-officer")}</th><th scope="col">${t("settings-role")}</th>
        <th scope="col"><span class="hidden-label">${t("settings-officer-acts")}</span></th></tr></thead>
        <tbody>${(held.value ?? []).map((one) => this.row(one))}</tbody></table>
      ${this.shown()} ${this.adding()}
      <d-dialog .open=${this.removing !== undefined} heading=${t("settings-officer-remove")} .body=${() => this.sure()} @closed=${done}></d-dialog>
    </section>`;
  }

  private row(one: Officer): TemplateResult {
    const me = one.officer === session.value?.officer;
    const pick = (event: Event) =>
      void this.promote(one, (event.target as HTMLSelectElement).value as Role);
    const off = () => {
      this.removing = one;
    };
    return html`<tr data-officer=${one.officer}><td><bdi>${one.officer}</bdi></td>
      <td>${
        me
          ? html`${roleWords(one.role)} · ${t("settings-officer-me")}`
          : html`<select aria-label=${t("settings-role-of", { officer: one.officer })} ?disabled=${this.busy} @change=${pick}>
          ${ROLES.map((role) => html`<option value=${role} ?selected=${role === one.role}>${roleWords(role)}</option>`)}</select>`
      }</td>
      <td class="row"><button ?disabled=${this.busy} @click=${() => void this.give(one.officer)}>${t("settings-officer-link")}</button>
        ${me ? nothing : html`<button ?disabled=${this.busy} @click=${off}>${t("settings-officer-remove")}</button>`}</td></tr>`;
  }

  private shown(): TemplateResult | typeof nothing {
    const { link } = this;
    if (!link) return nothing;
    const copy = () => void navigator.clipboard?.writeText(link.url);
    return html`<div class="settings-link" role="status">
      <p>${t("settings-link-once", { officer: link.officer, time: moment(link.expires_ms) })}</p>
      <p><bdi dir="ltr" class="settings-url">${link.url}</bdi></p>
      <button @click=${copy}>${t("settings-link-copy")}</button></div>`;
  }

  private adding(): TemplateResult {
    return html`<form class="row" @submit=${(event: SubmitEvent) => void this.add(event)}>
      <label>${t("settings-officer-new")} <input name="officer" required maxlength="60" dir="auto" autocomplete="off" /></label>
      <label>${t("settings-role")} <select name="role">${ROLES.map((role) => html`<option value=${role} ?selected=${role === "duty officer"}>${roleWords(role)}</option>`)}</select></label>
      <button class="primary" ?disabled=${this.busy}>${t("settings-officer-add")}</button></form>`;
  }

  private sure(): TemplateResult {
    const one = this.removing;
    if (!one) return html``;
    return html`<p>${t("settings-officer-sure", { officer: one.officer })}</p>${problem(this.error)}
      <button class="primary" ?disabled=${this.busy} @click=${() => void this.away(one)}>${t("settings-officer-remove")}</button>`;
  }
}
