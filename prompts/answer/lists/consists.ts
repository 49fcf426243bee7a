import { fold, type PassageRow, plainText } from "../../../retrieval/index.ts";
import type { Ranked } from "../rank.ts";

/** "Gồm những cơ quan nào?" asks for the parts of what is named. */
export const asksParts = (question: string): boolean =>
  /\b(?:bao )?gom\b[^?.]*\b(?:nao|gi|ai|dau)\b|\b(?:nao|gi|ai)\b[^?.]{0,12}\bgom\b/.test(fold(question));

/** "Các cơ quan đăng ký đầu tư (Sở Tài chính, Ban Quản lý …):": a heading that says in brackets what it names. */
export function namesParts({ kind, text }: Pick<PassageRow, "kind" | "text">): boolean {
  return kind === "heading" && /\([^()]*\p{L}[^()]*,\s[^()]*\)/u.test(plainText(text));
}

const PARTS_BONUS = 0.4;

/** Where the parts of something are asked for, the heading that names them comes before what its parts have to do. */
export function namedParts(question: string, ranked: readonly Ranked[]): Ranked[] {
  if (!asksParts(question)) return [...ranked];
  return ranked
    .map((one) => (namesParts(one.passage) ? { ...one, score: one.score + PARTS_BONUS } : one))
    .sort((a, b) => b.score - a.score);
}
