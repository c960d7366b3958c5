/** The report on a checked file, in the reader's language, with the places where something does not fit. */
import { html, nothing, type TemplateResult } from "lit";
import { to } from "../app/router.ts";
import { moment, number } from "../format/time.ts";
import { has, t } from "../i18n/text.ts";
import type { Checked } from "../proof/file.ts";
import type {
  ClockBounds,
  Finding,
  JournalReport,
  MessageRow,
  PartyReport,
  Report,
  Verdict,
} from "../proof/report.ts";
import { mark, type Tone } from "../ui/mark.ts";

const TONES: Record<Verdict, Tone> = { GOOD: "good", BROKEN: "bad", UNUSABLE: "none" };
/** Rules that are about the form of one line; their names are the parts of an entry. */
const FORMS = ["header", "journal-id", "head-root", "body_sha256", "salt", "entry-line", "entry"];
const ROWS_SHOWN = 200; // of the timeline at a time

function ruleWords(one: Finding): string {
  if (FORMS.includes(one.rule)) return t("record-rule-form");
  const id = `record-rule-${one.rule}`;
  return t(has(id) ? id : "record-rule-other");
}

/** Where it is, what rule does not hold, and the sentence of detente-verify itself. */
function finding(one: Finding): TemplateResult {
  const at = one.line > 0 ? t("record-line", { line: String(one.line) }) : t("record-whole-file");
  const entry =
    one.sequence === null ? "" : t("record-line-entry", { sequence: String(one.sequence) });
  return html`<li class="record-finding" data-rule=${one.rule} data-line=${one.line}>
    <p><strong>${at}</strong> ${one.journal ? html`<bdi dir="ltr" class="code">${one.journal}</bdi>` : nothing} ${entry}</p>
    <p>${ruleWords(one)}</p>
    <p class="quiet-text"><bdi dir="ltr" lang="en" class="record-detail"><span class="code">${one.rule}</span>: ${one.detail}</bdi></p>
  </li>`;
}

function findings(
  heading: string,
  list: readonly Finding[],
  count: number,
): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<section class="card"><h2>${t(heading, { count })}</h2>
    <ol class="record-findings">${list.map(finding)}</ol>
    ${count > list.length ? html`<p>${t("record-more", { count: count - list.length })}</p>` : nothing}
  </section>`;
}

export function verdict(report: Report): TemplateResult {
  const { verdict: word } = report;
  return html`<p class="record-verdict" role="status" data-verdict=${word}>
    ${mark(TONES[word], html`<bdi dir="ltr">${word}</bdi>`)}
    <span>${t(`record-verdict-${word.toLowerCase()}`)}</span></p>`;
}

function facts(report: Report): TemplateResult {
  const made = { party: report.made_by, at: moment(report.made_at_ms) };
  return html`<p>${t("record-made", made)} ${t(report.vouched ? "record-vouched" : "record-not-vouched")}</p>
    ${report.bundle_for ? html`<p>${t("record-bundle-for", { party: report.bundle_for })}</p>` : nothing}
    <p>${t("record-counts", {
      entries: number(report.entries),
      messages: number(report.messages),
      cosignatures: number(report.cosignatures),
      withheld: number(report.withheld),
    })}</p>`;
}

/** How each party's key is known here beyond the file: what a reader may rest on, and what not. */
export type KnownBy = ReadonlyMap<string, "typed" | "compared" | "seen">;

function parties(report: Report, known: KnownBy): TemplateResult {
  const line = (one: PartyReport) => {
    const by = one.pinned ? (known.get(one.party) ?? "typed") : "file";
    const tone = by === "typed" || by === "compared" ? "good" : "none";
    return html`<li>${mark(tone, html`<bdi>${one.party}</bdi>`)}
      <bdi dir="ltr" class="code record-print">${one.fingerprint}</bdi> ${t(`record-known-${by}`)}
      ${
        one.older.length > 0
          ? html`<br />${t("record-older-keys")} ${one.older.map((key) => html`<bdi dir="ltr" class="code">${key}</bdi> `)}`
          : nothing
      }</li>`;
  };
  return html`<section class="card"><h2>${t("record-parties")}</h2>
    <ul class="record-plain">${report.parties.map(line)}</ul></section>`;
}

function journalRow(one: JournalReport): TemplateResult {
  const final = one.final === one.size;
  const words = final
    ? t("record-all-final")
    : t("record-some-final", { count: number(one.final) });
  return html`<tr>
    <td><bdi dir="ltr" class="code">${one.journal}</bdi></td>
    <td>${number(one.size)}</td><td>${number(one.checkpoint)}</td>
    <td>${one.cosigned.map(([party, size]) => html`<bdi>${party}</bdi> ${number(size)} `)}${one.alone ? t("record-alone") : nothing}</td>
    <td>${mark(final ? "good" : "warn", words)}
      ${one.missing.length > 0 ? html`<br />${t("record-missing", { parties: one.missing.join(", ") })}` : nothing}
      ${one.goes_on ? html`<br />${t(`record-goes-on-${one.goes_on}`, { size: one.goes_on_size, beyond: one.beyond })}` : nothing}</td>
  </tr>`;
}

function journals(report: Report): TemplateResult {
  const heads = ["journal", "kept", "checkpoint", "cosigned", "final"];
  return html`<section class="card"><h2>${t("record-journals")}</h2><div class="scroll"><table>
    <thead><tr>${heads.map((one) => html`<th scope="col">${t(`record-col-${one}`)}</th>`)}</tr></thead>
    <tbody>${report.journals.map(journalRow)}</tbody></table></div></section>`;
}

/** A bound of two clocks' difference, no finer than it is worth, rounded outward so that it stays true. */
function bound(ms: number | null, up: boolean): string {
  if (ms === null) return t("record-unbounded");
  if (Math.abs(ms) <= 1_000) return `${ms}\u00a0ms`;
  const step = Math.abs(ms) < 10_000 ? 100 : 1_000;
  const steps = up ? Math.ceil(ms / step) : Math.floor(ms / step);
  return `${(steps * step) / 1_000}\u00a0s`;
}

function clock(one: ClockBounds): TemplateResult {
  const values = { first: one.first, second: one.second };
  const crossed = one.least_ms !== null && one.most_ms !== null && one.least_ms > one.most_ms;
  if (crossed) return html`<li>${t("record-clocks-changed", values)}</li>`;
  return html`<li>${t("record-clocks", { ...values, least: bound(one.least_ms, false), most: bound(one.most_ms, true) })}</li>`;
}

function at(ms: number | null): string {
  return ms === null ? "" : new Date(ms).toISOString().slice(11, 19).concat("Z");
}

function receivers(row: MessageRow): TemplateResult {
  return html`${row.receivers.map(
    (to) => html`<div><bdi>${to.party}</bdi>:
      ${to.delivered_s === null ? t("record-row-unproved") : t("record-row-held", { at: at(to.delivered_s * 1000) })}
      ${to.read_ms === null ? nothing : html`· READ ${at(to.read_ms)}`}
      ${to.readback_ms === null ? nothing : html`· READBACK ${at(to.readback_ms)}`}
      ${to.answer === null ? nothing : html`· <bdi>${to.answer}</bdi> ${at(to.answered_ms)}`}
      ${to.timing === null ? nothing : html`· ${mark(to.timing === "ON TIME" ? "good" : "warn", html`<bdi dir="ltr">${to.timing}</bdi>`)}`}</div>`,
  )}`;
}

function timeline({ rows, rowCount }: Checked): TemplateResult | typeof nothing {
  if (rowCount === 0) return nothing;
  const heads = ["number", "author", "released", "state", "receivers"];
  return html`<details class="card"><summary>${t("record-timeline", { count: rowCount })}</summary>
    <p class="quiet-text">${t("record-timeline-clocks")}</p>
    <div class="scroll"><table>
    <thead><tr>${heads.map((one) => html`<th scope="col">${t(`record-col-${one}`)}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, ROWS_SHOWN).map(
      (
        row,
      ) => html`<tr><td><a href=${to("record", "entry", ...row.journal.split("/"), row.sequence)}><bdi dir="ltr">${row.number}</bdi></a><br /><bdi>${row.format} ${row.precedence}</bdi></td>
        <td><bdi>${row.author}</bdi></td><td><bdi dir="ltr">${new Date(row.at_ms).toISOString().slice(0, 23).replace("T", " ")}Z</bdi></td>
        <td>${has(`record-state-${row.state}`) ? t(`record-state-${row.state}`) : row.state}</td><td>${receivers(row)}</td></tr>`,
    )}</tbody></table></div>
    ${rowCount > ROWS_SHOWN ? html`<p>${t("record-more", { count: rowCount - ROWS_SHOWN })}</p>` : nothing}
  </details>`;
}

function timings(report: Report): TemplateResult | typeof nothing {
  if (report.timings.length === 0) return nothing;
  const one = ([timing, count]: readonly [string, number]) =>
    html`<li><bdi dir="ltr">${timing}</bdi>: ${number(count)}</li>`;
  return html`<div>${t("record-timings")} <ul class="record-inline">${report.timings.map(one)}</ul></div>`;
}

/** The whole report, worst first. */
export function reportView(checked: Checked, known: KnownBy): TemplateResult {
  const { report } = checked;
  if (report.verdict === "UNUSABLE")
    return html`${verdict(report)}${findings("record-problems", report.problems, report.problem_count)}`;
  return html`<section class="card">${verdict(report)}${facts(report)}
      ${timings(report)}
      <ul class="record-plain">${report.clocks.map(clock)}</ul>
    </section>
    ${findings("record-problems", report.problems, report.problem_count)}
    ${findings("record-remarks", report.remarks, report.remark_count)}
    ${parties(report, known)} ${journals(report)} ${timeline(checked)}
    <p class="quiet-text">${t("record-not-truth")}</p>`;
}
