import type { Database } from "../../retrieval/index.ts";

/** An answer that quoted a document after it had ended. */
export interface AnswerAfterEnd {
  answerId: string;
  askedAt: Date;
  /** Null once its words were erased. */
  question: string | null;
  channel: string;
  unit: string | null;
  marker: number;
  locator: string;
  quote: string;
  /** First day without the document, ISO. */
  endedOn: string;
  /** The end had been confirmed by then, and the answer says so. */
  said: boolean;
}

/** "In force to" names the last day, a replacement the first day without. An end without a day says nothing of since when. */
const ENDED_ON = `case when f.date !~ '^\\d{4}-\\d{2}-\\d{2}$' then null
  when f.kind = 'in-force-to' then f.date::date + 1 else f.date::date end`;

/**
 * Answers that quoted a document since the day it ended, by what admins have confirmed of the whole of it; newest first.
 * Days are Vietnam's.
 */
export function answersAfterEnd(db: Database, documentId: number, limit = 500): Promise<AnswerAfterEnd[]> {
  return db.query<AnswerAfterEnd>(
    `with ended as (
       select ${ENDED_ON} as day, f.decided_at as confirmed
         from validity_facts f
        where f.document_id = $1 and f.state = 'confirmed' and not f.partial and f.date is not null
          and f.kind in ('in-force-to', 'replaced-by', 'repealed-by')
        order by 1, 2 limit 1)
     select a.id as "answerId", a.asked_at as "askedAt", w.question, a.channel, p.unit, c.marker, s.locator, c.quote,
            to_char(e.day, 'YYYY-MM-DD') as "endedOn", a.asked_at >= e.confirmed as said
       from ended e
       join document_versions v on v.document_id = $1
       join answer_citations c on c.version_id = v.id
       join answers a on a.id = c.answer_id and (a.asked_at at time zone 'Asia/Ho_Chi_Minh')::date >= e.day
       join passages s on s.id = c.passage_id
       left join answer_words w on w.answer_id = a.id
       left join answer_people p on p.answer_id = a.id
      order by a.sequence desc, c.marker limit $2`,
    [documentId, limit],
  );
}
