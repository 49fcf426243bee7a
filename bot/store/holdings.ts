import type { Database } from "../../retrieval/index.ts";

/** What is stored of a person, in numbers. */
export interface Holdings {
  turns: number;
  answers: number;
  feedback: number;
}

export async function holdingsOf(db: Database, personKey: string): Promise<Holdings> {
  const [row] = await db.query<Holdings>(
    `select (select count(*)::integer from conversation_turns where person_key = $1) as turns,
            (select count(*)::integer from answer_people where person_key = $1) as answers,
            (select count(*)::integer from feedback where person_key = $1) as feedback`,
    [personKey],
  );
  return row ?? { turns: 0, answers: 0, feedback: 0 };
}
