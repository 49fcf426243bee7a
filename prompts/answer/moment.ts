import { type DocumentCard, fold, plainText, titleCoverage } from "../../retrieval/index.ts";
import { type AskContext, evidenceAt, topicOf } from "./context.ts";
import { describedCards } from "./described.ts";
import type { Draft } from "./draft.ts";
import { fullName } from "./names.ts";
import { focusOf } from "./shorten.ts";

const ASKS_MOMENT = /\b(?:vao |tai )?thoi diem nao\b/;
/** A moment by which something has to be done is a deadline. */
const BY_THEN = /\b(?:truoc|den|toi|cham nhat|han) (?:la )?thoi diem nao\b/;
/** "Kiểm kê tài sản … thời điểm 0h00 ngày 01 tháng 01 năm 2026". */
const STATED = /thời điểm[^,.;\d]{0,16}\d/iu;
/** Share of the question that such a title must hold. */
const WHOLE = 0.8;

/** "Kiểm kê … vào thời điểm nào?": the moment that counts stands in the title and is no deadline of a clause. */
export async function composeMoment(context: AskContext): Promise<Draft | null> {
  const { question, scope } = context;
  const asked = fold(question.text);
  if (!ASKS_MOMENT.test(asked) || BY_THEN.test(asked) || question.topic === "") return null;
  const topic = await topicOf(context, question.topic);
  const named = scope.mentions.flatMap(({ cards }) => cards);
  const cards = named.length > 0 ? named : await describedCards(context, WHOLE);
  const stating = cards.filter((card) => statesMoment(card) && titleCoverage(topic, card) >= WHOLE);
  const [card] = stating;
  const span = card?.header.title?.span;
  if (!card || !span || stating.length > 1) return null;
  const evidence = await evidenceAt(context.library, card, span);
  const quote = {
    label: null,
    evidence: { ...evidence, span, text: (await context.library.text(card.versionId)).slice(span.start, span.end) },
    facts: [],
    focus: focusOf(question.searchText),
  };
  return {
    status: "answered",
    lead: [`Thời điểm nêu ngay trong tên của ${fullName(card, { coarse: true })}:`],
    sections: [{ heading: null, quotes: [quote] }],
    notes: [],
    coarseDates: true,
  };
}

const statesMoment = ({ header: { title } }: DocumentCard) => title !== null && STATED.test(plainText(title.value));
