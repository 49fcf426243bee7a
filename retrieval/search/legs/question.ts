import type { Database } from "../../db/index.ts";
import { inverseFrequency, K1, toSparsevec } from "../../store/bm25.ts";
import { readIndexState } from "../../store/index-state.ts";
import { type Field, lookUpTerms } from "../../store/lexicon.ts";
import { hasDiacritics, terms } from "../../text/index.ts";
import { FIELD_WEIGHTS, FULL_SCAN_PASSAGES, RARE_SHARE } from "./constants.ts";

/** A question as the lexical leg needs it: one weighted idf vector a field. */
export interface LexicalQuestion {
  /** sparsevec literals; null = this field is not asked. */
  accented: string | null;
  folded: string | null;
  /** The score of an imaginary passage that is full of every term of the question: scores divided by it lie in 0…1. */
  bestScore: number;
  /** Folded dimensions of rare terms where the index is too large to look at every passage, else null. */
  candidates: number[] | null;
}

/** Turns a question into idf vectors. Terms that the index does not know add to `bestScore` only. */
export async function lexicalQuestion(db: Database, question: string): Promise<LexicalQuestion> {
  const { passages } = await readIndexState(db);
  const shares: Partial<Record<Field, number>> = hasDiacritics(question) ? FIELD_WEIGHTS : { folded: 1 };
  const folded = await fieldVector(db, { question, field: "folded", share: shares.folded ?? 0, passages });
  const accented = shares.accented
    ? await fieldVector(db, { question, field: "accented", share: shares.accented, passages })
    : null;
  const rare = folded.known.filter(({ documentFrequency }) => documentFrequency <= RARE_SHARE * passages);
  const isLarge = passages > FULL_SCAN_PASSAGES && rare.length > 0;
  return {
    accented: accented?.literal ?? null,
    folded: folded.literal,
    bestScore: folded.bestScore + (accented?.bestScore ?? 0),
    candidates: isLarge ? rare.map(({ dimension }) => dimension) : null,
  };
}

interface FieldQuestion {
  question: string;
  field: Field;
  share: number;
  passages: number;
}

async function fieldVector(db: Database, { question, field, share, passages }: FieldQuestion) {
  const wanted = [...new Set(terms(question, { folded: field === "folded" }))];
  const known = await lookUpTerms(db, field, wanted);
  const weights = new Map(
    known.map(({ dimension, documentFrequency }) => [dimension, share * inverseFrequency(documentFrequency, passages)]),
  );
  const unknown = (wanted.length - known.length) * share * inverseFrequency(0, passages);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, unknown);
  return { literal: weights.size === 0 ? null : toSparsevec(weights), known, bestScore: total * (K1 + 1) };
}
