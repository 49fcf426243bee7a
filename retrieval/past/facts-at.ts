import type { Database } from "../db/index.ts";
import type { PastGeneration } from "./live-at.ts";

/** A row of validity_facts as it is stored. */
export type FactRow = Record<string, unknown>;

/** What was said in a generation about when documents are in force. */
export async function validityAt(db: Database, generation: PastGeneration): Promise<FactRow[]> {
  const { id, weightedAverage } = generation;
  const rows = await db.query<{ fact: FactRow | null }>(
    `select distinct on (fact_id) fact from validity_history
      where generation <= $1 order by fact_id, id desc`,
    [id],
  );
  const known = rows.flatMap(({ fact }) => (fact === null ? [] : [fact]));
  const older = weightedAverage === null ? await olderThanHistory(db, generation) : [];
  return [...known, ...older].sort((a, b) => Number(a.id) - Number(b.id));
}

/** What people have said; what texts say is proposed anew by who reads them anew. */
export async function decidedFacts(db: Database): Promise<FactRow[]> {
  const rows = await db.query<{ fact: FactRow }>(
    "select to_jsonb(f) as fact from validity_facts f where state <> 'proposed' order by id",
  );
  return rows.map(({ fact }) => fact);
}

/** Of generations before the history began, the best that is known: the first entry of a fact, by its own times. */
async function olderThanHistory(db: Database, { id, createdAt }: PastGeneration): Promise<FactRow[]> {
  const rows = await db.query<{ fact: FactRow }>(
    `select case when (first.fact ->> 'decided_at')::timestamptz > $2
                   then first.fact || '{"state": "proposed", "decided_by": null, "decided_at": null}'::jsonb
                   else first.fact end as fact
         from (select distinct on (fact_id) fact_id, generation, fact from validity_history order by fact_id, id) first
        where first.generation > $1 and first.fact is not null and (first.fact ->> 'created_at')::timestamptz <= $2`,
    [id, createdAt],
  );
  return rows.map(({ fact }) => fact);
}
