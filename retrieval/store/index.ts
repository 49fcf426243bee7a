export { type AffectedAnswer, affectedAnswers } from "./affected-answers.ts";
export { type AgencyAlias, insertAlias, listAliases, type NewAlias, withdrawAlias } from "./agency-aliases.ts";
export {
  type AddedDuty,
  applyCorrections,
  CORRECTABLE,
  type CorrectableField,
  type CorrectionBody,
  type DeadlineWords,
  type DutyTarget,
  findDuty,
  holderHash,
  type WordsTarget,
} from "./apply-corrections.ts";
export type { DutyChanges, DutyLine } from "./compare-duties.ts";
export { compareVersions, type HeaderChange, type VersionDiff } from "./compare-versions.ts";
export {
  type ActiveCorrections,
  activeCorrections,
  type CorrectionRecord,
  corrected,
  correctionsOf,
  getCorrection,
  insertCorrection,
  markWithdrawn,
} from "./corrections.ts";
export {
  type DocumentFilter,
  type DocumentRecord,
  type DocumentVersion,
  documentsByHash,
  findDocumentsByNumber,
  getDocument,
  getLiveVersion,
  getVersion,
  listDocuments,
  type NumberQuery,
} from "./documents.ts";
export { type DutyFilter, type DutyRecord, findDuties, type KnownAgency, knownAgencies } from "./duties.ts";
export {
  denseWeightOf,
  type EmbeddingSettings,
  embeddingSettings,
  type MeasuredWeight,
  recordEmbeddingModel,
  recordVectorFile,
  saveDenseWeight,
  vectorFile,
} from "./embedding-model.ts";
export { currentGeneration, type IndexState, indexModel, readIndexState } from "./index-state.ts";
export { contentHash, indexTexts } from "./index-text.ts";
export {
  listMissingDocuments,
  type MissingDocument,
  type MissingDocumentRequest,
  recordMissingDocument,
} from "./missing-documents.ts";
export { originalBytes } from "./originals.ts";
export { type ChangedPassage, type PassagePair, type PassagePairs, pairPassages } from "./pair-passages.ts";
export { settleWeights } from "./passage-index.ts";
export { getPassages, type PassageRecord, passagesOf } from "./passages.ts";
export { type ReferenceQuery, type ReferenceRecord, referencesOf, referencesTo } from "./references.ts";
export {
  listRuns,
  type ReindexFailure,
  type ReindexProgress,
  type ReindexRun,
  type ReindexState,
  reindexFailures,
} from "./reindex-runs.ts";
export {
  changedMeanwhile,
  expectStamp,
  retireDocument,
  type SavedVersion,
  type SaveVersionOptions,
  saveDocumentVersion,
  savePendingVersion,
} from "./save-version.ts";
export { storable, storableJson } from "./storable.ts";
export { type StoredReading, storedReading } from "./stored-reading.ts";
export { type PassageVectors, prepareVersion, showVersion } from "./switch-version.ts";
export {
  addValidity,
  decideValidity,
  listValidity,
  type NewValidity,
  proposeFrom,
  type ValidityDecision,
  type ValidityFact,
  type ValidityFilter,
  type ValidityKind,
  type ValidityState,
} from "./validity.ts";
export { eventsOf, recordEvent, type VersionEvent, type VersionEventName } from "./version-events.ts";
export { type Extraction, insertVersionRows, rewriteReading, type VersionStatus } from "./version-rows.ts";
export {
  documentIdOf,
  listPending,
  newestPending,
  type PendingVersion,
  shownVersions,
  type VersionRecord,
  versionsOf,
  waitingByHash,
  warningCounts,
} from "./versions.ts";
