import type { Answer } from "../../prompts/index.ts";
import type { Database } from "../../retrieval/index.ts";

/** Who got an answer, for which office, where. Apart from the append-only log so that the person can be forgotten. */
export interface AnswerPersonRow {
  answerId: string;
  personKey: string | null;
  unit: string | null;
  conversationKey: string | null;
}

export async function insertAnswerPerson(tx: Database, row: AnswerPersonRow): Promise<void> {
  await tx.query("insert into answer_people (answer_id, person_key, unit, conversation_key) values ($1, $2, $3, $4)", [
    row.answerId,
    row.personKey,
    row.unit,
    row.conversationKey,
  ]);
}

/** An answer that belongs to somebody, or to a conversation. */
export async function answerWithPerson(
  db: Database,
  answerId: string,
): Promise<(Pick<AnswerPersonRow, "personKey" | "conversationKey"> & { answer: Answer }) | null> {
  const [row] = await db.query<Pick<AnswerPersonRow, "personKey" | "conversationKey"> & { answer: Answer }>(
    `select p.person_key as "personKey", p.conversation_key as "conversationKey", a.answer
       from answer_people p join answers a on a.id = p.answer_id where p.answer_id = $1`,
    [answerId],
  );
  return row ?? null;
}

export async function forgetAnswersOf(tx: Database, personKey: string): Promise<void> {
  await tx.query("update answer_people set person_key = null, conversation_key = null where person_key = $1", [
    personKey,
  ]);
}
