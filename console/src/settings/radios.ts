/** One choice of several: the browser's own radio buttons, each with a target of its whole label. */
import { html, nothing, type TemplateResult } from "lit";

export interface Option<T extends string | number> {
  readonly value: T;
  readonly words: string | TemplateResult;
  readonly note?: string | TemplateResult;
}

export function radios<T extends string | number>(
  name: string,
  legend: string,
  options: readonly Option<T>[],
  value: T,
  pick: (value: T) => void,
): TemplateResult {
  const row = (one: Option<T>) => html`<label class="settings-option">
    <input type="radio" name=${`settings-${name}`} .checked=${one.value === value} @change=${() => pick(one.value)} />
    <span>${one.words}${one.note ? html`<br /><span class="quiet-text">${one.note}</span>` : nothing}</span>
  </label>`;
  return html`<fieldset class="settings-choice"><legend>${legend}</legend>${options.map(row)}</fieldset>`;
}
