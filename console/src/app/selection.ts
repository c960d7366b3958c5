/** What is selected, everywhere at once: map, tables and panels show the same thing. */
import { signal } from "@preact/signals-core";

export type Selected =
  | { readonly kind: "message"; readonly number: string }
  | { readonly kind: "conflict"; readonly conflict: string }
  | { readonly kind: "track"; readonly track: string }
  | { readonly kind: "case"; readonly number: string };

export const selected = signal<Selected | undefined>(undefined);
