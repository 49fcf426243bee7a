import { findAgencies, findDocumentNumbers, findPlaces, matchForm } from "../../retrieval/index.ts";
import { rewriteTemplate } from "../templates/rewrite.ts";
import { askModel, type Conversation } from "./ask-model.ts";
import type { ToRewrite } from "./index.ts";
import { isInWordsOf } from "./own-words.ts";
import { redact } from "./redact.ts";

const MOST_TOKENS = 300;
const LONGEST = 500;
const MOST_EARLIER = 4;

/** A question of its own that names nothing the person did not name and nothing less than this message does. */
export async function rewritten(conversation: Conversation, { question, earlier }: ToRewrite): Promise<string | null> {
  const recent = earlier.slice(-MOST_EARLIER);
  const answer = await askModel(conversation, {
    template: rewriteTemplate,
    data: { earlier: recent.map(redact), question: redact(question) },
    maxTokens: MOST_TOKENS,
  });
  const text = answer.question.replace(/\s+/gu, " ").trim();
  return isOfThisTalk(text, { question, earlier: recent }) ? text : null;
}

function isOfThisTalk(text: string, { question, earlier }: ToRewrite): boolean {
  if (text === "" || text.length > LONGEST || /[<>{}[\]|`]/u.test(text)) return false;
  if (matchForm(text) === matchForm(question.trim())) return false;
  const held = names(text);
  return isInWordsOf(text, [...earlier, question]) && names(question).every((name) => held.includes(name));
}

const names = (text: string): string[] => [
  ...findAgencies(text).map(({ key }) => key),
  ...findPlaces(text).map(({ name }) => name),
  ...findDocumentNumbers(text).map(({ number }) => number),
];
