export {
  getAnswer,
  insertAnswer,
  type NewAnswer,
  type StoredAnswer,
  type StoredCitation,
} from "./answers.ts";
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
  checkIndexedModel,
  denseWeightOf,
  type IndexedModel,
  type MeasuredWeight,
  otherIndexedModel,
  saveDenseWeight,
} from "./embedding-model.ts";
export { currentGeneration, type IndexState, readIndexState } from "./index-state.ts";
export { contentHash, indexTexts } from "./index-text.ts";
export {
  listMissingDocuments,
  type MissingDocument,
  type MissingDocumentRequest,
  recordMissingDocument,
} from "./missing-documents.ts";
export { settleWeights } from "./passage-index.ts";
export { getPassages, type PassageRecord, passagesOf } from "./passages.ts";
export { type ReferenceQuery, type ReferenceRecord, referencesOf, referencesTo } from "./references.ts";
export { retireDocument, type SavedVersion, type SaveVersionOptions, saveDocumentVersion } from "./save-version.ts";
export { storable, storableJson } from "./storable.ts";
export { type VersionRecord, versionsOf, warningCounts } from "./versions.ts";
