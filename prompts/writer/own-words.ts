import { matchForm } from "../../retrieval/index.ts";
import { tokens } from "../claims/tokens.ts";

/** Words with which anything can be asked and nothing be claimed. */
const ASKING = new Set(
  matchForm(
    "anh chị xin vui lòng cho biết muốn cần hỏi rõ thêm về việc nội dung cơ quan văn bản địa phương tỉnh nào gì ai đâu khi bao nhiêu là của theo tại trong và hay hoặc có phải làm được giao nhiệm vụ thì những các",
  ).split(" "),
);

/** True when a question is put in words of what was said before and in words for asking. */
export function isInWordsOf(text: string, said: readonly string[]): boolean {
  const known = new Set(tokens(said.join("\n")).map(({ value }) => value));
  return tokens(text).every(({ kind, value }) => known.has(value) || (kind === "word" && ASKING.has(value)));
}
