/** What the inbox puts first, and what it says of who waits for whom. */
import { describe, expect, test } from "vitest";
import type { Message } from "../app/lines.ts";
import { byUrgency, type Due, standing } from "./standing.ts";

let serial = 0;

function due(step: string, party: string, due_ms: number, missed = false): Due {
  return { step, party, due_ms, missed, level: 0, to_role: "duty officer" };
}

function message(number: string, more: Record<string, unknown> = {}, inner: object = {}): Message {
  serial += 1;
  return {
    author: "cobalt",
    direction: "in",
    state: "open",
    at_ms: serial,
    position: serial,
    steps: [],
    due: [],
    message: { number, format: "NAA", precedence: "ROUTINE", to: ["amber"], fields: {}, ...inner },
    ...more,
  } as unknown as Message;
}

const READ = { step: "READ", party: "amber", by_clock_ms: 1, here_ms: 1 };
const numbers = (found: readonly Message[]) => found.map((one) => one.message.number);

describe("the order of the inbox", () => {
  test("A FLASH that waits for us stands before what is overdue, and that before what is due soon.", () => {
    const soon = message("SOON", { steps: [READ], due: [due("ANSWER", "amber", 900)] });
    const overdue = message("OVERDUE", { steps: [READ], due: [due("ANSWER", "amber", 100, true)] });
    const flash = message("FLASH", { due: [due("READ", "amber", 5_000)] }, { precedence: "FLASH" });
    expect(numbers(byUrgency([soon, overdue, flash], "amber"))).toEqual([
      "FLASH",
      "OVERDUE",
      "SOON",
    ]);
  });

  test("A FLASH that was read and answered presses nobody any more.", () => {
    const flash = message("FLASH", { steps: [READ] }, { precedence: "FLASH" });
    const unread = message("UNREAD");
    expect(numbers(byUrgency([flash, unread], "amber"))).toEqual(["UNREAD", "FLASH"]);
  });

  test("Without a deadline precedence decides, and then what has waited longest.", () => {
    const young = message("YOUNG", { at_ms: 50 });
    const old = message("OLD", { at_ms: 10 });
    const urgent = message("URGENT", { at_ms: 90 }, { precedence: "IMMEDIATE" });
    expect(numbers(byUrgency([young, old, urgent], "amber"))).toEqual(["URGENT", "OLD", "YOUNG"]);
  });

  test("What we owe stands before what is owed to us, however late the other side is.", () => {
    const theirs = message("THEIRS", {
      direction: "out",
      author: "amber",
      due: [due("READBACK", "cobalt", 1, true)],
    });
    const ours = message("OURS", { steps: [READ], due: [due("ANSWER", "amber", 9_999)] });
    expect(numbers(byUrgency([theirs, ours], "amber"))).toEqual(["OURS", "THEIRS"]);
  });

  test("The order does not depend on the order in which messages came.", () => {
    const all = [
      message("A"),
      message("B", {}, { precedence: "PRIORITY" }),
      message("C", { due: [due("READ", "amber", 7)] }),
    ];
    const there = numbers(byUrgency(all, "amber"));
    expect(numbers(byUrgency([...all].reverse(), "amber"))).toEqual(there);
  });
});

describe("who waits for whom", () => {
  test("The end of an own activity is no work of the watch until it is overdue.", () => {
    const own = { direction: "out", author: "amber" };
    const flying = message("FLYING", { ...own, due: [due("END", "amber", 99)] });
    const late = message("LATE", { ...own, due: [due("END", "amber", 1, true)] });
    expect(standing(flying, "amber").place).toBe("stands");
    expect(standing(late, "amber").place).toBe("ours");
  });

  test("A message that was answered without a READ of its own counts as read.", () => {
    const answered = message("ANSWERED", { steps: [{ ...READ, step: "ANSWER" }] });
    expect(standing(answered, "amber").unread).toBe(false);
  });

  test("A receipt and a message for somebody else are never unread here.", () => {
    expect(standing(message("RECEIPT", {}, { format: "RBK" }), "amber").unread).toBe(false);
    expect(standing(message("INFO", {}, { to: ["meridian"] }), "amber").unread).toBe(false);
  });
});
