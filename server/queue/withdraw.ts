import { type Database, insertDelivery } from "../../retrieval/index.ts";

/** On a message or event whose words were erased before it was finished. */
const ERASED = "erased";

/**
 * Takes back what is not sent yet: parts of these answers, and everything in these chats. A part that is being sent at
 * this moment may still arrive; its words are gone from the database in any case. Chain locked before.
 */
export async function withdrawMessages(
  tx: Database,
  { answers, conversations }: { answers: readonly string[]; conversations: readonly string[] },
): Promise<void> {
  const withdrawn = await tx.query<{ answerId: string | null; purpose: "answer" | "correction" | "report" }>(
    `update outgoing_messages
        set state = 'failed', fault = $1, address = null, content = null, lease_owner = null, lease_until = null,
            finished_at = now()
      where content is not null and (answer_id = any($2::text[]) or conversation_key = any($3::text[]))
     returning answer_id as "answerId", purpose`,
    [ERASED, answers, conversations],
  );
  for (const { answerId, purpose } of withdrawn) {
    if (answerId !== null) await insertDelivery(tx, { answerId, purpose, state: "failed", fault: ERASED });
  }
}

export interface OpenEvent {
  sequence: number;
  channel: string;
  conversationKey: string;
  payload: object;
}

/** Messages that came in and are not handled to the end. */
export function openEvents(tx: Database): Promise<OpenEvent[]> {
  return tx.query<OpenEvent>(
    `select sequence, channel, conversation_key as "conversationKey", payload
       from inbound_events where payload is not null order by sequence`,
  );
}

/** Whoever handles one at this moment loses the claim and stores nothing. */
export async function withdrawEvents(tx: Database, sequences: readonly number[]): Promise<void> {
  await tx.query(
    `update inbound_events
        set state = 'failed', fault = $1, payload = null, lease_owner = null, lease_until = null, finished_at = now()
      where sequence = any($2::bigint[]) and payload is not null`,
    [ERASED, sequences],
  );
}
