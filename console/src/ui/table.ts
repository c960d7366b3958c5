/**
 * A table that can be sorted and walked with the arrow keys; the same selection as the map.
 *
 * Rows are chosen by a click, Enter or Space. One row is in the order of Tab; arrows, Home and End go
 * on from there, as the ARIA practices describe a grid of rows.
 */
import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/text.ts";
import { Part } from "./part.ts";

export interface Column<Row> {
  readonly id: string;
  readonly heading: string;
  readonly cell: (row: Row) => unknown;
  /** What the column sorts by; a column without cannot be sorted. */
  readonly by?: (row: Row) => number | string;
}

@customElement("d-table")
export class Table<Row> extends Part {
  @property() caption = "";
  @property({ attribute: false }) columns: readonly Column<Row>[] = [];
  @property({ attribute: false }) rows: readonly Row[] = [];
  /** A word that is the same for the same row after a refresh. */
  @property({ attribute: false }) name: (row: Row) => string = () => "";
  @property() chosen = "";
  /** Said where there are no rows: why there are none. */
  @property() empty = "";
  @state() private sortedBy = "";
  @state() private falling = false;

  private sorted(): readonly Row[] {
    const by = this.columns.find((one) => one.id === this.sortedBy)?.by;
    if (!by) return this.rows;
    const order = this.falling ? -1 : 1;
    return [...this.rows].sort((a, b) => (by(a) < by(b) ? -order : by(a) > by(b) ? order : 0));
  }

  private sort(column: Column<Row>): void {
    this.falling = this.sortedBy === column.id ? !this.falling : false;
    this.sortedBy = column.id;
  }

  private choose(row: Row): void {
    this.tell("chosen", row);
  }

  private walk(event: KeyboardEvent, row: Row): void {
    const line = event.currentTarget as HTMLElement;
    if (event.target !== line) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(row);
      return;
    }
    const all = [...(line.parentElement?.children ?? [])] as HTMLElement[];
    const at = all.indexOf(line);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
  }

  private head(column: Column<Row>): TemplateResult {
    const mine = column.id === this.sortedBy;
    const order = mine ? (this.falling ? "descending" : "ascending") : "none";
    if (!column.by) return html`<th scope="col">${column.heading}</th>`;
    return html`<th scope="col" aria-sort=${order}>
      <button class="quiet" @click=${() => this.sort(column)}>
        ${column.heading} <span aria-hidden="true">${mine ? (this.falling ? "▾" : "▴") : "▹"}</span>
      </button>
    </th>`;
  }

  private line(row: Row, index: number): TemplateResult {
    const name = this.name(row);
    const here = name === this.chosen;
    const first = this.rows.some((one) => this.name(one) === this.chosen) ? here : index === 0;
    return html`<tr
      tabindex=${first ? 0 : -1}
      aria-selected=${here}
      data-name=${name}
      @click=${() => this.choose(row)}
      @keydown=${(event: KeyboardEvent) => this.walk(event, row)}
    >
      ${this.columns.map((one) => html`<td>${one.cell(row)}</td>`)}
    </tr>`;
  }

  protected override render(): TemplateResult {
    const rows = this.sorted();
    return html`<table role="grid" class="grid">
      <caption class="hidden-label">${this.caption}</caption>
      <thead><tr>${this.columns.map((one) => this.head(one))}</tr></thead>
      <tbody>${rows.map((row, index) => this.line(row, index))}</tbody>
    </table>
    ${rows.length === 0 ? html`<p class="quiet-text">${this.empty || t("table-empty")}</p>` : ""}`;
  }
}
