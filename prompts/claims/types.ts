import type { DutyRow, PassageKind } from "../../retrieval/index.ts";
import type { Evidence } from "../answer/draft.ts";

/** One sentence of a model, with the passage and the words that it says it rests on. */
export interface Claim {
  text: string;
  passage: string;
  quote: string;
}

/** A passage as a model was given it. */
export interface Offered {
  /** "p1": valid in one prompt only. */
  id: string;
  evidence: Evidence;
  /** Null for a span that no passage holds. */
  kind: PassageKind | null;
  /** What the parser read as ordered in it, to whom. */
  duties: readonly DutyRow[];
}

/** Why a claim does not reach the reader: what about it the document does not say. */
export type DropReason =
  | "form"
  | "passage"
  | "quote"
  | "instruction"
  | "source"
  | "document"
  | "date"
  | "number"
  | "place"
  | "agency"
  | "name"
  | "words"
  | "order"
  | "negation"
  | "modality"
  | "condition";

export type Judgement = { text: string; evidence: Evidence } | { dropped: DropReason };
