import {
  type AskContext,
  type Draft,
  mayLeave,
  type Offered,
  type PromptRecord,
  type Question,
  type Writer,
} from "../prompts/index.ts";
import type { Candidate } from "../retrieval/index.ts";

/** An extractive answer and what a model may be given to put it better. */
export interface ReadDraft {
  context: AskContext;
  draft: Draft;
  generation: number;
  /** What the searches found, best first. */
  candidates: readonly Candidate[];
  offered: readonly Offered[];
  parsedAt: number;
  composedAt: number;
}

export interface WrittenDraft extends ReadDraft {
  /** Null: the draft is as it was read. */
  model: string | null;
  /** Null: no model was asked. */
  record: PromptRecord | null;
}

interface ToWrite {
  question: Question;
  read(question: Question): Promise<ReadDraft>;
  onSentence: ((text: string) => void) | undefined;
}

/**
 * The draft with a model's sentences where that may and can be had. What the rules decided stands: what is not held, not
 * given as work or refused is not put to a model at all.
 */
export async function writeDraft(writer: Writer, { question, read, onSentence }: ToWrite): Promise<WrittenDraft> {
  const first = await read(question);
  const again = leansOnNothing(first, question) ? await rewritten(writer, { question, read, first }) : null;
  const { draft, context, offered } = again ?? first;
  const plain: WrittenDraft = { ...(again ?? first), model: null, record: again?.record ?? null };
  const isForModel = draft.status === "clarify" || (draft.status === "answered" && offered.length > 0);
  if (!isForModel || context.question.kind !== "question" || !mayLeave(draft, context)) return plain;
  // The verdict first: a sentence without it could be read as an answer to another question.
  if (onSentence) for (const line of draft.lead.filter((one) => one !== "")) onSentence(line);
  const written = await writer.write({
    question: context.question.text,
    ...{ draft, offered, onSentence, isRewritten: again !== null },
  });
  const record = again?.record ? joined(again.record, written.record) : written.record;
  return { ...plain, draft: written.draft, model: written.model, record };
}

/** A follow-up that names nothing itself, and to which the rules found no answer in what it leans on. */
function leansOnNothing({ context, draft }: ReadDraft, { history = [] }: Question): boolean {
  const { question, scope } = context;
  const isFollowUp = history.some(({ role, content }) => role === "user" && content.trim() !== "");
  const namesNothing = (["documents", "agencies"] as const).every(
    (kind) => question[kind].length === 0 || question.inherited.includes(kind),
  );
  const nothingMissing = scope.mentions.every(({ cards }) => cards.length > 0);
  return isFollowUp && draft.status !== "answered" && question.kind === "question" && namesNothing && nothingMissing;
}

interface ToRewrite extends Pick<ToWrite, "question" | "read"> {
  first: ReadDraft;
}

async function rewritten(
  writer: Writer,
  { question, read, first }: ToRewrite,
): Promise<(ReadDraft & { record: PromptRecord }) | null> {
  if (!mayLeave(first.draft, first.context)) return null;
  const turns = (question.history ?? []).filter(({ role }) => role === "user").map(({ content }) => content);
  const own = await writer.rewrite({ question: question.question, earlier: turns });
  if (own === null) return null;
  const again = await read({ question: own.question });
  // Only what answers is taken: otherwise the person's own words are the better ones to answer to.
  if (again.draft.status !== "answered") return null;
  return { ...asRewritten(again, own.question), record: { ...own.record, rewritten: own.question } };
}

/** The person is told first how the follow-up was understood. */
export function asRewritten(read: ReadDraft, question: string): ReadDraft {
  const lead = [`Hiểu câu hỏi là: “${question}”`, "", ...read.draft.lead];
  return { ...read, draft: { ...read.draft, lead } };
}

const joined = (first: PromptRecord, second: PromptRecord): PromptRecord => ({
  ...second,
  templates: [...first.templates, ...second.templates],
  tokens: first.tokens + second.tokens,
  ...(first.rewritten === undefined ? {} : { rewritten: first.rewritten }),
});
