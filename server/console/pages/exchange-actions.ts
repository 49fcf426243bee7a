import type { Exchange } from "../../review/exchange.ts";
import type { StoredReview } from "../../review/reviews.ts";
import { isWrong } from "../../review/verdicts.ts";

export interface ExchangeAction {
  href: string;
  label: string;
}

/** What leads on from an exchange; of the judgements only those that the reader may see. */
export function exchangeActions({ answer }: Exchange, visible: readonly StoredReview[]): ExchangeAction[] {
  if (answer.words === null) return [];
  const id = encodeURIComponent(answer.id);
  const current = visible.filter(({ isCurrent }) => isCurrent);
  return [
    { href: `/quan-tri/ra-soat/${id}/hoi-lai`, label: "Hỏi lại câu này và so sánh" },
    ...(current.some(isWrong)
      ? [
          {
            href: `/quan-tri/thong-bao-sua/moi?tra-loi=${id}`,
            label: "Báo sửa cho những người đã nhận câu trả lời này",
          },
        ]
      : []),
    ...(current.length > 0
      ? [{ href: `/quan-tri/cau-hoi-danh-gia/moi?tra-loi=${id}`, label: "Đưa vào bộ câu hỏi đánh giá" }]
      : []),
  ];
}
