import type { PastNote } from "../../retrieval/index.ts";
import type { WordChange } from "../console/pages/word-changes.ts";

/** "then": the generation that the answer was read from; "now": what is searched now. */
export type Against = "then" | "now";

export interface Pair<T> {
  was: T;
  is: T;
}

/** A quote that only one of the two answers has. */
export interface CitedPlace {
  documentId: number;
  versionId: number;
  /** Name of the file. */
  source: string;
  documentNumber: string | null;
  locator: string;
  start: number;
  end: number;
  quote: string;
}

/** A passage that the searches placed otherwise. Ranks from 1; null: not among those that the log keeps. */
export interface MovedCandidate {
  passageId: number;
  versionId: number;
  rank: Pair<number | null>;
  score: Pair<number | null>;
}

/** What differs between the answer that was given and the one of now, the gravest first. */
export type Difference = "status" | "premise" | "citations" | "wording" | "candidates";

/** A question that was answered again. */
export interface Replayed {
  outcome: "identical" | "differs";
  /** Empty when identical; "candidates" alone is identical too: the person would have been told the same. */
  differences: readonly Difference[];
  /** Why the library that was asked may not be exactly the one of then. */
  notes: readonly PastNote[];
  /** "live": the running index; "rebuilt": a copy in memory. */
  readFrom: "live" | "rebuilt";
  /** That was read now; null: nothing is indexed. */
  generation: number | null;
  status: Pair<string>;
  premise: Pair<string | null>;
  answeredBy: Pair<string>;
  /** "not-compared": a model wrote the answer, and none was asked now. */
  wording: "compared" | "not-compared";
  text: Pair<string> & { changes: readonly WordChange[] };
  citations: { same: number; gone: readonly CitedPlace[]; added: readonly CitedPlace[] };
  candidates: readonly MovedCandidate[];
}

/** What became of one line of the log. */
export interface ReplayReport {
  id: string;
  askedAt: Date;
  channel: string;
  /** The day that was taken for today. */
  askedOn: string;
  /** Of the index when it was asked; null: nothing was indexed. */
  askedOf: number | null;
  against: Against | "read-again";
  /** Null once it was erased. */
  question: string | null;
  versions: { parser: Pair<string | null>; embedding: Pair<string | null>; program: Pair<string | null> };
  /** "erased": the words are gone and cannot be asked again; "failed": asking raised a fault, of this code. */
  result: Replayed | { outcome: "erased" } | { outcome: "failed"; code: string };
}

export type Outcome = ReplayReport["result"]["outcome"];
