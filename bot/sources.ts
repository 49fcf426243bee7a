import type { Answer } from "../prompts/index.ts";
import { answerPerson } from "../retrieval/index.ts";
import type { Asking } from "./asking.ts";
import { type ClauseSources, openClause } from "./clause.ts";
import { correctedNotice } from "./corrections.ts";
import { type Outcome, say } from "./outcome.ts";
import { storedAnswer } from "./stored-answer.ts";

export const NO_ANSWER_YET = "Chưa có câu trả lời nào trong cuộc trò chuyện này; xin gửi câu hỏi trước.";
const NOT_YOURS = "Nút này thuộc câu trả lời của người khác hoặc câu trả lời đã được xóa.";

/** Opens one source of an answer; a number that it does not have is answered with those that it has. */
export async function openSource(sources: ClauseSources, answer: Answer, marker: number | null): Promise<Outcome> {
  const citation = answer.citations.find((one) => one.marker === marker);
  if (!citation) return say(whichSources(answer));
  const clause = await openClause(sources, answer, citation);
  if (!clause) return say("Văn bản của nguồn này không còn trong kho.");
  const correction = await correctedNotice(sources.db, answer.id);
  return say(correction === null ? clause : { ...clause, correction });
}

function whichSources({ citations }: Answer): string {
  if (citations.length === 0) return "Câu trả lời vừa rồi không có nguồn để mở.";
  if (citations.length === 1) return "Câu trả lời vừa rồi có một nguồn; xin gửi số 1 để mở.";
  return `Câu trả lời vừa rồi có ${citations.length} nguồn; xin gửi một số từ 1 đến ${citations.length}.`;
}

/** The answer that a button belongs to, if it is this person's; in a group, anybody's of that group. */
export async function answerOfButton(
  { db }: Pick<ClauseSources, "db">,
  { incoming, session }: Asking,
  answerId: string,
): Promise<Answer | null> {
  const found = await answerPerson(db, answerId);
  if (!found) return null;
  const here = incoming.setting === "group" && found.conversationKey === session.conversationKey;
  return here || found.personKey === session.personKey ? storedAnswer(db, answerId) : null;
}

export const notYours = (): Outcome => say({ kind: "done", text: NOT_YOURS });
