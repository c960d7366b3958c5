/** What surrounds the fields of a message: to whom, how urgent, under which agreement, remarks. */
import { html, nothing, type TemplateResult } from "lit";
import { status } from "../../app/lines.ts";
import { party } from "../../app/session.ts";
import { LANGUAGES, type Language } from "../../i18n/languages.ts";
import { language, t } from "../../i18n/text.ts";
import { precedenceWords } from "../words.ts";
import { type FormContext, problemsAt, refusalLine } from "./context.ts";
import type { Header } from "./model.ts";

const PRECEDENCES = ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"] as const;
const CONFIDENCES = ["confirmed", "probable", "possible", "doubtful"] as const;
const RELEASABILITIES = ["none", "own-forces", "public"] as const;
const REMARKS_MAX = 2_000; // the node's limit of free text

const textOf = (event: Event) => (event.target as HTMLInputElement).value;

/** A correction keeps the header of what it corrects. */
export function headerInputs(context: FormContext): TemplateResult | typeof nothing {
  const { form, format } = context;
  if (form.data.correct) return nothing;
  const { header } = form.data;
  const said = Object.values(header).some((one) => one !== undefined && one !== "");
  return html`<details class="messages-header" ?open=${said}>
    <summary>${t("messages-header")}</summary>
    ${receivers(context)}
    <label class="messages-label">${t("messages-precedence")}
      <select @change=${(event: Event) => form.head({ precedence: (textOf(event) || undefined) as never })}>
        <option value="">${precedenceWords(format.precedence)} (${t("messages-usual-precedence")})</option>
        ${PRECEDENCES.filter((one) => one !== format.precedence).map(
          (one) =>
            html`<option value=${one} ?selected=${header.precedence === one}>${precedenceWords(one)}</option>`,
        )}
      </select></label>
    ${remarks(context)}
    ${line(context, "agreement", "messages-agreement", "messages-agreement-help")}
    ${line(context, "ref", "messages-ref", "messages-ref-help")}
    ${line(context, "on_behalf_of", "messages-behalf")}
    ${choice(context, "confidence", CONFIDENCES)} ${choice(context, "releasability", RELEASABILITIES)}
  </details>`;
}

function receivers({ form }: FormContext): TemplateResult | typeof nothing {
  const { channel, status: of } = form.data;
  const found = status.value?.lines.find((one) => one.channel === channel && one.status === of);
  const others = (found?.members ?? []).filter((one) => one !== party.value);
  if (others.length < 2) return nothing;
  const chosen = form.data.header.to ?? [];
  const toggle = (member: string, on: boolean) =>
    form.head({ to: others.filter((one) => (one === member ? on : chosen.includes(one))) });
  return html`<fieldset class="messages-options"><legend>${t("messages-to-whom")}</legend>
    ${others.map(
      (
        one,
      ) => html`<label class="messages-option"><input type="checkbox" .checked=${chosen.includes(one)}
        @change=${(event: Event) => toggle(one, (event.target as HTMLInputElement).checked)} /><bdi>${one}</bdi></label>`,
    )} <small class="quiet-text">${t("messages-to-everyone")}</small></fieldset>`;
}

function remarks({ form }: FormContext): TemplateResult {
  const { header } = form.data;
  const set = (event: Event) => {
    const text = textOf(event);
    const tag = header.remarks_language ?? language();
    form.head({ remarks: text, remarks_language: text ? tag : "" });
  };
  return html`<label class="messages-label">${t("messages-remarks")}
      <textarea dir="auto" rows="3" maxlength=${REMARKS_MAX} class="messages-wide" .value=${header.remarks ?? ""} @input=${set}></textarea></label>
    <p class="messages-help">${t("messages-remarks-help")}</p>
    ${
      header.remarks
        ? html`<label class="messages-label">${t("messages-remarks-language")}
      <select @change=${(event: Event) => form.head({ remarks_language: textOf(event) })}>
        ${(Object.keys(LANGUAGES) as Language[]).map((one) => html`<option value=${one} ?selected=${one === header.remarks_language}>${LANGUAGES[one].name}</option>`)}
      </select></label>`
        : nothing
    }`;
}

function line(
  context: FormContext,
  name: "agreement" | "ref" | "on_behalf_of",
  words: string,
  help = "",
): TemplateResult {
  const { form } = context;
  return html`<label class="messages-label">${t(words)}
      <input dir="auto" size="30" autocomplete="off" .value=${form.data.header[name] ?? ""} @input=${(event: Event) => form.head({ [name]: textOf(event).trim() })} /></label>
    ${help ? html`<p class="messages-help">${t(help)}</p>` : nothing}
    ${problemsAt(context, name, true).map((one) => refusalLine(context, one))}`;
}

function choice<N extends "confidence" | "releasability">(
  { form }: FormContext,
  name: N,
  codes: readonly NonNullable<Header[N]>[],
): TemplateResult {
  const set = (event: Event) => form.head({ [name]: textOf(event) || undefined });
  return html`<label class="messages-label">${t(`messages-${name}`)}
    <select @change=${set}><option value="">${t("messages-unsaid")}</option>
      ${codes.map((one) => html`<option value=${one} ?selected=${form.data.header[name] === one}>${t(`messages-${name}-${one}`)}</option>`)}
    </select></label>`;
}
