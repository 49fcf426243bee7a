/** The face of retrieval: everything that the other folders may use, named one by one. */
export { AppError, type AppErrorOptions, isAppError } from "./errors.ts";
export { plainText, type PlainView, plainView } from "./text/index.ts";
export type * from "./document/types.ts";

// db, store, search
export { type Database, type OpenDatabaseOptions, openDatabase } from "./db/index.ts";
export { createHashedEmbedder, type Embedder, type Embeddings, embedCached } from "./embed/index.ts";
export {
  type DenseSearchOptions,
  denseSearch,
  type HybridSearchOptions,
  hybridSearch,
  idfOf,
  type LexicalSearchOptions,
  lexicalSearch,
  type PassageFilter,
  type PassageHit,
  type QuestionVector,
  type TermCoverage,
  type TermCoverageOptions,
  termCoverage,
} from "./search/legs/index.ts";
export {
  contentHash,
  currentGeneration,
  type DocumentFilter,
  type DocumentRecord,
  type DocumentVersion,
  type DutyFilter,
  type DutyRecord,
  documentsByHash,
  findDocumentsByNumber,
  findDuties,
  getAnswer,
  getDocument,
  getLiveVersion,
  getPassages,
  getVersion,
  type IndexState,
  indexTexts,
  insertAnswer,
  type KnownAgency,
  knownAgencies,
  listDocuments,
  listMissingDocuments,
  type MissingDocument,
  type MissingDocumentRequest,
  type NewAnswer,
  type NumberQuery,
  type PassageRecord,
  passagesOf,
  type ReferenceQuery,
  type ReferenceRecord,
  readIndexState,
  recordMissingDocument,
  referencesOf,
  referencesTo,
  retireDocument,
  type SavedVersion,
  type SaveVersionOptions,
  type StoredAnswer,
  type StoredCitation,
  saveDocumentVersion,
  settleWeights,
  type VersionRecord,
  versionsOf,
  warningCounts,
} from "./store/index.ts";
// search: understanding a question and finding its evidence
export * from "./search/index.ts";
export { findAgencies, findDates, findDocumentNumbers, fold, hasDiacritics, isMember, numberParts, sameNumber, sameSector, showDate, terms } from "./text/index.ts";
