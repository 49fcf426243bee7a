import type { Week } from "./weeks.ts";

/**
 * What a list counts: fields of work, agencies, documents and places of the questions; topics of those without an answer;
 * documents that were asked for and are not held; documents that were nearest to a question without an answer.
 */
export const LISTS = ["topic", "agency", "document", "place", "gap", "missing", "nearest"] as const;
export type ListName = (typeof LISTS)[number];

/** One row of a list. */
export interface Counted {
  /** Of an agency, a document's id, a topic in its own words… never a word of a question. */
  value: string;
  exchanges: number;
  /** Distinct persons who asked; at least the smallest group. */
  persons: number;
}

/** Milliseconds. */
export interface Percentiles {
  p50: number;
  p95: number;
}

/** What may be shown of the questions of one week: all, or those of a unit or a channel. Null: hidden. */
export interface Slice {
  exchanges: number;
  persons: number;
  answered: number | null;
  /** Asked back; shown with `notFound`, or neither is. */
  clarify: number | null;
  notFound: number | null;
  /** Followed by the same question of the same person within the idle time. */
  again: number | null;
  /** Without an answer although a passage came near. */
  nearMiss: number | null;
  /** Verdicts that were given in this week. */
  feedback: { all: number; up: number | null; down: number | null } | null;
  /** From the question to the answer. */
  answering: Percentiles | null;
  /** From the message's arrival to the last part that a platform took. */
  delivery: Percentiles | null;
  tokens: number;
  /** In the currency of MODEL_PRICE. */
  cost: number;
  lists: Record<ListName, Counted[]>;
}

export interface NamedSlice extends Slice {
  name: string;
}

/** Judgements that were given in one week. */
export interface Reviewed {
  exchanges: number;
  /** With a claim that is unsupported, of the wrong document or out of force, or that should have abstained. */
  wrong: number;
  /** Claims by verdict. */
  claims: Record<string, number>;
  /** Exchanges by the judgement of the whole. */
  overall: Record<string, number>;
}

/**
 * The numbers of one week as they may be shown: what is hidden is not in it and cannot be worked out from it. Every page,
 * table, plot and message is made of these and of nothing else, and a longer period is their sum; so there is nothing to
 * take a difference of.
 */
export interface PublishedWeek {
  week: Week;
  smallestGroup: number;
  idleMinutes: number;
  /** Null: fewer persons than the smallest group asked in this week, or nobody. */
  all: Slice | null;
  units: NamedSlice[];
  channels: NamedSlice[];
  /** Questions of the units and channels that are not shown, together. */
  otherUnits: number;
  otherChannels: number;
  /** Null: too few persons' exchanges were judged. */
  reviewed: Reviewed | null;
}
