import type { Database } from "../db/index.ts";
import type { EntryKind, Evidence, Salted } from "./chain.ts";
import { noticeEvidence } from "./notice-evidence.ts";

/** Reads what stands in the database of some subjects, in the order of their ids; a subject that is gone is left out. */
export type ReadEvidence = (db: Database, subjects: readonly string[]) => Promise<Evidence[]>;

/** Subjects as numbers, so that the index finds them; a subject that is none is the subject of no row. */
const IDS = "(select q::integer from unnest($1::text[]) q where q ~ '^[0-9]{1,9}$')";

interface AnswerRow {
  subject: string;
  content: object;
  citations: object[];
  unit: string | null;
  words: object | null;
  wordsSalt: string | null;
  person: { personKey: string | null; conversationKey: string | null; topic?: string };
  personSalt: string | null;
}

/** An exchange: its row, its citations with their quotes, its words, its person. */
export const answerEvidence: ReadEvidence = async (db, subjects) => {
  const rows = await db.query<AnswerRow>(
    `select a.id as subject,
            jsonb_build_object(
              'askedAt', floor(extract(epoch from a.asked_at) * 1000), 'channel', a.channel, 'status', a.status,
              'answer', a.answer, 'answeredBy', a.answered_by, 'prompt', a.prompt, 'searched', a.searched,
              'found', a.found, 'generation', a.generation, 'timings', a.timings, 'askedOn', a.asked_on,
              'candidates', a.candidates, 'premise', a.premise, 'confidence', a.confidence, 'signals', a.signals,
              'versions', a.versions, 'tokens', a.tokens, 'cost', a.cost) as content,
            coalesce((select jsonb_agg(jsonb_build_object(
                'marker', c.marker, 'versionId', c.version_id, 'passageId', c.passage_id,
                'start', c.span_start, 'end', c.span_end, 'quote', c.quote) order by c.marker, c.id)
              from answer_citations c where c.answer_id = a.id), '[]') as citations,
            p.unit,
            case when w.answer_id is null then null else jsonb_build_object(
              'question', w.question, 'history', w.history, 'answer', w.answer, 'choices', w.choices,
              'understood', w.understood, 'model', w.model) end as words,
            w.salt as "wordsSalt",
            jsonb_build_object('personKey', p.person_key, 'conversationKey', p.conversation_key) ||
              case when p.topic is null then '{}' else jsonb_build_object('topic', p.topic) end as person,
            p.salt as "personSalt"
       from answers a
       left join answer_words w on w.answer_id = a.id
       left join answer_people p on p.answer_id = a.id
      where a.id = any($1::text[]) order by a.id`,
    [subjects],
  );
  return rows.map(({ subject, content, citations, unit, words, wordsSalt, person, personSalt }) => ({
    subject,
    content: { ...content, citations, unit },
    words: salted(wordsSalt, words),
    person: person.personKey === null && person.conversationKey === null ? null : salted(personSalt, person),
  }));
};

interface FeedbackRow {
  subject: string;
  content: object;
  words: string | null;
  personKey: string | null;
  salt: string;
  personSalt: string;
}

export const feedbackEvidence: ReadEvidence = async (db, subjects) => {
  const rows = await db.query<FeedbackRow>(
    `select id::text as subject,
            jsonb_build_object('answerId', answer_id, 'verdict', verdict, 'replaces', replaces,
              'givenAt', floor(extract(epoch from given_at) * 1000)) as content,
            words, person_key as "personKey", salt, person_salt as "personSalt"
       from feedback where id in ${IDS} order by id`,
    [subjects],
  );
  return rows.map(({ subject, content, words, personKey, salt, personSalt }) => ({
    subject,
    content,
    words: words === null ? null : salted(salt, { words }),
    person: personKey === null ? null : salted(personSalt, { personKey }),
  }));
};

/** Rows that hold nothing that may be erased. */
const plainEvidence =
  (sql: string): ReadEvidence =>
  async (db, subjects) => {
    const rows = await db.query<{ subject: string; content: object }>(sql, [subjects]);
    return rows.map((row) => ({ ...row, words: null, person: null }));
  };

export const deliveryEvidence = plainEvidence(
  `select id::text as subject,
          jsonb_build_object('answerId', answer_id, 'purpose', purpose, 'state', state, 'fault', fault,
            'at', floor(extract(epoch from at) * 1000)) as content
     from answer_deliveries where id in ${IDS} order by id`,
);

export const erasureEvidence = plainEvidence(
  `select e.id::text as subject,
          jsonb_build_object('what', e.what, 'reason', e.reason, 'actor', e.actor,
            'at', floor(extract(epoch from e.at) * 1000),
            'subjects', coalesce((select jsonb_agg(s.kind || ' ' || s.subject order by s.kind collate "C", s.subject collate "C")
                                    from erased_subjects s where s.erasure_id = e.id), '[]')) as content
     from erasures e where e.id in ${IDS} order by e.id`,
);

interface ReviewRow {
  subject: string;
  content: object;
  words: object | null;
  salt: string | null;
}

export const reviewEvidence: ReadEvidence = async (db, subjects) => {
  const rows = await db.query<ReviewRow>(
    `select r.id::text as subject,
            jsonb_build_object('answerId', r.answer_id, 'reviewer', r.reviewer, 'seat', r.seat, 'overall', r.overall,
              'claims', r.claims, 'replaces', r.replaces, 'at', floor(extract(epoch from r.at) * 1000)) as content,
            case when w.review_id is null then null else jsonb_build_object(
              'missing', w.missing, 'corrected', w.corrected, 'note', w.note) end as words,
            w.salt
       from reviews r left join review_words w on w.review_id = r.id
      where r.id in ${IDS} order by r.id`,
    [subjects],
  );
  return rows.map(({ subject, content, words, salt }) => ({
    subject,
    content,
    words: salted(salt, words),
    person: null,
  }));
};

/** How each kind of line is checked against what stands in the database. */
export const readEvidence: Readonly<Record<EntryKind, ReadEvidence>> = {
  answer: answerEvidence,
  feedback: feedbackEvidence,
  delivery: deliveryEvidence,
  erasure: erasureEvidence,
  review: reviewEvidence,
  notice: noticeEvidence,
};

function salted(salt: string | null, value: object | null): Salted | null {
  return salt === null || value === null ? null : { salt, value };
}
