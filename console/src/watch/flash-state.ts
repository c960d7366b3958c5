/**
 * The FLASHes of this screen: which wait, which one is shown, and what sounds.
 *
 * One owner for the overlay, the title of the page and the sound. Fed by the stream's items and by
 * the first screen; what was READ here is quiet before the node's next word arrives.
 */
import { batch, computed, effect, signal } from "@preact/signals-core";
import { status } from "../app/lines.ts";
import { may, party } from "../app/session.ts";
import { onItems } from "../live/connection.ts";
import { added, flashIn, keyOf, settled, type Waiting } from "./flash-queue.ts";
import { type Figure, flashing } from "./sound.ts";

export const queue = signal<readonly Waiting[]>([]);
/** READ by this screen, and not yet settled by the first screen. */
const readHere = signal<ReadonlySet<string>>(new Set());
/** READ here and waiting for its answer on the overlay. */
const pinned = signal<Waiting | undefined>(undefined);
/** Put aside, by somebody who may not READ or whose node is gone: a bar at the top stays. */
export const aside = signal<boolean>(false);

export const unread = computed(() => queue.value.filter((one) => !readHere.value.has(keyOf(one))));
/** The FLASH on the screen: the one whose answer is being given, else the first that is unread. */
export const current = computed<Waiting | undefined>(() => pinned.value ?? unread.value[0]);
export const answering = computed(() => pinned.value !== undefined);

const FIGURES: Record<Waiting["status"], Figure> = {
  ACTUAL: "flash",
  EXERCISE: "flash-exercise",
  TEST: "flash-test",
};

onItems((items) => {
  for (const item of items) {
    const found = flashIn(item, party.peek());
    if (!found) continue;
    batch(() => {
      queue.value = added(queue.peek(), found);
      aside.value = false;
    });
  }
});

effect(() => {
  const screen = status.value;
  if (screen) settle(screen);
});

function settle(screen: NonNullable<typeof status.value>): void {
  const before = queue.peek();
  const after = settled(before, screen);
  const names = new Set(after.map(keyOf));
  batch(() => {
    queue.value = after;
    readHere.value = new Set([...readHere.peek()].filter((key) => names.has(key)));
    if (after.some((one) => !before.some((held) => keyOf(held) === keyOf(one))))
      aside.value = false;
  });
}

effect(() => {
  const first = unread.value[0];
  flashing.value = first && FIGURES[first.status];
});

/** The node has taken our READ: quiet now; its answer may follow. */
export function wasRead(one: Waiting): void {
  batch(() => {
    readHere.value = new Set([...readHere.peek(), keyOf(one)]);
    pinned.value = may("duty officer") ? one : undefined;
  });
}

/** Answered, or put off: the next one, if there is one. */
export function leave(): void {
  pinned.value = undefined;
}
