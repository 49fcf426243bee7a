import type { Database } from "../db/index.ts";

export interface VersionRecord {
  id: number;
  live: boolean;
}

/** All versions of a document in the order they came in, for the page that shows an old one. */
export function versionsOf(db: Database, documentId: number): Promise<VersionRecord[]> {
  return db.query<VersionRecord>("select id, live from document_versions where document_id = $1 order by id", [
    documentId,
  ]);
}

/** How many warnings each live document carries, without reading their texts. */
export async function warningCounts(db: Database): Promise<Map<number, number>> {
  const rows = await db.query<{ id: number; warnings: number }>(
    `select document_id as "id", jsonb_array_length(warnings) as "warnings" from document_versions where live`,
  );
  return new Map(rows.map(({ id, warnings }) => [id, warnings]));
}
