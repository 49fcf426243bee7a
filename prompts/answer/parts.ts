import { fold, hasDiacritics, matchForm, plainText } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import { type Draft, type Quote, quoteKey, quotesOf, type Section } from "./draft.ts";
import { fewQuotes, underVerdict } from "./join.ts";
import { clip, fullName } from "./names.ts";

type Compose = (context: AskContext) => Promise<Draft>;

/** What of one part fits beside the others. */
const MOST_QUOTES = 4;
const MOST_COMPARED = 5;
const LONGEST_NAME = 90;

interface Answered {
  name: string;
  /** The words of what it asks about. */
  topic: string;
  /** Compared with another one: every quote of the draft is an order to it. */
  agency?: string | undefined;
  draft: Draft;
}

/**
 * Several questions in one message, or one of two documents or places: each is answered for itself, under its own
 * verdict. `whole` is the answer to the message as one question; it stands where the parts add nothing.
 */
export async function composeParts(context: AskContext, whole: Draft, composeOne: Compose): Promise<Draft> {
  if (!context.parts) return whole;
  const { kind, parts } = context.parts;
  const answers: Answered[] = [];
  for (const { name, agency, contexts } of parts)
    answers.push({
      name,
      topic: contexts.at(-1)?.question.topic ?? "",
      agency,
      draft: await firstAnswer(contexts, composeOne),
    });
  return kind === "compared" ? comparedDraft(whole, answers) : askedDraft(whole, answers);
}

async function firstAnswer(contexts: readonly AskContext[], composeOne: Compose): Promise<Draft> {
  let last: Draft | null = null;
  for (const context of contexts) {
    const draft = await composeOne(context);
    if (draft.status === "answered" || isSettled(draft)) return draft;
    last ??= draft;
  }
  return last ?? { status: "not_found", lead: [], sections: [], notes: [] };
}

/** What the documents' silence answers: nothing there replaces it, nothing there tasks the agency. */
const isSettled = ({ settled, status, premise }: Draft) =>
  settled === true || (status === "not_found" && Boolean(premise));

const isAnswered = ({ draft }: Answered) => isSettled(draft) || (draft.status === "answered" && !isOnlySubject(draft));

/** The subject line or the opening words speak of the matter and answer nothing; a fact of the header does. */
function isOnlySubject({ lead, sections }: Draft): boolean {
  const [best] = quotesOf({ sections });
  return /^Theo /u.test(lead[0] ?? "") && /^Phần (?:mở đầu|đầu văn bản)/u.test(best?.evidence.locator ?? "");
}

function askedDraft(whole: Draft, answers: readonly Answered[]): Draft {
  const answered = answers.filter(isAnswered);
  if (whole.status === "answered" && (answered.length < 2 || addsNothing(whole, answered)))
    return withUnfound(withSilence(whole, answered), answers);
  if (answered.length === 0) return whole;
  const coarse = answers.some(({ draft }) => draft.coarseDates);
  const quoted = answered.filter(({ draft }) => quotesOf(draft).length > 0);
  const [first] = quoted;
  if (!first) return whole;
  const bests = new Set(quoted.flatMap(({ draft }) => quotesOf(draft).slice(0, 1).map(quoteKey)));
  const plain = answers.filter((one) => !quoted.includes(one));
  return {
    status: "answered",
    lead: [saidOf(first)],
    sections: quoted.flatMap((one, index) => partSections(withoutOthers(one, bests), index === 0)),
    notes: [...plain.map(saidOf), ...new Set(answered.flatMap(({ draft }) => draft.notes))],
    ...(coarse ? { coarseDates: true } : {}),
  };
}

/** What the documents' silence settles has no quote that the answer to the whole message could have shown. */
function withSilence(whole: Draft, answered: readonly Answered[]): Draft {
  const silent = answered.filter(({ draft }) => isSettled(draft) && !whole.lead.includes(draft.lead[0] ?? ""));
  return silent.length === 0 ? whole : { ...whole, notes: [...silent.map(saidOf), ...whole.notes] };
}

/** Where the whole quotes nothing beyond the parts that are answered, a part that finds nothing is said to. */
function withUnfound(whole: Draft, answers: readonly Answered[]): Draft {
  const answered = answers.filter(isAnswered);
  const shown = new Set(answered.flatMap(({ draft }) => quotesOf(draft).map(quoteKey)));
  const unfound = answers.filter(
    (one) =>
      (isAnswered(one) ? isOthers(one, answers) : one.draft.status === "not_found") && sharesLittle(one.topic, whole),
  );
  const quotes = quotesOf(whole);
  if (quotes.length === 0 || !quotes.every((quote) => shown.has(quoteKey(quote)))) return whole;
  return { ...whole, notes: [...unfound.map(unfoundLine), ...whole.notes] };
}

/** Only quotes that answer the first part. */
function isOthers({ draft }: Answered, [first]: readonly Answered[]): boolean {
  if (!first || first.draft === draft) return false;
  const before = new Set(quotesOf(first.draft).map(quoteKey));
  return quotesOf(draft).every((quote) => before.has(quoteKey(quote)));
}

/** The quotes say next to nothing of the matter. A row of a table may answer "phí bao nhiêu" without the word. */
function sharesLittle(topic: string, draft: Draft): boolean {
  const form = hasDiacritics(topic) ? matchForm : fold;
  const wordsIn = (text: string) =>
    form(text)
      .split(/[^\p{L}\d]+/u)
      .filter(Boolean);
  const words = wordsIn(topic);
  const said = new Set(
    quotesOf(draft).flatMap(({ evidence: { text, path } }) => wordsIn(plainText([...path, text].join(" ")))),
  );
  return words.length >= A_MATTER && words.filter((word) => said.has(word)).length <= words.length * BY_CHANCE;
}

/** Fewer words than this lean on the matter of the part before. */
const A_MATTER = 3;
/** Share of a question's words that any clause may hold. */
const BY_CHANCE = 0.25;

const unfoundLine = ({ name }: Answered) =>
  `Về “${clip(plainText(name), LONGEST_NAME)}”: chưa tìm thấy đoạn trả lời trong các văn bản đang giữ.`;

/** The answer to the whole message quotes already what answers each of its parts. */
function addsNothing(whole: Draft, answered: readonly Answered[]): boolean {
  const shown = new Set(quotesOf(whole).map(quoteKey));
  return answered.every(({ draft }) => {
    const [best] = quotesOf(draft);
    return best ? shown.has(quoteKey(best)) : whole.lead.some((line) => draft.lead.includes(line));
  });
}

/** "Về “ai ký Quyết định 75”: Người ký …" */
function saidOf({ name, draft }: Answered): string {
  return `Về “${clip(plainText(name), LONGEST_NAME)}”: ${draft.lead.join(" ")}`;
}

/** What answers another part best is quoted there, not here. */
function withoutOthers({ draft, ...one }: Answered, bests: ReadonlySet<string>): Answered {
  const [own] = quotesOf(draft);
  const sections = draft.sections.map(({ heading, quotes }) => ({
    heading,
    quotes: quotes.filter((quote) => quote === own || !bests.has(quoteKey(quote))),
  }));
  return { ...one, draft: { ...draft, sections } };
}

function partSections(one: Answered, isFirst: boolean): Section[] {
  const sections = fewQuotes(one.draft.sections, MOST_QUOTES);
  return isFirst ? sections : underVerdict([saidOf(one)], sections);
}

/** Only what is of the place, or of the document, that is compared. */
function comparedDraft(whole: Draft, answers: readonly Answered[]): Draft {
  const own = answers.filter((one) => isAnswered(one) && quotesOf(one.draft).some((quote) => isOf(one, quote)));
  if (own.length === 0) return whole;
  const missing = answers.filter((one) => !own.includes(one)).map(({ name }) => name);
  const lead =
    missing.length === 0
      ? "Từng bên nêu như sau; xin anh/chị tự đối chiếu:"
      : `Chỉ tìm thấy đoạn nêu nội dung này của ${own.map(({ name }) => name).join(", ")}; chưa tìm thấy của ${missing.join(", ")} nên chưa so sánh được:`;
  return {
    status: "answered",
    lead: [lead],
    sections: own.flatMap(comparedSections),
    notes: [...new Set(own.flatMap(({ draft }) => draft.notes))],
    ...(own.some(({ draft }) => draft.coarseDates) ? { coarseDates: true } : {}),
  };
}

function isOf({ name, agency }: Answered, { evidence: { card, path, text } }: Quote): boolean {
  if (agency !== undefined) return true;
  const { place, title, number } = card.header;
  const words = [place?.value ?? "", title?.value ?? "", ...path, text].join(". ");
  const seq = /\d+/.exec(name)?.[0];
  return fold(plainText(words)).includes(fold(name)) || (seq !== undefined && (number?.value ?? "").includes(seq));
}

function comparedSections(one: Answered): Section[] {
  const { draft, agency } = one;
  const own = draft.sections.map(({ heading, quotes }) => ({
    heading,
    quotes: quotes.filter((quote) => isOf(one, quote)),
  }));
  const sections = fewQuotes(own, MOST_COMPARED);
  const [head, ...rest] = sections;
  const card = head?.quotes[0]?.evidence.card;
  if (!head || !card) return [];
  if (agency !== undefined) return underVerdict(draft.lead, sections);
  const under = head.heading && head.heading !== `${fullName(card)}:` ? ` ${head.heading}` : "";
  return [
    { heading: `${fullName(card, { coarse: draft.coarseDates ?? false })}:${under}`, quotes: head.quotes },
    ...rest,
  ];
}
