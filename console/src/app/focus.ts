/** After going to another view the focus stands on its heading, so that a screen reader begins there. */
import { place } from "./router.ts";

const TRIES = 60; // frames: the view's code may have to be fetched first

/** The heading of the view that is shown, once it is there. Leaves the focus within a dialog alone. */
function toHeading(view: string, left: number): void {
  if (place.peek().view !== view || document.querySelector("dialog[open]")) return;
  const heading = document.querySelector<HTMLElement>("main h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  } else if (left > 0) {
    requestAnimationFrame(() => toHeading(view, left - 1));
  }
}

/** Move the focus with every change of the view, not at the first; returns how to stop. */
export function followViews(): () => void {
  let before = place.peek().view;
  return place.subscribe(({ view }) => {
    if (view === before) return;
    before = view;
    // The old view's heading is still there in this turn
    requestAnimationFrame(() => requestAnimationFrame(() => toHeading(view, TRIES)));
  });
}
