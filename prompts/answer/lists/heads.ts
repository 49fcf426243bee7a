import { type DocumentCard, fold, type PassageRow, plainText, syllables } from "../../../retrieval/index.ts";
import { introduces, underneath } from "./tree.ts";

/** Words of a heading that a question need not repeat to name it. */
const FRAMING = new Set(
  "cac nhung mot so ve cua va tai trong theo doi voi cho thuc hien cu the chung tam chu yeu noi dung ke hoach den nam het giai doan nay sau day duoc la phai".split(
    " ",
  ),
);
/** Least share of a heading's own words that the question says for it to be the heading that is asked for. */
const NAMED = 0.75;
const LONGEST_HEAD = 160;
/** How a question asks for what stands under such a heading without its name: "đến năm 2030 phải đạt những gì?" */
const ALSO_SAID: readonly (readonly [RegExp, string])[] = [
  [/\bdat (?:duoc )?(?:nhung )?(?:gi|bao nhieu|chi tieu|muc)\b/, "muc tieu chi tieu"],
  [/\bmuc tieu\b/, "chi tieu"],
  [/\bchi tieu\b/, "muc tieu"],
];

const wordsOf = (text: string) => syllables(fold(plainText(text).replace(LABEL, ""))).map(({ text: word }) => word);
const LABEL = /^\W*(?:[IVX]+|\d+(?:\.\d+)*|\p{L})[.)]\s*/u;

/** What a question's words name in headings, folded. */
export function headWords(question: string): ReadonlySet<string> {
  const folded = fold(question);
  const more = ALSO_SAID.flatMap(([asks, words]) => (asks.test(folded) ? words.split(" ") : []));
  return new Set([...wordsOf(folded), ...more].filter((word) => !FRAMING.has(word)));
}

/** The matter as such a heading may put it: "đạt" and "chỉ tiêu" are what stands under "Mục tiêu". */
export function headTopics(topic: string): string[] {
  const as = (words: string) =>
    topic.replace(/(?<!\p{L})(?:đạt(?: được)?|dat(?: duoc)?|chỉ tiêu|chi tieu)(?!\p{L})/giu, words);
  return [...new Set([topic, as(/[^\p{ASCII}]/u.test(topic) ? "mục tiêu" : "muc tieu")])];
}

interface Naming {
  said: ReadonlySet<string>;
  /** The document's title: its words narrow no heading. */
  title: ReadonlySet<string>;
}

/** Share of a heading's own words that the question says, 0…1; null for one that has none beyond the title. */
function namedShare(heading: string, { said, title }: Naming): number | null {
  const own = wordsOf(heading).filter((word) => !FRAMING.has(word) && !title.has(word));
  if (own.length === 0) return null;
  if (own.length < 2 || plainText(heading).length > LONGEST_HEAD) return 0;
  return own.filter((word) => said.has(word)).length / own.length;
}

/** The heading is named, or it only narrows one above it that is: "1. Phát triển kinh tế số" under "II. MỤC TIÊU". */
function isNamed({ path, text }: PassageRow, naming: Naming): boolean {
  for (const heading of [text, ...[...path].reverse()]) {
    const share = namedShare(heading, naming);
    if (share !== null) return share >= NAMED;
  }
  return false;
}

export interface HeadRequest {
  card: DocumentCard;
  /** All of the document's. */
  passages: readonly PassageRow[];
  said: ReadonlySet<string>;
  isEnough(head: PassageRow): boolean;
}

/** The heading or introducing line that the question names, with what stands below it; null where there is none. */
export function namedHead({ card, passages, said, isEnough }: HeadRequest): PassageRow | null {
  const naming = { said, title: new Set(wordsOf(card.header.title?.value ?? "")) };
  const saidBy = ({ path, text }: PassageRow) => {
    const words = new Set([...path, text].flatMap(wordsOf));
    return [...said].filter((word) => words.has(word)).length;
  };
  const heads = passages.filter(
    (passage) =>
      (passage.kind === "heading" || introduces(passage.text)) &&
      isNamed(passage, naming) &&
      underneath(passages, passage).length > 1 &&
      isEnough(passage),
  );
  return heads.sort((a, b) => saidBy(b) - saidBy(a) || a.ordinal - b.ordinal)[0] ?? null;
}
