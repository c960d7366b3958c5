/**
 * Styles that are computed, under a content security policy without `unsafe-inline`.
 *
 * `<span ${styled({ "inset-inline-start": "40%" })}>`. Lit's own `styleMap` writes a style attribute when
 * it is first rendered, and the browser throws that away; this sets each property by itself.
 */
import { noChange } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType } from "lit/directive.js";

export type Styles = Readonly<Record<string, string | undefined>>;

class Styled extends Directive {
  private before: ReadonlySet<string> = new Set();

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("styled() stands within the tag itself");
  }

  render(_styles: Styles): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.before) if (styles[name] === undefined) style.removeProperty(name);
    for (const [name, value] of Object.entries(styles))
      if (value !== undefined) style.setProperty(name, value);
    this.before = new Set(Object.keys(styles));
    return noChange;
  }
}

export const styled = directive(Styled);
