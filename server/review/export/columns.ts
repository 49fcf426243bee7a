import { kindName } from "../../pages/index.ts";
import type { Cell, TableColumn } from "../spreadsheet/index.ts";
import type { ExportedCitation, ExportedFeedback, ExportedReview, ExportRow } from "./store/rows.ts";

/** A row of the export, its person under the name that it has in this export. */
export type NamedRow = ExportRow & { person: string | null };

export interface ExportColumn extends TableColumn {
  key: string;
  /** What persons wrote or were told: empty unless words are asked for. */
  words?: true;
  read(row: NamedRow): Cell;
}

/** In the order of the file. The keys are stable: saved addresses and programs name them. */
export const COLUMNS: readonly ExportColumn[] = [
  { key: "id", title: "Mã", kind: "text", read: ({ id }) => id },
  { key: "time", title: "Thời điểm", kind: "time", read: ({ askedAt }) => askedAt },
  { key: "channel", title: "Kênh", kind: "text", read: ({ channel }) => channel },
  { key: "unit", title: "Đơn vị", kind: "text", read: ({ unit }) => unit },
  { key: "person", title: "Người hỏi (bí danh)", kind: "text", read: ({ person }) => person },
  { key: "question", title: "Câu hỏi", kind: "text", words: true, read: ({ words }) => words?.question ?? null },
  {
    ...{ key: "understood", title: "Được hiểu là", kind: "text", words: true },
    read: ({ words }) => words?.understood.text ?? null,
  },
  { key: "status", title: "Kết quả", kind: "text", read: ({ status }) => status },
  { key: "answer", title: "Trả lời", kind: "text", words: true, read: ({ words }) => words?.answer ?? null },
  { key: "erased", title: "Lời đã xóa", kind: "text", read: ({ hasWords }) => (hasWords ? null : "đã xóa") },
  { key: "answered-by", title: "Soạn bởi", kind: "text", read: ({ answeredBy }) => answeredBy },
  { key: "premise", title: "Tiền đề", kind: "text", read: ({ premise }) => premise },
  { key: "confidence", title: "Độ tin", kind: "number", read: ({ confidence }) => confidence },
  { key: "signals", title: "Dấu hiệu", kind: "text", read: ({ signals }) => lines(signals) },
  {
    ...{ key: "documents", title: "Văn bản trích dẫn", kind: "text" },
    read: ({ citations }) =>
      marked(citations, ({ documentNumber, title, source }) => documentNumber ?? title ?? source),
  },
  {
    ...{ key: "kinds", title: "Loại nguồn", kind: "text" },
    read: ({ citations }) => marked(citations, (citation) => kindOf(citation) ?? "?"),
  },
  {
    ...{ key: "versions", title: "Bản trích dẫn", kind: "text" },
    read: ({ citations }) => marked(citations, ({ versionId }) => String(versionId)),
  },
  {
    ...{ key: "locators", title: "Vị trí", kind: "text" },
    read: ({ citations }) => marked(citations, ({ locator }) => locator),
  },
  {
    ...{ key: "spans", title: "Khoảng ký tự", kind: "text" },
    read: ({ citations }) => marked(citations, ({ start, end }) => `${start}–${end}`),
  },
  {
    ...{ key: "quotes", title: "Nguyên văn trích", kind: "text" },
    read: ({ citations }) => marked(citations, ({ quote }) => `“${quote}”`),
  },
  { key: "generation", title: "Thế hệ chỉ mục", kind: "number", read: ({ generation }) => generation },
  { key: "parser", title: "Bản bộ đọc", kind: "text", read: ({ parser }) => parser },
  { key: "embedding", title: "Mô hình véc-tơ", kind: "text", read: ({ embedding }) => embedding },
  {
    ...{ key: "prompt", title: "Mẫu lệnh", kind: "text" },
    read: ({ templates }) => lines((templates ?? []).map(({ id, hash }) => [id, hash].filter(Boolean).join(" "))),
  },
  { key: "model", title: "Mô hình ngôn ngữ", kind: "text", read: ({ model }) => model },
  { key: "program", title: "Bản chương trình", kind: "text", read: ({ program }) => program },
  {
    ...{ key: "milliseconds", title: "Thời gian trả lời (ms)", kind: "number" },
    read: ({ timings }) => Object.values(timings).reduce((sum, one) => sum + one, 0),
  },
  { key: "tokens", title: "Token", kind: "number", read: ({ tokens }) => tokens },
  { key: "cost", title: "Chi phí", kind: "number", read: ({ cost }) => cost },
  {
    ...{ key: "deliveries", title: "Gửi", kind: "text" },
    read: ({ deliveries }) =>
      lines(deliveries.map(({ purpose, state, fault }) => [purpose, state, fault].filter(Boolean).join(" "))),
  },
  { key: "feedback", title: "Đánh giá của người hỏi", kind: "text", read: ({ feedback }) => verdictOf(feedback) },
  {
    ...{ key: "feedback-words", title: "Góp ý của người hỏi", kind: "text", words: true },
    read: ({ feedback }) => lines(feedback.map(({ words }) => words)),
  },
  { key: "reviews", title: "Kết quả rà soát", kind: "text", read: ({ reviews }) => lines(reviews.map(reviewLine)) },
  {
    ...{ key: "review-words", title: "Lời của người rà soát", kind: "text", words: true },
    read: ({ reviews }) => lines(reviews.flatMap(({ missing, corrected, note }) => [missing, corrected, note])),
  },
  { key: "position", title: "Vị trí trong chuỗi", kind: "number", read: ({ chain }) => chain?.position ?? null },
  { key: "hash", title: "Mã băm", kind: "text", read: ({ chain }) => chain?.hash ?? null },
];

/** Those of the keys, in the order of the file; all that fit when none is given. Without words no column holds any. */
export function columnsOf(keys: readonly string[] | null, words: boolean): ExportColumn[] {
  return COLUMNS.filter((column) => (words || !column.words) && (keys === null || keys.includes(column.key)));
}

const lines = (parts: readonly (string | null)[]): string | null =>
  parts.filter((part) => part !== null && part !== "").join("\n") || null;

/** "bản tóm lược để dùng thử", "Bài báo"; null where the row does not say. */
export const kindOf = ({ sourceTier: tier, source }: ExportedCitation): string | null =>
  tier === undefined ? null : kindName({ tier, source });

/** One line a citation, under its number: "[1] 07/CT-TTg". */
const marked = (citations: readonly ExportedCitation[], read: (citation: ExportedCitation) => string) =>
  lines(citations.map((citation) => `[${citation.marker}] ${read(citation)}`));

/** Only verdicts that no later one of the same person replaces. */
function verdictOf(feedback: readonly ExportedFeedback[]): string | null {
  const replaced = new Set(feedback.map(({ replaces }) => replaces));
  return lines(feedback.filter(({ id }) => !replaced.has(id)).map(({ verdict }) => verdict));
}

function reviewLine({ id: _, reviewer, seat, overall, claims }: ExportedReview): string {
  const parts = claims.map(({ marker, verdict }) => `[${marker}] ${verdict}`);
  return `${reviewer} (${seat}): ${[overall, ...parts].join(", ")}`;
}
