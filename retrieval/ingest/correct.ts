import type { Database } from "../db/index.ts";
import type { DutyRole, Relation, Signer } from "../document/types.ts";
import { embedCached } from "../embed/index.ts";
import { AppError } from "../errors.ts";
import {
  activeCorrections,
  applyCorrections,
  type CorrectableField,
  type CorrectionBody,
  type CorrectionRecord,
  changedMeanwhile,
  corrected,
  correctionsOf,
  type DeadlineWords,
  expectStamp,
  getCorrection,
  indexTexts,
  insertCorrection,
  markWithdrawn,
  type PassageVectors,
  rewriteReading,
  type StoredReading,
  shownVersions,
  showVersion,
  storedReading,
} from "../store/index.ts";
import { lockIndexState } from "../store/index-state.ts";
import { agencyNamed, dutyTarget, oldValueOf, passageTarget, referenceTarget } from "./correction-targets.ts";
import { checkDay, checkField, checkOneOf, DUTY_ROLES, RELATIONS } from "./correction-values.ts";
import { tryAgain } from "./try-again.ts";
import type { VersionDependencies } from "./versions.ts";

/** What an admin corrects, as the console and the command line give it: rows by their ids of now. */
export type Correct =
  | { what: "header"; field: CorrectableField; value: string | Signer | null }
  | { what: "duty-agency"; dutyId: number; agency: string }
  | { what: "duty-role"; dutyId: number; role: DutyRole }
  | { what: "duty-deadline"; dutyId: number; deadline: DeadlineWords | null }
  | { what: "duty-remove"; dutyId: number }
  | {
      what: "duty-add";
      passageId: number;
      /** The ordering words, exactly as the passage has them. */
      words: string;
      agency: string;
      role: DutyRole;
      deadline?: DeadlineWords | null;
    }
  | { what: "relation"; referenceId: number; relation: Relation }
  | { what: "relation-remove"; referenceId: number };

export interface CorrectOptions {
  documentId: number;
  correction: Correct;
  actor: string;
  reason?: string | undefined;
}

export interface MadeCorrection {
  id: number;
  /** Of the index, where the live version changed; null where only a waiting one did. */
  generation: number | null;
}

/**
 * Records a correction apart from what was read, and applies it to the live and the waiting version in one
 * transaction. It holds for every later version and reading that has the same words. Throws `correction.*`.
 */
export function correctDocument(deps: VersionDependencies, options: CorrectOptions): Promise<MadeCorrection> {
  const { documentId, correction, actor, reason } = options;
  return tryAgain(async () => {
    const shown = await shownReading(deps.db, documentId);
    const body = await bodyOf(deps.db, shown, correction);
    const { missed } = applyCorrections(shown.parsed, [body]);
    if (missed.length > 0) throw targetMissing();
    const oldValue = oldValueOf(shown.parsed, body);
    return change(deps, documentId, {
      next: (corrections) => [...corrections, body],
      record: (tx) => insertCorrection(tx, { documentId, body, oldValue, actor, reason }),
    });
  });
}

export interface Withdraw {
  correctionId: number;
  actor: string;
}

/** Takes a correction back: what was read holds again. The correction stays in the log. */
export async function withdrawCorrection(
  deps: VersionDependencies,
  { correctionId, actor }: Withdraw,
): Promise<MadeCorrection> {
  const correction = await getCorrection(deps.db, correctionId);
  if (!correction || correction.withdrawnAt !== null) throw unknownCorrection(correctionId);
  return tryAgain(() =>
    change(deps, correction.documentId, {
      next: (corrections) => corrections.filter((one) => !("id" in one) || one.id !== correctionId),
      record: async (tx) => {
        if (!(await markWithdrawn(tx, correctionId, actor))) throw unknownCorrection(correctionId);
        return correctionId;
      },
    }),
  );
}

/** A correction with what became of it in the version that is shown now. */
export type ListedCorrection = CorrectionRecord & {
  /** "lost": the version has not the words that it is about. */
  standing: "applied" | "lost" | "withdrawn";
};

/** All corrections of a document, in the order in which they were made. */
export async function listCorrections(db: Database, documentId: number): Promise<ListedCorrection[]> {
  const records = await correctionsOf(db, documentId);
  const shown = await shownReading(db, documentId);
  const active = records.filter(({ withdrawnAt }) => withdrawnAt === null);
  const lost = new Set(applyCorrections(shown.read, active).missed);
  return records.map((record) => ({
    ...record,
    standing: record.withdrawnAt !== null ? "withdrawn" : lost.has(record) ? "lost" : "applied",
  }));
}

/** The live version; of a document that was never live, the waiting one. */
async function shownReading(db: Database, documentId: number): Promise<StoredReading> {
  const [versionId] = await shownVersions(db, documentId);
  const reading = versionId === undefined ? null : await storedReading(db, versionId);
  if (!reading) throw unknownDocument(documentId);
  return reading;
}

interface Change {
  next(corrections: readonly CorrectionRecord[]): readonly CorrectionBody[];
  record(tx: Database): Promise<number>;
}

interface Planned extends Omit<ReturnType<typeof corrected>, "missed"> {
  reading: StoredReading;
  /** Of the live version. */
  embeddings: PassageVectors | undefined;
}

async function change(
  deps: VersionDependencies,
  documentId: number,
  { next, record }: Change,
): Promise<MadeCorrection> {
  const { db, embedder } = deps;
  const { corrections, stamp } = await activeCorrections(db, documentId);
  const planned: Planned[] = [];
  for (const versionId of await shownVersions(db, documentId)) {
    const reading = await storedReading(db, versionId);
    if (!reading) continue;
    const plan = corrected(reading.read, next(corrections));
    // A corrected number stands in the context of every passage: those texts are embedded anew, outside the transaction.
    const embeddings = reading.status === "live" ? await embedCached(db, embedder, indexTexts(plan.parsed)) : undefined;
    planned.push({ reading, parsed: plan.parsed, extraction: plan.extraction, embeddings });
  }
  return db.transaction(async (tx) => {
    await tx.query("select id from documents where id = $1 for update", [documentId]);
    await lockIndexState(tx);
    await expectStamp(tx, documentId, stamp);
    await expectSame(
      tx,
      documentId,
      planned.map(({ reading }) => reading.versionId),
    );
    const id = await record(tx);
    let generation: number | null = null;
    for (const { reading, parsed, extraction, embeddings } of planned) {
      const { versionId } = reading;
      await rewriteReading(tx, versionId, { parsed, extraction });
      if (reading.status !== "live") continue;
      generation = await showVersion(tx, { documentId, versionId, parsed, embeddings, reason: "correction" });
    }
    return { id, generation };
  });
}

async function expectSame(tx: Database, documentId: number, versionIds: readonly number[]): Promise<void> {
  const now = await shownVersions(tx, documentId);
  if (now.join() === versionIds.join()) return;
  throw changedMeanwhile();
}

async function bodyOf(db: Database, shown: StoredReading, correction: Correct): Promise<CorrectionBody> {
  switch (correction.what) {
    case "header":
      checkField(correction.field, correction.value);
      return { kind: "header", field: correction.field, target: null, newValue: correction.value };
    case "duty-add":
      return addBody(db, shown, correction);
    case "relation":
    case "relation-remove":
      return referenceBody(db, shown, correction);
    default:
      return dutyBody(db, shown, correction);
  }
}

async function addBody(
  db: Database,
  shown: StoredReading,
  { passageId, words, agency, role, deadline }: Extract<Correct, { what: "duty-add" }>,
): Promise<CorrectionBody> {
  checkOneOf(role, DUTY_ROLES);
  checkDay(deadline?.on ?? null);
  const target = await passageTarget(db, shown, { passageId, words });
  if (!target) throw targetMissing();
  const newValue = { agency: agencyNamed(agency), role, deadline: deadline ?? null };
  return { kind: "duty", field: "add", target, newValue };
}

type DutyChange = Extract<Correct, { dutyId: number }>;

async function dutyBody(db: Database, shown: StoredReading, correction: DutyChange): Promise<CorrectionBody> {
  const target = await dutyTarget(db, shown, correction.dutyId);
  if (!target) throw targetMissing();
  switch (correction.what) {
    case "duty-agency":
      return { kind: "duty", field: "agency", target, newValue: agencyNamed(correction.agency) };
    case "duty-role":
      checkOneOf(correction.role, DUTY_ROLES);
      return { kind: "duty", field: "role", target, newValue: correction.role };
    case "duty-deadline":
      checkDay(correction.deadline?.on ?? null);
      return { kind: "duty", field: "deadline", target, newValue: correction.deadline };
    case "duty-remove":
      return { kind: "duty", field: "remove", target, newValue: null };
  }
}

type ReferenceChange = Extract<Correct, { referenceId: number }>;

async function referenceBody(db: Database, shown: StoredReading, correction: ReferenceChange): Promise<CorrectionBody> {
  const target = await referenceTarget(db, shown, correction.referenceId);
  if (!target) throw targetMissing();
  if (correction.what === "relation-remove") return { kind: "reference", field: "remove", target, newValue: null };
  checkOneOf(correction.relation, RELATIONS);
  return { kind: "reference", field: "relation", target, newValue: correction.relation };
}

const targetMissing = (): AppError =>
  new AppError({
    code: "correction.target_missing",
    message: "The version that is shown now does not hold what is to be corrected. Load the document again.",
    userMessage: "Không tìm thấy nội dung cần chỉnh sửa trong bản đang dùng. Vui lòng mở lại văn bản.",
  });

const unknownDocument = (documentId: number): AppError =>
  new AppError({
    code: "document.missing",
    message: `There is no document ${documentId} that is live or waits.`,
    userMessage: "Không tìm thấy văn bản.",
  });

const unknownCorrection = (id: number): AppError =>
  new AppError({
    code: "correction.missing",
    message: `There is no correction ${id} that still holds.`,
    userMessage: "Không tìm thấy chỉnh sửa này, hoặc đã được rút lại.",
  });
