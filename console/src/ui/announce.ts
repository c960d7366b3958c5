/**
 * Sentences for a screen reader, said once each: `warn` at once, `tell` when there is a pause.
 *
 * The two regions stand in the shell from the beginning; what is put into them later is read aloud.
 */
import { signal } from "@preact/signals-core";

export const warning = signal("");
export const telling = signal("");

export function warn(sentence: string): void {
  warning.value = sentence;
}

export function tell(sentence: string): void {
  telling.value = sentence;
}
