/** Rules: what judges the line now, what is contested, what stays words and why. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type LineKey } from "../app/lines.ts";
import { t } from "../i18n/text.ts";
import {
  asNow,
  awaited,
  empty,
  numbered,
  remarks,
  said,
  section,
  sides,
  terms,
  when,
} from "../registers/parts.ts";
import { amount, codeWords, field, formatName } from "../registers/words.ts";
import { mark } from "../ui/mark.ts";
import { Part } from "../ui/part.ts";
import { type Rule, rules } from "./data.ts";

@customElement("d-rule-list")
export class RuleList extends Part {
  @property({ attribute: false }) of!: LineKey;

  protected override render(): TemplateResult {
    const resource = rules(this.of);
    this.hold(resource, formats());
    const found = resource.value;
    if (!found) return awaited(resource.held.value);
    if (found.length === 0) return empty(t("agreements-rules-empty"), t("agreements-rules-how"));
    const group = (name: string, some: readonly Rule[]) =>
      some.length === 0
        ? nothing
        : section(
            `rules-${name}`,
            t(`agreements-rules-${name}`),
            html`<ul class="registers-plain">${some.map((one) => this.rule(one))}</ul>`,
            some.length,
          );
    return html`${asNow()}<div class="registers-page">
      ${group(
        "hold",
        found.filter((one) => one.holds),
      )}
      ${group(
        "not",
        found.filter((one) => !one.holds && one.problem === null),
      )}
      ${group(
        "words",
        found.filter((one) => one.problem !== null),
      )}
    </div>`;
  }

  private rule(one: Rule): TemplateResult {
    return html`<li class="registers-item">
      <p class="row"><strong>${codeWords(field("AGR", "articles", "rule"), one.kind, one.kind_words)}</strong>
        <bdi>${one.agreement}</bdi> · <bdi dir="ltr">${one.article}</bdi> ${numbered(this.of, one.text)}
        ${one.contested.length > 0 ? mark("warn", html`${t("agreements-contested-by")} ${sides(one.contested)}`) : nothing}</p>
      ${one.words ? html`<p><bdi dir="auto">${one.words}</bdi></p>` : nothing}
      ${one.areas.map((area) => html`<p>${said(area)}</p>`)}
      ${terms([
        [t("agreements-binds"), sides(one.binds)],
        [
          t("agreements-formats"),
          one.formats.length > 0
            ? one.formats.map(
                (code) => html`<bdi>${formatName(code)}</bdi> (<bdi dir="ltr">${code}</bdi>) `,
              )
            : t("agreements-every-format"),
        ],
        [label("minutes"), one.minutes === null ? "" : amount(one.minutes, "minutes")],
        [label("distance_m"), one.distance_m === null ? "" : amount(one.distance_m, "metres")],
        [label("height_m"), one.height_m === null ? "" : amount(one.height_m, "metres")],
        [label("step"), one.step ?? ""],
        [label("frequency"), one.frequency ?? ""],
        [t("agreements-from"), one.from_ms === null ? "" : when(one.from_ms)],
        [t("agreements-until"), one.until_ms === null ? "" : when(one.until_ms)],
      ])}
      ${one.problem ? remarks([one.problem]) : nothing}
    </li>`;
  }
}

function label(name: string): string {
  return field("AGR", "articles", name)?.label.text ?? name;
}
