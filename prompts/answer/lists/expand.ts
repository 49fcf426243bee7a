import { coverage, type Intent, type PassageRow, passageTerms, plainText } from "../../../retrieval/index.ts";
import { asks } from "../asks.ts";
import { type AskContext, distinct, topicOf } from "../context.ts";
import { countWord } from "../names.ts";
import type { Ranked } from "../rank.ts";
import { givesAnswer, wordsOf } from "../said.ts";
import { namesParts } from "./consists.ts";
import { headTopics, headWords, namedHead } from "./heads.ts";
import { isLabelLine, tasksOf } from "./labels.ts";
import { introduces, underneath } from "./tree.ts";

/** As many items as a phone takes of one list. */
const MOST_ITEMS = 8;
/** Shorter than this a line that introduces a list says nothing by itself: "Trong đó:". */
const SAYS_SOMETHING = 80;
/** Inside a named document the heading has to hold nearly all that is asked beyond the document's own subject. */
const ASKED_INSIDE = 0.75;
/** One sentence answers these; a list would hide it. */
const ONE_SENTENCE: readonly Intent[] = ["deadline", "amount", "lead", "partner", "reports-to", "yes-no"];

/** Items of a list in their order, and the line that introduces them. */
export interface Listed {
  head: PassageRow;
  kept: readonly Ranked[];
  /** Items there was no room for. */
  left: number;
}

export interface ListRequest {
  hits: readonly Ranked[];
  topic: string;
  /** No document is named. */
  open: boolean;
}

/** The list whose heading the question names ("mục tiêu đến năm 2030"); null where it names none. */
export async function askedList(context: AskContext, request: ListRequest): Promise<Listed | null> {
  const { question, library } = context;
  if (asks(context, ONE_SENTENCE) || question.wanted) return null;
  if (question.agencies.some(({ kind }) => kind === "agency")) return null;
  const said = headWords(question.text);
  const matters = headTopics(request.topic);
  const topics = await Promise.all(matters.map((topic) => topicOf(context, topic)));
  const words = request.open ? await Promise.all(matters.map((topic) => wordsOf(context, topic))) : [];
  const [best] = request.hits;
  if (!best) return null;
  for (const card of distinct(request.hits.map((one) => one.card)).slice(0, MOST_DOCUMENTS)) {
    const passages = await library.passagesOf(card.versionId);
    const isEnough = (passage: PassageRow) => {
      if (request.open) return words.some((one) => givesAnswer(context, { ...best, passage, card }, one));
      return topics.some((topic) => coverage(topic, passageTerms(passage, card, topic.folded)) >= ASKED_INSIDE);
    };
    const head = namedHead({ card, passages, said, isEnough });
    if (head) return listOf({ ...best, card, passage: head }, passages);
  }
  return null;
}

const MOST_DOCUMENTS = 3;

function listOf(head: Ranked, passages: readonly PassageRow[]): Listed {
  const all = underneath(passages, head.passage);
  const kept = all.slice(0, MOST_ITEMS).map((passage) => ({ ...head, passage, coverage: 1 }));
  return { head: head.passage, kept, left: all.length - kept.length };
}

/** Tasks that a label line ("Đơn vị chủ trì: …") is quoted with. */
const MOST_TASKS = 2;

/** A line that introduces a list is quoted with the list, one that labels a task with the task: never either alone. */
export async function withItems(context: AskContext, kept: readonly Ranked[]): Promise<Ranked[]> {
  const shown: Ranked[] = [];
  // "Bộ Tài chính (Cơ quan thường trực …):" says who; what that agency has to do was not asked.
  const oneSentence = asks(context, ONE_SENTENCE);
  for (const one of kept) {
    if (isLabelLine(one.passage)) {
      const tasks = tasksOf(await context.library.passagesOf(one.passage.versionId), one.passage);
      shown.push(...tasks.slice(0, MOST_TASKS).map((passage) => ({ ...one, passage })), one);
      continue;
    }
    const opens =
      !oneSentence && !namesParts(one.passage) && (one.passage.kind === "heading" || introduces(one.passage.text));
    const passages = opens ? await context.library.passagesOf(one.passage.versionId) : [];
    const items = opens ? underneath(passages, one.passage) : [];
    const most = Math.max(0, MOST_ITEMS - shown.length);
    const own = items.length === 0 || plainText(one.passage.text).length >= SAYS_SOMETHING ? [one] : [];
    shown.push(...own, ...items.slice(0, most).map((passage) => ({ ...one, passage })));
  }
  const seen = new Set<number>();
  return shown.filter(({ passage }) => !seen.has(passage.passageId) && seen.add(passage.passageId));
}

/** "Còn ba mục nữa ở Mục II, khoản 2." */
export function leftNote({ head, left }: Listed): string[] {
  return left > 0 ? [`Còn ${countWord(left)} mục nữa ở ${head.locator.replace(/, trang .*$/u, "")}.`] : [];
}
