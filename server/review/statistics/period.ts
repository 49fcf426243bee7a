import { type Counted, LISTS, type ListName, type PublishedWeek, type Slice } from "./types.ts";
import type { Week } from "./weeks.ts";

/** Which questions: everybody's, or those of one unit or one channel. Both at once would be a group too easily told apart. */
export type Chosen = { unit: string | null; channel: string | null };

/** From one week to the next. */
export interface Change {
  difference: number;
  /** Of the earlier number; null where that is too small to be a measure. */
  share: number | null;
  direction: "rising" | "falling" | "steady";
}

/** A row of a list over a period. */
export interface Trend {
  value: string;
  exchanges: number;
  /** Most distinct persons of one week; over more weeks they cannot be told apart. */
  persons: number;
  /** In the last week and in the one before it; null: hidden. */
  latest: number | null;
  before: number | null;
  change: Change | null;
}

export interface WeekPoint {
  week: Week;
  /** Null: hidden. */
  slice: Slice | null;
}

/** A part and what it is a part of: the questions of just those weeks in which the part is shown. */
export interface Portion {
  count: number;
  of: number;
}

export interface Period {
  chosen: Chosen;
  points: WeekPoint[];
  /** Over the weeks that are shown; null where none is. */
  exchanges: number | null;
  answered: Portion | null;
  clarify: Portion | null;
  notFound: Portion | null;
  again: Portion | null;
  nearMiss: Portion | null;
  feedback: { all: number; up: number | null; down: number | null } | null;
  tokens: number;
  cost: number;
  /** Questions of the last week beside those of the week before. */
  change: Change | null;
  lists: Record<ListName, Trend[]>;
}

/** Below this a share of change says nothing: from 1 to 2 is no doubling. */
const LEAST_FOR_SHARE = 10;
/** A smaller difference is never called a change. */
const LEAST_DIFFERENCE = 5;

/**
 * Two weeks of the same demand differ by chance: only what exceeds twice the standard deviation of a difference of two
 * Poisson counts is called rising or falling.
 */
export function changeOf(before: number, latest: number): Change {
  const difference = latest - before;
  const isClear = Math.abs(difference) >= LEAST_DIFFERENCE && Math.abs(difference) > 2 * Math.sqrt(before + latest);
  return {
    difference,
    share: before < LEAST_FOR_SHARE ? null : difference / before,
    direction: !isClear ? "steady" : difference > 0 ? "rising" : "falling",
  };
}

/**
 * The sum of the weeks as they were published. `weeks` are those of the period, `before` the week before its last one, which
 * may lie outside of it.
 */
export function periodOf(weeks: readonly PublishedWeek[], before: PublishedWeek | null, chosen: Chosen): Period {
  const points = weeks.map((week) => ({ week: week.week, slice: chosenSlice(week, chosen) }));
  const slices = points.flatMap(({ slice }) => (slice === null ? [] : [slice]));
  const latest = points.at(-1)?.slice ?? null;
  const earlier = before === null ? null : chosenSlice(before, chosen);
  const total = (of: (slice: Slice) => number | null) => sumOf(slices.map(of));
  const opinions = slices.flatMap(({ feedback }) => (feedback === null ? [] : [feedback]));
  return {
    ...{ chosen, points, exchanges: total(({ exchanges }) => exchanges) },
    answered: portionOf(slices, ({ answered }) => answered),
    clarify: portionOf(slices, ({ clarify }) => clarify),
    notFound: portionOf(slices, ({ notFound }) => notFound),
    again: portionOf(slices, ({ again }) => again),
    nearMiss: portionOf(slices, ({ nearMiss }) => nearMiss),
    feedback:
      opinions.length === 0
        ? null
        : {
            all: opinions.reduce((sum, { all }) => sum + all, 0),
            up: sumOf(opinions.map(({ up }) => up)),
            down: sumOf(opinions.map(({ down }) => down)),
          },
    tokens: total(({ tokens }) => tokens) ?? 0,
    cost: total(({ cost }) => cost) ?? 0,
    change: latest === null || earlier === null ? null : changeOf(earlier.exchanges, latest.exchanges),
    lists: trends(slices, { latest, before: earlier }),
  };
}

export function chosenSlice({ all, units, channels }: PublishedWeek, { unit, channel }: Chosen): Slice | null {
  if (unit !== null) return units.find(({ name }) => name === unit) ?? null;
  if (channel !== null) return channels.find(({ name }) => name === channel) ?? null;
  return all;
}

function trends(
  slices: readonly Slice[],
  { latest, before }: { latest: Slice | null; before: Slice | null },
): Record<ListName, Trend[]> {
  const entries = LISTS.map((list): [ListName, Trend[]] => {
    const rows = new Map<string, Counted>();
    for (const { value, exchanges, persons } of slices.flatMap(({ lists }) => lists[list])) {
      const sum = rows.get(value) ?? { value, exchanges: 0, persons: 0 };
      rows.set(value, { value, exchanges: sum.exchanges + exchanges, persons: Math.max(sum.persons, persons) });
    }
    const at = (slice: Slice | null, value: string) =>
      slice?.lists[list].find((row) => row.value === value)?.exchanges ?? null;
    const trend = (row: Counted): Trend => {
      const [now, then] = [at(latest, row.value), at(before, row.value)];
      return { ...row, latest: now, before: then, change: now === null || then === null ? null : changeOf(then, now) };
    };
    return [list, [...rows.values()].map(trend).sort(byCount)];
  });
  return Object.fromEntries(entries) as Record<ListName, Trend[]>;
}

const byCount = (a: Trend, b: Trend) =>
  b.exchanges - a.exchanges || b.persons - a.persons || (a.value < b.value ? -1 : 1);

/** Of just those slices in which the part is shown; null where it is in none. */
export function portionOf(slices: readonly Slice[], part: (slice: Slice) => number | null): Portion | null {
  const known = slices.filter((slice) => part(slice) !== null);
  const count = sumOf(known.map(part));
  return count === null ? null : { count, of: sumOf(known.map(({ exchanges }) => exchanges)) ?? 0 };
}

/** Null where nothing is known; what is hidden in some weeks is not in the sum. */
function sumOf(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : known.reduce((sum, number) => sum + number, 0);
}
