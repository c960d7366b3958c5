/** How the screen looks to this reader: night or day, size of text. Kept here, told to nobody. */
import { effect, signal } from "@preact/signals-core";
import { textSize } from "../settings/choices.ts";

export const THEMES = ["night", "day"] as const;
export type Theme = (typeof THEMES)[number];
const KEPT = "detente.theme";

function kept(): Theme {
  const found = localStorage.getItem(KEPT);
  return THEMES.find((one) => one === found) ?? "night";
}

export const theme = signal<Theme>(kept());

export function applyAppearance(): void {
  document.documentElement.dataset["theme"] = theme.value;
}

export function choose(next: Theme): void {
  theme.value = next;
  localStorage.setItem(KEPT, next);
  applyAppearance();
}

const TEXT_PX = 16; // as base.css begins; every size of the console is a multiple of it
effect(() => {
  document.documentElement.style.fontSize = `${(TEXT_PX * textSize.value) / 100}px`;
});
