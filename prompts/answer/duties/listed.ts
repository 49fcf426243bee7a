import {
  type DutyRow,
  fold,
  isGroupKey,
  type PassageRow,
  plainText,
  type QuestionAgency,
} from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";

/** A key of fewer words is too common to be told by them: "Ban quản lý". */
const FEWEST_WORDS = 5;

/**
 * "5. Các chủ rừng là tổ chức (các Ban quản lý rừng đặc dụng, rừng phòng hộ, …)": who a heading lists in brackets has the
 * duties below it under its own name.
 */
export async function withListed(
  { library }: Pick<AskContext, "library">,
  { key }: QuestionAgency,
  rows: readonly DutyRow[],
): Promise<readonly DutyRow[]> {
  const words = key.split(" ");
  const open = rows.filter((row) => row.agency.kind === "group" && !isGroupKey(row.agency.key));
  if (words.length < FEWEST_WORDS || open.length === 0 || rows.some((row) => row.agency.key === key)) return rows;
  const passages = await library.passagesById([...new Set(open.map(({ passageId }) => passageId))]);
  const listing = new Set(passages.filter((passage) => lists(passage, words)).map(({ passageId }) => passageId));
  return rows.map((row) =>
    open.includes(row) && listing.has(row.passageId) ? { ...row, agency: { ...row.agency, key } } : row,
  );
}

/** Characters of a clause in which it can name whom it speaks to. */
const OPENING = 300;

function lists({ path, text }: PassageRow, words: readonly string[]): boolean {
  return [...path, text.slice(0, OPENING)].some((said) =>
    [
      ...fold(plainText(said))
        .replace(/\s+/g, " ")
        .matchAll(/\(([^()]+)[)]/g),
    ].some(([, inside]) => {
      const held = (inside as string).split(/[^\p{L}\d]+/u);
      return (inside as string).includes(words.slice(0, 3).join(" ")) && words.every((word) => held.includes(word));
    }),
  );
}
