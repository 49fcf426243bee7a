import { type Channel, correctionText, type Incoming } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { addMessages } from "../queue/index.ts";
import { type Addressed, addressed, addressesOf, givenTo, type Way } from "./given.ts";

/** What a confirmed notice goes out through. */
export interface Teller {
  /** The platforms that are configured. */
  channels: readonly Channel[];
}

export interface Told {
  id: number;
  answerId: string;
  words: string | null;
}

const STATES: Readonly<Record<Way, string>> = {
  message: "queued",
  page: "waiting",
  covered: "covered",
  unreachable: "unreachable",
};

/** Under which a notice's messages stand in the outbox and in the log of operations. */
export const traceOf = (noticeId: number) => `notice-${noticeId}`;

/**
 * Writes down who is told how, and puts the messages into the outbox: one a chat and topic, as that chat's own channel sends it.
 * In the transaction of the confirmation.
 */
export async function tell(tx: Database, { id, answerId, words }: Told, { channels }: Teller): Promise<void> {
  const byName = new Map<string, Channel>(channels.map((channel) => [channel.name, channel]));
  const given = await givenTo(tx, answerId);
  const addresses = await addressesOf(tx, { given, channels: new Set(byName.keys()), lock: true });
  const recipients = addressed(given, addresses);
  const rows = recipients.map(({ answerId, channel, way }) => ({ answer_id: answerId, channel, state: STATES[way] }));
  await tx.query(
    `insert into correction_recipients (notice_id, answer_id, channel, state, at)
     select $1, r.answer_id, r.channel, r.state, $3
       from jsonb_to_recordset($2::jsonb) as r(answer_id text, channel text, state text)`,
    [id, JSON.stringify(rows), new Date()],
  );
  for (const one of recipients) {
    const channel = byName.get(one.channel);
    if (channel !== undefined && words !== null) await send(tx, { channel, one, words, traceId: traceOf(id) });
  }
}

interface Sending {
  channel: Channel;
  one: Addressed;
  words: string;
  traceId: string;
}

async function send(tx: Database, { channel, one, words, traceId }: Sending): Promise<void> {
  const { address, conversationKey, topic, answerId, askedAt } = one;
  if (address === null || conversationKey === null) return;
  const parts = channel.render(
    { kind: "notice", text: correctionText({ words, askedAt }) },
    nobodyIn(channel, address, topic),
  );
  await addMessages(tx, {
    ...{ channel: channel.name, conversationKey, traceId, eventSequence: null, answerId, purpose: "correction" },
    ...{ address, parts },
  });
}

/** Nobody has just written there: nothing to reply to, no button to acknowledge. */
function nobodyIn({ name: channel }: Channel, conversation: string, topic: string | null): Incoming {
  const content = { kind: "text", text: "" } as const;
  return { channel, conversation, ...(topic === null ? {} : { topic }), sender: "", setting: "private", content };
}
