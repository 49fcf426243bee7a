import type { Database } from "../db/index.ts";
import { lockChain } from "./chain.ts";
import { eraseWords } from "./erase-words.ts";
import { type ErasedSubject, insertErasure } from "./erasures.ts";

const RULE = { reason: "retention", actor: "program" } as const;

export interface OldRows {
  answers: string[];
  feedback: number[];
}

/** What was written before that moment and still holds words: the oldest, at most so many of each. */
export function oldWords(db: Database, before: Date, limit: number): Promise<OldRows> {
  return oldRows(db, [before, limit], {
    answers: `select a.id from answers a join answer_words w on w.answer_id = a.id
               where a.asked_at < $1 order by a.sequence limit $2`,
    feedback: "select id from feedback where given_at < $1 and words is not null order by id limit $2",
  });
}

/** What was asked or judged before that moment and still says by whom. */
export function oldPersons(db: Database, before: Date, limit: number): Promise<OldRows> {
  return oldRows(db, [before, limit], {
    answers: `select a.id from answers a join answer_people p on p.answer_id = a.id
               where a.asked_at < $1 and (p.person_key is not null or p.conversation_key is not null)
               order by a.sequence limit $2`,
    feedback: "select id from feedback where given_at < $1 and person_key is not null order by id limit $2",
  });
}

async function oldRows(db: Database, params: unknown[], sql: Record<keyof OldRows, string>): Promise<OldRows> {
  const answers = await db.query<{ id: string }>(sql.answers, params);
  const feedback = await db.query<{ id: number }>(sql.feedback, params);
  return { answers: answers.map(({ id }) => id), feedback: feedback.map(({ id }) => id) };
}

/** How many rows a run of the rule would change. */
export async function countOld(db: Database, { words, persons }: { words: Date | null; persons: Date | null }) {
  const [row] = await db.query<{ words: number; persons: number }>(
    `select ((select count(*) from answers a join answer_words w on w.answer_id = a.id where a.asked_at < $1)
           + (select count(*) from feedback where given_at < $1 and words is not null))::integer as words,
            ((select count(*) from answers a join answer_people p on p.answer_id = a.id
               where a.asked_at < $2 and (p.person_key is not null or p.conversation_key is not null))
           + (select count(*) from feedback where given_at < $2 and person_key is not null))::integer as persons`,
    [words, persons],
  );
  return { words: row?.words ?? 0, persons: row?.persons ?? 0 };
}

/** One batch, in its own transaction. Returns what was chosen; empty when nothing is left. */
export function eraseOldWords(
  db: Database,
  { before, limit, also }: { before: Date; limit: number; also(tx: Database, rows: OldRows): Promise<void> },
): Promise<OldRows> {
  return db.transaction(async (tx) => {
    await lockChain(tx);
    const rows = await oldWords(tx, before, limit);
    if (rows.answers.length + rows.feedback.length === 0) return rows;
    await also(tx, rows);
    await eraseWords(tx, { ...rows, ...RULE });
    return rows;
  });
}

export function eraseOldPersons(db: Database, { before, limit }: { before: Date; limit: number }): Promise<OldRows> {
  return db.transaction(async (tx) => {
    await lockChain(tx);
    const rows = await oldPersons(tx, before, limit);
    const subjects: ErasedSubject[] = [
      ...rows.answers.map((subject) => ({ kind: "answer" as const, subject })),
      ...rows.feedback.map((id) => ({ kind: "feedback" as const, subject: String(id) })),
    ];
    if (subjects.length === 0) return rows;
    await insertErasure(tx, { ...RULE, what: "person", subjects }, async () => {
      await tx.query(
        `update answer_people set person_key = null, conversation_key = null, topic = null, salt = ''
          where answer_id = any($1::text[])`,
        [rows.answers],
      );
      await tx.query("update feedback set person_key = null, person_salt = '' where id = any($1::integer[])", [
        rows.feedback,
      ]);
    });
    return rows;
  });
}
