import type { Database } from "../db/index.ts";
import type { Warning } from "../document/types.ts";
import type { VersionStatus } from "./version-rows.ts";

export interface VersionRecord {
  id: number;
  live: boolean;
  status: VersionStatus;
  createdAt: Date;
}

/** All versions of a document in the order they came in, for the page that shows an old one. */
export function versionsOf(db: Database, documentId: number): Promise<VersionRecord[]> {
  return db.query<VersionRecord>(
    `select id, live, status, created_at as "createdAt" from document_versions
      where document_id = $1 and status <> 'shadow' order by id`,
    [documentId],
  );
}

/** A version that waits for approval, with what has to be looked at before. */
export interface PendingVersion {
  documentId: number;
  versionId: number;
  /** Null for a document that has never been live. */
  liveVersionId: number | null;
  collection: string;
  sourceName: string;
  number: string | null;
  title: string | null;
  warnings: Warning[];
  createdAt: Date;
}

/** What waits, the longest first. */
export function listPending(db: Database): Promise<PendingVersion[]> {
  return db.query<PendingVersion>(
    `select d.id as "documentId", v.id as "versionId", l.id as "liveVersionId", d.collection,
            d.source_name as "sourceName", v.header->'number'->>'value' as "number",
            v.header->'title'->>'value' as "title", v.warnings, v.created_at as "createdAt"
       from document_versions v
       join documents d on d.id = v.document_id
       left join document_versions l on l.document_id = d.id and l.live
      where v.status = 'pending' order by v.id`,
  );
}

export async function newestPending(db: Database, documentId: number): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(
    "select id from document_versions where document_id = $1 and status = 'pending' order by id desc limit 1",
    [documentId],
  );
  return row?.id ?? null;
}

/** The live version, then the one that waits: what a correction changes. */
export async function shownVersions(db: Database, documentId: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select id from document_versions where document_id = $1 and status in ('live', 'pending')
      order by live desc, id`,
    [documentId],
  );
  return rows.map(({ id }) => id);
}

/**
 * The newest version of a document, where it holds these bytes and waits or was rejected by a person: sending the same
 * file again asks nobody again.
 */
export async function waitingByHash(
  db: Database,
  contentHash: string,
): Promise<{ documentId: number; versionId: number; status: "pending" | "rejected" } | null> {
  const [row] = await db.query<{ documentId: number; versionId: number; status: "pending" | "rejected" }>(
    `select v.document_id as "documentId", v.id as "versionId", v.status
       from document_versions v
      where v.content_hash = $1 and v.status in ('pending', 'rejected')
        and not exists (select 1 from document_versions n
                         where n.document_id = v.document_id and n.id > v.id and n.status <> 'shadow')
      order by v.id desc limit 1`,
    [contentHash],
  );
  return row ?? null;
}

/** The document of a name; null where nothing of that name was ever stored. */
export async function documentIdOf(
  db: Database,
  { collection, sourceName }: { collection: string; sourceName: string },
): Promise<number | null> {
  const [row] = await db.query<{ id: number }>("select id from documents where collection = $1 and source_name = $2", [
    collection,
    sourceName,
  ]);
  return row?.id ?? null;
}

/** How many warnings each live document carries, without reading their texts. */
export async function warningCounts(db: Database): Promise<Map<number, number>> {
  const rows = await db.query<{ id: number; warnings: number }>(
    `select document_id as "id", jsonb_array_length(warnings) as "warnings" from document_versions where live`,
  );
  return new Map(rows.map(({ id, warnings }) => [id, warnings]));
}
