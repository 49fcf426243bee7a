import type { Database } from "../db/index.ts";
import { type Alias, aliasKey } from "../text/index.ts";

/** What an office calls an agency. */
export interface AgencyAlias extends Alias {
  id: number;
  agencyKey: string;
  /** Name of the account, or "cli". */
  addedBy: string;
  addedAt: Date;
}

const ALIAS = `id, writing, agency_key as "agencyKey", agency_name as "agencyName", added_by as "addedBy",
  added_at as "addedAt"`;

/** In use, or at another time: in use then. By their writing. */
export function listAliases(db: Database, at?: Date): Promise<AgencyAlias[]> {
  return db.query<AgencyAlias>(
    `select ${ALIAS} from agency_aliases
      where case when $1::timestamptz is null then withdrawn_at is null
                 else added_at <= $1 and (withdrawn_at is null or withdrawn_at > $1) end
      order by writing_key, id`,
    [at ?? null],
  );
}

export interface NewAlias extends Alias {
  agencyKey: string;
  actor: string;
}

/** The row that is in use with this writing, or the new one: `isNew` says which. */
export async function insertAlias(tx: Database, alias: NewAlias): Promise<{ alias: AgencyAlias; isNew: boolean }> {
  const { writing, agencyKey, agencyName, actor } = alias;
  const key = aliasKey(writing);
  const [made] = await tx.query<AgencyAlias>(
    `insert into agency_aliases (writing, writing_key, agency_key, agency_name, added_by, added_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (writing_key) where withdrawn_at is null do nothing returning ${ALIAS}`,
    [writing, key, agencyKey, agencyName, actor, new Date()],
  );
  if (made) return { alias: made, isNew: true };
  const [held] = await tx.query<AgencyAlias>(
    `select ${ALIAS} from agency_aliases where writing_key = $1 and withdrawn_at is null`,
    [key],
  );
  // Withdrawn by somebody else between the two.
  return held ? { alias: held, isNew: false } : insertAlias(tx, alias);
}

/** Null when it is not in use. */
export async function withdrawAlias(
  tx: Database,
  { id, actor }: { id: number; actor: string },
): Promise<AgencyAlias | null> {
  const [row] = await tx.query<AgencyAlias>(
    `update agency_aliases set withdrawn_by = $2, withdrawn_at = $3
      where id = $1 and withdrawn_at is null returning ${ALIAS}`,
    [id, actor, new Date()],
  );
  return row ?? null;
}
