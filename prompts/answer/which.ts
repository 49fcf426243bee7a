import { type DocumentCard, titleCoverage } from "../../retrieval/index.ts";
import { type AskContext, topicOf } from "./context.ts";
import type { Draft } from "./draft.ts";
import { about } from "./metadata.ts";
import { fullName } from "./names.ts";

/** The matter without the words of the relation itself. */
export function withoutChange(text: string): string {
  return text
    .replace(/bãi bỏ|thay thế|sửa đổi|bổ sung|hết hiệu lực|bai bo|thay the|sua doi/giu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** "… theo văn bản nào?": documents whose subject is the matter asked about. */
export async function composeWhich(context: AskContext): Promise<Draft | null> {
  const matter = withoutChange(context.question.matter);
  const topic = await topicOf(context, matter);
  if (topic.total === 0) return null;
  const scored = (context.scope.byPlace ?? context.cards).map((card) => ({ card, share: titleCoverage(topic, card) }));
  const best = Math.max(0, ...scored.map((one) => one.share));
  if (best < 0.6) return null;
  const cards = scored
    .filter((one) => one.share >= best * 0.85)
    .sort((a, b) => b.share - a.share)
    .map((one) => one.card);
  const sections = [];
  for (const card of cards.slice(0, 3)) {
    const { quotes } = await about(context, card);
    sections.push({ heading: cards.length > 1 ? `${fullName(card)}:` : null, quotes: quotes.slice(0, 2) });
  }
  const lead =
    cards.length === 1
      ? `Văn bản đang giữ về nội dung này: ${fullName(cards[0] as DocumentCard)}.`
      : "Các văn bản đang giữ về nội dung này:";
  return { status: "answered", lead: [lead], sections, notes: [] };
}
