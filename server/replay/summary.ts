import type { ReplayReport } from "./types.ts";

/** What a replay of many questions came to. */
export interface ReplaySummary {
  total: number;
  /** The person would have been told the same. */
  identical: number;
  /** Among them those whose searches found other passages, or with other scores. */
  otherCandidates: number;
  differs: number;
  /** "answered → not_found": how many. */
  byStatus: Record<string, number>;
  otherPremise: number;
  /** Same status and premise, other quotes. */
  otherCitations: number;
  /** Same quotes, other words around them. */
  otherWording: number;
  /** A model wrote them and none was asked: only what they rest on was compared. */
  wordingNotCompared: number;
  erased: number;
  failed: number;
  /** Replays over a library that could not be rebuilt exactly, by reason. */
  inexact: Record<string, number>;
  /** Ids of what differs or failed, at most 1,000. */
  ids: string[];
}

const MOST_IDS = 1000;

export function emptySummary(): ReplaySummary {
  const counts = { total: 0, identical: 0, otherCandidates: 0, differs: 0, otherPremise: 0, otherCitations: 0 };
  return {
    ...counts,
    otherWording: 0,
    wordingNotCompared: 0,
    erased: 0,
    failed: 0,
    byStatus: {},
    inexact: {},
    ids: [],
  };
}

/** The summary with one more report. Pure. */
export function withReport(summary: ReplaySummary, { id, result }: ReplayReport): ReplaySummary {
  const next = { ...summary, total: summary.total + 1 };
  if (result.outcome === "erased") return { ...next, erased: next.erased + 1 };
  if (result.outcome === "failed") return { ...next, failed: next.failed + 1, ids: withId(next.ids, id) };
  for (const note of result.notes) next.inexact = oneMore(next.inexact, note);
  if (result.wording === "not-compared") next.wordingNotCompared += 1;
  if (result.outcome === "identical") {
    next.identical += 1;
    if (result.differences.length > 0) next.otherCandidates += 1;
    return next;
  }
  const [gravest] = result.differences;
  return {
    ...next,
    differs: next.differs + 1,
    ids: withId(next.ids, id),
    byStatus:
      gravest === "status" ? oneMore(next.byStatus, `${result.status.was} → ${result.status.is}`) : next.byStatus,
    otherPremise: next.otherPremise + Number(gravest === "premise"),
    otherCitations: next.otherCitations + Number(gravest === "citations"),
    otherWording: next.otherWording + Number(gravest === "wording"),
  };
}

const withId = (ids: string[], id: string) => (ids.length < MOST_IDS ? [...ids, id] : ids);

const oneMore = (counts: Record<string, number>, key: string) => ({ ...counts, [key]: (counts[key] ?? 0) + 1 });
