import type { Database } from "../../retrieval/index.ts";
import { type Condition, conditionOf, type ExchangeFilter } from "./filter.ts";
import type { Seat } from "./verdicts.ts";

/** Why an exchange needs eyes, the most urgent first; as `review_urgency` in the database orders them. */
export const REASONS = [
  ...["down", "disputed", "requested", "low-confidence", "dropped-claims"],
  ...["doubtful-scan", "press", "near-miss", "sample"],
] as const satisfies readonly string[];

export interface DeskQuery {
  /** "queue": what needs eyes, urgent first, then the longest waiting; "all": every exchange, newest first. */
  view: "queue" | "all";
  /** Its `signals` are not used: see `reasons`. */
  filter: ExchangeFilter;
  /** Any of them. */
  reasons: readonly string[];
  /** Only what this account holds or has judged. */
  mine: string | null;
}

/** Where a page ends and the next begins. */
export interface Place {
  /** Only in the queue. */
  urgency: number;
  sequence: number;
}

/** One line of the desk's lists. Whether a judgement was for or against the answer is not in it: it may be blind. */
export interface ListedExchange {
  id: string;
  sequence: number;
  askedAt: Date;
  channel: string;
  status: string;
  unit: string | null;
  /** Null once the words were erased. */
  question: string | null;
  confidence: number | null;
  /** BM25 of the best candidate, 0…1; null without one. */
  best: number | null;
  reasons: string[];
  urgency: number;
  isDouble: boolean;
  /** Judgements of the first seats that are there, of so many that it takes. */
  judged: number;
  seats: number;
  waits: boolean;
  /** This account has judged it. */
  judgedByMe: boolean;
  /** Who has it open now. */
  holders: { reviewer: string; seat: Seat; until: Date }[];
}

const COLUMNS = `a.id, a.sequence, a.asked_at as "askedAt", a.channel, a.status,
  (select p.unit from answer_people p where p.answer_id = a.id) as "unit",
  (select w.question from answer_words w where w.answer_id = a.id) as "question",
  a.confidence, (select max((c ->> 'lexical')::double precision) from jsonb_array_elements(a.candidates) c) as "best",
  coalesce(i.reasons, '{}') as "reasons", coalesce(i.urgency, 9) as "urgency", 'double' = any(a.signals) as "isDouble",
  coalesce(i.judged, 0) as "judged", coalesce(i.seats, 1) as "seats", coalesce(i.waits, false) as "waits",
  exists (select 1 from reviews r where r.answer_id = a.id and r.reviewer = $1) as "judgedByMe",
  (select coalesce(jsonb_agg(jsonb_build_object('reviewer', h.reviewer, 'seat', h.seat, 'until', h.until) order by h.seat), '[]')
     from review_assignments h where h.answer_id = a.id and h.until > now()) as "holders"`;

export interface ListOptions {
  query: DeskQuery;
  /** Whose page it is. */
  reviewer: string;
  /** Null: the first page. */
  after: Place | null;
  limit: number;
}

/** One page, by place and never by offset: the thousandth costs what the first does. */
export async function listExchanges(db: Database, options: ListOptions): Promise<ListedExchange[]> {
  const { query, reviewer, after, limit } = options;
  const { sql, params } = deskCondition(query, 5);
  const [from, place, order] =
    query.view === "queue"
      ? [
          "review_items i join answers a on a.id = i.answer_id",
          "($2::integer is null or (i.urgency, i.sequence) > ($2, $3))",
          "i.urgency, i.sequence",
        ]
      : [
          `answers a ${query.reasons.length > 0 ? "" : "left "}join review_items i on i.answer_id = a.id`,
          "($2::integer is null or a.sequence < $3)",
          "a.sequence desc",
        ];
  const rows = await db.query<Omit<ListedExchange, "holders"> & { holders: { until: string }[] }>(
    `select ${COLUMNS} from ${from} where ${place} and ${sql} order by ${order} limit $4`,
    [reviewer, after?.urgency ?? null, after?.sequence ?? null, limit, ...params],
  );
  return rows.map((row) => ({
    ...row,
    holders: row.holders.map((one) => ({ ...one, until: new Date(one.until) })) as ListedExchange["holders"],
  }));
}

/** On the rows `a` of answers and `i` of review_items; parameters numbered from `first`. */
export function deskCondition({ view, filter, reasons, mine }: DeskQuery, first: number): Condition {
  const base = conditionOf({ ...filter, signals: undefined }, first);
  const parts = [base.sql];
  const params = [...base.params];
  const next = (value: unknown) => `$${first + params.push(value) - 1}`;
  // What was judged waits no more: whoever asks for it gets it all the same.
  if (view === "queue" && filter.reviewed !== true) parts.push("i.waits");
  if (view === "queue" && filter.reviewed === true) parts.push("i.reasons <> '{}'");
  if (reasons.length > 0) parts.push(`i.reasons && ${next(reasons)}::text[]`);
  if (mine !== null) {
    const me = next(mine);
    // Few rows found first: asked of each exchange in turn it takes a second over 100,000.
    parts.push(`a.id in (select h.answer_id from review_assignments h where h.reviewer = ${me} and h.until > now()
                         union all select r.answer_id from reviews r where r.reviewer = ${me})`);
  }
  return { sql: parts.join("\n and "), params };
}

/** How many of what the query finds are there for each reason, whichever reasons it names itself. */
export async function countReasons(db: Database, query: DeskQuery): Promise<Map<string, number>> {
  const { sql, params } = deskCondition({ ...query, view: "queue", reasons: [] }, 1);
  // Nothing but the queue's own rows is read where nothing else is asked about: three times as fast.
  const answers = /\ba\./.test(sql) ? "join answers a on a.id = i.answer_id" : "";
  const rows = await db.query<{ reason: string; count: number }>(
    `select reason, count(*) as count from review_items i ${answers}, unnest(i.reasons) reason
      where ${sql} group by reason`,
    params,
  );
  return new Map(rows.map(({ reason, count }) => [reason, count]));
}

/** How many wait for a reviewer. */
export async function countWaiting(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>("select count(*) as count from review_items where waits");
  return row?.count ?? 0;
}

/** Offices in whose name was asked, for the filter; a step of the index for each, not a row for each answer. */
export async function knownUnits(db: Database): Promise<string[]> {
  const rows = await db.query<{ unit: string }>(
    `with recursive units as (
       (select unit from answer_people where unit is not null order by unit limit 1)
       union all
       select (select p.unit from answer_people p where p.unit is not null and p.unit > u.unit order by p.unit limit 1)
         from units u where u.unit is not null)
     select unit from units where unit is not null limit 500`,
  );
  return rows.map(({ unit }) => unit);
}

export async function knownChannels(db: Database): Promise<string[]> {
  const rows = await db.query<{ channel: string }>(
    `with recursive channels as (
       (select channel from answers order by channel limit 1)
       union all
       select (select a.channel from answers a where a.channel > c.channel order by a.channel limit 1)
         from channels c where c.channel is not null)
     select channel from channels where channel is not null`,
  );
  return rows.map(({ channel }) => channel);
}
