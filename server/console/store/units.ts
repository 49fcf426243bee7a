import type { Database } from "../../../retrieval/index.ts";

/** Offices that were invited, for a list to choose from. */
export async function knownUnits(db: Database): Promise<string[]> {
  const rows = await db.query<{ unit: string }>(
    "select distinct unit from invitations where unit is not null order by unit limit 500",
  );
  return rows.map(({ unit }) => unit);
}
