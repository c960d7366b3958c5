import { describe, expect, test } from "vitest";
import type { Status } from "../app/lines.ts";
import type { StreamItem } from "../live/connection.ts";
import { added, flashIn, keyOf, settled } from "./flash-queue.ts";

function item(number: string, over: object = {}, precedence = "FLASH"): StreamItem {
  const body = { message: { number, precedence, format: "AEN" } };
  const event = { kind: "message", author: "cobalt", channel: "coast", status: "ACTUAL", body };
  return {
    type: "event",
    event: { ...event, position: 10, held_at_ms: 5, ...over },
  } as unknown as StreamItem;
}

function screen(position: number, flash: Record<string, string>, status = "ACTUAL"): Status {
  return { position, lines: [{ channel: "coast", status, flash }] } as unknown as Status;
}

const brought = (number: string, over: object = {}) => {
  const found = flashIn(item(number, over), "amber");
  if (!found) throw new Error("no FLASH in it");
  return found;
};

describe("what waits for READ", () => {
  test("a FLASH of the other side is in the queue from the item of the stream alone", () => {
    expect(added([], brought("C-1")).map((one) => one.number)).toEqual(["C-1"]);
  });

  test("our own FLASH and whatever is no FLASH never take the screen", () => {
    expect(flashIn(item("A-1", { author: "amber" }), "amber")).toBeUndefined();
    expect(flashIn(item("C-2", {}, "IMMEDIATE"), "amber")).toBeUndefined();
  });

  test("the same entry told twice, as after a lost stream, is one FLASH", () => {
    const once = added([], brought("C-1"));
    expect(added(once, brought("C-1"))).toBe(once);
  });

  test("an answer made before the entry does not take the FLASH away", () => {
    const queue = added([], brought("C-1"));
    expect(settled(queue, screen(9, {})).map(keyOf)).toEqual(["coast|ACTUAL|C-1"]);
  });

  test("an answer made after it that does not name it says that it was READ", () => {
    expect(settled(added([], brought("C-1")), screen(10, {}))).toEqual([]);
  });

  test("what stood before the screen was opened is there too, and keeps what the stream told", () => {
    const [found] = settled(added([], brought("C-1")), screen(10, { "C-1": "nearing" }));
    expect(found).toMatchObject({ words: "nearing", party: "cobalt", heldAtMs: 5 });
  });

  test("a real one goes before one of an exercise that is older", () => {
    const drill = brought("C-1", { status: "EXERCISE", held_at_ms: 1 });
    const queue = added(added([], drill), brought("C-2"));
    expect(queue.map((one) => one.number)).toEqual(["C-2", "C-1"]);
  });
});
