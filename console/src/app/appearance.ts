/** How the screen looks to this reader: night or day. Kept in this browser, told to nobody. */
import { signal } from "@preact/signals-core";

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
