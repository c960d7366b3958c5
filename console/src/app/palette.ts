/**
 * Ctrl and K: go anywhere by typing. Views, lines, messages by number or words, conflicts, cases,
 * a new message of any format. A list that the arrow keys walk, as the ARIA practices describe it.
 */
import { signal } from "@preact/signals-core";
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { get, type Schemas } from "../api/client.ts";
import { t } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";
import { icon } from "../ui/icon.ts";
import { Part } from "../ui/part.ts";
import "../ui/dialog.ts";
import { bind } from "./keys.ts";
import {
  about,
  choose,
  formats,
  type LineKey,
  line,
  openConflicts,
  openMessages,
  shared,
  status,
} from "./lines.ts";
import { found, type Goal } from "./palette-find.ts";
import { to } from "./router.ts";
import { may } from "./session.ts";
import { kindWords } from "./top.ts";
import { VIEWS } from "./views.ts";

type Cases = Schemas["CasesView"];
/** Families that are written from the message that they are about, not by themselves. */
const AFTER_ANOTHER = ["receipt", "change"];
const open = signal(false);

function cases(key: LineKey): Resource<Cases> {
  return shared(`palette-cases|${key.channel}|${key.status}`, () => {
    const ask = () => get("/v1/lines/{channel}/{status}/cases", { path: key });
    return new Resource(ask, about(key));
  });
}

@customElement("d-palette")
export class Palette extends Part {
  @state() private typed = "";
  @state() private at = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const show = () => {
      this.typed = "";
      this.at = 0;
      open.value = true;
    };
    this.cleanup(bind({ key: "ctrl+k", text: "palette-heading", run: show }));
  }

  private goals(key: LineKey | undefined): Goal[] {
    const views = VIEWS.map((one) => ({
      kind: t("palette-view"),
      words: t(`view-${one.id}`),
      href: to(one.id),
    }));
    const lines = (status.value?.lines ?? []).map((one) => ({
      kind: t("palette-line"),
      words: `${one.name} · ${kindWords(one.kind)} · ${one.status}`,
      run: () => choose({ channel: one.channel, status: one.status }),
    }));
    return [...views, ...lines, ...(key ? this.ofLine(key) : []), ...this.writing(key)];
  }

  private ofLine(key: LineKey): Goal[] {
    const messages = (openMessages(key).value ?? []).map((one) => ({
      kind: t("palette-message"),
      words: one.rendered?.headline ?? one.line,
      href: to("messages", one.channel, one.status, one.message.number),
    }));
    const conflicts = (openConflicts(key).value ?? []).map((one) => ({
      kind: t("palette-conflict"),
      words: `${one.numbers.join(" × ")} · ${one.place}`,
      href: to("conflicts", one.conflict),
    }));
    const incidents = (cases(key).value?.cases ?? []).map((one) => ({
      kind: t("palette-case"),
      words: one.number,
      href: to("incidents", key.channel, key.status, one.number),
    }));
    return [...messages, ...conflicts, ...incidents];
  }

  /** Only what this officer may release, and what this kind of line takes. */
  private writing(key: LineKey | undefined): Goal[] {
    const kind = status.value?.lines.find((one) => one.channel === key?.channel)?.kind;
    return (formats().value ?? [])
      .filter((one) => may(one.releaser) && !AFTER_ANOTHER.includes(one.family))
      .filter((one) => one.precedence === "FLASH" || one.kinds.some((held) => held === kind))
      .map((one) => ({
        kind: t("palette-new"),
        words: [one.code, one.title.text, one.precedence].join(" · "),
        href: to("messages", "new", one.code),
      }));
  }

  private go(goal: Goal | undefined): void {
    if (!goal) return;
    open.value = false;
    goal.run?.();
    if (goal.href) location.hash = goal.href;
  }

  private keys(event: KeyboardEvent, goals: readonly Goal[]): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.at = (this.at + step + goals.length) % Math.max(1, goals.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.go(goals[this.at]);
    }
  }

  protected override render(): TemplateResult {
    const key = line.value;
    if (open.value) {
      const held = key ? [openMessages(key), openConflicts(key), cases(key)] : [];
      this.hold(formats(), ...held);
    } else this.hold();
    const close = () => {
      open.value = false;
    };
    return html`<d-dialog .open=${open.value} heading=${t("palette-heading")} .body=${() => this.body(key)} @closed=${close}></d-dialog>`;
  }

  private body(key: LineKey | undefined): TemplateResult {
    const goals = found(this.goals(key), this.typed, this.byNumber(key));
    const here = goals[this.at] ? `palette-${this.at}` : nothing;
    const type = (event: Event) => {
      this.typed = (event.target as HTMLInputElement).value;
      this.at = 0;
    };
    return html`<div class="palette">
      <label class="palette-box">${icon("search")}<span class="hidden-label">${t("palette-type")}</span>
        <input role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant=${here}
          aria-autocomplete="list" autocomplete="off" autofocus dir="auto" placeholder=${t("palette-type")}
          .value=${this.typed} @input=${type} @keydown=${(event: KeyboardEvent) => this.keys(event, goals)} /></label>
      <ul id="palette-list" role="listbox" aria-label=${t("palette-heading")}>
        ${goals.map(
          (
            one,
            at,
          ) => html`<li id="palette-${at}" role="option" aria-selected=${at === this.at} @click=${() => this.go(one)}>
            <span class="palette-kind">${one.kind}</span> <span>${one.words}</span></li>`,
        )}
      </ul>
      ${goals.length === 0 ? html`<p role="status">${t("palette-none")}</p>` : nothing}
    </div>`;
  }

  /** A whole number that is not among the open ones is looked for all the same. */
  private byNumber(key: LineKey | undefined): (typed: string) => Goal | undefined {
    return (typed) => {
      if (!key || !/^[a-z][a-z0-9]*-\d{4}-\d{1,6}$/i.test(typed)) return undefined;
      const number = typed.toUpperCase();
      const href = to("messages", key.channel, key.status, number);
      return { kind: t("palette-message"), words: number, href };
    };
  }
}
