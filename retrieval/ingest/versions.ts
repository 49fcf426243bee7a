import type { Database } from "../db/index.ts";
import type { ParsedDocument, Warning } from "../document/types.ts";
import { type Embedder, embedCached } from "../embed/index.ts";
import { AppError } from "../errors.ts";
import {
  activeCorrections,
  changedMeanwhile,
  corrected,
  expectStamp,
  indexTexts,
  newestPending,
  recordEvent,
  rewriteReading,
  type SavedVersion,
  type StoredReading,
  settleWeights,
  showVersion,
  storedReading,
  type VersionStatus,
} from "../store/index.ts";
import { lockIndexState } from "../store/index-state.ts";
import { needsConfirmation } from "./gate.ts";
import { tryAgain } from "./try-again.ts";

export interface VersionDependencies {
  db: Database;
  embedder: Embedder;
}

export interface Approve {
  documentId: number;
  /** Default: the version that waits. Naming one also takes up a rejected version again. */
  versionId?: number | undefined;
  actor: string;
  reason?: string | undefined;
  /** The personal data that the gate points out has been looked at. */
  confirmed?: boolean | undefined;
}

/**
 * The waiting version of a document goes live, in one transaction. Throws `version.none_pending`,
 * `version.wrong_status` and `version.unconfirmed`.
 */
export async function approveVersion(deps: VersionDependencies, approve: Approve): Promise<SavedVersion> {
  const versionId = approve.versionId ?? (await newestPending(deps.db, approve.documentId));
  if (versionId === null) throw nonePending(approve.documentId);
  return bringLive(deps, { ...approve, versionId, from: ["pending", "rejected"], event: "approved" });
}

export interface Rollback {
  documentId: number;
  versionId: number;
  actor: string;
  reason?: string | undefined;
}

/** An older version takes the place of the live one: the same switch, from the other side. Nothing is embedded anew. */
export function rollbackDocument(deps: VersionDependencies, rollback: Rollback): Promise<SavedVersion> {
  return bringLive(deps, { ...rollback, from: ["retired"], event: "rolled-back" });
}

export interface Reject {
  documentId: number;
  actor: string;
  reason?: string | undefined;
}

/** The waiting version is kept for the record and never searched. Throws `version.none_pending`. */
export async function rejectVersion(db: Database, { documentId, actor, reason }: Reject): Promise<number> {
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `update document_versions set status = 'rejected' where document_id = $1 and status = 'pending' returning id`,
      [documentId],
    );
    if (!row) throw nonePending(documentId);
    await recordEvent(tx, { versionId: row.id, event: "rejected", actor, reason });
    return row.id;
  });
}

interface BringLive extends Approve {
  versionId: number;
  from: readonly VersionStatus[];
  event: "approved" | "rolled-back";
}

async function bringLive(deps: VersionDependencies, options: BringLive): Promise<SavedVersion> {
  const saved = await tryAgain(async () => {
    const reading = await storedReading(deps.db, options.versionId);
    if (!reading || reading.documentId !== options.documentId) throw unknownVersion(options);
    if (!options.from.includes(reading.status)) throw wrongStatus(reading);
    return switchTo(deps, options, reading);
  });
  await settleWeights(deps.db);
  return saved;
}

async function switchTo(deps: VersionDependencies, options: BringLive, reading: StoredReading): Promise<SavedVersion> {
  const { documentId, versionId, event, actor, reason } = options;
  const { corrections, stamp } = await activeCorrections(deps.db, documentId);
  const { parsed, extraction } = corrected(reading.read, corrections);
  if (event === "approved") checkConfirmed(parsed, options);
  // Outside the transaction: a remote model may take seconds.
  const embeddings = await embedCached(deps.db, deps.embedder, indexTexts(parsed));
  const generation = await deps.db.transaction(async (tx) => {
    await lockForSwitch(tx, { documentId, stamp });
    await expectStatus(tx, versionId, reading.status);
    if (parsed !== reading.parsed) await rewriteReading(tx, versionId, { parsed, extraction });
    await recordEvent(tx, { versionId, event, actor, reason });
    return showVersion(tx, { documentId, versionId, parsed, embeddings, reason: `version.${event}` });
  });
  return { documentId, versionId, generation };
}

/** First the document, then the index, then versions: everybody takes them in this order, so nobody waits in a circle. */
export async function lockForSwitch(tx: Database, { documentId, stamp }: { documentId: number; stamp: string }) {
  await tx.query("select id from documents where id = $1 for update", [documentId]);
  await lockIndexState(tx);
  await expectStamp(tx, documentId, stamp);
}

export async function expectStatus(tx: Database, versionId: number, status: VersionStatus): Promise<void> {
  const [row] = await tx.query<{ status: VersionStatus }>("select status from document_versions where id = $1", [
    versionId,
  ]);
  if (row?.status !== status) throw changedMeanwhile();
}

function checkConfirmed({ warnings }: ParsedDocument, { confirmed }: Approve): void {
  const open = warnings.filter(needsConfirmation);
  if (confirmed || open.length === 0) return;
  throw unconfirmed(open);
}

function unconfirmed(warnings: readonly Warning[]): AppError {
  return new AppError({
    code: "version.unconfirmed",
    message: `The version holds ${warnings.length} places with personal data. Look at them, then approve with a confirmation.`,
    userMessage: `Văn bản có ${warnings.length} chỗ nghi là dữ liệu cá nhân. Vui lòng kiểm tra và xác nhận trước khi duyệt.`,
  });
}

const nonePending = (documentId: number): AppError =>
  new AppError({
    code: "version.none_pending",
    message: `No version of document ${documentId} waits for approval.`,
    userMessage: "Văn bản này không có bản nào đang chờ duyệt.",
  });

const unknownVersion = ({ documentId, versionId }: { documentId: number; versionId: number }): AppError =>
  new AppError({
    code: "version.missing",
    message: `Document ${documentId} has no version ${versionId}.`,
    userMessage: "Không tìm thấy bản này của văn bản.",
  });

const wrongStatus = ({ versionId, status }: StoredReading): AppError =>
  new AppError({
    code: "version.wrong_status",
    message: `Version ${versionId} is ${status}: only a waiting or rejected version is approved, only a retired one brought back.`,
    userMessage: "Trạng thái của bản này không cho phép thao tác đó.",
  });
