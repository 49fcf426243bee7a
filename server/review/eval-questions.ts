import { AppError, answerPerson, type Database, getAnswer } from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { type CitedWords, type DraftQuestion, exported, questionFrom } from "./eval-question.ts";
import { standingJudgements } from "./standing.ts";

export interface EvalQuestionRow {
  id: number;
  answerId: string;
  question: DraftQuestion;
  createdBy: string;
  createdAt: Date;
}

const ROW = `q.id, q.answer_id as "answerId", q.question, q.created_by as "createdBy", q.created_at as "createdAt"`;

export function listEvalQuestions(db: Database): Promise<EvalQuestionRow[]> {
  return db.query<EvalQuestionRow>(`select ${ROW} from eval_questions q order by q.id`);
}

export async function getEvalQuestion(db: Database, id: number): Promise<EvalQuestionRow | null> {
  const [row] = await db.query<EvalQuestionRow>(`select ${ROW} from eval_questions q where q.id = $1`, [id]);
  return row ?? null;
}

/** The lines of the set that is exported: what is still to be completed is left out. */
export async function exportedLines(db: Database): Promise<string[]> {
  const rows = await listEvalQuestions(db);
  return rows.flatMap(({ question }) => {
    const line = exported(question);
    return line === null ? [] : [JSON.stringify(line)];
  });
}

interface Change {
  actor: string;
}

/**
 * Makes a question of a reviewed exchange, once: a second time gives the one that is there. Throws `eval_question.*`
 * where nobody has judged the exchange or its words were erased.
 */
export async function addEvalQuestion(
  db: Database,
  { answerId, actor }: Change & { answerId: string },
): Promise<EvalQuestionRow> {
  const answer = await getAnswer(db, answerId);
  const [judgement] = await standingJudgements(db, answerId);
  if (answer === null || judgement === undefined) throw refusal("not_reviewed", "Câu trả lời này chưa được rà soát.");
  if (answer.words === null) throw refusal("words_erased", "Lời của câu trả lời này đã được xóa.");
  const unit = (await answerPerson(db, answerId))?.unit ?? null;
  const cited = await citedWords(db, answerId);
  const question = questionFrom({ answer, words: answer.words, unit, judgement, cited });
  return db.transaction(async (tx) => {
    const [made] = await tx.query<EvalQuestionRow>(
      `insert into eval_questions as q (answer_id, review_id, question, created_by)
       select $1, $2, $3::jsonb, $4 from answer_words where answer_id = $1 for share
       on conflict (answer_id) do nothing returning ${ROW}`,
      [answerId, judgement.id, JSON.stringify(question), actor],
    );
    if (made) await recordAction(tx, { actor, action: "eval_question.add", target: String(made.id) });
    const [row] = made
      ? [made]
      : await tx.query<EvalQuestionRow>(`select ${ROW} from eval_questions q where q.answer_id = $1`, [answerId]);
    if (row === undefined) throw refusal("words_erased", "Lời của câu trả lời này đã được xóa.");
    return row;
  });
}

function citedWords(db: Database, answerId: string): Promise<CitedWords[]> {
  return db.query<CitedWords>(
    `select c.marker, d.source_name as "sourceName", c.quote
       from answer_citations c
       join document_versions v on v.id = c.version_id
       join documents d on d.id = v.document_id
      where c.answer_id = $1 order by c.marker`,
    [answerId],
  );
}

/** Throws `eval_question.missing`. */
export async function saveEvalQuestion(
  db: Database,
  { id, question, actor }: Change & { id: number; question: DraftQuestion },
): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = await tx.query("update eval_questions set question = $2::jsonb where id = $1 returning id", [
      id,
      JSON.stringify(question),
    ]);
    if (rows.length === 0) throw refusal("missing", "Không có câu hỏi đánh giá này.");
    await recordAction(tx, { actor, action: "eval_question.edit", target: String(id) });
  });
}

/** Throws `eval_question.missing`. */
export async function deleteEvalQuestion(db: Database, { id, actor }: Change & { id: number }): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = await tx.query("delete from eval_questions where id = $1 returning id", [id]);
    if (rows.length === 0) throw refusal("missing", "Không có câu hỏi đánh giá này.");
    await recordAction(tx, { actor, action: "eval_question.delete", target: String(id) });
  });
}

/** Expected words that stand in no version in use of their document, marks and line breaks aside. */
export async function notHeld(
  db: Database,
  expected: readonly { document: string; contains: string }[],
  isIn: (text: string, words: string) => boolean,
): Promise<{ document: string; contains: string }[]> {
  const missing: { document: string; contains: string }[] = [];
  for (const one of expected) {
    const rows = await db.query<{ text: string }>(
      `select v.text from document_versions v join documents d on d.id = v.document_id
        where v.live and regexp_replace(d.source_name, '^.*/|\\.[^./]*$', '', 'g') = $1`,
      [one.document],
    );
    if (!rows.some(({ text }) => isIn(text, one.contains))) missing.push(one);
  }
  return missing;
}

function refusal(code: string, userMessage: string): AppError {
  return new AppError({
    code: `eval_question.${code}`,
    message: `No question of the evaluation set: ${code}.`,
    userMessage,
  });
}
