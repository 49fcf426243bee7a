import type { Draft } from "../answer/draft.ts";
import { clarifyTemplate } from "../templates/clarify.ts";
import { askModel, type Conversation } from "./ask-model.ts";
import type { ToWrite } from "./index.ts";
import { isInWordsOf } from "./own-words.ts";
import { redact } from "./redact.ts";

const MOST_TOKENS = 300;
const LONGEST = 240;

/** The choices in an order that fits the question. Their words stay ours, none is added and none is lost. */
export async function clarified(conversation: Conversation, { question, draft }: ToWrite): Promise<Draft | null> {
  const { choices = [] } = draft;
  if (choices.length < 2) return null;
  const named = choices.map((text, index) => ({ id: `c${index + 1}`, text }));
  const answer = await askModel(conversation, {
    template: clarifyTemplate,
    data: { question: redact(question), choices: named },
    maxTokens: MOST_TOKENS,
  });
  const first = answer.choices.flatMap((id) => named.find((choice) => choice.id === id)?.text ?? []);
  const ordered = [...new Set([...first, ...choices])];
  if (!isQuestionOf(answer.question, [question, ...draft.lead, ...choices])) return null;
  conversation.record.kept = 1;
  return { ...draft, lead: [...draft.lead, answer.question.trim()], choices: ordered };
}

/** One plain question that names nothing that was not named before. */
function isQuestionOf(text: string, known: readonly string[]): boolean {
  const plain = text.trim();
  if (plain.length < 8 || plain.length > LONGEST || !/^\p{Lu}[^?\n<>{}[\]|`]*\?$/u.test(plain)) return false;
  const isAsking = /(?<![\p{L}])(?:nào|gì|ai|đâu|hay|bao nhiêu|khi nào|không)(?![\p{L}])/iu.test(plain);
  return isAsking && isInWordsOf(plain, known);
}
