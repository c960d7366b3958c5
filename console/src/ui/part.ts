/**
 * The base of every element of the console.
 *
 * Light DOM: one style sheet, one tree of labels and headings for screen readers, forms that submit,
 * pages that print. Whatever signal a `render` reads, it follows.
 */
import { SignalWatcher } from "@lit-labs/preact-signals";
import { LitElement } from "lit";
import type { Holdable } from "../live/resource.ts";

export class Part extends SignalWatcher(LitElement) {
  private undo: (() => void)[] = [];
  private readonly held = new Map<Holdable, () => void>();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Do at the end of this element's time on the page. */
  protected cleanup(undo: () => void): void {
    this.undo.push(undo);
  }

  /** Keep these resources fresh while this element is on the page; others held before are let go. */
  protected hold(...resources: readonly Holdable[]): void {
    const wanted = new Set(resources);
    for (const [resource, release] of this.held) {
      if (wanted.has(resource)) continue;
      release();
      this.held.delete(resource);
    }
    for (const resource of wanted) {
      if (!this.held.has(resource)) this.held.set(resource, resource.hold());
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const release of this.held.values()) release();
    this.held.clear();
    for (const undo of this.undo) undo();
    this.undo = [];
  }

  /** Tell whoever is above: `this.tell("chosen", { number })`. */
  protected tell<D>(name: string, detail: D): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
