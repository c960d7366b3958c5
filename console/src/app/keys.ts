/**
 * Keys for everything. One table: what is bound here is in the list that `?` shows.
 *
 * A key without a modifier does nothing while somebody types. Alt and a digit change the view.
 */
import { signal } from "@preact/signals-core";

export interface Key {
  /** As KeyboardEvent.key says it, lower case; `alt+1`, `ctrl+enter`, `n`, `?`. */
  readonly key: string;
  /** Id of the words in the list of keys. */
  readonly text: string;
  readonly run: () => void;
  /** Whether it works now; absent: always. */
  readonly when?: () => boolean;
}

export const bound = signal<readonly Key[]>([]);

/** Bind keys while something is on the page; returns how to unbind. The newest binding wins. */
export function bind(...keys: Key[]): () => void {
  bound.value = [...keys, ...bound.value];
  return () => {
    bound.value = bound.value.filter((one) => !keys.includes(one));
  };
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export function nameOf(event: KeyboardEvent): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  // By place on the keyboard for Cyrillic, Hebrew and Arabic layouts: the officer need not switch.
  const latin = /^[\x20-\x7e]$/.test(event.key);
  const key =
    event.altKey && digit
      ? digit
      : latin
        ? event.key.toLowerCase()
        : (letter ?? event.key.toLowerCase());
  return `${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${key}`;
}

window.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  const name = nameOf(event);
  const plain = !name.includes("+") && name !== "escape";
  if (plain && typing(event.target)) return;
  const found = bound.value.find((one) => one.key === name && (one.when?.() ?? true));
  if (!found) return;
  event.preventDefault();
  found.run();
});
