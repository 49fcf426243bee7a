import type { Database } from "../db/index.ts";
import { newSalt } from "./canonical.ts";
import { lockChain } from "./chain.ts";
import { insertErasure } from "./erasures.ts";

/** Who got an answer, for which office, where. Keys are keyed hashes. */
export interface AnswerPerson {
  personKey: string | null;
  unit: string | null;
  conversationKey: string | null;
  /** The topic of a forum group, as its platform names it; absent where the chat has none. */
  topic?: string | null;
}

/** Nobody is known: a script, a shared machine. */
export const NOBODY: AnswerPerson = { personKey: null, unit: null, conversationKey: null };

export async function insertAnswerPerson(tx: Database, row: AnswerPerson & { answerId: string }): Promise<void> {
  await tx.query(
    `insert into answer_people (answer_id, person_key, unit, conversation_key, topic, salt)
     values ($1, $2, $3, $4, $5, $6)`,
    [row.answerId, row.personKey, row.unit, row.conversationKey, row.topic ?? null, newSalt()],
  );
}

export async function answerPerson(db: Database, answerId: string): Promise<AnswerPerson | null> {
  const [row] = await db.query<AnswerPerson>(
    `select person_key as "personKey", unit, conversation_key as "conversationKey", topic
       from answer_people where answer_id = $1`,
    [answerId],
  );
  return row ?? null;
}

interface Forgetting {
  personKey: string;
  /** Name of an account, "cli", or "person" for the person's own wish. */
  actor: string;
}

/** Takes a person out of all answers and feedback; what was asked and answered stays, of nobody. */
export async function forgetPerson(tx: Database, { personKey, actor }: Forgetting): Promise<void> {
  await lockChain(tx);
  const subjects = await tx.query<{ kind: "answer" | "feedback"; subject: string }>(
    `select 'answer' as kind, answer_id as subject from answer_people where person_key = $1
     union all select 'feedback', id::text from feedback where person_key = $1`,
    [personKey],
  );
  if (subjects.length === 0) return;
  await insertErasure(tx, { what: "person", reason: "forget", actor, subjects }, async () => {
    await tx.query(
      "update answer_people set person_key = null, conversation_key = null, topic = null, salt = '' where person_key = $1",
      [personKey],
    );
    await tx.query("update feedback set person_key = null, person_salt = '' where person_key = $1", [personKey]);
  });
}
