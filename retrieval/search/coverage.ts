import { readFileSync } from "node:fs";
import {
  fold,
  hasDiacritics,
  isExpression,
  matchForm,
  numberWritings,
  plainText,
  syllables,
  terms,
} from "../text/index.ts";
import type { DocumentCard, PassageRow } from "./library.ts";

/** One thing that the topic says: a term, other ways the documents say it, and what it weighs. */
interface TopicTerm {
  term: string;
  otherwise: readonly string[];
  weight: number;
}

/**
 * The terms of a question's topic with their weights. A question typed with diacritics is compared with them ("thưởng"
 * is not "thường"), one typed without is compared folded.
 */
export interface TopicTerms {
  terms: readonly TopicTerm[];
  total: number;
  folded: boolean;
}

/** Everyday words and how directives put them; phrases are written with blanks. */
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../text/data/${name}.json`, import.meta.url), "utf8")) as Record<
    string,
    string | string[]
  >;
const EVERYDAY: Record<string, string | string[]> = {
  ...read("subject-terms"),
  ...read("everyday-words"),
  bc: "báo cáo",
  dn: "doanh nghiệp",
  nv: "nhiệm vụ",
  hs: "hồ sơ",
  yt: "y tế",
  nq: "nghị quyết",
  qđ: "quyết định",
  kh: "kế hoạch",
};
const ACCENTED = everyday(matchForm);
const FOLDED = everyday(fold);

function everyday(form: (text: string) => string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(EVERYDAY).map(([word, phrases]) => [
      form(word),
      [phrases].flat().map((phrase) => runs(form(phrase))),
    ]),
  );
}

/** A phrase as a run of syllables: "thủ tục hành chính" → "thủ_tục_hành_chính"; the first three stand for longer ones. */
function runs(phrase: string): string {
  return syllables(phrase)
    .slice(0, 3)
    .map((syllable) => syllable.text)
    .join("_");
}

/** Years and small figures stand everywhere: they narrow an answer, they do not make one. */
const FIGURE_SHARE = 0.35;

/** A bigram says more than its two syllables, but a question may put a word between them. */
const BIGRAM_SHARE = 0.6;
/** A term that no passage holds: its idf is the highest there is. Asked for together with the others to know it. */
export const UNKNOWN_TERM = "\u0001";

export type ReadIdf = (terms: readonly string[], options: { folded: boolean }) => Promise<ReadonlyMap<string, number>>;

export async function topicTerms(topic: string, idf: ReadIdf): Promise<TopicTerms> {
  const folded = !hasDiacritics(topic);
  const list = [...new Set(terms(topic, { folded }))];
  const values = await idf([...list, UNKNOWN_TERM], { folded });
  const unknown = values.get(UNKNOWN_TERM) ?? Number.POSITIVE_INFINITY;
  const weighed = list.flatMap((term): TopicTerm[] => {
    const value = values.get(term) ?? 0;
    const bigram = term.includes("_");
    // Two words that merely stand side by side in a question are no expression unless some document uses it.
    if (bigram && value >= unknown && numberWritings(term, { folded }).length === 0) return [];
    const otherwise = otherWritings(term, folded);
    const share = /^[\d.,/]{1,4}(?:_|$)/.test(term) ? FIGURE_SHARE : 1;
    return [{ term, otherwise, weight: value * share * (bigram ? BIGRAM_SHARE : 1) }];
  });
  return { terms: weighed, total: weighed.reduce((sum, { weight }) => sum + weight, 0), folded };
}

function otherWritings(term: string, folded: boolean): readonly string[] {
  const everydayWords = (folded ? FOLDED : ACCENTED).get(term.replace("_", " ")) ?? [];
  return [...everydayWords, ...numberWritings(term, { folded })];
}

/** Figures, and what only makes a noun of a verb: "việc cấp giống cây". */
const NO_WORD = /^(?:[\d.,/%]+|việc|sự)$/;

/** A syllable by itself says less than an expression. */
const ALONE_SHARE = 0.75;
/** What is asked of the rest comes first: "thủ tục …", "điều kiện …", "mức …". At 2 right answers begin to be lost. */
const HEAD_SHARE = 1.25;

/**
 * The topic as words: two syllables that are one expression, and the syllables that belong to none. The rarer the more
 * it weighs, an expression that no passage holds the most: "lương tối thiểu" is not said by a clause that has "lương
 * khô", "tối thiểu" and "vùng ngập", though it holds every syllable. Only what stands together in `asked` is an
 * expression: what the topic leaves out of the question joins others ("trẻ em con công nhân" → "trẻ con").
 *
 * The weight is the root of the idf, for one rare word of a paraphrase must not decide alone: below all but three of
 * 124 right answers then lie 56 of 74 wrong ones, with the idf itself 49.
 */
export async function topicWords(topic: string, asked: string, idf: ReadIdf): Promise<TopicTerms> {
  const folded = !hasDiacritics(topic);
  const list = [...new Set(terms(topic, { folded }))];
  const together = new Set(terms(asked, { folded }));
  const pairs = list.filter((term) => together.has(term) && isPairOfOne(term));
  const values = await idf(list, { folded });
  const inPairs = new Set(pairs.flatMap((pair) => pair.split("_")));
  const alone = list.filter((term) => !term.includes("_") && !inPairs.has(term) && !NO_WORD.test(term));
  const chosen = [...pairs, ...alone];
  const head = list.flatMap((one) => chosen.filter((term) => term.split("_")[0] === one)).at(0);
  const words = chosen.map((term): TopicTerm => {
    const otherwise = otherWritings(term, folded);
    const share = (term.includes("_") ? 1 : ALONE_SHARE) * (term === head ? HEAD_SHARE : 1);
    return { term, otherwise, weight: Math.sqrt(values.get(term) ?? 0) * share };
  });
  return { terms: words, total: words.reduce((sum, { weight }) => sum + weight, 0), folded };
}

function isPairOfOne(term: string): boolean {
  const [first, second] = term.split("_");
  return first !== undefined && second !== undefined && isExpression(first, second);
}

export interface HeldTerms {
  own: ReadonlySet<string>;
  context: ReadonlySet<string>;
}

/** What a passage may be credited with: its own words, and more weakly its headings and its document's title. */
export function passageTerms(passage: PassageRow, card: DocumentCard | undefined, folded: boolean): HeldTerms {
  const { title, number, type, issuer } = card?.header ?? {};
  const context = [...passage.path, title?.value, number?.value, type?.value, issuer?.value].filter(Boolean).join(". ");
  return { own: termSet(plainText(passage.text), folded), context: termSet(context, folded) };
}

/** Terms with three-syllable runs, which "otherwise" phrases may be. */
function termSet(text: string, folded: boolean): Set<string> {
  const list = terms(text, { folded });
  const set = new Set(list);
  const bigrams = list.filter((term) => term.includes("_"));
  for (let index = 1; index < bigrams.length; index += 1) {
    const [, tail] = (bigrams[index] as string).split("_");
    if ((bigrams[index - 1] as string).split("_")[1] === (bigrams[index] as string).split("_")[0])
      set.add(`${bigrams[index - 1]}_${tail}`);
  }
  return set;
}

/** Context counts less than the clause itself: a title does not answer. */
const CONTEXT_SHARE = 0.85;
/** The document's way of saying it counts a little less than the word that was typed. */
const OTHERWISE_SHARE = 0.8;

/** Share of the topic's weight that the passage holds, 0…1; 1 when there is no topic. */
export function coverage(topic: TopicTerms, held: HeldTerms): number {
  if (topic.total === 0) return 1;
  let sum = 0;
  for (const term of topic.terms) sum += term.weight * credit(term, held);
  return sum / topic.total;
}

function credit({ term, otherwise }: TopicTerm, { own, context }: HeldTerms): number {
  if (own.has(term)) return 1;
  if (otherwise.some((phrase) => own.has(phrase))) return OTHERWISE_SHARE;
  if (context.has(term)) return CONTEXT_SHARE;
  return otherwise.some((phrase) => context.has(phrase)) ? OTHERWISE_SHARE * CONTEXT_SHARE : 0;
}

/** Share of the topic's weight that the passage's own words hold. */
export function ownCoverage(topic: TopicTerms, held: HeldTerms): number {
  return gain(topic, [], held);
}

/** Share of the topic that passages add to those already chosen: what `extra` holds in its own words and they do not. */
export function gain(topic: TopicTerms, chosen: readonly HeldTerms[], extra: HeldTerms): number {
  if (topic.total === 0) return 0;
  let sum = 0;
  for (const term of topic.terms) {
    const before = Math.max(0, ...chosen.map((held) => ownCredit(term, held)));
    sum += term.weight * Math.max(0, ownCredit(term, extra) - before);
  }
  return sum / topic.total;
}

function ownCredit({ term, otherwise }: TopicTerm, { own }: HeldTerms): number {
  if (own.has(term)) return 1;
  return otherwise.some((phrase) => own.has(phrase)) ? OTHERWISE_SHARE : 0;
}

/** Share of the topic that a document's title says. */
export function titleCoverage(topic: TopicTerms, card: DocumentCard): number {
  const { title, type, issuer } = card.header;
  const own = termSet([type?.value, title?.value, issuer?.value].filter(Boolean).join(" "), topic.folded);
  return topic.total === 0 ? 0 : coverage(topic, { own, context: new Set() });
}

/** Topic words that a document's title does not already say: what narrows the question inside that document. */
export function topicBeyondTitle(topic: string, card: DocumentCard): string {
  const said = new Set(
    fold(`${card.header.title?.value ?? ""} ${card.header.type?.value ?? ""} ${card.header.issuer?.value ?? ""}`).split(
      /[^\p{L}\d]+/u,
    ),
  );
  return topic
    .split(" ")
    .filter((word) => !said.has(fold(word)))
    .join(" ");
}
