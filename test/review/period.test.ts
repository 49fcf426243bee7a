import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundsOf,
  changeOf,
  latestWeek,
  readWeek,
  weekAfter,
  weekInWords,
  weekName,
  weekOf,
  wilson,
} from "../../server/review/statistics/index.ts";
import { vietnam } from "../support/answer-log.ts";

describe("weeks", () => {
  it("begin on Monday 00:00 in Vietnam", () => {
    expect(weekOf(vietnam("2026-11-15", "23:59:59"))).toBe("2026-11-09");
    expect(weekOf(vietnam("2026-11-16", "00:00"))).toBe("2026-11-16");
    expect(boundsOf("2026-11-16")).toEqual({
      start: vietnam("2026-11-16", "00:00"),
      end: vietnam("2026-11-23", "00:00"),
    });
  });

  it("are over when a question of their last minute can no longer be asked again", () => {
    expect(latestWeek(vietnam("2026-11-23", "00:29"), 30)).toBe("2026-11-09");
    expect(latestWeek(vietnam("2026-11-23", "00:30"), 30)).toBe("2026-11-16");
  });

  it("have ISO numbers, also where years meet", () => {
    const names = {
      "2026-11-16": "2026-W47",
      "2026-12-28": "2026-W53",
      "2027-01-04": "2027-W01",
      "2024-12-30": "2025-W01",
    };
    for (const [week, name] of Object.entries(names)) {
      expect(weekName(week)).toBe(name);
      expect(readWeek(name)).toBe(week);
    }
    for (const name of ["2027-W53", "2026-W00", "2026-W54", "2026-47", "", "2026-W047"])
      expect(readWeek(name)).toBe(null);
    expect(weekInWords("2026-12-28")).toBe("28/12–3/1/2027");
  });

  it("are named and read back alike, for three centuries", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15_000 }), (weeks) => {
        const week = weekAfter("1970-01-05", weeks);
        expect(readWeek(weekName(week))).toBe(week);
      }),
    );
  });
});

describe("rising and falling", () => {
  it.each([
    // From 1 to 2 is no doubling.
    [1, 2, "steady", null],
    [9, 30, "rising", null],
    [10, 30, "rising", 2],
    [100, 110, "steady", 0.1],
    [100, 140, "rising", 0.4],
    [140, 100, "falling", -40 / 140],
    [0, 4, "steady", null],
  ])("from %i to %i is %s", (before, latest, direction, share) => {
    expect(changeOf(before, latest)).toEqual({ difference: latest - before, direction, share });
  });
});

describe("Wilson's interval", () => {
  it("is that of the tables", () => {
    // Newcombe 1998, table I: 81 of 263 and 0 of 20.
    expect(wilson(81, 263)?.low).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263)?.high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20)?.low).toBe(0);
    expect(wilson(0, 20)?.high).toBeCloseTo(0.1611, 4);
    expect(wilson(0, 0)).toBe(null);
  });
});
