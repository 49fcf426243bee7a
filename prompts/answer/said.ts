import {
  coverage,
  findAgencies,
  fold,
  ownCoverage,
  type PassageRow,
  passageTerms,
  plainText,
  type TopicTerms,
  topicWords,
} from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import { asksPay, figureSentences, unitAsked, unitNamed } from "./figures.ts";
import type { Ranked } from "./rank.ts";

/**
 * Least share of the question's words that the clause of an open question must hold with its headings and title.
 * Measured on 135 questions that a document answers and 131 that none does: of the 124 right answers two have less, of
 * the 74 wrong ones 54. At .62 it would be one and 43, at .74 ten and 59.
 */
const SAID = 0.68;
/** Under a heading that is called after what is asked for ("Tiêu chuẩn khen thưởng") the clause need not repeat it. */
const SAID_WHEN_HEADED = 0.55;
/** A telephone number or an address stands beside few words of what it is for. */
const SAID_BY_CONTACT = 0.45;
/** Least share in the sentence that gives the figure asked for: 18 right answers have .37 and more. */
const BESIDE_FIGURE = 0.25;

export const EACH = /\b(?:tung|moi|cac|nhung) (?:dia phuong|tinh|noi|don vi hanh chinh|van ban)\b/;

const WHO_DOES = /\b(?:ai|nao) (lo|phu trach|dam nhan|dam nhiem|chiu trach nhiem)\b/;

/** The words of a matter: what a clause has to say to be an answer, when no document is named. */
export function wordsOf({ library, question }: AskContext, topic: string): Promise<TopicTerms> {
  const folded = fold(question.text);
  // How the answer is counted, that each place is to be answered for, and that somebody does it, is no part of the matter.
  const framing = [unitNamed(folded), EACH.exec(folded)?.[0] ?? null, WHO_DOES.exec(folded)?.[1] ?? null];
  const matter = framing.reduce<string>((rest, words) => (words === null ? rest : without(rest, words)), topic);
  return topicWords(matter, question.searchText, (list, options) => library.idf(list, options));
}

/** `words` are folded; folding keeps offsets. */
function without(topic: string, words: string): string {
  const at = ` ${fold(topic)} `.indexOf(` ${words} `);
  return at < 0 ? topic : `${topic.slice(0, at)}${topic.slice(at + words.length)}`;
}

/** Share of the words that a clause says, its headings and its document's title a little less. */
export function saidShare({ passage, card }: Ranked, words: TopicTerms): number {
  return coverage(words, passageTerms(passage, card, words.folded));
}

/** The clause says what is asked about, and a figure that is asked for stands with words of it. */
export function givesAnswer({ question }: AskContext, one: Ranked, words: TopicTerms): boolean {
  const isContact = question.wanted?.kind === "contact";
  if (saidShare(one, words) < (isContact ? SAID_BY_CONTACT : one.headed ? SAID_WHEN_HEADED : SAID)) return false;
  if (isContact) return isContactOf(question, one);
  const folded = fold(question.text);
  if (!asksFigure(question, folded)) return true;
  const { passage, card } = one;
  const unit = unitFor(question, passage);
  return figureSentences(passage.text, unit).some(
    (sentence) => ownCoverage(words, passageTerms({ ...passage, text: sentence }, card, words.folded)) >= BESIDE_FIGURE,
  );
}

/** A table says its unit once, above its rows; only pay is told from a company's figures by a unit that is there. */
export function unitFor(question: AskContext["question"], { kind, path, text }: PassageRow): RegExp | null {
  const unit = unitAsked(question);
  if (kind !== "table-row" || !unit) return unit;
  return asksPay(question) && !unit.test([...path, text].join(" ")) ? unit : null;
}

/** The number of the agency that is named: it stands in the clause, or the document is its own. */
function isContactOf({ agencies }: AskContext["question"], { passage, card }: Ranked): boolean {
  const words = plainText([card.header.issuer?.value ?? "", ...passage.path, passage.text].join(". "));
  const said = fold(words);
  return agencies.every(
    ({ key, kind, name }) =>
      kind === "group" ||
      said.includes(fold(name).replace(/^(?:cac|nhung) /, "")) ||
      findAgencies(words).some((one) => one.key === key),
  );
}

/** "Mức phạt …?", "giá …?" ask for a figure without "bao nhiêu". */
const AMOUNT_NOUN = /^\W*(?:muc|gia(?! (?:tri|ca|dinh)\b)|(?:le )?phi|thue suat|he so|ty le|so luong|so tien|cuoc)\b/;

function asksFigure({ intents }: AskContext["question"], folded: string): boolean {
  return !intents.has("deadline") && (intents.has("amount") || AMOUNT_NOUN.test(folded));
}
