import { shownParts, shownTotals, type Whole } from "./disclose.ts";
import { type Measure, type SliceKey, sizeOf, slicesOf, without } from "./groups.ts";
import type { MeasuredWeek, Times } from "./measure.ts";
import { type Counted, LISTS, type ListName, type NamedSlice, type PublishedWeek, type Slice } from "./types.ts";

export interface Publishing {
  week: string;
  /** Nothing is told of fewer persons. */
  smallestGroup: number;
  idleMinutes: number;
}

const NONE: Measure = new Map();
const EVERYBODY: SliceKey = "all";

/**
 * Hides what is about too few persons, and what that would follow from. An exchange of nobody known counts where the group
 * is large enough without it. Pure.
 */
export function publish(measured: MeasuredWeek, publishing: Publishing): PublishedWeek {
  const { smallestGroup } = publishing;
  const asked = measureOf(measured.measures, "all");
  const totals: Whole = { measure: asked, shown: shownTotals(asked, smallestGroup) };
  const parts = partsOf(measured, totals, smallestGroup);
  const slice = (key: SliceKey): Slice => sliceOf(key, { measured, totals, parts, smallestGroup });
  const named = (kind: "unit:" | "channel:"): NamedSlice[] =>
    [...totals.shown]
      .filter((key) => key.startsWith(kind))
      .sort()
      .map((key) => ({ name: key.slice(kind.length), ...slice(key) }));
  const [units, channels] = [named("unit:"), named("channel:")];
  const all = totals.shown.has(EVERYBODY) ? slice(EVERYBODY) : null;
  const { persons: judged, ...reviewed } = measured.reviewed;
  return {
    ...publishing,
    ...{ all, units, channels },
    otherUnits: leftOf(all, units),
    otherChannels: leftOf(all, channels),
    reviewed: judged >= smallestGroup ? reviewed : null,
  };
}

/** Every part with the slices in which it is shown. */
interface Parts {
  answered: Part;
  clarify: Part;
  notFound: Part;
  again: Part;
  nearMiss: Part;
  lists: ReadonlyMap<ListName, ReadonlyMap<string, Part>>;
  feedback: { all: Part; up: Part; down: Part };
}

type Part = Whole;

function partsOf({ measures, feedback }: MeasuredWeek, totals: Whole, smallestGroup: number): Parts {
  const part = (whole: Whole, measure: Measure, rest: Measure, restMayBeEmpty: boolean): Part => ({
    measure,
    shown: shownParts({ whole, part: measure, rest, restMayBeEmpty }, smallestGroup),
  });
  const partOfAll = (measure: Measure, restMayBeEmpty: boolean) =>
    part(totals, measure, without(totals.measure, measure), restMayBeEmpty);
  const answered = partOfAll(measureOf(measures, "answered"), false);
  const rest: Whole = { measure: without(totals.measure, answered.measure), shown: answered.shown };
  const [unclear, missed] = [measureOf(measures, "clarify"), measureOf(measures, "not_found")];
  const clarify = part(rest, unclear, missed, false);
  const lists = new Map<ListName, Map<string, Part>>();
  for (const list of LISTS.filter((name) => name !== "gap")) {
    const byValue = [...(measures.get(list) ?? [])];
    lists.set(list, new Map(byValue.map(([value, measure]) => [value, partOfAll(measure, true)])));
  }
  // What could not be answered is a part of its topic, and so is what could.
  const gaps = [...(measures.get("gap") ?? [])].map(([value, measure]): [string, Part] => {
    const topic = lists.get("topic")?.get(value) ?? { measure: NONE, shown: new Set<SliceKey>() };
    return [value, part(topic, measure, without(topic.measure, measure), true)];
  });
  lists.set("gap", new Map(gaps));
  return {
    ...{ answered, clarify, notFound: { measure: missed, shown: clarify.shown }, lists },
    again: partOfAll(measureOf(measures, "again"), false),
    nearMiss: partOfAll(measureOf(measures, "near"), false),
    feedback: feedbackParts(feedback, smallestGroup),
  };
}

function feedbackParts(feedback: MeasuredWeek["feedback"], smallestGroup: number): Parts["feedback"] {
  const [up, down] = [measureOf(feedback, "up"), measureOf(feedback, "down")];
  const measure = joined(up, down);
  const all: Whole = { measure, shown: shownTotals(measure, smallestGroup) };
  const shown = shownParts({ whole: all, part: up, rest: down, restMayBeEmpty: false }, smallestGroup);
  return { all, up: { measure: up, shown }, down: { measure: down, shown } };
}

interface Slicing {
  measured: MeasuredWeek;
  totals: Whole;
  parts: Parts;
  smallestGroup: number;
}

function sliceOf(key: SliceKey, { measured, totals, parts, smallestGroup }: Slicing): Slice {
  const size = ({ measure }: Part) => sizeOf(measure, placesIn(measure, key));
  const count = (part: Part) => (part.shown.has(key) ? size(part).exchanges : null);
  const { answered, clarify, notFound, again, nearMiss, feedback } = parts;
  const list = (name: ListName): Counted[] =>
    [...(parts.lists.get(name) ?? [])]
      .filter(([, part]) => part.shown.has(key))
      .map(([value, part]) => ({ value, ...size(part) }))
      .sort((a, b) => b.exchanges - a.exchanges || b.persons - a.persons || (a.value < b.value ? -1 : 1));
  return {
    ...size(totals),
    ...{ answered: count(answered), clarify: count(clarify), notFound: count(notFound) },
    ...{ again: count(again), nearMiss: count(nearMiss) },
    feedback: feedback.all.shown.has(key)
      ? { all: size(feedback.all).exchanges, up: count(feedback.up), down: count(feedback.down) }
      : null,
    ...timesOf(measured.times.get(key), smallestGroup),
    lists: Object.fromEntries(LISTS.map((name) => [name, list(name)])) as Slice["lists"],
  };
}

function timesOf(times: Times | undefined, smallestGroup: number) {
  const { answering = null, delivery = null, deliveredTo = 0, tokens = 0, cost = 0 } = times ?? {};
  return { answering, delivery: deliveredTo >= smallestGroup ? delivery : null, tokens, cost };
}

const placesIn = (measure: Measure, slice: SliceKey) =>
  [...measure.keys()].filter((place) => slicesOf(place).includes(slice));

const measureOf = (measures: MeasuredWeek["measures"], label: string): Measure => measures.get(label)?.get("") ?? NONE;

/** Two measures of different events as one: each place's counts added. */
function joined(a: Measure, b: Measure): Measure {
  const both = new Map(a);
  for (const [place, { byPerson, nobody }] of b) {
    const before = both.get(place) ?? { byPerson: new Map<number, number>(), nobody: 0 };
    const sum = new Map(before.byPerson);
    for (const [person, times] of byPerson) sum.set(person, (sum.get(person) ?? 0) + times);
    both.set(place, { byPerson: sum, nobody: before.nobody + nobody });
  }
  return both;
}

const leftOf = (all: Slice | null, slices: readonly Slice[]) =>
  all === null ? 0 : all.exchanges - slices.reduce((sum, { exchanges }) => sum + exchanges, 0);
