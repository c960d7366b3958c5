import { describe, expect, test } from "vitest";
import type { Agreement } from "./data.ts";
import { actsOf, groupOf, type Phase, steps } from "./life.ts";

const phase = (from_ms: number, state: string, more: Partial<Phase> = {}): Phase => ({
  from_ms,
  state,
  words: state,
  suspended: [],
  suspended_by: [],
  disputed_by: [],
  left: [],
  ...more,
});
const text = (state: string, more: Partial<Agreement> = {}): Agreement =>
  ({
    state,
    party: "amber",
    parties: [{ party: "amber" }, { party: "cobalt" }],
    signers: [],
    unsigned: [],
    answers: [],
    signatures: [],
    phases: [],
    until_ms: null,
    renews_days: null,
    ...more,
  }) as unknown as Agreement;

describe("the life of a text", () => {
  test("at an instant one phase is present, what was is past, what comes is ahead", () => {
    const all = [phase(10, "proposed"), phase(20, "signed"), phase(30, "in-force")];
    expect(steps(all, 25).map((one) => one.standing)).toEqual(["past", "present", "ahead"]);
    expect(steps(all, 5).map((one) => one.standing)).toEqual(["ahead", "ahead", "ahead"]);
    expect(steps(all, 30).at(-1)?.standing).toBe("present");
  });

  test("a state of a newer node waits for somebody rather than being over", () => {
    expect(groupOf("in-force")).toBe("holds");
    expect(groupOf("replaced")).toBe("over");
    expect(groupOf("frozen")).toBe("waits");
  });

  test("who proposed does not answer its own text, and may withdraw it", () => {
    const one = text("proposed", { unsigned: ["amber", "cobalt"] });
    expect(actsOf(one, "amber")).toEqual(["sign", "withdraw"]);
    expect(actsOf(one, "cobalt")).toEqual(["answer", "sign"]);
  });

  test("who is not named in it does nothing about it", () => {
    expect(actsOf(text("in-force", { signers: ["amber", "cobalt"] }), "meridian")).toEqual([]);
  });

  test("a suspension is disputed by the other side and resumed by its own", () => {
    const one = text("suspended", {
      signers: ["amber", "cobalt"],
      phases: [phase(10, "suspended", { suspended_by: ["cobalt"] })],
    });
    expect(actsOf(one, "amber")).toContain("dispute-suspension");
    expect(actsOf(one, "amber")).not.toContain("resume");
    expect(actsOf(one, "cobalt")).toContain("resume");
  });

  test("a dispute is not said twice", () => {
    const one = text("suspended", {
      signers: ["amber", "cobalt"],
      phases: [phase(10, "suspended", { suspended_by: ["cobalt"], disputed_by: ["amber"] })],
    });
    expect(actsOf(one, "amber")).not.toContain("dispute-suspension");
  });

  test("only a text with a period is renewed, and only one that renews itself is refused to", () => {
    const one = text("in-force", { signers: ["amber"], until_ms: 99, renews_days: 365 });
    expect(actsOf(one, "amber")).toEqual(["suspend", "renew", "not-renew", "exit"]);
    expect(actsOf(text("in-force", { signers: ["amber"] }), "amber")).toEqual(["suspend", "exit"]);
  });

  test("over is over", () => {
    expect(actsOf(text("expired", { signers: ["amber"] }), "amber")).toEqual([]);
  });
});
