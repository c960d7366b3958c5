/** Who I am at this screen, in which role, until when; my passkeys and sessions; the way out. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { get, remove, type Schemas } from "../api/client.ts";
import { ended, learn, session } from "../app/session.ts";
import { near, span } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import { nodeTime, nowMs } from "../live/connection.ts";
import { countdown } from "../ui/countdown.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";
import "../ui/dialog.ts";
import "./hand-over-link.ts";
import "./my-passkeys.ts";
import "./passkey-offer.ts";
import "./sign-in.css";

type SessionView = Schemas["SessionView"];
/** The officer is told before the session ends by itself: time to sign in anew without haste. */
const WARN_MS = 30 * 60_000;

function means(one: string): string {
  return has(`sign-in-means-${one}`) ? t(`sign-in-means-${one}`) : one;
}

@customElement("d-session-menu")
export class SessionMenu extends Part {
  @state() private open = false;
  @state() private list: readonly SessionView[] = [];
  @state() private wrong: unknown;

  protected override render(): TemplateResult | typeof nothing {
    const me = session.value as SessionView | null | undefined;
    if (!me) return nothing;
    const left = me.until_ms === null ? Number.POSITIVE_INFINITY : me.until_ms - nowMs.value;
    return html`
      <button aria-haspopup="dialog" aria-label=${t("session-menu", { officer: me.officer })} @click=${() => this.show()}>
        ${icon("person")}<bdi>${me.officer}</bdi>
      </button>
      ${left < WARN_MS && !ended.value ? html`<span class="session-soon">${t("session-ends-soon", { span: span(Math.max(0, left)) })}</span>` : nothing}
      <d-passkey-offer></d-passkey-offer>
      <d-dialog .open=${this.open} heading=${t("session-heading")} .body=${() => this.body(me)}
        @closed=${() => {
          this.open = false;
        }}></d-dialog>
    `;
  }

  private show(): void {
    this.open = true;
    void this.look();
  }

  private async look(): Promise<void> {
    this.wrong = undefined;
    try {
      this.list = await get("/v1/sessions");
    } catch (error) {
      this.wrong = error;
    }
  }

  private body(me: SessionView): TemplateResult {
    const role = `sign-in-role-${me.role.replace(" ", "-")}`;
    return html`<div class="session"><dl class="session-facts">
        <dt>${t("session-officer")}</dt><dd><bdi>${me.officer}</bdi></dd>
        <dt>${t("session-role")}</dt><dd>${t(role)}</dd>
        <dt>${t("session-party")}</dt><dd><bdi>${me.party_name}</bdi></dd>
        <dt>${t("session-means")}</dt><dd>${means(me.means)}</dd>
        ${me.until_ms === null ? nothing : html`<dt>${t("session-until")}</dt><dd><bdi dir="ltr">${near(me.until_ms, nodeTime())}</bdi> · ${countdown(me.until_ms)}</dd>`}
      </dl>
      <p class="quiet-text">${t("session-idle", { span: span(me.idle_ms) })}</p>
      ${problem(this.wrong)}
      <button class="wide" @click=${() => void this.signOut()}>${t("session-sign-out")}</button>
      <d-my-passkeys></d-my-passkeys>
      <d-hand-over-link></d-hand-over-link>
      ${this.others()}</div>`;
  }

  private others(): TemplateResult | typeof nothing {
    const others = this.list.filter((one) => !one.mine);
    if (others.length === 0) return nothing;
    return html`<h3>${t("session-others")}</h3>
      <ul class="session-list">${others.map(
        (one) => html`<li class="row spread">
          <span><bdi>${one.officer}</bdi> · ${means(one.means)} · <bdi dir="ltr">${one.since_ms === null ? "" : near(one.since_ms, nodeTime())}</bdi></span>
          <button @click=${() => void this.end(one)}>${t("session-end")}</button>
        </li>`,
      )}</ul>`;
  }

  private async end(one: SessionView): Promise<void> {
    try {
      await remove("/v1/sessions/{session}", { path: { session: String(one.session) } });
    } catch (error) {
      this.wrong = error;
      return;
    }
    await this.look();
  }

  /** Nothing is asked in this officer's name any more before the node ends the session. */
  private async signOut(): Promise<void> {
    const before = session.peek();
    this.open = false;
    session.value = null;
    try {
      await remove("/v1/session");
    } catch (error) {
      session.value = before;
      this.open = true;
      this.wrong = error;
      return;
    }
    ended.value = false;
    await learn();
  }
}
