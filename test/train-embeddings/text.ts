import { createRandom } from "../../scripts/train-embeddings/random.ts";

/** Made-up subjects: words of one subject stand together, those of two never do. */
const SUBJECTS = [
  "kinh phí dự toán ngân sách chi trả quyết toán thanh toán",
  "bệnh viện bác sĩ khám chữa thuốc men y tế điều trị",
  "trường học giáo viên học sinh lớp bài giảng thi cử",
  "giao thông đường bộ xe cộ lái xe biển báo tốc độ",
].map((words) => words.split(" "));

const drawn = (words: readonly string[], count: number, random: ReturnType<typeof createRandom>): string =>
  Array.from({ length: count }, () => words[random.whole(words.length)]).join(" ");

/** Paragraphs, some of them questions with their answer below; the same each time. */
export function madeUpText(paragraphs: number): string {
  const random = createRandom(1);
  const lines: string[] = [];
  while (lines.length < paragraphs) {
    const words = SUBJECTS[random.whole(SUBJECTS.length)]!;
    if (random.unit() < 0.3) lines.push(`${drawn(words, 9, random)}?`, "Căn cứ Điều 5 quy định như sau:");
    lines.push(`${drawn(words, 14, random)}. ${drawn(words, 20, random)}; ${drawn(words, 12, random)}.`);
  }
  return `${lines.join("\n")}\n`;
}
