import { describe, expect, test } from "vitest";
import { agenda, DAY_MS, entries, moved, onDay, otherMonth, somewhere, weeks } from "./calendar.ts";
import type { Contact, Due } from "./data.ts";

const at = (text: string) => Date.parse(`${text}T00:00Z`);
const contact = (number: string, from: string, to: string, state = "planned") =>
  ({
    channel: "desk",
    number,
    state,
    when: { first_ms: at(from), last_ms: at(to) + DAY_MS - 1 },
  }) as unknown as Contact;
const due = (number: string, day: string | null, kind = "commitment") =>
  ({
    channel: "desk",
    register: "consultations",
    kind,
    number,
    party: "amber",
    due_ms: day === null ? null : at(day) + DAY_MS - 1,
  }) as unknown as Due;

describe("weeks of a month", () => {
  test("every week has seven days from Monday on, and no day of the month is missing", () => {
    for (const month of ["2026-02-14", "2026-11-22", "2024-02-01", "2027-01-31"]) {
      const found = weeks(at(month));
      expect(
        found.every((week) => week.length === 7 && new Date(week[0] ?? 0).getUTCDay() === 1),
      ).toBe(true);
      const inside = found
        .flat()
        .filter((day) => new Date(day).getUTCMonth() === new Date(at(month)).getUTCMonth());
      expect(inside.length).toBe(
        (otherMonth(at(month), 1) - at(`${month.slice(0, 7)}-01`)) / DAY_MS,
      );
    }
  });

  test("February 2027 is four weeks exactly", () => {
    expect(weeks(at("2027-02-10"))).toHaveLength(4);
  });
});

describe("what lies on a day", () => {
  test("a visit of three days is on each of them and not on the day after", () => {
    const all = entries([contact("A", "2026-11-03", "2026-11-05")], []);
    const days = ["2026-11-02", "2026-11-03", "2026-11-05", "2026-11-06"];
    expect(days.map((day) => onDay(all, at(day)).length)).toEqual([0, 1, 1, 0]);
  });

  test("what is known to the month lies on no day, and stands with its month", () => {
    const all = entries([contact("A", "2026-11-01", "2026-11-30")], []);
    expect(onDay(all, at("2026-11-15"))).toEqual([]);
    expect(somewhere(all, at("2026-11-15"))).toHaveLength(1);
    expect(somewhere(all, at("2026-12-15"))).toEqual([]);
  });

  test("a cancelled contact is in no calendar, and what has no date neither", () => {
    const all = entries([contact("A", "2026-11-03", "2026-11-03", "cancelled")], [due("B", null)]);
    expect(all).toEqual([]);
  });

  test("a contact that is due is there once", () => {
    const all = entries(
      [contact("A", "2026-11-03", "2026-11-03")],
      [due("A", "2026-11-03", "contact")],
    );
    expect(all).toHaveLength(1);
  });
});

describe("the agenda", () => {
  test("begins with what is still going on, on the day that is asked for", () => {
    const all = entries(
      [contact("A", "2026-11-01", "2026-11-05")],
      [due("B", "2026-11-04"), due("C", "2026-10-30")],
    );
    const found = agenda(all, at("2026-11-03") + 1, 10);
    expect(
      found.map((one) => [
        one.dayMs,
        one.entries.map((each) => each.due?.number ?? each.contact?.number),
      ]),
    ).toEqual([
      [at("2026-11-03"), ["A"]],
      [at("2026-11-04"), ["B"]],
    ]);
  });
});

describe("arrow keys", () => {
  test("go the other way where the page is read from the right", () => {
    expect(moved(at("2026-11-10"), "ArrowRight", false)).toBe(at("2026-11-11"));
    expect(moved(at("2026-11-10"), "ArrowRight", true)).toBe(at("2026-11-09"));
  });

  test("a month on from the last of January is the last of February", () => {
    expect(moved(at("2026-01-31"), "PageDown", false)).toBe(at("2026-02-28"));
    expect(moved(at("2026-03-31"), "PageUp", false)).toBe(at("2026-02-28"));
  });

  test("Home and End are the Monday and the Sunday of the week", () => {
    expect(moved(at("2026-11-22"), "Home", false)).toBe(at("2026-11-16"));
    expect(moved(at("2026-11-18"), "End", false)).toBe(at("2026-11-22"));
  });

  test("other keys go nowhere", () => {
    expect(moved(at("2026-11-22"), "a", false)).toBeUndefined();
  });
});
