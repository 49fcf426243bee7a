import type { SourceTier } from "../../retrieval/index.ts";

export type AnswerStatus = "answered" | "not_found" | "clarify";

/** One verified quote. `quote === text.slice(start, end)` of the cited document version. */
export interface Citation {
  marker: number;
  /** Name of the file that was indexed. */
  source: string;
  documentNumber: string | null;
  title: string | null;
  issuer: string | null;
  /** ISO date or the known part of one. */
  issuedOn: string | null;
  sourceTier: SourceTier;
  /** "Mục 4" */
  locator: string;
  quote: string;
  start: number;
  end: number;
  /** "/documents/12#p34": opens the whole clause with the quote highlighted. */
  url: string;
  /** Database ids, for the log and the pages. */
  documentId: number;
  versionId: number;
  passageId: number;
}

/** The public contract: HTTP, command line, logs. */
export interface Answer {
  id: string;
  status: AnswerStatus;
  /** Vietnamese, plain text with markers [1] [2], at most 2,000 characters. */
  answer: string;
  citations: Citation[];
  /** The choices of a `clarify`, each a question that can be sent as it is. */
  choices?: string[];
  answeredBy: string;
}

export interface HistoryMessage {
  role: "user" | "assistant";
  content: string;
}

export interface Question {
  question: string;
  history?: HistoryMessage[];
}
