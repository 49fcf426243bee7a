import type { Database } from "../../retrieval/index.ts";
import { conditionOf, type ExchangeFilter } from "../review/filter.ts";

const BATCH = 500;

interface Place {
  id: string;
  generation: number;
  sequence: number;
}

/**
 * Ids of the exchanges of a filter, those of one generation together: each is rebuilt once. Read some hundred at a time,
 * so that a year of questions takes no more memory than a day.
 */
export async function* idsByGeneration(db: Database, filter: ExchangeFilter): AsyncGenerator<string> {
  const { sql, params } = conditionOf(filter, 3);
  let [generation, sequence] = [-1, -1];
  for (;;) {
    const rows = await db.query<Place>(
      `select a.id, coalesce(a.generation, 0) as generation, a.sequence from answers a
        where (coalesce(a.generation, 0), a.sequence) > ($1::integer, $2::integer) and ${sql}
        order by coalesce(a.generation, 0), a.sequence limit ${BATCH}`,
      [generation, sequence, ...params],
    );
    for (const row of rows) {
      yield row.id;
      [generation, sequence] = [row.generation, row.sequence];
    }
    if (rows.length < BATCH) return;
  }
}

export async function countExchanges(db: Database, filter: ExchangeFilter): Promise<number> {
  const { sql, params } = conditionOf(filter);
  const [row] = await db.query<{ count: number }>(`select count(*) as count from answers a where ${sql}`, params);
  return row!.count;
}
