import type { DocumentCard, DutyRow, QuestionAgency } from "../../../retrieval/index.ts";

/** How a set of documents concerns an agency; the first that holds is the verdict. */
type Case = "assigned" | "group" | "partner" | "level" | "none";

export interface Finding {
  kind: Case;
  rows: DutyRow[];
}

/** Documents that a question about duties is asked of. */
export interface Target {
  cards: readonly DocumentCard[];
  /** Named by number (or pointed back to), so that "not there" is worth saying. */
  explicit: boolean;
}

export interface DutyContext {
  agency: QuestionAgency;
  target: Target;
  rows: readonly DutyRow[];
}
