import { setImmediate } from "node:timers/promises";
import type { Database } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { proposeFrom, settleWeights, storedReading } from "../store/index.ts";
import { addGeneration, lockIndexState } from "../store/index-state.ts";
import {
  getRun,
  insertRun,
  moveRun,
  nextTask,
  openRun,
  progressOf,
  type ReindexProgress,
  type ReindexRun,
} from "../store/reindex-runs.ts";
import { sweepRetired, sweepVectors, switchToShadows } from "../store/shadow-versions.ts";
import { dropFormerShadow, PROGRAM_PARSER, prepareDocument, type ReindexDependencies } from "./reindex-document.ts";
import { tryAgain } from "./try-again.ts";

export interface ReindexStep {
  run: ReindexRun;
  progress: ReindexProgress;
}

export interface ReindexOptions {
  reason: string;
  actor: string;
  onProgress?: ((step: ReindexStep) => void) | undefined;
}

/**
 * Reads everything again beside what is searched, switches in one transaction, clears away. Ends early when
 * `stopReindex` is called. Throws `reindex.running` when a run is open: go on with `resumeReindex`.
 */
export async function reindexAll(deps: ReindexDependencies, options: ReindexOptions): Promise<ReindexStep> {
  const { parser = PROGRAM_PARSER, embedder } = deps;
  const run = await deps.db.transaction(async (tx) => {
    await lockIndexState(tx);
    if (await openRun(tx)) throw alreadyOpen();
    const { reason, actor } = options;
    return insertRun(tx, { reason, parserVersion: parser.version, model: embedder.model, startedBy: actor });
  });
  return goOn(deps, run, options.onProgress);
}

/**
 * Goes on with the open run: after `stopReindex`, or after its process died. Throws `reindex.none`, and
 * `reindex.other_program` when it was begun with another parser or model.
 */
export async function resumeReindex(
  deps: ReindexDependencies,
  onProgress?: (step: ReindexStep) => void,
): Promise<ReindexStep> {
  const run = await openRun(deps.db);
  if (!run) throw noneOpen();
  const { parser = PROGRAM_PARSER, embedder } = deps;
  if (run.parserVersion !== parser.version || run.model !== embedder.model) throw otherProgram(run);
  await moveRun(deps.db, run.id, { from: ["stopped"], to: "running" });
  return goOn(deps, run, onProgress);
}

/** The run ends after the document it is at; nothing that was prepared is lost. False when none is under way. */
export async function stopReindex(db: Database): Promise<boolean> {
  const run = await openRun(db);
  return run !== null && moveRun(db, run.id, { from: ["running"], to: "stopped" });
}

/** Gives up a run that has not switched: what it prepared is removed. Throws `reindex.none`. */
export async function abandonReindex(db: Database): Promise<void> {
  const run = await openRun(db);
  if (!run || !(await moveRun(db, run.id, { from: ["running", "stopped"], to: "abandoned" }))) throw noneOpen();
  await clearShadows(db, run.id);
  await sweepAll(db);
}

/** The open run with its progress; null when there is none. */
export async function reindexStatus(db: Database): Promise<ReindexStep | null> {
  const run = await openRun(db);
  return run && { run, progress: await progressOf(db, run.id) };
}

async function goOn(
  deps: ReindexDependencies,
  run: ReindexRun,
  onProgress: ReindexOptions["onProgress"],
): Promise<ReindexStep> {
  const { db } = deps;
  const step = async (): Promise<ReindexStep> => {
    const now = await getRun(db, run.id);
    return { run: now ?? run, progress: await progressOf(db, run.id) };
  };
  for (;;) {
    const now = await step();
    onProgress?.(now);
    if (now.run.state !== "running") break;
    const task = await nextTask(db, run.id);
    if (task) await tryAgain(() => prepareDocument(deps, now.run, task));
    // A document may be changed between the last preparation and the switch: then there is a task again.
    else await switchToShadows(db, now.run);
    // Parsing is synchronous: a server that reindexes answers between two documents.
    await setImmediate();
  }
  if ((await getRun(db, run.id))?.state === "switched") await clearAway(db, run);
  const end = await step();
  onProgress?.(end);
  return end;
}

async function clearAway(db: Database, run: ReindexRun): Promise<void> {
  await clearShadows(db, run.id);
  await sweepAll(db);
  await proposeAgain(db, run.id);
  await settleWeights(db);
  await moveRun(db, run.id, { from: ["switched"], to: "done" });
}

async function sweepAll(db: Database): Promise<void> {
  while (await sweepRetired(db)) await setImmediate();
  while (await sweepVectors(db)) await setImmediate();
}

/** Shadows that were not switched to: of documents retired meanwhile, or of a run that is given up. */
async function clearShadows(db: Database, runId: number): Promise<void> {
  const rows = await db.query<{ documentId: number }>(
    `select r.document_id as "documentId" from reindex_documents r
       join document_versions v on v.id = r.shadow_version_id and v.status = 'shadow'
      where r.run_id = $1 order by r.document_id`,
    [runId],
  );
  for (const { documentId } of rows) {
    await db.transaction(async (tx) => {
      await lockIndexState(tx);
      await dropFormerShadow(tx, runId, documentId);
    });
  }
}

/** The new readings' own words on validity; proposals point at the versions that are live now. */
async function proposeAgain(db: Database, runId: number): Promise<void> {
  const rows = await db.query<{ versionId: number }>(
    `select v.id as "versionId" from reindex_documents r
       join document_versions v on v.id = r.shadow_version_id and v.live where r.run_id = $1 order by 1`,
    [runId],
  );
  for (const { versionId } of rows) {
    const reading = await storedReading(db, versionId);
    if (!reading) continue;
    const { documentId, parsed } = reading;
    await db.transaction(async (tx) => {
      await lockIndexState(tx);
      await proposeFrom(tx, { documentId, versionId, parsed });
    });
    await setImmediate();
  }
  // The proposals are seen from here on, and not from somewhere between two of them.
  if (rows.length > 0) await db.transaction((tx) => addGeneration(tx, { reason: "validity.proposed" }));
}

const alreadyOpen = (): AppError =>
  new AppError({
    code: "reindex.running",
    message: "A reindex is under way or was stopped. Go on with it, or abandon it first.",
    userMessage: "Đang có một lần lập lại chỉ mục chưa xong.",
  });

const noneOpen = (): AppError =>
  new AppError({
    code: "reindex.none",
    message: "No reindex is under way that this can be done with.",
    userMessage: "Không có lần lập lại chỉ mục nào đang chạy.",
  });

const otherProgram = ({ parserVersion, model }: ReindexRun): AppError =>
  new AppError({
    code: "reindex.other_program",
    message: `The open reindex was begun with parser ${parserVersion} and model ${model}. Go on with that program, or abandon it.`,
    userMessage: "Lần lập lại chỉ mục này được bắt đầu bằng phiên bản chương trình khác.",
  });
