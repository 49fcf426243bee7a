import type { Database } from "../../retrieval/index.ts";
import { type Addressed, addressed, addressesOf, givenTo } from "./given.ts";
import { traceOf } from "./tell.ts";

/** How far a notice has come with one exchange's people. */
export type RecipientState = "queued" | "sent" | "failed" | "held" | "waiting" | "shown" | "unreachable" | "covered";

export interface RecipientGroup {
  channel: string;
  unit: string | null;
  state: RecipientState;
  exchanges: number;
}

/** Before the confirmation: who would be told how, by channel and office. */
export async function wouldBeTold(
  db: Database,
  { answerId, channels }: { answerId: string; channels: ReadonlySet<string> },
): Promise<RecipientGroup[]> {
  const given = await givenTo(db, answerId);
  const all = addressed(given, await addressesOf(db, { given, channels }));
  const groups = Map.groupBy(all, ({ channel, unit, way }) => JSON.stringify([channel, unit, way]));
  return [...groups.values()].map((group) => ({ ...groupOf(group[0] as Addressed), exchanges: group.length }));
}

const WOULD = { message: "queued", page: "waiting", covered: "covered", unreachable: "unreachable" } as const;

function groupOf({ channel, unit, way }: Addressed): Omit<RecipientGroup, "exchanges"> {
  return { channel, unit, state: WOULD[way] };
}

/**
 * After it: what came of it. Messages are the truth while they are kept, then the log of deliveries; one part that could
 * not be delivered makes the whole failed.
 */
export function toldBy(db: Database, noticeId: number): Promise<RecipientGroup[]> {
  return db.query<RecipientGroup>(
    `select channel, unit, state, count(*)::integer as exchanges from (
       select r.channel, p.unit,
              case when r.state <> 'queued' then r.state
                   else coalesce(m.state, d.state, 'queued') end as state
         from correction_recipients r
         join correction_notices n on n.id = r.notice_id
         left join answer_people p on p.answer_id = r.answer_id
         left join lateral (
           select case when bool_or(o.state = 'failed') then 'failed' when bool_or(o.state = 'held') then 'held'
                       when bool_or(o.state in ('ready', 'active')) then 'queued'
                       when bool_or(o.state = 'sent') then 'sent' end as state
             from outgoing_messages o
            where o.answer_id = r.answer_id and o.purpose = 'correction' and o.trace_id = $2) m on true
         left join lateral (
           select case when bool_or(e.state = 'failed') then 'failed' when bool_or(e.state = 'sent') then 'sent' end as state
             from answer_deliveries e
            where e.answer_id = r.answer_id and e.purpose = 'correction' and e.at >= n.decided_at) d on true
        where r.notice_id = $1) told
      group by channel, unit, state order by channel, unit nulls last, state`,
    [noticeId, traceOf(noticeId)],
  );
}

/** Of many notices at once, for the list: exchanges by state. */
export async function toldCounts(db: Database, noticeIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.query<{ id: number; count: number }>(
    `select notice_id as id, count(*)::integer as count from correction_recipients
      where notice_id = any($1::integer[]) group by notice_id`,
    [[...noticeIds]],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}
