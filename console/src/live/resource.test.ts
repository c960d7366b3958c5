/** A question is asked again when it may have changed, and never so often that its answers cost the node its time. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Resource } from "./resource.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes `ms` to answer, and counts how often it was asked. */
function slow(ms: number): { asked: () => number; resource: Resource<number> } {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, ms));
    return asked;
  };
  return { asked: () => asked, resource: new Resource(ask) };
}

test("many changes at once are one question", async () => {
  const { asked, resource } = slow(0);
  resource.hold();
  await vi.advanceTimersByTimeAsync(10);
  for (let at = 0; at < 100; at += 1) resource.stale();
  await vi.advanceTimersByTimeAsync(100);
  expect(asked()).toBe(2);
});

test("the first change after a quiet time is asked for at once, even when the question is dear", async () => {
  const { asked, resource } = slow(400);
  resource.hold();
  await vi.advanceTimersByTimeAsync(10_000);
  resource.stale();
  await vi.advanceTimersByTimeAsync(50);
  expect(asked()).toBe(2);
});

test("on a busy line a dear question takes at most a quarter of the time, and is still asked", async () => {
  const { asked, resource } = slow(400);
  resource.hold();
  for (let at = 0; at < 160; at += 1) {
    await vi.advanceTimersByTimeAsync(100);
    resource.stale();
  }
  expect(asked()).toBeGreaterThanOrEqual(8);
  expect(asked()).toBeLessThanOrEqual(11);
});

test("what nobody looks at any more is not asked again by a change", async () => {
  const { asked, resource } = slow(0);
  resource.hold()();
  await vi.advanceTimersByTimeAsync(100);
  const before = asked();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked()).toBe(before);
});
