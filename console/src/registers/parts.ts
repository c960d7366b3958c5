/** Pieces that every register's page is made of. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "../app/instant.ts";
import { type LineKey, line } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { moment } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import type { Held } from "../live/resource.ts";
import { problem } from "../ui/problem.ts";
import { nameOf } from "./address.ts";
import "./number-proof.ts";

/** A number, as the way to its message, with its proof beside it. */
export function numbered(key: LineKey, number: string, proof = true): TemplateResult {
  // a measure is named by its closing and its place; a text of another channel by number@channel
  const [own = number, channel = key.channel] = number.split("@", 2);
  const message = own.split("/", 1)[0] ?? own;
  return html`<span class="registers-number"
    ><a href=${to("messages", channel, key.status, message)}><bdi dir="ltr">${number}</bdi></a>${
      proof
        ? html`<d-number-proof .of=${{ channel, status: key.status }} number=${message}></d-number-proof>`
        : nothing
    }</span
  >`;
}

/** Several numbers. */
export function numbers(key: LineKey, all: readonly string[]): TemplateResult {
  return html`<span class="row">${all.map((one) => numbered(key, one))}</span>`;
}

/** A party, by its own id. */
export function side(party: string): TemplateResult {
  return html`<bdi class="registers-side">${party}</bdi>`;
}

/** Several names with the language's commas. */
export function sides(all: readonly string[]): TemplateResult {
  return html`${all.map((one, index) => html`${index > 0 ? t("list-comma") : nothing}${side(one)}`)}`;
}

/** What is over or does not hold: a dash, and no question mark, for it is known. */
export function over(words: unknown): TemplateResult {
  return html`<span class="registers-over"><span aria-hidden="true">–</span> ${words}</span>`;
}

/** What the node said in English only, isolated, marked for a screen reader's voice. */
export function said(words: string): TemplateResult {
  return html`<bdi lang="en">${words}</bdi>`;
}

/** When, in UTC. */
export function when(ms: number): TemplateResult {
  return html`<time datetime=${new Date(ms).toISOString()}><bdi dir="ltr">${moment(ms)}</bdi></time>`;
}

/** A part of a page with its heading; `count` beside it. */
export function section(
  id: string,
  heading: string,
  body: unknown,
  count?: number | string,
): TemplateResult {
  return html`<section class="card registers-section" aria-labelledby="registers-${id}">
    <h2 id="registers-${id}">${heading}${count === undefined ? nothing : html` <span class="registers-count"><bdi>${count}</bdi></span>`}</h2>
    ${body}
  </section>`;
}

/** An empty register: what it is, and how the first of it is made. */
export function empty(what: string, how: string): TemplateResult {
  return html`<div class="registers-empty"><p>${what}</p><p class="quiet-text">${how}</p></div>`;
}

/** What is asked for and is not here yet: waiting, or why it did not come. */
export function awaited(held: Held<unknown>): TemplateResult {
  if (held.error !== undefined) return html`${problem(held.error)}`;
  return html`<p class="quiet-text" role="status">${t("shell-loading")}</p>`;
}

/** Said where the node has no past of a register while the screen shows another instant than now. */
export function asNow(): TemplateResult | typeof nothing {
  return live.value ? nothing : html`<p class="registers-now">${t("registers-as-now")}</p>`;
}

/** Said when the page is about another line than the screen. */
export function otherLine(key: LineKey): TemplateResult | typeof nothing {
  const here = line.value;
  if (here?.channel === key.channel && here.status === key.status) return nothing;
  return html`<p class="quiet-text registers-line">${t("registers-line", { name: nameOf(key), status: key.status })}</p>`;
}

/** Sections of a view as links, the one that is open marked. */
export function tabs(
  heading: string,
  all: readonly { id: string; words: string; href: string; count?: number }[],
  open: string,
): TemplateResult {
  return html`<nav class="registers-tabs" aria-label=${heading}><ul>
    ${all.map(
      (one) => html`<li><a href=${one.href} aria-current=${one.id === open ? "page" : nothing}
        >${one.words}${one.count ? html` <span class="registers-count"><bdi>${one.count}</bdi></span>` : nothing}</a></li>`,
    )}
  </ul></nav>`;
}

/** Terms and what stands behind each; rows without a value are left out. */
export function terms(rows: readonly (readonly [string, unknown])[]): TemplateResult {
  const known = rows.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return html`<dl class="registers-terms">
    ${known.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** Remarks of the node about what is odd: reason and what to do, in its words. */
export function remarks(
  all: readonly { reason: string; remedy?: string }[],
): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<ul class="registers-remarks">
    ${all.map(
      (one) =>
        html`<li>${said(one.reason)}${one.remedy ? html`<br /><span class="quiet-text">${said(one.remedy)}</span>` : nothing}</li>`,
    )}
  </ul>`;
}
