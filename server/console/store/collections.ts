import type { Database } from "../../../retrieval/index.ts";

/** Names under which documents are held, for the suggestions of the upload form and the filter of the list. */
export async function collectionsOf(db: Database): Promise<string[]> {
  const rows = await db.query<{ collection: string }>(
    `select collection from documents union select collection from ingest_jobs order by 1`,
  );
  return rows.map(({ collection }) => collection);
}
