import type { Database } from "../../db/index.ts";
import { inverseFrequency, K1, toSparsevec } from "../../store/bm25.ts";
import { readIndexState } from "../../store/index-state.ts";
import { type Field, type LexiconEntry, lookUpTerms } from "../../store/lexicon.ts";
import { hasDiacritics, terms } from "../../text/index.ts";
import { CANDIDATE_SHARE, FIELD_WEIGHTS, FULL_SCAN_PASSAGES } from "./constants.ts";

/** A question as the lexical leg needs it: one weighted idf vector a field. */
export interface LexicalQuestion {
  /** sparsevec literals; null = this field is not asked, or knows none of the terms. */
  accented: string | null;
  folded: string | null;
  /** The score of an imaginary passage that is full of every term of the question: scores divided by it lie in 0…1. */
  bestScore: number;
  /** Folded dimensions that a passage has to hold one of; null = every passage is looked at. */
  candidates: number[] | null;
}

/** Turns a question into idf vectors. Terms that the index does not know add to `bestScore` only. */
export async function lexicalQuestion(db: Database, question: string): Promise<LexicalQuestion> {
  const { passages } = await readIndexState(db);
  const shares: Partial<Record<Field, number>> = hasDiacritics(question) ? FIELD_WEIGHTS : { folded: 1 };
  const field = (name: Field) => fieldVector(db, { question, field: name, share: shares[name] ?? 0, passages });
  const folded = await field("folded");
  const accented = shares.accented ? await field("accented") : null;
  return {
    accented: accented?.literal ?? null,
    folded: folded.literal,
    bestScore: folded.bestScore + (accented?.bestScore ?? 0),
    candidates: passages > FULL_SCAN_PASSAGES ? rarest(folded.known, CANDIDATE_SHARE * passages) : null,
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

/** The rarest terms that together stand in at most `most` passages; at least one, null when there is none. */
function rarest(known: readonly LexiconEntry[], most: number): number[] | null {
  const held = known.filter(({ documentFrequency }) => documentFrequency > 0);
  const [first, ...others] = held.sort((x, y) => x.documentFrequency - y.documentFrequency);
  if (!first) return null;
  const taken = [first.dimension];
  let sum = first.documentFrequency;
  for (const { dimension, documentFrequency } of others) {
    sum += documentFrequency;
    if (sum > most) break;
    taken.push(dimension);
  }
  return taken;
}
