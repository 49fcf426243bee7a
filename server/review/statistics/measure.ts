import { type Database, fieldOfAgency, listedAgency, topicOfTitle } from "../../../retrieval/index.ts";
import { type Counts, type Measure, placeKey, type SliceKey } from "./groups.ts";
import { FEEDBACK, MEASURES, REVIEWS, SUBJECTS, TIMES } from "./measure-sql.ts";
import type { Percentiles, Reviewed } from "./types.ts";

/** One week as it is, before anything is hidden. Must not leave the program. */
export interface MeasuredWeek {
  /** By label, then by value: "agency" → "so tai chinh". Labels without values have the value "". */
  measures: ReadonlyMap<string, ReadonlyMap<string, Measure>>;
  /** "up" and "down" by who gave them. */
  feedback: ReadonlyMap<string, ReadonlyMap<string, Measure>>;
  times: ReadonlyMap<SliceKey, Times>;
  reviewed: Reviewed & { persons: number };
}

export interface Times {
  answering: Percentiles | null;
  delivery: Percentiles | null;
  /** Persons to whom something was delivered. */
  deliveredTo: number;
  tokens: number;
  cost: number;
}

export interface Span {
  start: Date;
  end: Date;
  idleMinutes: number;
}

/** Reads a week in a handful of aggregates; nothing in it is a word that somebody wrote. */
export function measureWeek(db: Database, span: Span): Promise<MeasuredWeek> {
  return db.transaction(async (tx) => {
    // Compiling these queries took PostgreSQL 14 s of 15 for 5,000 exchanges; without it they take one.
    await tx.query("set local jit = off");
    return readWeek(tx, span);
  });
}

async function readWeek(db: Database, { start, end, idleMinutes }: Span): Promise<MeasuredWeek> {
  const week = [start, end];
  const subjects = await db.query<Subject>(SUBJECTS, week);
  const agencies = await knownAgencies(db, subjects);
  const documents = subjects
    .filter(({ kind }) => kind === "document")
    .map(({ value, title }) => ({ value, topic: title === null ? null : topicOfTitle(title) }));
  const rows = await db.query<LabelRow>(MEASURES, [
    ...[...week, idleMinutes],
    ...[JSON.stringify(agencies), JSON.stringify(documents)],
  ]);
  const [reviewed] = await db.query<MeasuredWeek["reviewed"]>(REVIEWS, week);
  return {
    measures: measuresOf(rows),
    feedback: measuresOf(await db.query<LabelRow>(FEEDBACK, week)),
    times: timesOf(await db.query<TimeRow>(TIMES, week)),
    reviewed: reviewed as MeasuredWeek["reviewed"],
  };
}

interface Subject {
  kind: "agency" | "document";
  value: string;
  title: string | null;
}

/** Only agencies that a document or our own list names: a key made of what a person typed may be a person's name. */
async function knownAgencies(
  db: Database,
  subjects: readonly Subject[],
): Promise<{ value: string; topic: string | null }[]> {
  const asked = subjects.filter(({ kind }) => kind === "agency").map(({ value }) => value);
  const rows = await db.query<{ key: string }>(
    "select distinct agency_key as key from duties where agency_key = any($1::text[])",
    [asked],
  );
  const tasked = new Set(rows.map(({ key }) => key));
  return asked
    .filter((key) => tasked.has(key) || listedAgency(key) !== null)
    .map((value) => ({ value, topic: fieldOfAgency(value) }));
}

interface LabelRow {
  list: string;
  value: string;
  unit: string;
  channel: string;
  people: number[];
  times: number[];
}

function measuresOf(rows: readonly LabelRow[]): Map<string, Map<string, Map<string, Counts>>> {
  const measures = new Map<string, Map<string, Map<string, Counts>>>();
  for (const { list, value, people, times, ...place } of rows) {
    const byValue = measures.get(list) ?? new Map<string, Map<string, Counts>>();
    const measure = byValue.get(value) ?? new Map<string, Counts>();
    measures.set(list, byValue);
    byValue.set(value, measure);
    const pairs = people.map((person, index): [number, number] => [person, times[index] ?? 0]);
    const nobody = pairs.find(([person]) => person === 0)?.[1] ?? 0;
    measure.set(placeKey(place), { byPerson: new Map(pairs.filter(([person]) => person !== 0)), nobody });
  }
  return measures;
}

interface TimeRow {
  slice: SliceKey;
  answering: (number | null)[] | null;
  delivery: (number | null)[] | null;
  deliveredTo: number;
  tokens: number;
  cost: number;
}

function timesOf(rows: readonly TimeRow[]): Map<SliceKey, Times> {
  return new Map(
    rows.map(({ slice, answering, delivery, ...rest }) => [
      slice,
      { ...rest, answering: percentilesOf(answering), delivery: percentilesOf(delivery) },
    ]),
  );
}

function percentilesOf(pair: readonly (number | null)[] | null): Percentiles | null {
  const [p50 = null, p95 = null] = pair ?? [];
  return p50 === null || p95 === null ? null : { p50: Math.round(p50), p95: Math.round(p95) };
}
