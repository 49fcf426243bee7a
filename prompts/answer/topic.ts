import {
  type DocumentCard,
  type DutyRow,
  fold,
  gain,
  type HeldTerms,
  hasDiacritics,
  isMember,
  passageTerms,
  plainText,
  type TopicTerms,
  terms,
  topicBeyondTitle,
  UNKNOWN_TERM,
} from "../../retrieval/index.ts";
import { type AskContext, agencyFacts, distinct, evidenceOf, topicOf } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { DUE, FIGURE, figureSentences, sentenceWith, TIME, unitAsked } from "./figures.ts";
import { asksParts, namedParts, namesParts } from "./lists/consists.ts";
import { isContent } from "./lists/content.ts";
import { askedList, type Listed, leftNote, withItems } from "./lists/expand.ts";
import { asksForbidden, forbiddenUnder, isForbidden } from "./lists/forbidden.ts";
import { labelSpan } from "./lists/labels.ts";
import { byAct } from "./lists/rows.ts";
import { underHeadings } from "./lists/sections.ts";
import { fullName, listed } from "./names.ts";
import { type Ranked, rank } from "./rank.ts";
import { EACH, givesAnswer, unitFor, wordsOf } from "./said.ts";
import { focusOf } from "./shorten.ts";
import { askedWords, contactSpan, holdsWanted, isCalled, isUnderAsked } from "./wanted/holds.ts";
import { namesHead, officeAsked } from "./wanted/office.ts";
import { doerAsked, othersAsked } from "./who.ts";

/** Least share of the topic that a clause, its headings and its document's title must hold to be an answer. */
export const ENOUGH = 0.5;
const FEW_WORDS = 4;
const ENOUGH_OF_FEW = 0.7;
/** "Bao nhiêu?" finds figures everywhere: more of the matter has to be there. */
const ENOUGH_FOR_FIGURES = 0.62;
/** A telephone number is rare enough to be meant by few words; whose it is is looked at besides. */
const ENOUGH_FOR_CONTACT = 0.35;
/** Inside a document that the question names, less is enough: the document is already right. */
const ENOUGH_INSIDE = 0.25;
/** A clause of the same document this close to the best is shown beside it. */
const NEAR = 0.85;
/** Clauses of another document must be this close: two directives that say the same, or the same figure twice. */
const NEAR_ELSEWHERE = 0.94;
const NEAR_EACH = 0.75;
/** Another document's clause that holds as many of the question's own words says the same thing. */
const SAYS_AS_MUCH = 0.97;
/** A further clause of the same document is shown when it holds this much of the topic that the others lack. */
const ADDS = 0.12;
const MOST_QUOTES = 4;
const MOST_LISTED = 8;
/** Headings and title may carry most of a question, but the clause itself has to say something of it. */
const OWN_WORDS = 0.12;
/** A cell like "+2,77" answers nothing by itself. */
const SHORTEST = 18;
/** Below this share a clause in the named document is related rather than an answer, and is called so. */
const DIRECT = 0.4;

export interface TopicTarget {
  /** Search only these; everything when null. */
  cards: readonly DocumentCard[] | null;
  explicit: boolean;
  /** What is looked for; the question's matter when absent. */
  topic?: string;
}

/** Clauses that answer a question about a matter, with how well they fit. */
export interface TopicFinding {
  kept: readonly Ranked[];
  topic: string;
  /** Share of the matter that the best clause holds. */
  coverage: number;
  /** The clauses are the items of the list that the question names. */
  list?: Listed;
}

/** Looks for the clauses that hold what is asked; null when none holds enough of it. */
export async function findTopic(context: AskContext, target: TopicTarget): Promise<TopicFinding | null> {
  const versionIds = target.cards?.map((card) => card.versionId);
  const only = target.explicit && target.cards?.length === 1 ? target.cards[0] : undefined;
  const wanted = target.topic ?? context.question.matter;
  const beyond = only ? beyondTitle(context, wanted, only) : wanted;
  const topic = target.explicit ? await knownWords(context, beyond) : beyond;
  // The words of such a question lead to any row of a table with "hạn": all of the document is looked through.
  const all = only && isHandingIn(context) ? { passages: await context.library.passagesOf(only.versionId) } : {};
  const hits = await rank(context, { topic, limit: 80, ...(versionIds ? { versionIds } : {}), ...all });
  const found = underAsked(
    context,
    hits.filter((one) => isContent(one) && holds(context, one)),
  );
  const ranked = byAct(context.question.text, namedParts(context.question.text, await preferAgency(context, found)));
  const enough = target.explicit ? ENOUGH_INSIDE : enoughFor(context, topic);
  const words = target.explicit ? null : await wordsOf(context, topic);
  const list = await askedList(context, { hits, topic, open: !target.explicit });
  if (list) return { kept: list.kept, topic, coverage: 1, list };
  const chosen = await choose(context, { ranked: givesWhatIsAsked(context, ranked), enough, topic, words });
  const kept = await withItems(context, chosen);
  const [best] = kept;
  return best ? { kept, topic, coverage: best.coverage } : null;
}

/** Few words match by chance: "ăn trưa gì chưa" is no matter of a directive because one clause says "trưa". */
function enoughFor({ question }: AskContext, topic: string): number {
  if (question.wanted?.kind === "contact") return ENOUGH_FOR_CONTACT;
  if (topic.split(" ").length <= FEW_WORDS) return ENOUGH_OF_FEW;
  return question.intents.has("amount") && question.places.length === 0 ? ENOUGH_FOR_FIGURES : ENOUGH;
}

/**
 * A question for an amount is answered by clauses with a figure, in the unit asked for. One for a time prefers clauses
 * with a time, but the time may stand in a line of its own below ("Thời gian thực hiện: …").
 */
function givesWhatIsAsked({ question }: AskContext, ranked: readonly Ranked[]): Ranked[] {
  if (!question.intents.has("amount")) return [...ranked];
  return ranked.filter(({ passage }) => {
    const unit = unitFor(question, passage);
    return figureSentences(passage.text, unit).length > 0;
  });
}

/** "Hạn nộp theo Công văn 17809?": that something is handed in is no matter to look for, its day is. */
const isHandingIn = ({ question }: Pick<AskContext, "question">) =>
  question.intents.has("deadline") && /^(?:(?:nop|gui|bao cao|ve) ?)+$/.test(fold(question.topic));

function beyondTitle(context: AskContext, wanted: string, card: DocumentCard): string {
  if (isHandingIn(context)) return HANDED_IN;
  // What a claim says of a document's own subject is said by its words.
  const implied = context.question.claim ? "" : impliedTopic(context);
  return topicBeyondTitle(wanted, card) || implied || wanted;
}

const HANDED_IN = "gửi báo cáo chậm nhất trước ngày";

/** "Kế hoạch … áp dụng từ khi nào?": with the title's words taken away only the time itself is asked for. */
function impliedTopic({ question }: Pick<AskContext, "question">): string {
  return question.intents.has("deadline") ? "thời gian thực hiện hiệu lực" : "";
}

/** Inside a named document a word that no document uses is a typing slip, not a reason to find nothing. */
async function knownWords(context: AskContext, topic: string): Promise<string> {
  const folded = !hasDiacritics(topic);
  const words = topic.split(" ").filter(Boolean);
  const form = (word: string) => terms(word, { folded })[0] ?? word;
  const values = await context.library.idf([...words.map(form), UNKNOWN_TERM], { folded });
  const unknown = values.get(UNKNOWN_TERM) ?? Number.POSITIVE_INFINITY;
  const known = words.filter((word) => (values.get(form(word)) ?? 0) < unknown);
  return known.length > 0 ? known.join(" ") : topic;
}

/** Answers from the clauses that hold what is asked; null when none holds enough of it. */
export async function composeTopic(context: AskContext, target: TopicTarget): Promise<Draft | null> {
  if (target.explicit && target.cards && target.cards.length > 1) return eachDraft(context, target.cards);
  const finding = await findTopic(context, target);
  return finding ? topicDraft(context, finding) : null;
}

/** Several documents are meant: each is looked through for itself, and answers under its name. */
async function eachDraft(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft | null> {
  const drafts = [];
  for (const card of cards.slice(0, 4)) {
    const draft = await composeTopic(context, { cards: [card], explicit: true });
    if (draft) drafts.push({ card, draft });
  }
  const [only] = drafts;
  if (drafts.length < 2) return only?.draft ?? null;
  const coarse = context.question.intents.has("deadline");
  const sections = drafts.map(({ card, draft }) => ({
    heading: `${fullName(card, { coarse })}:`,
    quotes: draft.sections.flatMap((section) => section.quotes).slice(0, 2),
  }));
  const status = drafts.some(({ draft }) => draft.status === "answered") ? "answered" : "not_found";
  return { status, lead: ["Các văn bản đang giữ nêu:"], sections, notes: [], ...(coarse ? { coarseDates: true } : {}) };
}

export async function topicDraft(context: AskContext, { kept, topic, list }: TopicFinding): Promise<Draft> {
  const duties = await context.library.duties({ versionIds: [...new Set(kept.map((one) => one.card.versionId))] });
  const shown = (await Promise.all(kept.map((one) => withTime(context, one)))).flat();
  const quotes = await Promise.all(shown.map((one) => quoteOf(context, { one, duties, topic })));
  const cards = distinct(kept.map((one) => one.card));
  const coarse = context.question.intents.has("deadline");
  const [single] = cards;
  if (
    coarse &&
    single &&
    cards.length === 1 &&
    !quotes.some((quote) => answersWhen(context, plainText(quote.evidence.text)))
  ) {
    const lead = [`${fullName(single, { coarse })} không nêu thời hạn cho nội dung này. Đoạn liên quan:`];
    return { status: "not_found", lead, sections: [{ heading: null, quotes }], notes: [], coarseDates: true };
  }
  return {
    status: "answered",
    lead: [leadLine(context, { kept, duties, cards, coarse })],
    sections:
      cards.length === 1
        ? list
          ? underHeadings(quotes)
          : [{ heading: null, quotes }]
        : cards.map((card) => ({
            heading: `${fullName(card, { coarse })}:`,
            quotes: quotes.filter((quote) => quote.evidence.card === card),
          })),
    notes: list ? leftNote(list) : [],
    ...(coarse ? { coarseDates: true } : {}),
  };
}

/** "Khi nào … được …?" is answered by a case as well as by a time. */
function answersWhen({ question }: AskContext, words: string): boolean {
  if (TIME.test(words)) return true;
  return (
    /\b(?:khi nao|luc nao|bao gio)\b/.test(fold(question.text)) &&
    /(?:^|[.;:]\s)\P{L}*(?:trường hợp|khi|nếu|sau khi|trước khi|ngay khi)(?!\p{L})|(?:trong|đối với) trường hợp/iu.test(
      words,
    )
  );
}

/** Where the question names who has to act, that agency's own clauses come before their equals. */
const AGENCY_BONUS = 0.16;
/** What is given to a group that it belongs to comes after what is given to it by name. */
const GROUP_BONUS = 0.06;

async function preferAgency(context: AskContext, ranked: readonly Ranked[]): Promise<Ranked[]> {
  const [agency] = context.question.agencies;
  const top = ranked.slice(0, 30);
  if (!agency || top.length === 0) return [...ranked];
  const duties = await context.library.duties({ versionIds: [...new Set(top.map((one) => one.card.versionId))] });
  const tasked = duties.filter((row) => row.role !== "partner");
  const own = new Set(tasked.filter((row) => row.agency.key === agency.key).map((row) => row.passageId));
  const shared = new Set(
    tasked
      .filter((row) => row.agency.kind === "group" && isMember(agency.key, row.agency.key))
      .map((row) => row.passageId),
  );
  const extra = (id: number) => (own.has(id) ? AGENCY_BONUS : shared.has(id) ? GROUP_BONUS : 0);
  const bonus = (one: Ranked) => ({ ...one, score: one.score + extra(one.passage.passageId) });
  return ranked.map(bonus).sort((a, b) => b.score - a.score);
}

/** What the question asks for stands in the clause, not only its words. */
function holds({ question: { wanted, text } }: AskContext, { passage }: Ranked): boolean {
  if (!wanted || wanted.kind === "post") return true;
  if (wanted.kind === "holder") return namesHead(officeAsked(wanted.post, wanted.body, []), plainText(passage.text));
  if (wanted.kind === "procedure" && isForbidden(passage) && !asksForbidden(text)) return false;
  return holdsWanted(wanted.kind, passage, askedWords(wanted, text));
}

/** What stands right under a heading that names the thing asked for ("Thành phần hồ sơ") comes before its equals. */
const HEADED_BONUS = 0.3;
/** So does a clause that calls itself a reason: many others merely say what they are to prevent. */
const CALLED_BONUS = 0.3;

function underAsked({ question: { wanted, text } }: AskContext, ranked: readonly Ranked[]): Ranked[] {
  if (!wanted || wanted.asked.length === 0 || wanted.kind === "holder" || wanted.kind === "post") return [...ranked];
  return ranked
    .map((one) => {
      if (isUnderAsked(one.passage, askedWords(wanted, text)))
        return { ...one, score: one.score + HEADED_BONUS, headed: true as const };
      return isCalled(wanted.kind, one.passage) ? { ...one, score: one.score + CALLED_BONUS } : one;
    })
    .sort((a, b) => b.score - a.score);
}

/** "Ở từng địa phương", "những tỉnh nào": one clause of each document is wanted. */
function wantsEach({ question }: AskContext): boolean {
  return EACH.test(fold(question.text)) && question.documents.length === 0;
}

interface Choice {
  ranked: readonly Ranked[];
  enough: number;
  topic: string;
  /** Of an open question; a document that is named is the right one already. */
  words: TopicTerms | null;
}

async function choose(context: AskContext, { ranked, enough, topic, words }: Choice): Promise<Ranked[]> {
  const best = ranked.find(
    (one) =>
      one.coverage >= enough &&
      (one.headed || one.own >= OWN_WORDS) &&
      plainText(one.passage.text).length >= SHORTEST &&
      (!words || givesAnswer(context, one, words)),
  );
  if (!best) return [];
  if (best.headed) return besideIt(ranked, best);
  if (asksParts(context.question.text) && namesParts(best.passage)) return [best];
  const chosen: Ranked[] = [best];
  const wanted = await topicOf(context, topic);
  const held = (one: Ranked): HeldTerms => passageTerms(one.passage, one.card, wanted.folded);
  const said = new Set([sayings(best)]);
  for (const one of ranked) {
    if (chosen.length >= MOST_QUOTES) break;
    if (chosen.includes(one) || said.has(sayings(one))) continue;
    if (isForbidden(one.passage) && !isForbidden(best.passage) && !asksForbidden(context.question.text)) continue;
    const sameDocument = one.card.versionId === best.card.versionId;
    const share = sameDocument ? NEAR : wantsEach(context) ? NEAR_EACH : NEAR_ELSEWHERE;
    const near =
      one.coverage >= enough &&
      one.coverage >= best.coverage * share &&
      (one.score >= best.score * share || (!sameDocument && one.own >= best.own * SAYS_AS_MUCH));
    const adds = sameDocument && gain(wanted, chosen.map(held), held(one)) >= ADDS && one.search >= 0.25;
    if ((!near && !adds) || !givesTime(context, one)) continue;
    chosen.push(one);
    said.add(sayings(one));
  }
  return calledByName(context, chosen);
}

/** Where one clause calls itself the reason, those that merely say what they are to prevent are left out. */
function calledByName({ question: { wanted } }: AskContext, chosen: Ranked[]): Ranked[] {
  if (wanted?.kind !== "reason") return chosen;
  const called = chosen.filter(({ passage }) => isCalled("reason", passage));
  return called.length > 0 ? called : chosen;
}

/** Steps and conditions are a list: all that stands under the same heading, in its order. */
function besideIt(ranked: readonly Ranked[], best: Ranked): Ranked[] {
  const under = (one: Ranked) => `${one.card.versionId} ${one.passage.path.join(" > ")}`;
  return ranked
    .filter((one) => under(one) === under(best))
    .sort((a, b) => a.passage.ordinal - b.passage.ordinal)
    .slice(0, MOST_LISTED);
}

/** Where a time is asked for, a further clause is worth its room only if it sets one. */
function givesTime({ question }: AskContext, { passage }: Ranked): boolean {
  return !question.intents.has("deadline") || DUE.test(plainText(passage.text));
}

/** The words alone: a clause that two pages reproduce is quoted once. */
function sayings({ passage }: Ranked): string {
  return fold(plainText(passage.text))
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();
}

const TIME_LINE =
  /^\W*(?:thời (?:gian|hạn)|hạn|tiến độ|hoàn thành|(?:đơn vị|cơ quan) (?:chủ trì|phối hợp|thực hiện))/iu;

/** A clause whose time stands in a line of its own below it is quoted with that line. */
async function withTime(context: AskContext, one: Ranked): Promise<Ranked[]> {
  if (!context.question.intents.has("deadline") || TIME.test(plainText(one.passage.text))) return [one];
  const below = (await context.library.passagesOf(one.passage.versionId)).filter(
    ({ ordinal }) => ordinal > one.passage.ordinal && ordinal <= one.passage.ordinal + 3,
  );
  const line = below.find((passage) => TIME_LINE.test(plainText(passage.text)) && TIME.test(plainText(passage.text)));
  return line ? [one, { ...one, passage: line }] : [one];
}

interface QuoteFacts {
  one: Ranked;
  duties: readonly DutyRow[];
  topic: string;
}

async function quoteOf(context: AskContext, { one, duties, topic }: QuoteFacts): Promise<Quote> {
  const { passage, card } = one;
  const { intents, wanted } = context.question;
  const focus = focusOf(`${topic} ${context.question.searchText}`);
  const must =
    wanted?.kind === "contact"
      ? contactSpan(passage.text, askedWords(wanted, context.question.text))
      : intents.has("amount")
        ? sentenceWith(passage.text, { figure: unitAsked(context.question) ?? FIGURE, focus })
        : intents.has("deadline")
          ? sentenceWith(passage.text, { figure: TIME, focus })
          : labelSpan(passage.text, intents);
  const forbidden = asksForbidden(context.question.text) ? null : forbiddenUnder(passage);
  return {
    label: forbidden ?? doers(passage.passageId, duties),
    evidence: evidenceOf(passage, card),
    facts: await agencyFacts(
      context,
      duties.filter((row) => row.passageId === passage.passageId),
    ),
    focus,
    ...(must ? { must } : {}),
  };
}

/** Who has to do what a clause orders: the lead agencies of its duties. */
function doers(passageId: number, duties: readonly DutyRow[]): string | null {
  const names = duties
    .filter((row) => row.passageId === passageId && row.role === "lead")
    .map((row) => plainText(row.agency.name).replace(/[:;,.]+$/, ""));
  const once = [...new Set(names)];
  return once.length > 0 && once.length <= 3 ? listed(once) : null;
}

/** Little of the question in the clause, and not the time or figure that was asked for either. */
function isIndirect({ question: { intents, wanted } }: AskContext, { passage, coverage, search }: Ranked): boolean {
  if (wanted?.kind === "contact" || (wanted?.kind === "reason" && isCalled("reason", passage))) return false;
  if (coverage >= DIRECT || search >= 0.9) return false;
  if (intents.has("deadline")) return !DUE.test(plainText(passage.text));
  return true;
}

interface LeadFacts {
  kept: readonly Ranked[];
  duties: readonly DutyRow[];
  cards: readonly DocumentCard[];
  coarse: boolean;
}

function leadLine(context: AskContext, { kept, duties, cards, coarse }: LeadFacts): string {
  const [card] = cards as [DocumentCard];
  const name = cards.length === 1 ? fullName(card, { coarse }) : null;
  if (name && isIndirect(context, kept[0] as Ranked))
    return `${name} không nêu trực tiếp điều được hỏi; đoạn liên quan nhất:`;
  const { passageId, text } = (kept[0] as Ranked).passage;
  const rows = duties.filter((row) => row.passageId === passageId);
  const others = name ? othersAsked(context, text, rows) : null;
  if (others) return `${others}, theo ${name}:`;
  const who = context.question.intents.has("lead") ? doerAsked(context, text, doers(passageId, duties)) : null;
  if (who && name) return `${who}, theo ${name}:`;
  if (name) return `Theo ${name}:`;
  return "Các văn bản đang giữ nêu:";
}
