/**
 * What moves, for every map and table: undefined while nobody tells what flies here.
 *
 * Whoever brings live traffic sets it; a node without a feed never does, and then the map says so.
 */
import { signal } from "@preact/signals-core";
import type { TrackFix } from "./shapes.ts";

export const trackFeed = signal<readonly TrackFix[] | undefined>(undefined);
