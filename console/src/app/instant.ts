/**
 * One instant for the whole screen: live, or chosen.
 *
 * Every view that shows things in time reads `instantMs`; what is not live has a frame around it.
 */
import { computed, signal } from "@preact/signals-core";
import { nowMs } from "../live/connection.ts";

export const STEP_MS = 10_000; // of the slider: finer than anybody announces, coarse enough to drag

/** The instant that was chosen; undefined while live. */
export const chosenMs = signal<number | undefined>(undefined);
export const live = computed(() => chosenMs.value === undefined);
/** The instant that the screen shows, by the node's clock. */
export const instantMs = computed(() => chosenMs.value ?? nowMs.value);

export function show(ms: number): void {
  chosenMs.value = Math.round(ms / STEP_MS) * STEP_MS;
}

export function backToLive(): void {
  chosenMs.value = undefined;
}
