import type { Database } from "../db/index.ts";
import type { PassageKind } from "../document/types.ts";

/** A stored passage. `text === version.text.slice(start, end)`. */
export interface PassageRecord {
  id: number;
  versionId: number;
  documentId: number;
  ordinal: number;
  kind: PassageKind;
  start: number;
  end: number;
  locator: string;
  path: string[];
  node: number | null;
  text: string;
}

export const PASSAGE = `p.id, p.version_id as "versionId", v.document_id as "documentId", p.ordinal, p.kind,
  p.span_start as "start", p.span_end as "end", p.locator, p.path, p.node, p.text`;

const FROM = "from passages p join document_versions v on v.id = p.version_id";

/** All passages of a version in the order of the text. */
export function passagesOf(db: Database, versionId: number): Promise<PassageRecord[]> {
  return db.query<PassageRecord>(`select ${PASSAGE} ${FROM} where p.version_id = $1 order by p.ordinal`, [versionId]);
}

/** In the order of `ids`; an unknown id is left out. */
export async function getPassages(db: Database, ids: readonly number[]): Promise<PassageRecord[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<PassageRecord>(`select ${PASSAGE} ${FROM} where p.id = any($1::integer[])`, [ids]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
