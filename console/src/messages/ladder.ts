/**
 * `<d-ladder .message=${…}>`: the receipt ladder as one line that fills.
 *
 * Each rung has a shape besides its colour: a tick is done, a clock is owed, a cross was missed, an
 * empty ring is not owed yet. Several receivers have a line each. `brief` is the line of an inbox:
 * shapes alone, with their words for whoever hovers or listens.
 */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formats, type Message } from "../app/lines.ts";
import { clock, clockSeconds, near } from "../format/time.ts";
import { t } from "../i18n/text.ts";
import { nowMs } from "../live/connection.ts";
import { countdown } from "../ui/countdown.ts";
import { Part } from "../ui/part.ts";
import { subjectOf } from "./possible.ts";
import { type Ladder, ladders, type Rung } from "./rungs.ts";
import { answerWords, stepWords } from "./words.ts";
import "../record/proof-link.ts";
import "./messages.css";

type Fill = "done" | "owed" | "missed" | "later";

const SHAPES: Record<Fill, string> = { done: "✓", owed: "◷", missed: "✕", later: "○" };

function fillOf(rung: Rung): Fill {
  if (rung.doneMs !== undefined) return "done";
  if (rung.due) return rung.due.missed ? "missed" : "owed";
  return "later";
}

@customElement("d-ladder")
export class LadderLine extends Part {
  @property({ attribute: false }) message: Message | undefined;
  @property({ type: Boolean }) brief = false;

  protected override render(): TemplateResult | typeof nothing {
    const { message } = this;
    if (!message) return nothing;
    this.hold(formats());
    const found = ladders(message, subjectOf(message, formats().value ?? []));
    return html`<div class="messages-ladders">
      ${found.map((one) => this.line(one, found.length > 1))}
    </div>`;
  }

  private line(ladder: Ladder, named: boolean): TemplateResult {
    const label = t("messages-ladder", { party: ladder.receiver });
    return html`<ol class="messages-ladder ${this.brief ? "brief" : ""}" aria-label=${label}>
      ${named && !this.brief ? html`<li class="messages-receiver"><bdi>${ladder.receiver}</bdi></li>` : nothing}
      ${ladder.rungs.map((one) => this.rung(one))}
    </ol>`;
  }

  private rung(rung: Rung): TemplateResult {
    const fill = fillOf(rung);
    const words = this.words(rung);
    const said = `${words}, ${this.said(rung, fill)}`;
    if (this.brief) {
      return html`<li class="messages-rung ${fill}" title=${said}>
        <span aria-hidden="true">${SHAPES[fill]}</span><span class="hidden-label">${said}</span>
      </li>`;
    }
    return html`<li class="messages-rung ${fill}" title=${said}>
      <span class="messages-rung-shape" aria-hidden="true">${SHAPES[fill]}</span>
      <span class="messages-rung-step">${words}</span>
      <span class="messages-rung-when">${this.when(rung, fill)}</span>
      <d-proof-link .position=${rung.position} .says=${rung.number ?? ""}></d-proof-link>
    </li>`;
  }

  private words(rung: Rung): string {
    if (rung.code && this.message) {
      return answerWords(rung.code, subjectOf(this.message, formats().value ?? []));
    }
    return stepWords(rung.step);
  }

  private when(rung: Rung, fill: Fill): TemplateResult | typeof nothing {
    if (rung.doneMs !== undefined) {
      return html`<bdi class="party">${rung.party}</bdi> <bdi dir="ltr">${near(rung.doneMs, nowMs.peek())}</bdi>`;
    }
    if (fill === "later" || !rung.due) return nothing;
    return html`<bdi class="party">${rung.party}</bdi> <d-until .dueMs=${rung.due.due_ms}></d-until>`;
  }

  /** Who and when, with both clocks: for the screen reader and for whoever hovers. */
  private said(rung: Rung, fill: Fill): string {
    const { party } = rung;
    if (rung.doneMs !== undefined) {
      const here = clockSeconds(rung.doneMs);
      const theirs = clockSeconds(rung.clockMs ?? rung.doneMs);
      return t("messages-rung-done", { party, here, theirs });
    }
    if (!rung.due) return t("messages-rung-later");
    const until = clock(rung.due.due_ms);
    return t(fill === "missed" ? "messages-rung-missed" : "messages-rung-owed", { party, until });
  }
}

/** `<d-until .dueMs=${…}>`: a countdown by itself, so that only it renders every second. */
@customElement("d-until")
export class Until extends Part {
  @property({ attribute: false }) dueMs = 0;

  protected override render(): TemplateResult {
    return countdown(this.dueMs);
  }
}
