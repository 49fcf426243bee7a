import { expect, test } from "vitest";
import { dayInVietnam, vietnamClock, vietnamMidnight } from "../../retrieval/text/vietnam.ts";

test("a day begins at 17:00 UTC of the day before", () => {
  expect(vietnamMidnight("2026-03-01")?.toISOString()).toBe("2026-02-28T17:00:00.000Z");
  expect(dayInVietnam(new Date("2026-02-28T16:59:59.999Z"))).toBe("2026-02-28");
  expect(dayInVietnam(new Date("2026-02-28T17:00:00Z"))).toBe("2026-03-01");
  expect(vietnamClock(new Date("2026-02-28T17:00:00Z")).toISOString()).toBe("2026-03-01T00:00:00.000Z");
});

test.each(["2026-02-30", "2026-13-01", "2026-2-1", "01/02/2026", "", "2026-02-01T00:00"])("%j is no day", (text) => {
  expect(vietnamMidnight(text)).toBeNull();
});
