/** The log of answers as evidence: who asked what, what was said on which evidence, chained so that a change shows. */
export { adoptOldRows } from "./adopt.ts";
export { type AnswerPerson, answerPerson, forgetPerson } from "./answer-people.ts";
export {
  type AnswerWords,
  type Candidate,
  getAnswer,
  insertAnswer,
  type NewAnswer,
  type StoredAnswer,
  type StoredCitation,
} from "./answers.ts";
export { canonicalJson, digest, newSalt, saltedDigest } from "./canonical.ts";
export {
  type AuditEntry,
  appendEntry,
  type EntryKind,
  type Evidence as AuditEvidence,
  entryHash,
  FIRST_HASH,
  type Head,
  hashesOf,
  lockChain,
  readEntries,
  readHead,
  type Salted,
} from "./chain.ts";
export { eraseConsequencesOf, noticesOf } from "./consequences.ts";
export { insertDelivery, type NewDelivery } from "./deliveries.ts";
export { type ErasedWords, eraseWords, type WordsToErase, withFollowUps, writtenBy } from "./erase-words.ts";
export { type ErasedSubject, erasuresOf, insertErasure, type NewErasure } from "./erasures.ts";
export { readEvidence } from "./evidence.ts";
export { CURRENT_FEEDBACK, insertFeedback, type NewFeedback } from "./feedback.ts";
export { logRow } from "./log-row.ts";
export { NOTICE_SUBJECTS } from "./notice-evidence.ts";
export { countOld, eraseOldPersons, eraseOldWords, type OldRows } from "./retention.ts";
export { insertSeal, latestSeal, lineHashes, type Seal, sealsBetween, sealText } from "./seals.ts";
export { type UnloggedRow, unloggedRows } from "./unlogged.ts";
