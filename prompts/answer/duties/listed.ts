import {
  type DocumentCard,
  type DutyRow,
  fold,
  isGroupKey,
  type PassageRow,
  plainText,
  type QuestionAgency,
} from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";

type Held = Pick<AskContext, "library">;

/** A key of fewer words is too common to be told by them: "Ban quản lý". */
const FEWEST_WORDS = 5;

/**
 * "5. Các chủ rừng là tổ chức (các Ban quản lý rừng đặc dụng, rừng phòng hộ, …)": who a heading lists in brackets has the
 * duties below it under its own name.
 */
export async function withListed(
  { library }: Held,
  { key }: QuestionAgency,
  rows: readonly DutyRow[],
): Promise<readonly DutyRow[]> {
  const words = key.split(" ");
  const open = rows.filter((row) => row.agency.kind === "group" && !isGroupKey(row.agency.key));
  if (words.length < FEWEST_WORDS || open.length === 0 || hasOwn(rows, key)) return rows;
  const passages = await library.passagesById([...new Set(open.map(({ passageId }) => passageId))]);
  const listing = new Set(
    passages
      .filter(({ path, text }) => [...path, text.slice(0, OPENING)].some((said) => lists(said, words)))
      .map(({ passageId }) => passageId),
  );
  return rows.map((row) =>
    open.includes(row) && listing.has(row.passageId) ? { ...row, agency: { ...row.agency, key } } : row,
  );
}

/** The clauses below a heading that lists the agency, where the reading of the document took the heading for no name. */
export async function listedBelow(
  { library }: Held,
  { key }: QuestionAgency,
  { cards, rows }: { cards: readonly DocumentCard[]; rows: readonly DutyRow[] },
): Promise<DutyRow[]> {
  const words = key.split(" ");
  if (words.length < FEWEST_WORDS || hasOwn(rows, key)) return [];
  const found: DutyRow[] = [];
  for (const { versionId } of cards) {
    const passages = await library.passagesOf(versionId);
    for (const heading of passages) {
      const said = plainText(heading.text).trim();
      if (heading.kind !== "heading" || !lists(said, words)) continue;
      const below = passages.filter(
        ({ kind, path }) => kind === "clause" && path.some((one) => plainText(one) === said),
      );
      found.push(...below.map((passage) => rowBelow(passage, heading, key)));
    }
  }
  return found;
}

function rowBelow(passage: PassageRow, heading: PassageRow, key: string): DutyRow {
  const { documentId, versionId, passageId, span } = passage;
  const name = plainText(heading.text)
    .replace(/\s+/g, " ")
    .replace(/^[\dIVXa-zđ]{1,5}[.)]\s*/u, "")
    .replace(/\s*\(.*$/u, "");
  return {
    documentId,
    versionId,
    passageId,
    agency: { key, name, level: "unknown", place: null, kind: "group" },
    role: "lead",
    agencySpan: heading.span,
    span,
    partners: [],
    deadline: null,
    reportsTo: null,
  };
}

const hasOwn = (rows: readonly DutyRow[], key: string) => rows.some((row) => row.agency.key === key);

/** Characters of a clause in which it can name whom it speaks to. */
const OPENING = 300;

/** Brackets that name the kind of body, and every word of the name somewhere: "rừng đặc dụng, rừng phòng hộ". */
function lists(said: string, words: readonly string[]): boolean {
  return [
    ...fold(plainText(said))
      .replace(/\s+/g, " ")
      .matchAll(/\(([^()]+)[)]/g),
  ].some(([, inside = ""]) => {
    const held = inside.split(/[^\p{L}\d]+/u);
    return inside.includes(words.slice(0, 3).join(" ")) && words.every((word) => held.includes(word));
  });
}
