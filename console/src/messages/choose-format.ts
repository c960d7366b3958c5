/**
 * Which message? By what it is for: the usual ones of this channel first, then every family.
 *
 * Only what the channel carries and this officer may say is offered. Formats that the node makes by
 * itself (receipts, corrections) are acts on a message, and stand there.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { type Format, formats, line, lineView } from "../app/lines.ts";
import { go, to } from "../app/router.ts";
import { may } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { Part } from "../ui/part.ts";
import { isBegun } from "./form/model.ts";
import { discard, forms } from "./form/store.ts";
import { familyWords, precedenceWords } from "./words.ts";

/** What each kind of channel is mostly used for, in the order of use. */
const USUAL: Record<string, readonly string[]> = {
  safety: ["NAA", "NWA", "NUA", "QID", "RHD", "AEN"],
  strategic: ["NEX", "NZO", "NAD", "QEX", "RMT"],
  diplomatic: ["RMT", "CON", "CRO", "CCM", "AGR"],
  humanitarian: ["NHM", "NHS", "RHD", "NSR"],
};
const FAMILIES = ["alert", "notice", "question", "line", "register"] as const;
/** Made by other acts: opening a seal, sealing, what was confirmed of a source. */
const ELSEWHERE: ReadonlySet<string> = new Set(["GDC", "GDO", "REP", "NHC", "NHD"]);
const SPOKEN_BY_RELEASERS: ReadonlySet<string> = new Set(["strategic", "diplomatic"]);

/** What this officer may begin on a channel of this kind. */
export function offered(
  all: readonly Format[],
  kind: string,
  able: (role: Format["releaser"]) => boolean,
): Format[] {
  return all.filter((one) => {
    const known = FAMILIES.some((family) => family === one.family) && !ELSEWHERE.has(one.code);
    const carried = (one.kinds ?? []).includes(kind as never) || one.precedence === "FLASH";
    const least =
      SPOKEN_BY_RELEASERS.has(kind) && one.precedence !== "FLASH" ? "releaser" : one.releaser;
    return known && carried && (able(least) || (one.two_person && able("duty officer")));
  });
}

@customElement("d-choose-format")
export class ChooseFormat extends Part {
  @state() private wanted = "";
  @query("input[type=search]") private search!: HTMLInputElement;

  override firstUpdated(): void {
    this.search?.focus();
  }

  protected override render(): TemplateResult {
    this.hold(formats());
    const kind = lineView.value?.kind ?? "safety";
    const all = offered(formats().value ?? [], kind, may);
    const found = all.filter((one) => matches(one, this.wanted));
    const usual = (USUAL[kind] ?? []).flatMap((code) => found.filter((one) => one.code === code));
    const status = line.value?.status ?? "ACTUAL";
    return html`<div class="messages-choose column">
      <div class="row spread"><h1>${t("messages-new")}</h1>
        <a class="button" href=${to("messages")}>${t("messages-back")}</a></div>
      ${status === "ACTUAL" ? nothing : html`<p class="messages-status">${t(`messages-status-${status.toLowerCase()}`)}</p>`}
      ${this.begun()}
      <label class="messages-label">${t("messages-find-format")}
        <input type="search" class="messages-wide" autocomplete="off" .value=${this.wanted} @keydown=${this.enter}
          @input=${(event: Event) => {
            this.wanted = (event.target as HTMLInputElement).value;
          }} /></label>
      ${found.length === 0 ? html`<p>${t(all.length === 0 ? "messages-none-allowed" : "messages-none-found")}</p>` : nothing}
      ${usual.length > 0 ? html`<section><h2>${t("messages-usual")}</h2><div class="messages-formats">${usual.map((one) => this.card(one))}</div></section>` : nothing}
      ${FAMILIES.map((family) =>
        this.family(
          family,
          found.filter((one) => one.family === family),
        ),
      )}
    </div>`;
  }

  private readonly enter = (event: KeyboardEvent): void => {
    const first = this.querySelector<HTMLAnchorElement>(".messages-formats a");
    if (event.key === "Enter" && this.wanted && first)
      go("messages", "new", first.dataset["code"] ?? "");
  };

  private family(family: string, found: readonly Format[]): TemplateResult | typeof nothing {
    if (found.length === 0) return nothing;
    return html`<section><h2>${familyWords(family)}</h2>
      <div class="messages-formats">${found.map((one) => this.card(one))}</div></section>`;
  }

  private card(one: Format): TemplateResult {
    const urgent = one.precedence === "FLASH" || one.precedence === "IMMEDIATE";
    return html`<a class="messages-format card" href=${to("messages", "new", one.code)} data-code=${one.code}>
      <span class="messages-format-title"><b><bdi>${one.title.text}</bdi></b><bdi dir="ltr" class="code quiet-text">${one.code}</bdi></span>
      <span class="row">${urgent ? html`<span class="messages-precedence p-${one.precedence}">${precedenceWords(one.precedence)}</span>` : nothing}
        ${one.two_person ? html`<span class="messages-tag">${t("messages-two-officers")}</span>` : nothing}</span>
      <small class="quiet-text"><bdi>${one.purpose.text}</bdi></small>
    </a>`;
  }

  /** Forms that were begun and left: nothing typed is lost. */
  private begun(): TemplateResult | typeof nothing {
    const open = [...forms.value.values()].filter((one) => isBegun(one.data)).reverse();
    if (open.length === 0) return nothing;
    const title = (code: string) =>
      (formats().value ?? []).find((one) => one.code === code)?.title.text ?? code;
    return html`<section><h2>${t("messages-begun")}</h2><ul class="messages-begun">
      ${open.map(
        ({ data }) => html`<li class="row">
          <a href=${to("messages", "new", data.code, data.id)}><bdi>${title(data.code)}</bdi>
            ${data.correct ? html` · ${t("messages-correction-of", { number: data.correct.number })}` : nothing}</a>
          <button class="quiet" @click=${() => discard(data.id)}>${t("messages-discard")}</button></li>`,
      )}</ul></section>`;
  }
}

function matches(one: Format, wanted: string): boolean {
  const words = wanted.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const text =
    `${one.code} ${one.title.text} ${one.title.english} ${one.purpose.text} ${one.use}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
