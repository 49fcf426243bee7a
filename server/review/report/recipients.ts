import type { Channel, Identity } from "../../../bot/index.ts";
import type { Database } from "../../../retrieval/index.ts";

/** A chat that an admin has with the bot alone. */
export interface Recipient {
  channel: Channel;
  conversationKey: string;
  address: string;
}

/**
 * The private chats of everybody enrolled as an admin. On every platform a private chat has the person's own id, so its
 * address, hashed as a person, is the person: no group is ever taken for one, whoever wrote in it.
 */
export async function adminChats(
  db: Database,
  { identity, channels }: { identity: Identity; channels: readonly Channel[] },
): Promise<Recipient[]> {
  const rows = await db.query<{ channel: string; conversationKey: string; address: string }>(
    `select channel, conversation_key as "conversationKey", address from conversations
      where channel in (select channel from people where role = 'admin' and removed_at is null)
      order by conversation_key`,
  );
  const admins = await db.query<{ key: string }>(
    `select person_key as "key" from people where role = 'admin' and removed_at is null`,
  );
  const keys = new Set(admins.map(({ key }) => key));
  return rows.flatMap(({ channel: name, conversationKey, address }) => {
    const channel = channels.find((one) => one.name === name);
    const isOwn = channel !== undefined && keys.has(identity.pseudonym("person", name, address));
    return isOwn ? [{ channel, conversationKey, address }] : [];
  });
}
