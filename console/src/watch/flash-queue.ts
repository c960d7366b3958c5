/**
 * Which FLASHes of the other sides wait for READ: from the stream at once, settled by the first screen.
 *
 * An item of the stream puts a FLASH into the queue within the same turn of the loop. The first
 * screen's answer, which is computed from the state, decides: what it does not name has been READ,
 * unless the stream told of it after that answer was made. Pure; times are UTC ms.
 */
import type { Status } from "../app/lines.ts";
import type { StreamItem } from "../live/connection.ts";

type LineStatus = "ACTUAL" | "EXERCISE" | "TEST";

export interface Waiting {
  readonly channel: string;
  readonly status: LineStatus;
  readonly number: string;
  /** Who sent it; empty when only the first screen told of it. */
  readonly party: string;
  /** Code of its format; empty likewise. */
  readonly format: string;
  /** The node's words for it; empty until the first screen has told them. */
  readonly words: string;
  /** When the node came to hold it; undefined likewise. */
  readonly heldAtMs: number | undefined;
  /** Position of its entry; 0 when the first screen told of it. */
  readonly position: number;
}

const RANK: Record<LineStatus, number> = { ACTUAL: 0, EXERCISE: 1, TEST: 2 };

export const keyOf = (one: Pick<Waiting, "channel" | "status" | "number">) =>
  `${one.channel}|${one.status}|${one.number}`;

interface Told {
  readonly message?: { readonly number?: unknown; readonly precedence?: unknown; format?: unknown };
}

/** The FLASH that an item of the stream brings to `party`; undefined when it brings none. */
export function flashIn(item: StreamItem, party: string): Waiting | undefined {
  const event = item.event;
  if (event?.kind !== "message" || event.author === party) return undefined;
  const message = (event.body as Told | null)?.message;
  if (message?.precedence !== "FLASH" || typeof message.number !== "string") return undefined;
  return {
    channel: event.channel,
    status: event.status as LineStatus,
    number: message.number,
    party: event.author,
    format: typeof message.format === "string" ? message.format : "",
    words: "",
    heldAtMs: event.held_at_ms,
    position: event.position,
  };
}

/** The queue with what an item brought; the same queue when it is in it already. */
export function added(queue: readonly Waiting[], one: Waiting): readonly Waiting[] {
  if (queue.some((held) => keyOf(held) === keyOf(one))) return queue;
  return ordered([...queue, one]);
}

/** The queue as the first screen settles it. */
export function settled(queue: readonly Waiting[], status: Status): readonly Waiting[] {
  const known = new Map(queue.map((one) => [keyOf(one), one]));
  const named = status.lines.flatMap((line) =>
    Object.entries(line.flash).map(([number, words]) => {
      const bare = { channel: line.channel, status: line.status as LineStatus, number };
      const held = known.get(keyOf(bare));
      const nothing = { party: "", format: "", heldAtMs: undefined, position: 0 };
      return { ...nothing, ...held, ...bare, words };
    }),
  );
  const names = new Set(named.map(keyOf));
  const newer = queue.filter((one) => one.position > status.position && !names.has(keyOf(one)));
  return ordered([...named, ...newer]);
}

/** ACTUAL before what is practised, then the oldest first: the one that has waited longest. */
function ordered(queue: readonly Waiting[]): readonly Waiting[] {
  return [...queue].sort(
    (a, b) =>
      RANK[a.status] - RANK[b.status] ||
      (a.heldAtMs ?? 0) - (b.heldAtMs ?? 0) ||
      (a.number < b.number ? -1 : 1),
  );
}
