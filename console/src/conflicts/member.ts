/** One of the two messages of a conflict, in the reader's language, as the node says it. */
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Message } from "../app/lines.ts";
import type { Resource } from "../live/resource.ts";
import { Part } from "../ui/part.ts";
import { problem } from "../ui/problem.ts";

@customElement("d-conflict-member")
export class ConflictMember extends Part {
  @property({ attribute: false }) of: Resource<Message> | undefined;

  protected override render(): TemplateResult | typeof nothing {
    if (!this.of) return nothing;
    this.hold(this.of);
    const { value, error } = this.of.held.value;
    return html`${problem(error)}<p dir=${value?.rendered?.direction ?? "ltr"}>${value?.rendered?.headline ?? value?.line ?? ""}</p>`;
  }
}
