/** What is known about a message beside what it says: lead time, conflicts, doubts, thread, others. */
import { html, nothing, type TemplateResult } from "lit";
import type { Format, Message } from "../app/lines.ts";
import { to } from "../app/router.ts";
import { may, party } from "../app/session.ts";
import { near, span } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { mark, type Tone } from "../ui/mark.ts";
import { correct } from "./compose.ts";
import { answerWords, findingWords, stepWords } from "./words.ts";

const LEAD_TONES: Record<string, Tone> = {
  "ON TIME": "good",
  SHORT: "warn",
  "AFTER THE FACT": "bad",
  "NOT EFFECTIVE": "none",
};

export function about(found: Message, subject: Format | undefined): TemplateResult {
  return html`${lead(found)} ${conflicts(found)} ${doubts(found)} ${changes(found)} ${thread(found, subject)} ${others(found)}`;
}

const number = (found: Message, one: string) =>
  html`<a href=${to("messages", found.channel, found.status, one)}><bdi dir="ltr" class="code">${one}</bdi></a>`;

/** Counted from the receiver's act, never from the sending. */
function lead(found: Message): TemplateResult | typeof nothing {
  if ((found.lead ?? []).length === 0) return nothing;
  return html`<section class="card"><h2>${t("messages-lead")}</h2><ul class="messages-facts">${(
    found.lead ?? []
  ).map((one) => {
    const had =
      one.lead_ms === null || one.lead_ms === undefined
        ? ""
        : one.lead_ms < 0
          ? t("messages-lead-after", { span: span(-one.lead_ms) })
          : t("messages-lead-had", { span: span(one.lead_ms) });
    return html`<li><bdi>${one.party}</bdi>: ${mark(LEAD_TONES[one.finding] ?? "none", findingWords(one.finding))}
      ${had} <span class="quiet-text">${t("messages-lead-asked", { span: span(one.required_ms) })}</span></li>`;
  })}</ul></section>`;
}

function conflicts(found: Message): TemplateResult | typeof nothing {
  if ((found.conflicts ?? []).length === 0) return nothing;
  return html`<section class="card"><h2>${mark("bad", t("messages-conflicts", { count: (found.conflicts ?? []).length }))}</h2>
    <ul class="messages-facts">${(found.conflicts ?? []).map((one) => {
      const other = one.split("~").find((part) => part !== found.message.number) ?? one;
      return html`<li>${number(found, other)} · <a href=${to("conflicts", one)}>${t("messages-to-conflict")}</a></li>`;
    })}</ul></section>`;
}

function doubts(found: Message): TemplateResult | typeof nothing {
  const passed = found.message.overridden ?? [];
  const warned = found.warnings ?? [];
  if (passed.length + warned.length === 0) return nothing;
  return html`<section class="card"><h2>${mark("warn", t("messages-doubts"))}</h2><ul class="messages-facts">
    ${warned.map((one) => html`<li><bdi>${one.reason}</bdi> <span class="quiet-text"><bdi>${one.remedy}</bdi></span></li>`)}
    ${passed.length > 0 ? html`<li>${t("messages-passed-rules")} <bdi dir="ltr" class="code">${passed.join(", ")}</bdi></li>` : nothing}</ul></section>`;
}

/** Of a correction: what it said before, beside what it says now. */
function changes(found: Message): TemplateResult | typeof nothing {
  const { before } = found;
  if (!before) return nothing;
  const now = (found.corrected ?? {}) as Record<string, unknown>;
  const names = Object.keys((found.message.fields as { changes?: object }).changes ?? before);
  const was = before as Record<string, unknown>;
  return html`<section class="card messages-changes"><h2>${t("messages-changed")}</h2><table><thead><tr><th></th><th>${t("messages-before")}</th><th>${t("messages-after")}</th></tr></thead>
    <tbody>${names.map((one) => html`<tr><th scope="row"><bdi dir="ltr" class="code">${one}</bdi></th><td class="code"><bdi dir="ltr">${show(was[one])}</bdi></td><td class="code"><bdi dir="ltr">${show(now[one])}</bdi></td></tr>`)}</tbody></table></section>`;
}

const show = (value: unknown) =>
  value === undefined || value === null ? "—" : JSON.stringify(value);

/** What it acts on, and every act on it, in the order in which they came. */
function thread(found: Message, subject: Format | undefined): TemplateResult | typeof nothing {
  const acts = (found.steps ?? []).filter((one) => one.number);
  const { ref, refs, agreement } = found.message;
  if (acts.length === 0 && !ref && !agreement && (refs ?? []).length === 0) return nothing;
  return html`<section class="card"><h2>${t("messages-thread")}</h2><ul class="messages-facts">
    ${ref ? html`<li>${t("messages-acts-on")} ${number(found, ref)}</li>` : nothing}
    ${(refs ?? []).map((one) => html`<li>${t("messages-rests-on")} ${number(found, one)}</li>`)}
    ${agreement ? html`<li>${t("messages-under")} <bdi>${found.cited ?? agreement}</bdi></li>` : nothing}
    ${acts.map(
      (
        one,
      ) => html`<li><bdi dir="ltr">${near(one.here_ms, nowMs.peek())}</bdi> <bdi>${one.party}</bdi>: <b>${one.code ? answerWords(one.code, subject) : stepWords(one.step)}</b>
        ${one.reason ? html`(<bdi>${one.reason}</bdi>)` : nothing}
        ${one.proposal ? proposal(found, subject, one.proposal) : nothing}
        ${one.not_known ? mark("warn", t("messages-knows-less", { names: one.not_known })) : nothing} ${number(found, one.number ?? "")}</li>`,
    )}</ul></section>`;
}

/** What they would rather have; its author takes it over into a correction, and still looks it over. */
function proposal(found: Message, subject: Format | undefined, volume: unknown): TemplateResult {
  const own = found.author === party.value && !found.superseded_by;
  const name = subject?.volume_field;
  const take = () => correct(found, { [name ?? ""]: volume });
  const able = own && name && subject.changeable && may(subject.releaser);
  return html`<span class="messages-tag">${t("messages-with-proposal")}</span>
    ${able ? html`<button class="messages-take" @click=${take}>${t("messages-take-proposal")}</button>` : nothing}`;
}

/** Other channels, other parties, paper. */
function others(found: Message): TemplateResult | typeof nothing {
  const { relay } = found;
  const words = [...(found.elsewhere ?? []), ...(found.passed ?? [])];
  const [dependents, papers] = [found.dependents ?? [], found.papers ?? []];
  const count = words.length + dependents.length + papers.length;
  if (!relay && count === 0) return nothing;
  return html`<section class="card"><h2>${t("messages-beyond")}</h2><ul class="messages-facts">
    ${relay?.label ? html`<li>${mark(relayTone(relay.proof), html`<bdi>${relay.words}</bdi>`)}</li>` : nothing}
    ${words.map((one) => html`<li><bdi>${one.words}</bdi></li>`)}
    ${dependents.map((one) => html`<li>${one.open ? mark("warn", html`<bdi>${one.words}</bdi>`) : html`<bdi>${one.words}</bdi>`}</li>`)}
    ${papers.map((one) => onPaper(found, one))}
  </ul></section>`;
}

const relayTone = (proof: string): Tone =>
  proof === "altered" ? "bad" : proof === "proved" ? "good" : "warn";

function onPaper(found: Message, one: NonNullable<Message["papers"]>[number]): TemplateResult {
  return html`<li>${t("messages-on-paper", { party: one.written_by, means: one.means })} ${number(found, one.number)}
    ${(one.differences ?? []).map((words) => html`<p>${mark("bad", html`<bdi>${words}</bdi>`)}</p>`)}</li>`;
}
