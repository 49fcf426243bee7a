import type { Answer } from "../../prompts/index.ts";
import type { Database } from "../../retrieval/index.ts";

/** Whose turns, and in which chat. */
export interface SessionKeys {
  conversationKey: string;
  personKey: string;
}

/** One question with its answer. */
export interface TurnRow {
  id: number;
  question: string;
  answer: Answer;
  /** By the database's clock. */
  minutesAgo: number;
}

const ANSWER = `a.answer || jsonb_build_object('answer', w.answer) ||
  case when w.choices is null then '{}' else jsonb_build_object('choices', w.choices) end`;
// An answer whose words were erased is nothing to lean on.
const ANSWERS = "join answers a on a.id = t.answer_id join answer_words w on w.answer_id = a.id";
const TURN = `t.id, t.question, ${ANSWER} as answer, (extract(epoch from now() - t.said_at) / 60)::double precision as "minutesAgo"`;

/** The latest `limit` turns of a person in a conversation, oldest first. */
export async function latestTurns(
  db: Database,
  { conversationKey, personKey }: SessionKeys,
  limit: number,
): Promise<TurnRow[]> {
  const rows = await db.query<TurnRow>(
    `select ${TURN} from conversation_turns t ${ANSWERS}
      where t.conversation_key = $1 and t.person_key = $2 order by t.id desc limit $3`,
    [conversationKey, personKey, limit],
  );
  return rows.reverse();
}

/** The last answer that anybody got in a conversation. */
export async function latestAnswerIn(db: Database, conversationKey: string): Promise<Answer | null> {
  const [row] = await db.query<Pick<TurnRow, "answer">>(
    `select ${ANSWER} as answer from conversation_turns t ${ANSWERS}
      where t.conversation_key = $1 order by t.id desc limit 1`,
    [conversationKey],
  );
  return row?.answer ?? null;
}

export interface NewTurn extends SessionKeys {
  question: string;
  answerId: string;
  /** Earlier turns are forgotten but for these. */
  keep: number;
}

export async function insertTurn(
  tx: Database,
  { conversationKey, personKey, question, answerId, keep }: NewTurn,
): Promise<void> {
  await tx.query(
    "insert into conversation_turns (conversation_key, person_key, question, answer_id) values ($1, $2, $3, $4)",
    [conversationKey, personKey, question, answerId],
  );
  await tx.query(
    `delete from conversation_turns where conversation_key = $1 and person_key = $2 and id not in
       (select id from conversation_turns where conversation_key = $1 and person_key = $2 order by id desc limit $3)`,
    [conversationKey, personKey, keep],
  );
}

export async function deleteSession(tx: Database, { conversationKey, personKey }: SessionKeys): Promise<void> {
  await tx.query("delete from conversation_turns where conversation_key = $1 and person_key = $2", [
    conversationKey,
    personKey,
  ]);
}

export async function deleteTurnsOf(tx: Database, personKey: string): Promise<void> {
  await tx.query("delete from conversation_turns where person_key = $1", [personKey]);
}

/** How many of these are still there. */
export async function countTurns(tx: Database, ids: readonly number[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    "select count(*)::integer as count from conversation_turns where id = any($1::integer[])",
    [ids],
  );
  return row?.count ?? 0;
}

export async function deleteTurnsOfAnswers(tx: Database, answerIds: readonly string[]): Promise<void> {
  await tx.query("delete from conversation_turns where answer_id = any($1::text[])", [answerIds]);
}

/** Chats in which this person and nobody else has something stored. */
export async function ownConversations(tx: Database, personKey: string): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `with said as (
       select conversation_key, person_key from conversation_turns
       union select conversation_key, person_key from answer_people where conversation_key is not null)
     select distinct conversation_key as key from said s
      where person_key = $1
        and not exists (select 1 from said o where o.conversation_key = s.conversation_key and o.person_key <> $1)`,
    [personKey],
  );
  return rows.map(({ key }) => key);
}
