import { describe, expect, test } from "vitest";
import {
  advanced,
  apartCm,
  extentOf,
  GONE_MS,
  instants,
  OLD_MS,
  otherSpeed,
  type Report,
  shownAt,
  step,
} from "./replay.ts";

const report = (id: string, atMs: number, latE7 = 0, lonE7 = 0): Report => ({
  id,
  party: "amber",
  callsign: id,
  latE7,
  lonE7,
  atMs,
  height: null,
  number: "",
});
const T = 1_000_000_000;

describe("a case played back", () => {
  test("between two reports the earlier one stands where it was made, and nothing between is made up", () => {
    const reports = [report("a", T, 0, 0), report("a", T + 60_000, 0, 1_000_000)];
    const [shown] = shownAt(reports, T + 30_000);
    expect(shown?.report).toBe(reports[0]);
    expect(shown?.ageMs).toBe(30_000);
  });

  test("a report is hollow once a turn of a radar was missed, and gone after ten minutes", () => {
    const reports = [report("a", T)];
    expect(shownAt(reports, T + OLD_MS)[0]?.old).toBe(false);
    expect(shownAt(reports, T + OLD_MS + 1)[0]?.old).toBe(true);
    expect(shownAt(reports, T + GONE_MS + 1)).toEqual([]);
  });

  test("what was reported later is not known yet", () => {
    expect(shownAt([report("a", T)], T - 1)).toEqual([]);
  });

  test("two sides' reports are two things, each with its own connection", () => {
    const reports = [report("a", T), report("b", T), report("a", T + 5_000)];
    const shown = shownAt(reports, T + 6_000);
    expect(shown.map((one) => [one.report.id, one.trail.length])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });

  test("steps go over every report and the incident itself, once each", () => {
    const all = instants([report("a", T + 5), report("b", T + 5), report("a", T)], T + 3);
    expect(all).toEqual([T, T + 3, T + 5]);
    expect(step(all, T + 3, "next")).toBe(T + 5);
    expect(step(all, T + 3, "before")).toBe(T);
    expect(step(all, T + 5, "next")).toBeUndefined();
  });

  test("play stops at the end and never runs past it", () => {
    const extent = extentOf([report("a", T)], T + 10_000);
    if (!extent) throw new Error("there is something to play");
    expect(advanced(extent.toMs - 100, 250, 60, extent)).toEqual({
      atMs: extent.toMs,
      ended: true,
    });
    expect(advanced(extent.fromMs - 99_000, 250, 1, extent).atMs).toBe(extent.fromMs + 250);
  });

  test("there is nothing to play without a report or a time", () => {
    expect(extentOf([], null)).toBeUndefined();
  });

  test("speeds end at the slowest and the fastest", () => {
    expect(otherSpeed(1, -1)).toBe(1);
    expect(otherSpeed(60, 1)).toBe(60);
    expect(otherSpeed(5, 1)).toBe(20);
  });

  test("a minute of latitude is a nautical mile, within the sphere's error", () => {
    const cm = apartCm(report("a", T), report("b", T, Math.round(1e7 / 60)));
    expect(Math.abs(cm - 185_200) / 185_200).toBeLessThan(0.005);
  });
});
