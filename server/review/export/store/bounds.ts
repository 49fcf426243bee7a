import type { Database } from "../../../../retrieval/index.ts";

/** The newest row of each table: what comes after it is in no export that began before. */
export interface Bounds {
  answers: number;
  feedback: number;
  deliveries: number;
  reviews: number;
}

export async function readBounds(db: Database): Promise<Bounds> {
  const [row] = await db.query<Bounds>(
    `select (select coalesce(max(sequence), 0) from answers) as answers,
            (select coalesce(max(id), 0) from feedback) as feedback,
            (select coalesce(max(id), 0) from answer_deliveries) as deliveries,
            (select coalesce(max(id), 0) from reviews) as reviews`,
  );
  return row!;
}
