import type { Database } from "../../retrieval/index.ts";

/** Where something can be sent later. Only of enrolled people. */
export interface ConversationRow {
  key: string;
  channel: string;
  address: string;
}

export async function saveConversation(tx: Database, { key, channel, address }: ConversationRow): Promise<void> {
  await tx.query(
    `insert into conversations (conversation_key, channel, address) values ($1, $2, $3)
     on conflict (conversation_key) do update set address = excluded.address, last_interaction_at = now()`,
    [key, channel, address],
  );
}

/** Of all conversations in which only this person has something stored, and of `here`. Before the links are taken. */
export async function deleteConversationsOf(tx: Database, personKey: string, here: string | null): Promise<void> {
  await tx.query(
    `delete from conversations c
      where c.conversation_key = $2
         or (exists (select 1 from answer_people a
                      where a.conversation_key = c.conversation_key and a.person_key = $1)
             and not exists (select 1 from answer_people a
                              where a.conversation_key = c.conversation_key and a.person_key <> $1))`,
    [personKey, here],
  );
}
