/** What a browser remembers of keys: the first one seen, whatever is served later. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toBase64 } from "../proof/forms.ts";

const key = (of: number) => ({ key: toBase64(new Uint8Array(32).fill(of)), recovery: "" });

async function fresh() {
  vi.resetModules();
  return await import("./pins.ts");
}

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

describe("keys that this browser has seen", () => {
  test("stay as they were seen first, over a reload too", async () => {
    const first = await fresh();
    first.remember(new Map([["amber", key(1)]]));
    first.remember(new Map([["amber", key(2)]]));
    const later = await fresh();
    expect(later.pins.value.get("amber")?.key).toBe(key(1).key);
    later.forget("amber");
    later.remember(new Map([["amber", key(2)]]));
    expect((await fresh()).pins.value.get("amber")?.key).toBe(key(2).key);
  });

  test("are compared with what was read aloud, in whatever groups and letters", async () => {
    const { pins, remember, compare, pinnedFingerprint } = await fresh();
    remember(new Map([["amber", key(1)]]));
    const one = pins.value.get("amber");
    if (!one) throw new Error("nothing was remembered");
    const read = pinnedFingerprint(one);
    expect(compare("amber", read.slice(0, -1))).toBe(false);
    expect(compare("cobalt", read)).toBe(false);
    expect(pins.value.get("amber")?.compared_ms).toBe(0);
    expect(compare("amber", ` ${read.toUpperCase().replaceAll(" ", "-")} `)).toBe(true);
    expect((await fresh()).pins.value.get("amber")?.compared_ms).toBeGreaterThan(0);
  });

  test.each(["", "null", "{}", "[1]", '[["amber"]]', '[["amber",{"key":"x","recovery":""}]]', "["])(
    "are none when what was kept is %j",
    async (kept) => {
      localStorage.setItem("detente.pins", kept);
      expect((await fresh()).pins.value.size).toBe(0);
    },
  );

  test("of more parties than anybody has are not believed", async () => {
    const { pins, remember } = await fresh();
    const many = Array.from({ length: 1_001 }, (_, at) => [`party-${at}`, key(3)] as const);
    remember(new Map(many));
    expect(pins.value.size).toBe(0);
  });
});

describe("keys from elsewhere, as typed", () => {
  test("are a fingerprint or a key a line; anything else is said to be neither", async () => {
    const { keysIn } = await import("./checking.ts");
    const print = "0123 4567 89ab cdef 0123 4567 89ab cdef";
    const typed = keysIn(`amber = ${print.toUpperCase()}\n\ncobalt=${key(5).key}\n`);
    expect(typed?.get("amber")).toBe(print);
    expect(typed?.get("cobalt")).toEqual(new Uint8Array(32).fill(5));
    for (const wrong of ["amber", "amber=1234", "AMBER=x", `Amber=${print}`, `=${print}`])
      expect(keysIn(wrong)).toBeNull();
    expect(keysIn("")?.size).toBe(0);
  });
});
