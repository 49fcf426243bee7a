import type { NoticeSource } from "../../review/notice-text.ts";
import type { StandingJudgement } from "../../review/standing.ts";

/**
 * What the form begins with: the reviewer's corrected answer, else a sentence that names what the answer was about. By
 * its sources and not by the question: everybody who was given the answer reads it, and the question is one person's.
 */
export function prefilled({ corrected }: StandingJudgement, sources: readonly NoticeSource[]): string {
  if (corrected !== null && corrected.trim() !== "") return corrected;
  const documents = [...new Set(sources.map(({ name }) => name.split(" · ")[0] as string))];
  const about = documents.length === 0 ? "" : ` về ${documents.slice(0, 3).join(", ")}`;
  return `Câu trả lời${about} có chỗ chưa đúng. Xin anh/chị không dùng câu trả lời đó làm căn cứ. Nội dung đúng là: `;
}
