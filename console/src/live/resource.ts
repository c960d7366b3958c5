/**
 * One thing that the node can be asked, kept fresh while somebody looks at it.
 *
 * A resource is asked for when the first view holds it, again when the stream says that it may have
 * changed, and again when the node is back. While an answer is awaited the old one stays, with its
 * age; when the node cannot be reached it stays too, and `heldAtMs` tells how old it is.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { Refused } from "../api/client.ts";
import { nodeTime, onItems, type StreamItem, whenBack } from "./connection.ts";

const AGAIN_MS = 40; // several entries of one commit are one change for the eye
const REST = 3; // on a busy line a dear question rests three times as long as its answer took
const REST_MS_MAX = 2_000; // and never so long that a person would call it old

export interface Held<T> {
  /** The newest answer; undefined before the first. */
  readonly value: T | undefined;
  /** The node's time at which it was answered; 0 before the first. */
  readonly heldAtMs: number;
  /** What went wrong with the newest try; undefined when it went well. */
  readonly error: unknown;
}

/** What can be kept fresh, whatever it answers. */
export interface Holdable {
  /** Look at it from now on; returns how to stop. */
  hold(): () => void;
}

export class Resource<T> implements Holdable {
  private readonly state: Signal<Held<T>> = signal({
    value: undefined,
    heldAtMs: 0,
    error: undefined,
  });
  private holders = 0;
  private asking = false;
  private again = false;
  private restUntilMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private undo: (() => void)[] = [];

  /**
   * ask: gets it. touched: whether an item of the stream may have changed it; every journal entry does
   * when none is given.
   */
  constructor(
    private readonly ask: () => Promise<T>,
    private readonly touched: (item: StreamItem) => boolean = (item) => item.type === "event",
  ) {}

  get held(): ReadonlySignal<Held<T>> {
    return this.state;
  }

  /** The newest answer, followed by whoever reads it in a view. */
  get value(): T | undefined {
    return this.state.value.value;
  }

  /** Look at it from now on; returns how to stop. */
  hold(): () => void {
    this.holders += 1;
    if (this.holders === 1) {
      this.undo = [
        onItems((items) => {
          if (items.some(this.touched)) this.stale();
        }),
        whenBack(() => this.stale()),
      ];
      void this.refresh();
    }
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.holders -= 1;
      if (this.holders === 0) for (const undo of this.undo) undo();
    };
  }

  /** It may have changed: ask again soon. */
  stale(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        void this.refresh();
      },
      Math.max(AGAIN_MS, this.restUntilMs - performance.now()),
    );
  }

  /** Ask now. Never throws: what went wrong is in `held`. */
  async refresh(): Promise<void> {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    const began = performance.now();
    try {
      const value = await this.ask();
      this.state.value = { value, heldAtMs: nodeTime(), error: undefined };
    } catch (error) {
      const gone = error instanceof Refused && error.problem.status === 404;
      this.state.value = { ...this.state.peek(), ...(gone ? { value: undefined } : {}), error };
    } finally {
      this.asking = false;
      const took = performance.now() - began;
      this.restUntilMs = began + took + Math.min(REST_MS_MAX, REST * took);
      if (this.again) {
        this.again = false;
        this.stale();
      }
    }
  }
}
