import type { DocumentCard, Span } from "../../retrieval/index.ts";
import type { AnswerStatus } from "./types.ts";

/** A span of a held document that an answer rests on. `text` is exactly the document's words at `span`. */
export interface Evidence {
  card: DocumentCard;
  passageId: number;
  ordinal: number;
  locator: string;
  path: readonly string[];
  span: Span;
  text: string;
}

/** A span of a held document that a sentence of ours rests on without quoting it. */
export interface Fact {
  versionId: number;
  span: Span;
  text: string;
}

/** One bullet: who or what it concerns, and the words. */
export interface Quote {
  /** "Bộ Tài chính (chủ trì)"; null for a bare quote. */
  label: string | null;
  evidence: Evidence;
  /** Folded terms that the shown part must keep in view; empty shows the beginning. */
  focus: ReadonlySet<string>;
  /** Further words of held documents that the label rests on, each verified like the quote. */
  facts?: readonly Fact[];
  /** Part of `evidence.text` that has to be shown (a sentence with a date), as offsets into it. */
  must?: Span;
}

export interface Section {
  heading: string | null;
  quotes: readonly Quote[];
}

/** A sentence of a model that was verified against the words it rests on. */
export interface Sentence {
  text: string;
  evidence: Evidence;
}

/** "assigned": it holds. Otherwise what was found instead; "other-place": the document is another province's. */
export type Premise = "assigned" | "group" | "partner" | "level" | "none" | "other-place";

/** What is going to be said, before it is fitted into a message. */
export interface Draft {
  status: AnswerStatus;
  /** The verdict: one or two sentences. */
  lead: readonly string[];
  /** A model's sentences, each resting on a quote of the sections. */
  sentences?: readonly Sentence[];
  sections: readonly Section[];
  /** After the quotes: what is missing, what else is held. */
  notes: readonly string[];
  choices?: readonly string[];
  /** What the named documents give the named agency, where the question takes for granted that they task it. */
  premise?: Premise;
  /** Nothing is quoted, and yet this answers: what is held says it by its silence ("không văn bản nào … thay thế"). */
  settled?: true;
  /** A deadline answer shows no other full date that could be taken for the deadline. */
  coarseDates?: boolean;
}

export const quotesOf = ({ sections }: Pick<Draft, "sections">): Quote[] =>
  sections.flatMap(({ quotes }) => [...quotes]);

/** The same for two quotes of one passage. */
export const quoteKey = ({ evidence: { card, span } }: Quote): string => `${card.versionId}:${span.start}`;
