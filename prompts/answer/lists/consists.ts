import { fold, type PassageRow, plainText } from "../../../retrieval/index.ts";

/** "Gồm những cơ quan nào?" asks for the parts of what is named. */
export const asksParts = (question: string): boolean =>
  /\b(?:bao )?gom\b[^?.]*\b(?:nao|gi|ai|dau)\b|\b(?:nao|gi|ai)\b[^?.]{0,12}\bgom\b/.test(fold(question));

/** "Các cơ quan đăng ký đầu tư (Sở Tài chính, Ban Quản lý …):": a heading that says in brackets what it names. */
export function namesParts({ kind, text }: Pick<PassageRow, "kind" | "text">): boolean {
  return kind === "heading" && /\([^()]*\p{L}[^()]*,\s[^()]*\)/u.test(plainText(text));
}
