import type { Evidence } from "./chain.ts";
import type { ReadEvidence } from "./evidence.ts";

interface NoticeRow {
  id: number;
  answerId: string;
  reviewId: number;
  words: string | null;
  salt: string;
  citations: object[];
  state: string;
  proposedBy: string;
  /** Milliseconds. */
  proposedAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
  /** Exchanges whose people were to be told, with their channels. */
  recipients: string[];
}

/** All that the log must hold a line for: "12:proposed" and, once it is decided on, "12:decided"; `at` orders them. */
export const NOTICE_SUBJECTS = `select id as at, id || ':proposed' as subject from correction_notices
  union all select id, id || ':decided' from correction_notices where state <> 'proposed'`;

/** A notice of correction has two lines: what was proposed, and what a second person made of it. */
export const noticeEvidence: ReadEvidence = async (db, subjects) => {
  const ids = [...new Set(subjects.map((subject) => subject.split(":")[0] as string))];
  const rows = await db.query<NoticeRow>(
    `select n.id, n.answer_id as "answerId", n.review_id as "reviewId", n.words, n.salt, n.citations, n.state,
            n.proposed_by as "proposedBy", floor(extract(epoch from n.proposed_at) * 1000)::float8 as "proposedAt",
            n.decided_by as "decidedBy", floor(extract(epoch from n.decided_at) * 1000)::float8 as "decidedAt",
            coalesce((select jsonb_agg(r.channel || ' ' || r.answer_id order by r.answer_id collate "C")
                        from correction_recipients r where r.notice_id = n.id), '[]') as recipients
       from correction_notices n where n.id::text = any($1::text[]) order by n.id`,
    [ids],
  );
  const wanted = new Set(subjects);
  return rows.flatMap((row) => [proposed(row), decided(row)]).filter(({ subject }) => wanted.has(subject));
};

function proposed({ id, answerId, reviewId, words, salt, citations, proposedBy, proposedAt }: NoticeRow): Evidence {
  return {
    subject: `${id}:proposed`,
    content: { answerId, reviewId, citations, proposedBy, proposedAt },
    words: words === null ? null : { salt, value: { words } },
    person: null,
  };
}

function decided({ id, state, decidedBy, decidedAt, recipients }: NoticeRow): Evidence {
  return { subject: `${id}:decided`, content: { state, decidedBy, decidedAt, recipients }, words: null, person: null };
}
