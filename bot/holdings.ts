import { clip, dateOf, issuerOf, newestFirst, shortName } from "../prompts/index.ts";
import { type DocumentCard, plainText } from "../retrieval/index.ts";

const MOST = 15;
const LONGEST_TITLE = 90;

/** /vanban: what is held, newest first. */
export function holdings(cards: readonly DocumentCard[]): string {
  if (cards.length === 0) return "Kho chưa có văn bản nào.";
  const lines = newestFirst(cards).slice(0, MOST).map(lineOf);
  const more = cards.length - lines.length;
  return [
    `Đang giữ ${cards.length} văn bản, mới nhất trước:`,
    ...lines,
    ...(more > 0 ? [`Còn ${more} văn bản nữa; xin hỏi theo số hiệu hoặc nội dung.`] : []),
  ].join("\n");
}

function lineOf(card: DocumentCard): string {
  const { number, blankNumber, title } = card.header;
  const head = [shortName(card), issuerOf(card), dateOf(card)].filter(Boolean).join(", ");
  // Without a number the name is the title already.
  const about = title && (number || blankNumber) ? `: ${clip(plainText(title.value), LONGEST_TITLE)}` : "";
  return `• ${head}${about}`;
}
