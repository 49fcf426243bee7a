import type { Database } from "../db/index.ts";
import { neutralLabels } from "../store/missing-documents.ts";
import { lockChain } from "./chain.ts";
import { eraseConsequencesOf, noticesOf } from "./consequences.ts";
import { type ErasedSubject, insertErasure, type NewErasure } from "./erasures.ts";

export interface WordsToErase extends Pick<NewErasure, "reason" | "actor"> {
  answers: readonly string[];
  /** By their ids, beyond the feedback on those answers. */
  feedback: readonly number[];
}

export interface ErasedWords {
  answers: number;
  feedback: number;
  reviews: number;
}

/**
 * Takes what people wrote out of the log, with all that repeats it: feedback, reviewers' notes, corrections, questions
 * that went into the evaluation set, the label of a document that was asked for. What was decided stays, and so do the
 * hashes. What is erased already is left alone. Call it with the chain locked when the choice of answers must hold.
 */
export async function eraseWords(tx: Database, { answers, feedback, ...erasure }: WordsToErase): Promise<ErasedWords> {
  await lockChain(tx);
  const subjects = await tx.query<ErasedSubject>(
    `select 'answer' as kind, answer_id as subject from answer_words where answer_id = any($1::text[])
     union all select 'feedback', id::text from feedback
      where words is not null and (answer_id = any($1::text[]) or id = any($2::integer[]))
     union all select 'review', w.review_id::text from review_words w join reviews r on r.id = w.review_id
      where r.answer_id = any($1::text[])`,
    [answers, feedback],
  );
  subjects.push(...(await noticesOf(tx, answers)));
  await neutralLabelsOf(tx, answers);
  if (subjects.length > 0) {
    await insertErasure(tx, { ...erasure, what: "words", subjects }, async () => {
      await eraseConsequencesOf(tx, answers);
      await eraseSubjects(tx, subjects);
    });
  }
  const count = (kind: ErasedSubject["kind"]) => subjects.filter((subject) => subject.kind === kind).length;
  return { answers: count("answer"), feedback: count("feedback"), reviews: count("review") };
}

/** Before the words themselves go: they say which labels came from them. */
async function neutralLabelsOf(tx: Database, answers: readonly string[]): Promise<void> {
  const labels = await tx.query<{ label: string }>(
    `select distinct jsonb_array_elements_text(understood -> 'documents') as label
       from answer_words where answer_id = any($1::text[]) and jsonb_typeof(understood -> 'documents') = 'array'`,
    [answers],
  );
  if (labels.length > 0) {
    await neutralLabels(
      tx,
      labels.map(({ label }) => label),
    );
  }
}

async function eraseSubjects(tx: Database, subjects: readonly ErasedSubject[]): Promise<void> {
  const of = (kind: ErasedSubject["kind"]) =>
    subjects.filter((subject) => subject.kind === kind).map(({ subject }) => subject);
  await tx.query("delete from answer_words where answer_id = any($1::text[])", [of("answer")]);
  await tx.query("update feedback set words = null, salt = '' where id = any($1::integer[])", [
    of("feedback").map(Number),
  ]);
  await tx.query("delete from review_words where review_id = any($1::integer[])", [of("review").map(Number)]);
}

/** Answers and feedback of a person, as far as the log knows whose they are. */
export async function writtenBy(tx: Database, personKey: string): Promise<{ answers: string[]; feedback: number[] }> {
  const answers = await tx.query<{ id: string }>("select answer_id as id from answer_people where person_key = $1", [
    personKey,
  ]);
  const feedback = await tx.query<{ id: number }>("select id from feedback where person_key = $1", [personKey]);
  return { answers: answers.map(({ id }) => id), feedback: feedback.map(({ id }) => id) };
}

/** These answers, and the later ones of the same person whose history repeats their questions. */
export async function withFollowUps(tx: Database, answers: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select unnest($1::text[]) as id
     union
     select later.id
       from answer_words w
       join answers a on a.id = w.answer_id
       left join answer_people p on p.answer_id = a.id
       join answers later on later.sequence > a.sequence
       left join answer_people q on q.answer_id = later.id
       join answer_words v on v.answer_id = later.id
      where w.answer_id = any($1::text[])
        and q.person_key is not distinct from p.person_key
        and v.history @> jsonb_build_array(jsonb_build_object('content', w.question))`,
    [answers],
  );
  return rows.map(({ id }) => id);
}
