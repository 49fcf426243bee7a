import { type ListedExchange, REASONS } from "../../review/queue.ts";
import type { ClaimVerdict, OverallVerdict } from "../../review/verdicts.ts";

/** Vietnamese words for what the desk's tables call in English. */
export const reasonNames: Record<string, string> = {
  down: "Bị báo chưa đúng 👎",
  disputed: "Bất đồng",
  requested: "Được yêu cầu xem lại",
  "low-confidence": "Độ khớp thấp",
  "dropped-claims": "Có câu bị loại",
  "doubtful-scan": "Bản quét chưa chắc",
  press: "Trích bài báo",
  "near-miss": "Suýt tìm thấy",
  sample: "Mẫu ngẫu nhiên",
};

export const statusWords: Record<string, string> = {
  answered: "Có trích dẫn",
  not_found: "Không tìm thấy",
  clarify: "Hỏi lại",
};

export const channelWords: Record<string, string> = {
  telegram: "Telegram",
  "zalo-oa": "Zalo OA",
  "zalo-bot": "Zalo Bot",
  web: "Trang hỏi",
  http: "API",
  cli: "Dòng lệnh",
};

export const claimVerdictNames: Record<ClaimVerdict, string> = {
  supported: "Đúng",
  partly: "Đúng một phần",
  unsupported: "Không có căn cứ",
  "wrong-document": "Sai văn bản",
  "out-of-force": "Hết hiệu lực",
};

const overallByStatus: Record<string, Partial<Record<OverallVerdict, string>>> = {
  not_found: { complete: "Đúng là kho không có", missing: "Lẽ ra trả lời được" },
  clarify: { complete: "Hỏi lại là đúng", missing: "Lẽ ra trả lời được ngay" },
};

const overallNames: Record<OverallVerdict, string> = {
  complete: "Đủ",
  missing: "Còn thiếu",
  "should-abstain": "Lẽ ra không nên trả lời",
};

export const overallName = (overall: OverallVerdict, status: string): string =>
  overallByStatus[status]?.[overall] ?? overallNames[overall];

export const premiseWords: Record<string, string> = {
  assigned: "Đúng: văn bản được nhắc có giao việc cho cơ quan được hỏi.",
  group: "Chưa đúng hẳn: văn bản giao chung cho một nhóm cơ quan, không nêu riêng cơ quan được hỏi.",
  partner: "Chưa đúng hẳn: cơ quan được hỏi chỉ được nêu là cơ quan phối hợp.",
  level: "Sai: văn bản giao cho cơ quan cùng lĩnh vực nhưng ở cấp khác.",
  none: "Sai: văn bản không giao việc cho cơ quan được hỏi.",
  "other-place": "Sai: văn bản được nhắc là của tỉnh, thành phố khác.",
  "not-held": "Không kiểm được: văn bản được nhắc không có trong kho.",
  "issued-later": "Sai: văn bản được nhắc ban hành sau ngày mà câu hỏi nói tới.",
};

/** Why a sentence of the model did not reach the reader. */
export const dropWords: Record<string, string> = {
  form: "không đúng mẫu phải trả về",
  passage: "dẫn đoạn không được đưa cho mô hình",
  quote: "câu trích không có trong đoạn",
  instruction: "làm theo lời dặn nằm trong văn bản",
  source: "nhắc nguồn không có",
  document: "nhắc văn bản không có trong đoạn trích",
  date: "ngày không có trong đoạn trích",
  number: "con số không có trong đoạn trích",
  place: "địa danh không có trong đoạn trích",
  agency: "cơ quan không có trong đoạn trích",
  name: "tên riêng không có trong đoạn trích",
  words: "từ ngữ không có trong đoạn trích",
  order: "đảo thứ tự từ ngữ của đoạn trích",
  negation: "đảo khẳng định và phủ định",
  modality: "đổi mức độ bắt buộc",
  condition: "bỏ điều kiện kèm theo",
};

const percent = (share: number) => `${Math.round(share * 100)}%`;

/** The most urgent first. */
export const inOrder = (reasons: readonly string[]): string[] => REASONS.filter((reason) => reasons.includes(reason));

/** A sentence for each reason: why this exchange is on the desk. */
export function whyHere({
  reasons,
  confidence,
  best,
  isDouble,
}: Pick<ListedExchange, "reasons" | "confidence" | "best" | "isDouble">): string[] {
  const sentences: Record<string, string> = {
    down: "Người hỏi báo chưa đúng (👎).",
    disputed: "Hai người đánh giá độc lập kết luận khác nhau; cần người thứ ba.",
    "low-confidence": `Đoạn trích khớp nhất chỉ chứa ${confidence === null ? "một phần nhỏ" : percent(confidence)} nội dung câu hỏi.`,
    "dropped-claims": "Mô hình viết câu không chứng minh được; các câu đó đã bị loại.",
    "doubtful-scan": "Trích từ bản quét có chữ máy chưa đọc chắc.",
    press: "Trích từ bài báo, không phải văn bản.",
    "near-miss": `Trả lời “không tìm thấy”, nhưng có đoạn khớp ${best === null ? "khá nhiều" : percent(best)} câu hỏi, như ở các câu trả lời đúng.`,
    sample: isDouble ? "Mẫu ngẫu nhiên, hai người đánh giá độc lập." : "Mẫu ngẫu nhiên.",
  };
  return inOrder(reasons).flatMap((reason) => sentences[reason] ?? []);
}
