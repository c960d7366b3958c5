/**
 * One resource of an element, made anew when what it asks for changes: another case, another instant,
 * another language. The one before is let go by `hold`.
 */
import { effect, signal } from "@preact/signals-core";
import { chosenMs } from "../app/instant.ts";
import { language } from "../i18n/text.ts";
import { Resource } from "../live/resource.ts";

export class Latest<T> {
  private name = "";
  private made: Resource<T> | undefined;

  /** The resource of this name. `touched` as Resource takes it. */
  of(
    name: string,
    ask: () => Promise<T>,
    touched?: ConstructorParameters<typeof Resource<T>>[1],
  ): Resource<T> {
    const full = `${language()}|${name}`;
    if (this.made === undefined || this.name !== full) {
      this.name = full;
      this.made = new Resource<T>(ask, touched);
    }
    return this.made;
  }
}

const SETTLED_MS = 250; // the slider is dragged: the node is asked when the hand rests

/** The chosen instant once it has stood still for a moment; undefined while live. */
export const settledMs = signal<number | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const ms = chosenMs.value;
  clearTimeout(timer);
  if (ms === undefined) settledMs.value = undefined;
  else timer = setTimeout(() => (settledMs.value = ms), SETTLED_MS);
});
