import type { Database } from "../db/index.ts";
import type { PassagePairs } from "./pair-passages.ts";

/** An answer that was given on words which a new version changes or leaves out. */
export interface AffectedAnswer {
  answerId: string;
  askedAt: Date;
  /** Null once its words were erased. */
  question: string | null;
  marker: number;
  passageId: number;
  locator: string;
  quote: string;
  change: "changed" | "removed";
  /** What stands there now; null where it was removed. */
  after: string | null;
  channel: string;
  /** The asker's office. */
  unit: string | null;
}

/** Newest first. A quote that still stands word for word in the changed passage is not affected. */
export async function affectedAnswers(db: Database, { changed, removed }: PassagePairs): Promise<AffectedAnswer[]> {
  const now = new Map<number, string | null>([
    ...changed.map(({ before, after }) => [before.id, after.text] as const),
    ...removed.map(({ id }) => [id, null] as const),
  ]);
  if (now.size === 0) return [];
  const rows = await db.query<Omit<AffectedAnswer, "change" | "after">>(
    `select c.answer_id as "answerId", a.asked_at as "askedAt", w.question, c.marker, c.passage_id as "passageId",
            p.locator, c.quote, a.channel, o.unit
       from answer_citations c
       join answers a on a.id = c.answer_id
       left join answer_words w on w.answer_id = a.id
       left join answer_people o on o.answer_id = a.id
       join passages p on p.id = c.passage_id
      where c.passage_id = any($1::integer[]) order by a.sequence desc, c.marker`,
    [[...now.keys()]],
  );
  return rows.flatMap((row) => {
    const text = now.get(row.passageId) ?? null;
    if (text?.includes(row.quote)) return [];
    return [{ ...row, after: text, change: text === null ? ("removed" as const) : ("changed" as const) }];
  });
}
