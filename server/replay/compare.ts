import type { Citation, RestsOn } from "../../bot/index.ts";
import type { Candidate, NewAnswer, StoredAnswer } from "../../retrieval/index.ts";
import { wordChanges } from "../console/pages/word-changes.ts";
import type { CitedPlace, Difference, MovedCandidate, Replayed } from "./types.ts";

/** Scores are kept with four digits; two databases may round the last one differently. */
const SAME_SCORE = 0.00015;

export interface Comparable {
  stored: StoredAnswer & { words: NonNullable<StoredAnswer["words"]> };
  again: NewAnswer;
  /** What the answer of now rests on, quoted or not. */
  restsOn: readonly RestsOn[];
  /** The texts of a version are another reading's: its passages are compared by their words. */
  readAgain: boolean;
}

type Compared = Omit<Replayed, "notes" | "readFrom" | "generation">;

/** The answer that was given beside the one of now. Pure. */
export function compareAnswers({ stored, again, restsOn, readAgain }: Comparable): Compared {
  const isWording = stored.answeredBy === "extractive" || again.answeredBy !== "extractive";
  const citations = isWording
    ? compareCitations(citationsOf(stored), citationsOf(again), readAgain)
    : evidenceLost(citationsOf(stored), restsOn);
  // Lines of the log that are older than these columns say nothing about them: that is no difference.
  const isRecorded = stored.askedOn !== null;
  const candidates = isRecorded ? movedCandidates(stored.candidates, again.candidates ?? []) : [];
  const premise = { was: isRecorded ? stored.premise : (again.premise ?? null), is: again.premise ?? null };
  const text = { was: stored.words.answer, is: again.words.answer };
  const offered = { was: stored.words.choices ?? [], is: again.words.choices ?? [] };
  const marks: readonly (readonly [Difference, boolean])[] = [
    ["status", stored.status !== again.status],
    ["premise", premise.was !== premise.is],
    ["citations", citations.gone.length + citations.added.length > 0],
    ["wording", isWording && (text.was !== text.is || offered.was.join("\n") !== offered.is.join("\n"))],
    ["candidates", candidates.length > 0],
  ];
  const differences = marks.filter(([, holds]) => holds).map(([name]) => name);
  return {
    outcome: differences.every((name) => name === "candidates") ? "identical" : "differs",
    differences,
    status: { was: stored.status, is: again.status },
    premise,
    answeredBy: { was: stored.answeredBy, is: again.answeredBy },
    wording: isWording ? "compared" : "not-compared",
    text: { ...text, changes: text.was === text.is ? [] : wordChanges(text.was, text.is) },
    citations,
    candidates,
  };
}

const citationsOf = ({ answer }: Pick<NewAnswer, "answer">): readonly Citation[] =>
  "citations" in answer && Array.isArray(answer.citations) ? (answer.citations as Citation[]) : [];

function compareCitations(
  before: readonly Citation[],
  after: readonly Citation[],
  readAgain: boolean,
): Compared["citations"] {
  const keyOf = ({ documentId, versionId, start, end, quote }: Citation) =>
    readAgain ? `${documentId} ${quote}` : `${versionId} ${start}-${end} ${quote}`;
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    same: before.filter((one) => is.has(keyOf(one))).length,
    gone: before.filter((one) => !is.has(keyOf(one))).map(placeOf),
    added: after.filter((one) => !was.has(keyOf(one))).map(placeOf),
  };
}

/** A model quotes as much as it needs: what it rested on has to be there still, how much of it is shown may differ. */
function evidenceLost(before: readonly Citation[], restsOn: readonly RestsOn[]): Compared["citations"] {
  const isThere = ({ versionId, start, end }: Citation) =>
    restsOn.some((one) => one.versionId === versionId && one.start < end && start < one.end);
  return {
    same: before.filter(isThere).length,
    gone: before.filter((one) => !isThere(one)).map(placeOf),
    added: [],
  };
}

function placeOf({ documentId, versionId, source, documentNumber, locator, start, end, quote }: Citation): CitedPlace {
  return { documentId, versionId, source, documentNumber, locator, start, end, quote };
}

/** Passages whose place or score is another one. A place that moved within equal scores is none. */
function movedCandidates(before: readonly Candidate[], after: readonly Candidate[]): MovedCandidate[] {
  const [was, is] = [ranked(before), ranked(after)];
  const ids = [...new Set([...before, ...after].map(({ passageId }) => passageId))];
  return ids.flatMap((passageId) => {
    const [one, other] = [was.get(passageId), is.get(passageId)];
    if (one && other && Math.abs(one.score - other.score) <= SAME_SCORE) return [];
    return {
      passageId,
      versionId: (other ?? one)!.versionId,
      rank: { was: one?.rank ?? null, is: other?.rank ?? null },
      score: { was: one?.score ?? null, is: other?.score ?? null },
    };
  });
}

function ranked(candidates: readonly Candidate[]) {
  return new Map(
    candidates.map(({ passageId, versionId, score }, index) => [passageId, { versionId, score, rank: index + 1 }]),
  );
}
