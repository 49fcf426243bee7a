import { randomUUID } from "node:crypto";
import {
  type Action,
  createIdentity,
  createInvitations,
  createPeople,
  createPipeline,
  type Handled,
  type Incoming,
  type IncomingContent,
  type PipelineOptions,
  type Reply,
  type Role,
  replyText,
} from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

export const identity = createIdentity("a key for tests that opens nothing");

export interface Talker {
  sender: string;
  /** What somebody writes, handled and committed: what is said back. */
  say(text: string): Promise<string>;
  send(content: IncomingContent): Promise<Handled>;
  press(action: Action): Promise<Handled>;
  incoming(content: IncomingContent): Incoming;
  personKey: string;
  conversationKey: string;
}

export interface Talk {
  invitations: ReturnType<typeof createInvitations>;
  people: ReturnType<typeof createPeople>;
  pipeline: ReturnType<typeof createPipeline>;
  /** Somebody who was never here. */
  stranger(where?: Partial<Incoming>): Talker;
  /** Somebody who has used an invitation. */
  official(unit?: string | null, where?: Partial<Incoming> & { role?: Role }): Promise<Talker>;
  /** Handles and commits, as the queue does. */
  deliver(incoming: Incoming): Promise<Handled>;
}

/** Conversations over the real pipeline. */
export function talking(db: Database, options: Partial<PipelineOptions> = {}): Talk {
  const pipeline = createPipeline({
    db,
    embedder: createHashedEmbedder(),
    identity,
    questionsPerMinute: 1000,
    ...options,
  });
  const invitations = createInvitations({ db, identity });
  const deliver = async (incoming: Incoming) => {
    const handled = await pipeline.handle(incoming);
    await db.transaction(handled.commit);
    return handled;
  };
  const stranger = (where: Partial<Incoming> = {}): Talker => {
    const sender = where.sender ?? randomUUID();
    const from = { channel: "telegram", conversation: `chat ${sender}`, sender, setting: "private", ...where } as const;
    const incoming = (content: IncomingContent): Incoming => ({ ...from, content });
    const send = (content: IncomingContent) => deliver(incoming(content));
    return {
      sender,
      incoming,
      send,
      say: async (text) => textOf((await send({ kind: "text", text })).replies),
      press: (action) => send({ kind: "action", action }),
      personKey: identity.pseudonym("person", from.channel, sender),
      conversationKey: identity.pseudonym("conversation", from.channel, from.conversation),
    };
  };
  return {
    invitations,
    people: createPeople({ db }),
    pipeline,
    stranger,
    deliver,
    async official(unit = "Sở Tài chính tỉnh Lạng Sơn", { role = "official", ...where } = {}) {
      const talker = stranger(where);
      const { code } = await invitations.create({ role, unit, expiresInMs: 60_000, createdBy: "test" });
      await talker.say(code);
      return talker;
    },
  };
}

export const textOf = (replies: readonly Reply[]): string => replies.map(replyText).join("\n---\n");

/** Tables that hold this text anywhere in a row. */
export async function tablesHolding(db: Database, text: string): Promise<string[]> {
  const tables = await db.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const holding: string[] = [];
  for (const { name } of tables) {
    const rows = await db.query(`select 1 from ${name} t where strpos(to_jsonb(t)::text, $1) > 0 limit 1`, [text]);
    if (rows.length > 0) holding.push(name);
  }
  return holding;
}

/** Rows of each table, to see that nothing changed. */
export async function rowCounts(db: Database): Promise<Record<string, number>> {
  const tables = await db.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await db.query<{ n: number }>(`select count(*)::integer as n from ${name}`);
    counts[name] = row?.n ?? 0;
  }
  return counts;
}
