import type { Database } from "../../retrieval/index.ts";

/** An exchange in which a certain answer was given. */
export interface Given {
  answerId: string;
  channel: string;
  askedAt: Date;
  unit: string | null;
  /** Keyed hash; null where nobody is known, or the person asked to be forgotten. */
  conversationKey: string | null;
  /** The topic of a forum group in which it was given; null where the chat has none. */
  topic: string | null;
  /** The person's enrolment was ended. */
  removed: boolean;
}

const QUOTES = (answer: string) => `(
  select coalesce(jsonb_agg(jsonb_build_array(c.marker, v.document_id, c.quote) order by c.marker), '[]')
    from answer_citations c join document_versions v on v.id = c.version_id where c.answer_id = ${answer})`;

/**
 * Everybody who was given this answer: the same words with the same quotes of the same documents. The newest first.
 * Empty once the answer's words were erased; exchanges whose words were erased cannot be told from others and are not in it.
 */
export function givenTo(db: Database, answerId: string): Promise<Given[]> {
  return db.query<Given>(
    `select a.id as "answerId", a.channel, a.asked_at as "askedAt", p.unit, p.conversation_key as "conversationKey", p.topic,
            exists (select 1 from people q where q.person_key = p.person_key and q.removed_at is not null) as removed
       from answer_words o
       join answers oa on oa.id = o.answer_id
       join answer_words w on md5(w.answer) = md5(o.answer) and w.answer = o.answer
       join answers a on a.id = w.answer_id and a.status = oa.status
       left join answer_people p on p.answer_id = a.id
      where o.answer_id = $1 and (a.id = $1 or ${QUOTES("a.id")} = ${QUOTES("$1")})
      order by a.sequence desc`,
    [answerId],
  );
}

/** How one exchange's people are told. */
export type Way = "message" | "page" | "covered" | "unreachable";

export interface Addressed extends Given {
  way: Way;
  /** The platform's id of the chat; null but for "message". */
  address: string | null;
}

/**
 * One message a chat and topic, for the newest of its exchanges; the web chat shows it when it is next opened. `addresses` by
 * conversation, of the chats that are enrolled and whose platform is configured. Pure.
 */
export function addressed(given: readonly Given[], addresses: ReadonlyMap<string, string>): Addressed[] {
  const told = new Set<string>();
  return given.map((one) => {
    const { channel, conversationKey: key, removed } = one;
    const address = key === null ? null : (addresses.get(key) ?? null);
    const reached = key !== null && (address !== null || (channel === "web" && !removed));
    if (!reached) return { ...one, way: "unreachable", address: null };
    const place = JSON.stringify([key, one.topic]);
    if (told.has(place)) return { ...one, way: "covered", address: null };
    told.add(place);
    return { ...one, way: address === null ? "page" : "message", address };
  });
}

export interface Chats {
  given: readonly Given[];
  /** That this process can write to. */
  channels: ReadonlySet<string>;
  /** Until the end of the transaction nobody gives a chat up. */
  lock?: boolean;
}

/** Where those can be written to who are enrolled still: the address of a chat goes with the enrolment. */
export async function addressesOf(
  db: Database,
  { given, channels, lock = false }: Chats,
): Promise<Map<string, string>> {
  const keys = given.flatMap(({ conversationKey }) => conversationKey ?? []);
  const rows = await db.query<{ key: string; address: string }>(
    `select conversation_key as key, address from conversations
      where conversation_key = any($1::text[]) and channel = any($2::text[])
      order by conversation_key ${lock ? "for share" : ""}`,
    [keys, [...channels]],
  );
  return new Map(rows.map(({ key, address }) => [key, address]));
}
