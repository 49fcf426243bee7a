export { atTime, type LibraryAtTime, onlyCards } from "./at-time.ts";
export {
  coverage,
  gain,
  type HeldTerms,
  ownCoverage,
  passageTerms,
  type TopicTerms,
  titleCoverage,
  topicBeyondTitle,
  topicTerms,
  topicWords,
  UNKNOWN_TERM,
} from "./coverage.ts";
export type { DocumentCard, DutyRow, Library, PassageRow, ReferenceRow, SearchHit, SearchRequest } from "./library.ts";
export { createLiveLibrary, type LibraryView, type LiveLibrary, type LiveLibraryOptions } from "./live-library.ts";
export {
  type AskedBy,
  type Asker,
  asksToConfirm,
  type Claim,
  type DayParts,
  type DocumentMention,
  findDays,
  findFigures,
  type Intent,
  type ParsedQuestion,
  parseQuestion,
  type QuestionAgency,
  type QuestionLexicon,
  type QuestionParts,
  questionParts,
  type ResolvedQuestion,
  readAsker,
  repairNames,
  resolveAsked,
  resolveHistory,
  type TakenAs,
  type Wanted,
  type WantedThing,
} from "./question/index.ts";
export { type ResolvedMention, resolveScope, type Scope } from "./scope.ts";
export { issuedBy, type Standing, standingOn, type ValidityMark } from "./validity.ts";
