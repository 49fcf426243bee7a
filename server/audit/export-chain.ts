import {
  type Database,
  type EntryKind,
  FIRST_HASH,
  readEntries,
  readEvidence,
  type Seal,
} from "../../retrieval/index.ts";
import type { Signer } from "./keys.ts";
import { sealLine } from "./seals-file.ts";

export const EXPORT_FORMAT = "trich-dan-audit/1";

export interface ExportOptions {
  db: Database;
  signer: Signer;
  /** Signs the last line: the export ends there. Null when there is none. */
  seal(): Promise<Seal | null>;
  /** First position; default 1. */
  from?: number | undefined;
  batch?: number | undefined;
}

const BATCH = 500;

/**
 * The chain as lines of JSON with all that its hashes are of: a header {format, publicKey, keyId, from, previousHash},
 * {entry, content, words, person} for each line, at last {seal}. Words and persons that were erased are null. Holds a
 * batch at a time.
 */
export async function* exportChain({
  db,
  signer,
  seal,
  from = 1,
  batch = BATCH,
}: ExportOptions): AsyncGenerator<string> {
  const end = await seal();
  const [before] = from > 1 ? await readEntries(db, from - 2, 1) : [];
  const previousHash = before?.position === from - 1 ? before.hash : FIRST_HASH;
  const { publicKey, keyId } = signer;
  yield JSON.stringify({ format: EXPORT_FORMAT, publicKey, keyId, from, previousHash });
  const upTo = end?.position ?? 0;
  for (let after = from - 1; after < upTo; ) {
    const lines = await readBatch(db, after, Math.min(batch, upTo - after));
    yield* lines.map(({ text }) => text);
    const last = lines.at(-1);
    if (last === undefined) break;
    after = last.position;
  }
  yield `{"seal":${end === null ? "null" : sealLine(end)}}`;
}

/** In one transaction: a line and what it is about are of the same moment. */
function readBatch(db: Database, after: number, limit: number): Promise<{ position: number; text: string }[]> {
  return db.transaction(async (tx) => {
    await tx.exec("set transaction isolation level repeatable read, read only");
    const entries = await readEntries(tx, after, limit);
    const found = new Map<string, object>();
    for (const [kind, own] of Map.groupBy(entries, (entry) => entry.kind)) {
      for (const { subject, ...evidence } of await evidenceOf(tx, kind, own)) found.set(`${kind} ${subject}`, evidence);
    }
    return entries.map((entry) => ({
      position: entry.position,
      text: JSON.stringify({ entry, ...(found.get(`${entry.kind} ${entry.subject}`) ?? MISSING) }),
    }));
  });
}

/** What was deleted from the database is told as it is: a check of the export will say so. */
const MISSING = { content: null, words: null, person: null };

async function evidenceOf(tx: Database, kind: EntryKind, entries: readonly { subject: string }[]) {
  const read = Object.hasOwn(readEvidence, kind) ? readEvidence[kind] : null;
  return read === null
    ? []
    : read(
        tx,
        entries.map(({ subject }) => subject),
      );
}
