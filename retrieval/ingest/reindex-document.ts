import type { Database } from "../db/index.ts";
import type { FileDecoder } from "../document/index.ts";
import type { ParsedDocument } from "../document/types.ts";
import { type Embedder, embedDocument } from "../embed/index.ts";
import { isAppError } from "../errors.ts";
import {
  activeCorrections,
  changedMeanwhile,
  corrected,
  expectStamp,
  insertVersionRows,
  prepareVersion,
  type StoredReading,
  storedReading,
} from "../store/index.ts";
import { lockIndexState } from "../store/index-state.ts";
import { originalBytes } from "../store/originals.ts";
import { type ReindexRun, type ReindexTask, recordTask } from "../store/reindex-runs.ts";
import { addVectors, dropShadow, hasVectors } from "../store/shadow-versions.ts";
import { checkGate, type GateRules } from "./gate.ts";
import { PARSER_VERSION } from "./ingest-document.ts";
import { type ReadInput, readDocument, readText } from "./read-document.ts";

export interface ReindexDependencies {
  db: Database;
  /** The model to go over to; the one that is searched stays in use until the switch. */
  embedder: Embedder;
  gate?: GateRules | undefined;
  /** Reads the files that are no plain text; kept for the whole run. */
  decoder?: FileDecoder | undefined;
  /** Default: the program's own parser. Tests pass another. */
  parser?: DocumentReader | undefined;
}

/** What reads a document again, and under which name the reading is kept. */
export interface DocumentReader {
  version: string;
  fromBytes(bytes: Uint8Array, input: ReadInput): ParsedDocument | Promise<ParsedDocument>;
  fromText(text: string, input: ReadInput): ParsedDocument | Promise<ParsedDocument>;
}

export const PROGRAM_PARSER: DocumentReader = { version: PARSER_VERSION, fromBytes: readDocument, fromText: readText };

/** Reads one live document again, beside it. Throws `version.changed_meanwhile` when it was changed at the same moment. */
export async function prepareDocument(deps: ReindexDependencies, run: ReindexRun, task: ReindexTask): Promise<void> {
  const reading = await storedReading(deps.db, task.versionId);
  if (!reading) throw changedMeanwhile();
  const done = { ...task, runId: run.id, shadowVersionId: null, fromText: false, reason: null };
  if (reading.parserVersion === run.parserVersion) return embedAgain(deps, { reading, done });
  const read = await readAgain(deps, reading);
  if ("failure" in read) {
    await replaceTask(deps.db, { ...done, outcome: "failed", reason: read.failure });
    return;
  }
  const { corrections } = await activeCorrections(deps.db, task.documentId);
  const { parsed, extraction } = corrected(read.parsed, corrections);
  const embeddings = await embedDocument(deps.db, deps.embedder, parsed);
  await deps.db.transaction(async (tx) => {
    await lockTask(tx, task);
    await dropFormerShadow(tx, run.id, task.documentId);
    const shadowVersionId = await insertVersionRows(tx, task.documentId, {
      ...reading,
      parserVersion: run.parserVersion,
      status: "shadow",
      parsed,
      extraction,
    });
    await prepareVersion(tx, { documentId: task.documentId, versionId: shadowVersionId, parsed, embeddings });
    await recordTask(tx, { ...done, outcome: "prepared", shadowVersionId, fromText: read.fromText });
  });
}

type Reread = { parsed: ParsedDocument; fromText: boolean } | { failure: string };

async function readAgain(
  { db, gate, decoder, parser = PROGRAM_PARSER }: Omit<ReindexDependencies, "embedder">,
  reading: StoredReading,
): Promise<Reread> {
  const { sourceName, sidecar, originalHash, read } = reading;
  const bytes = originalHash === null ? null : await originalBytes(db, originalHash);
  try {
    const parsed = bytes
      ? await parser.fromBytes(bytes, { sourceName, sidecar, decoder })
      : await parser.fromText(read.text, { sourceName, sidecar });
    return { parsed: { ...parsed, warnings: [...parsed.warnings, ...checkGate(parsed, gate)] }, fromText: !bytes };
  } catch (error) {
    // A document that was let in stays as it is; the run goes on and names it.
    if (isAppError(error)) return { failure: error.message };
    throw error;
  }
}

/** A stored version as this program's parser reads it now; null where the parser refuses it. */
export async function readStoredAgain(
  deps: Pick<ReindexDependencies, "db" | "gate" | "decoder">,
  reading: StoredReading,
): Promise<ParsedDocument | null> {
  const read = await readAgain(deps, reading);
  return "parsed" in read ? read.parsed : null;
}

type Done = Parameters<typeof recordTask>[1];

async function embedAgain(
  { db, embedder }: ReindexDependencies,
  { reading, done }: { reading: StoredReading; done: Omit<Done, "outcome"> },
): Promise<void> {
  if (await hasVectors(db, done.versionId, embedder.model)) return replaceTask(db, { ...done, outcome: "unchanged" });
  const embeddings = await embedDocument(db, embedder, reading.parsed);
  if (!embeddings) return replaceTask(db, { ...done, outcome: "unchanged" });
  await db.transaction(async (tx) => {
    await lockTask(tx, done);
    await dropFormerShadow(tx, done.runId, done.documentId);
    await addVectors(tx, { versionId: done.versionId, embeddings });
    await recordTask(tx, { ...done, outcome: "embedded" });
  });
}

function replaceTask(db: Database, done: Done): Promise<void> {
  return db.transaction(async (tx) => {
    await lockTask(tx, done);
    await dropFormerShadow(tx, done.runId, done.documentId);
    await recordTask(tx, done);
  });
}

/** Two runners, or a runner and an approval, take a document one after the other. */
async function lockTask(tx: Database, { documentId, versionId, stamp }: ReindexTask): Promise<void> {
  await tx.query("select id from documents where id = $1 for update", [documentId]);
  await lockIndexState(tx);
  await expectStamp(tx, documentId, stamp);
  const [row] = await tx.query<{ live: boolean }>("select live from document_versions where id = $1", [versionId]);
  if (row?.live !== true) throw changedMeanwhile();
}

/** What this run prepared of the document before it was changed, or what another runner has just prepared. */
export async function dropFormerShadow(tx: Database, runId: number, documentId: number): Promise<void> {
  const [row] = await tx.query<{ id: number }>(
    `update reindex_documents r set shadow_version_id = null
       from reindex_documents old
      where r.run_id = $1 and r.document_id = $2 and old.run_id = r.run_id and old.document_id = r.document_id
        and old.shadow_version_id is not null returning old.shadow_version_id as id`,
    [runId, documentId],
  );
  if (row) await dropShadow(tx, row.id);
}
