/** Bytes on the screen, as they are: hex in groups, and text where they are text. */
import { html, type TemplateResult } from "lit";
import { t } from "../i18n/text.ts";
import { fromBase64, toHex } from "../proof/forms.ts";

const SHOWN_MAX = 4_096; // of bytes in hex; the file that can be saved has all of them

function bytesOf(text: string): Uint8Array | null {
  try {
    return fromBase64(text, "bytes");
  } catch {
    return null;
  }
}

/** A row of raw bytes: what they are, how many, hex, and their text when it is one. */
export function rawBytes(name: string, text: string | null, asText: boolean): TemplateResult {
  const data = text === null ? null : bytesOf(text);
  if (data === null)
    return html`<details class="record-raw"><summary>${name}</summary>
      <p class="quiet-text">${t(text === null ? "record-raw-none" : "record-raw-broken")}</p></details>`;
  const hex = toHex(data.subarray(0, SHOWN_MAX)).replace(/(.{8})(?=.)/g, "$1 ");
  const more = data.length > SHOWN_MAX ? " …" : "";
  return html`<details class="record-raw"><summary>${name}
      <span class="quiet-text">${t("record-raw-bytes", { count: data.length })}</span></summary>
    ${asText ? html`<pre tabindex="0" dir="ltr" class="record-pre">${new TextDecoder().decode(data)}</pre>` : ""}
    <pre tabindex="0" dir="ltr" class="record-pre record-hex">${hex}${more}</pre>
  </details>`;
}

/** A decoded body, one member a line. */
export function shownJson(value: unknown): TemplateResult {
  const plain = (_: string, one: unknown): unknown => {
    if (one instanceof Map) return Object.fromEntries(one as Map<string, unknown>);
    return typeof one === "bigint" ? one.toString() : one;
  };
  return html`<pre tabindex="0" dir="ltr" class="record-pre">${JSON.stringify(value, plain, 2)}</pre>`;
}
