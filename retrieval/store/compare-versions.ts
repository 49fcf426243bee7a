import type { Database } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { type AffectedAnswer, affectedAnswers } from "./affected-answers.ts";
import { type DutyChanges, dutyChanges } from "./compare-duties.ts";
import { type PassagePairs, pairPassages } from "./pair-passages.ts";
import { passagesOf } from "./passages.ts";
import { storedReading } from "./stored-reading.ts";

export interface HeaderChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** What would change, or has changed, between two versions of one document. */
export interface VersionDiff {
  documentId: number;
  from: number;
  to: number;
  header: HeaderChange[];
  passages: PassagePairs;
  duties: DutyChanges;
  /** Answers already given that quote a passage that is changed or removed, newest first. */
  answers: AffectedAnswer[];
}

/** Compares two versions of one document, in whichever order. Throws `version.missing`. */
export async function compareVersions(db: Database, from: number, to: number): Promise<VersionDiff> {
  const before = await storedReading(db, from);
  const after = await storedReading(db, to);
  if (!before || !after || before.documentId !== after.documentId) throw missing(from, to);
  const passages = pairPassages(await passagesOf(db, from), await passagesOf(db, to));
  return {
    documentId: before.documentId,
    from,
    to,
    header: headerChanges(before.parsed.header, after.parsed.header),
    passages,
    duties: dutyChanges({ before: before.parsed, after: after.parsed, passages }),
    answers: await affectedAnswers(db, passages),
  };
}

function headerChanges(before: object, after: object): HeaderChange[] {
  const left = new Map(Object.entries(before).map(([field, value]) => [field, wordsOf(value)]));
  const right = new Map(Object.entries(after).map(([field, value]) => [field, wordsOf(value)]));
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((field) => ({ field, before: left.get(field) ?? null, after: right.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** A header field as one line: a value, the signer's parts, or a list of addressees. */
function wordsOf(field: unknown): string | null {
  if (Array.isArray(field)) return field.map(wordsOf).filter(Boolean).join("; ") || null;
  if (typeof field === "string") return field;
  if (typeof field !== "object" || field === null) return null;
  if ("value" in field) return wordsOf(field.value);
  return (
    Object.values(field)
      .filter((part) => typeof part === "string")
      .join(", ") || null
  );
}

const missing = (from: number, to: number): AppError =>
  new AppError({
    code: "version.missing",
    message: `Versions ${from} and ${to} are not two versions of one document.`,
    userMessage: "Không tìm thấy hai bản của cùng một văn bản để so sánh.",
  });
