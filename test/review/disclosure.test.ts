import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shownTotals } from "../../server/review/statistics/disclose.ts";
import { type Measure, placeKey, type SliceKey } from "../../server/review/statistics/groups.ts";
import type { MeasuredWeek } from "../../server/review/statistics/measure.ts";
import { publish } from "../../server/review/statistics/publish.ts";
import type { PublishedWeek, Slice } from "../../server/review/statistics/types.ts";

const SMALLEST = 3;
const AGENCIES = ["so tai chinh", "so y te"];
const STATUSES = ["answered", "clarify", "not_found"] as const;

interface Asked {
  unit: string;
  channel: string;
  /** 0: nobody known. */
  person: number;
  status: (typeof STATUSES)[number];
  agencies: string[];
  again: boolean;
}

/** People mostly keep to one unit and one channel; some do not, and then groups overlap. */
const asked: fc.Arbitrary<Asked> = fc
  .record({
    person: fc.integer({ min: 0, max: 14 }),
    moved: fc.boolean(),
    status: fc.constantFrom(...STATUSES),
    agencies: fc.subarray(AGENCIES),
    again: fc.boolean(),
  })
  .map(({ person, moved, ...rest }) => ({
    ...{ person, unit: `U${(person + (moved ? 1 : 0)) % 4}`, channel: person % 3 === 0 ? "telegram" : "zalo-oa" },
    ...rest,
  }));
const log = fc.array(asked, { maxLength: 60 });

function measureOf(log: readonly Asked[], holds: (one: Asked) => boolean): Measure {
  const measure = new Map<string, { byPerson: Map<number, number>; nobody: number }>();
  for (const one of log.filter(holds)) {
    const key = placeKey(one);
    const counts = measure.get(key) ?? { byPerson: new Map(), nobody: 0 };
    if (one.person === 0) counts.nobody += 1;
    else counts.byPerson.set(one.person, (counts.byPerson.get(one.person) ?? 0) + 1);
    measure.set(key, counts);
  }
  return measure;
}

/** What the page has a place for: each cell with the exchanges that it counts. */
interface Cell {
  slice: SliceKey;
  name: string;
  holds(one: Asked): boolean;
}

const NAMES: Record<string, (one: Asked) => boolean> = {
  exchanges: () => true,
  answered: ({ status }) => status === "answered",
  clarify: ({ status }) => status === "clarify",
  notFound: ({ status }) => status === "not_found",
  again: ({ again }) => again,
  ...Object.fromEntries(AGENCIES.map((key) => [`agency ${key}`, ({ agencies }: Asked) => agencies.includes(key)])),
  ...Object.fromEntries(
    AGENCIES.map((key) => [
      `gap ${key}`,
      ({ agencies, status }: Asked) => agencies.includes(key) && status === "not_found",
    ]),
  ),
};

function measured(log: readonly Asked[]): MeasuredWeek {
  const alone = (holds: (one: Asked) => boolean) => new Map([["", measureOf(log, holds)]]);
  const byAgency = (holds: (one: Asked) => boolean) =>
    new Map(AGENCIES.map((key) => [key, measureOf(log, (one) => one.agencies.includes(key) && holds(one))]));
  return {
    measures: new Map([
      ["all", alone(() => true)],
      ["answered", alone(NAMES.answered as Cell["holds"])],
      ["clarify", alone(NAMES.clarify as Cell["holds"])],
      ["not_found", alone(NAMES.notFound as Cell["holds"])],
      ["again", alone(NAMES.again as Cell["holds"])],
      ["agency", byAgency(() => true)],
      // Agencies stand in for topics here: a part of a part.
      ["topic", byAgency(() => true)],
      ["gap", byAgency(NAMES.notFound as Cell["holds"])],
    ]),
    feedback: new Map(),
    times: new Map(),
    reviewed: { exchanges: 0, wrong: 0, claims: {}, overall: {}, persons: 0 },
  };
}

function cellsOf(log: readonly Asked[]): Cell[] {
  const inSlice = (slice: SliceKey, { unit, channel }: Asked) =>
    slice === "all" || slice === `unit:${unit}` || slice === `channel:${channel}`;
  const slices = new Set<SliceKey>(
    log.flatMap(({ unit, channel }): SliceKey[] => [`unit:${unit}`, `channel:${channel}`]),
  );
  return (["all", ...slices] as SliceKey[]).flatMap((slice) =>
    Object.entries(NAMES).map(([name, holds]) => ({
      slice,
      name,
      holds: (one: Asked) => inSlice(slice, one) && holds(one),
    })),
  );
}

function shownOf(published: PublishedWeek, { slice, name }: Cell): number | null {
  const found: Slice | null | undefined =
    slice === "all"
      ? published.all
      : [
          ...published.units.map((one) => ({ key: `unit:${one.name}`, one })),
          ...published.channels.map((one) => ({ key: `channel:${one.name}`, one })),
        ].find(({ key }) => key === slice)?.one;
  if (!found) return null;
  const [list, ...value] = name.split(" ");
  if (value.length === 0) return found[name as "exchanges" | "again"];
  return found.lists[list as "agency" | "gap"].find((row) => row.value === value.join(" "))?.exchanges ?? null;
}

const personsOf = (log: readonly Asked[], cell: Cell) =>
  new Set(log.filter((one) => cell.holds(one) && one.person !== 0).map(({ person }) => person)).size;

/** Everything that one exchange can be, at the places that somebody asked from: what a reader who knows those may think of. */
function possible(log: readonly Asked[]): Asked[] {
  const places = [...new Map(log.map((one) => [placeKey(one), one])).values()];
  const subsets = [[], [AGENCIES[0]], [AGENCIES[1]], AGENCIES] as string[][];
  return places.flatMap(({ unit, channel }) =>
    STATUSES.flatMap((status) =>
      subsets.flatMap((agencies) =>
        [true, false].map((again) => ({ unit, channel, person: 1, status, agencies, again })),
      ),
    ),
  );
}

/** Exact, over the rational numbers, and nothing of the program's own: rows are eliminated with whole numbers only. */
function follows(known: readonly number[][], target: readonly number[]): boolean {
  const basis: { pivot: number; row: bigint[] }[] = [];
  const reduce = (row: bigint[]) => {
    for (const { pivot, row: base } of basis) {
      const [a, b] = [row[pivot] as bigint, base[pivot] as bigint];
      if (a !== 0n) row = row.map((value, index) => value * b - (base[index] as bigint) * a);
    }
    const divisor = row.reduce((gcd, value) => greatest(gcd, value), 0n);
    return divisor > 1n ? row.map((value) => value / divisor) : row;
  };
  for (const row of known) {
    const left = reduce(row.map(BigInt));
    const pivot = left.findIndex((value) => value !== 0n);
    if (pivot >= 0) basis.push({ pivot, row: left });
  }
  return reduce(target.map(BigInt)).every((value) => value === 0n);
}

function greatest(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function leaks(log: readonly Asked[], isShown: (cell: Cell) => boolean): string[] {
  const space = possible(log);
  const cells = cellsOf(log);
  const vector = (cell: Cell) => space.map((one) => (cell.holds(one) ? 1 : 0));
  const known = cells.filter(isShown).map(vector);
  return (
    cells
      .filter((cell) => !isShown(cell) && personsOf(log, cell) < SMALLEST)
      // A list has no row for what nobody of a slice asked about, and that nobody did tells nothing of anybody.
      .filter((cell) => !cell.name.includes(" ") || log.some(cell.holds))
      .filter((cell) => vector(cell).includes(1) && follows(known, vector(cell)))
      .map(({ slice, name }) => `${slice} ${name}`)
  );
}

describe("what a page tells of few persons", () => {
  const publishing = { week: "2026-11-16", smallestGroup: SMALLEST, idleMinutes: 30 };

  it("is nothing: every number shown is right and about enough persons, whatever was asked", () => {
    fc.assert(
      fc.property(log, (log) => {
        const published = publish(measured(log), publishing);
        for (const cell of cellsOf(log)) {
          const shown = shownOf(published, cell);
          if (shown === null) continue;
          expect(shown).toBe(log.filter(cell.holds).length);
          expect(personsOf(log, cell)).toBeGreaterThanOrEqual(SMALLEST);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("does not follow from the numbers shown, by any sum or difference of them", () => {
    fc.assert(
      fc.property(log, (log) => {
        const published = publish(measured(log), publishing);
        expect(leaks(log, (cell) => shownOf(published, cell) !== null)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("leaves a group of enough persons, or nobody, where shown units are taken from the total", () => {
    fc.assert(
      fc.property(log, (log) => {
        const published = publish(measured(log), publishing);
        if (published.all === null) return;
        const units = new Set(published.units.map(({ name }) => name));
        const others = log.filter(({ unit }) => !units.has(unit));
        expect(published.otherUnits).toBe(others.length);
        const persons = new Set(others.map(({ person }) => person).filter((person) => person !== 0)).size;
        if (others.length > 0) expect(persons).toBeGreaterThanOrEqual(SMALLEST);
      }),
      { numRuns: 300 },
    );
  });

  it("would follow if only the small cells themselves were hidden: the check above can see it", () => {
    const one = (unit: string, person: number): Asked => ({
      ...{ unit, channel: "telegram", person, status: "answered", agencies: [], again: false },
    });
    const log = [1, 2, 3, 4].map((person) => one("U0", person)).concat([one("U1", 5), one("U1", 6)]);
    const primary = (cell: Cell) => personsOf(log, cell) >= SMALLEST;
    expect(leaks(log, primary)).toContain("unit:U1 exchanges");
    const asked = measureOf(log, () => true);
    expect([...shownTotals(asked, SMALLEST)]).not.toContain("unit:U0");
  });

  it("hides a unit that its only channel would give away", () => {
    // U0 and U1 use Zalo alone: the channel minus U0 would be U1, though enough others are hidden with it.
    const rows: [string, string, number[]][] = [
      ["U0", "zalo-oa", [1, 2, 3]],
      ["U1", "zalo-oa", [4, 5]],
      ["U2", "telegram", [6, 7]],
      ["U3", "telegram", [8, 9, 10]],
    ];
    const log = rows.flatMap(([unit, channel, people]) =>
      people.map((person): Asked => ({ unit, channel, person, status: "answered", agencies: [], again: false })),
    );
    const published = publish(measured(log), publishing);
    expect(leaks(log, (cell) => shownOf(published, cell) !== null)).toEqual([]);
    expect(published.all?.exchanges).toBe(10);
  });
});
