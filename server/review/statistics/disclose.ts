import { derivable } from "./derivable.ts";
import { type Measure, type Size, type SliceKey, sizeOf, slicesOf } from "./groups.ts";

/** Counts that must not be told of too few persons, neither themselves nor what is left of a sum without them. */
interface Guarded {
  measure: Measure;
  /** Nothing at all is told of nobody: an empty group may be worked out, a small one may not. */
  mayBeEmpty: boolean;
}

export interface Whole {
  measure: Measure;
  /** Its slices that are shown. */
  shown: ReadonlySet<SliceKey>;
}

/** Which slices of a total may be shown, so that no hidden one follows from the others. */
export function shownTotals(measure: Measure, smallestGroup: number): Set<SliceKey> {
  return settle([{ measure, mayBeEmpty: false }], { smallestGroup, whole: null });
}

export interface Split {
  /** What is divided. */
  whole: Whole;
  part: Measure;
  /** The others of the whole: they follow from the two. */
  rest: Measure;
  /** The rest is no row of a page: that it is empty tells nothing of anybody. */
  restMayBeEmpty: boolean;
}

/** Which slices of a part may be shown beside the slices of its whole that are. */
export function shownParts({ whole, part, rest, restMayBeEmpty }: Split, smallestGroup: number): Set<SliceKey> {
  const guarded = [
    { measure: part, mayBeEmpty: false },
    { measure: rest, mayBeEmpty: restMayBeEmpty },
  ];
  return settle(guarded, { smallestGroup, whole });
}

interface Rules {
  smallestGroup: number;
  whole: Whole | null;
}

function settle(guarded: readonly Guarded[], rules: Rules): Set<SliceKey> {
  const [{ measure }] = guarded as [Guarded];
  const places = [...new Set(guarded.flatMap((one) => [...one.measure.keys()]))];
  const members = membersOf([...places, ...(rules.whole?.measure.keys() ?? [])]);
  const sizes = new Map<SliceKey, Size>();
  for (const [slice, own] of members) sizes.set(slice, sizeOf(measure, own));
  const mayShow = (slice: SliceKey) =>
    (rules.whole?.shown.has(slice) ?? true) &&
    guarded.every((one) => isTold(sizeOf(one.measure, members.get(slice) ?? []), one, rules));
  const shown = new Set([...members.keys()].filter(mayShow));
  if (!shown.has("all")) return new Set();
  for (const kind of ["unit:", "channel:"]) coverLeftOver(kind, { shown, members, sizes, guarded, rules });
  while (shown.size > 0 && isBroken({ shown, members, sizes, guarded, rules })) dropSmallest(shown, sizes);
  return shown;
}

interface State {
  shown: Set<SliceKey>;
  members: ReadonlyMap<SliceKey, readonly string[]>;
  /** Of the first of the guarded, by slice. */
  sizes: ReadonlyMap<SliceKey, Size>;
  guarded: readonly Guarded[];
  rules: Rules;
}

function membersOf(places: readonly string[]): Map<SliceKey, string[]> {
  const members = new Map<SliceKey, string[]>();
  for (const place of new Set(places)) {
    for (const slice of slicesOf(place)) {
      const own = members.get(slice);
      if (own) own.push(place);
      else members.set(slice, [place]);
    }
  }
  return members;
}

function isTold({ persons, exchanges }: Size, { mayBeEmpty }: Guarded, { smallestGroup }: Rules): boolean {
  return persons >= smallestGroup || (mayBeEmpty && exchanges === 0);
}

/** A total minus the shown rows is the hidden ones together: they must be a large enough group as well. */
function coverLeftOver(kind: string, state: State): void {
  const { shown, members, sizes, guarded, rules } = state;
  const ofKind = [...members.keys()].filter((slice) => slice.startsWith(kind));
  for (;;) {
    const left = ofKind.filter((slice) => !shown.has(slice)).flatMap((slice) => members.get(slice) ?? []);
    const isSafe = left.length === 0 || guarded.every((one) => isTold(sizeOf(one.measure, left), one, rules));
    const empty = sizeOf((guarded[0] as Guarded).measure, left).exchanges === 0;
    // Of a row that occurs nowhere else, nothing is left to be told.
    if (isSafe || (empty && (guarded[1]?.mayBeEmpty ?? false) && isRestSafe(left, state))) return;
    const smallest = bySize(
      ofKind.filter((slice) => shown.has(slice)),
      sizes,
    )[0];
    if (smallest === undefined) return;
    shown.delete(smallest);
  }
}

function isRestSafe(left: readonly string[], { guarded, rules }: State): boolean {
  return guarded.slice(1).every((one) => isTold(sizeOf(one.measure, left), one, rules));
}

/** Units and channels cross: what no row gives away, a row of one and a column of the other may. */
function isBroken({ shown, members, guarded, rules }: State): boolean {
  const cells = guarded.flatMap(({ measure }, at) => [...measure.keys()].map((place) => ({ at, place })));
  const vector = (slice: SliceKey, of: (at: number) => boolean) => {
    const own = new Set(members.get(slice));
    return cells.map(({ at, place }) => (of(at) && own.has(place) ? 1 : 0));
  };
  const sums = [
    ...[...(rules.whole?.shown ?? [])].map((slice) => vector(slice, () => true)),
    ...[...shown].map((slice) => vector(slice, (at) => at === 0)),
  ];
  const hidden = [...members.keys()].filter((slice) => !shown.has(slice));
  const targets = guarded.flatMap((_, which) => {
    const everything = vector("all", (at) => at === which).join();
    // A slice that holds all there is of it is told with the total.
    return hidden
      .map((slice) => vector(slice, (at) => at === which))
      .filter((target) => target.includes(1) && target.join() !== everything);
  });
  if (targets.length === 0) return false;
  const [known, wanted] = folded(sums, targets);
  return derivable(known, wanted).includes(true);
}

/** Cells that stand in the same sums are one: a table of 200 units stays small. */
function folded(sums: number[][], targets: number[][]): [number[][], number[][]] {
  const width = targets[0]?.length ?? 0;
  const kept = new Map<string, number>();
  for (let cell = 0; cell < width; cell += 1) {
    const key = [...sums, ...targets].map((row) => row[cell]).join("");
    if (!kept.has(key)) kept.set(key, cell);
  }
  const columns = [...kept.values()];
  const pick = (rows: number[][]) => rows.map((row) => columns.map((cell) => row[cell] as number));
  return [pick(sums), pick(targets)];
}

function dropSmallest(shown: Set<SliceKey>, sizes: ReadonlyMap<SliceKey, Size>): void {
  const rows = [...shown].filter((slice) => slice !== "all");
  shown.delete(bySize(rows, sizes)[0] ?? "all");
}

/** The fewest persons first; the same choice every time. */
function bySize(slices: readonly SliceKey[], sizes: ReadonlyMap<SliceKey, Size>): SliceKey[] {
  const size = (slice: SliceKey) => sizes.get(slice) ?? { persons: 0, exchanges: 0 };
  return [...slices].sort(
    (a, b) =>
      size(a).persons - size(b).persons || size(a).exchanges - size(b).exchanges || (a < b ? -1 : a > b ? 1 : 0),
  );
}
