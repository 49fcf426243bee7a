import { fold } from "../../text/index.ts";
import { asksWho, type ResolvedQuestion, resolveHistory } from "./history.ts";
import { parseQuestion, type QuestionLexicon } from "./parse.ts";
import type { ParsedQuestion } from "./types.ts";

/** One of the things that a message asks. */
export interface QuestionPart {
  /** The words of the part; the document or place that is compared. */
  name: string;
  /** Key of the agency that is compared. */
  agency?: string;
  /** To be understood in turn until one finds an answer: with the matter of the whole message, then by itself. */
  readings: readonly ResolvedQuestion[];
}

/** What a message asks beside one plain question. */
export interface QuestionParts {
  /** "asked": several questions. "compared": one question of several documents or places. */
  kind: "asked" | "compared";
  parts: readonly QuestionPart[];
}

/** "hạn của A … và hạn của B …": each side says for itself what is asked of whom. */
const OF_WHOM = /\b(?:han|thoi han|nhiem vu|trach nhiem|chi tieu) (?:chot |cuoi )?cua\b/;
const OPENS_OF_WHOM = new RegExp(`^\\s*${OF_WHOM.source}`);
const ASKS =
  /\b(?:nao|gi|ai|bao gio|bao nhieu|bao lau|may|dau|the nao|ra sao|lam sao|vi sao|tai sao)\b|\b(?:co|con|hieu luc|ap dung)\b.*\b(?:khong|chua)\b|\bhan (?:nao|chot)\b/;
/** Where one question may end and the next begin. Folding keeps offsets. */
const BETWEEN =
  /[?;]\s+|\s*,\s+(?:va |con (?!(?:hieu luc|gia tri|ap dung|duoc) )|dong thoi )?|\s+(?:va|con(?! (?:hieu luc|gia tri|ap dung|duoc) )|dong thoi)\s+/gu;
const MOST_PARTS = 3;

/** The parts of a message that asks several things or compares two; null for one plain question. */
export function questionParts(question: ResolvedQuestion, lexicon: QuestionLexicon): QuestionParts | null {
  if (question.kind !== "question" || question.inherited.length > 0 || question.previous) return null;
  const compared = comparedParts(question);
  if (compared) return { kind: "compared", parts: compared };
  const texts = withoutOrphans(askedTexts(question.text), question.text, lexicon);
  if (texts.length < 2 || texts.length > MOST_PARTS) return null;
  return { kind: "asked", parts: texts.map((text, index) => askedPart({ texts, index, text }, question, lexicon)) };
}

/** The message cut where each side asks something: "… kiểm kê vào thời điểm nào | gửi Bộ Tài chính trước ngày nào". */
export function askedTexts(text: string): string[] {
  const folded = fold(text);
  const found: string[] = [];
  let start = 0;
  for (const { index, 0: mark } of folded.matchAll(BETWEEN)) {
    const next = index + mark.length;
    const isPart = asksIn(folded.slice(start, index), folded.slice(next));
    if (!isPart) continue;
    found.push(text.slice(start, index));
    start = next;
  }
  found.push(text.slice(start));
  return found.map((part) => part.replace(/[?.!\s]+$/u, "").trim()).filter(Boolean);
}

function asksIn(side: string, rest: string): boolean {
  const next = firstClause(rest);
  return (ASKS.test(side) && ASKS.test(next)) || (OF_WHOM.test(side) && OPENS_OF_WHOM.test(next));
}

/** "… mấy ngày, từ ngày nào đến ngày nào?" asks the same once more: without words of its own it stays with that. */
function withoutOrphans(texts: readonly string[], whole: string, lexicon: QuestionLexicon): string[] {
  const kept: string[] = [];
  for (const text of texts) {
    const before = kept.at(-1);
    if (before !== undefined && saysNothingNew(parseQuestion(text, lexicon), parseQuestion(before, lexicon))) {
      const start = whole.indexOf(before);
      kept[kept.length - 1] = whole.slice(start, whole.indexOf(text, start + before.length) + text.length);
    } else kept.push(text);
  }
  return kept;
}

function saysNothingNew(own: ParsedQuestion, before: ParsedQuestion): boolean {
  const names = [own.documents, own.agencies, own.places, own.localities, own.types].some((found) => found.length > 0);
  return !names && own.topic === "" && own.intents.size > 0 && [...own.intents].every((one) => before.intents.has(one));
}

const firstClause = (folded: string) => folded.split(/[?;]\s/)[0] ?? "";

interface Place {
  texts: readonly string[];
  index: number;
  text: string;
}

function askedPart({ texts, index, text }: Place, whole: ResolvedQuestion, lexicon: QuestionLexicon): QuestionPart {
  const before = index === 0 ? [] : [parseQuestion(texts[0] as string, lexicon)];
  const own = parseQuestion(text, lexicon);
  const followed = placed(resolveHistory([...before, index === 0 ? own : asFollowUp(own)]), whole);
  const resolved = index > 0 && asksWho(own) ? { ...followed, agencies: own.agencies } : followed;
  const alone: ResolvedQuestion = { ...resolved, previous: null, inherited: [] };
  const [first] = before;
  if (!first) return { name: text, readings: [alone] };
  const isShort = own.topic.split(" ").filter(Boolean).length <= FEW_WORDS && own.documents.length === 0;
  const joined = withMatter(alone, asksWho(own) ? { matter: first.topic, topic: first.topic } : first);
  // Where the first is only about an agency, its name would answer for any matter.
  const addsMatter = first.topic !== "" || own.topic === "";
  const standsAlone = !addsMatter || isAboutTime(own) || (OPENS_OF_WHOM.test(fold(text)) && own.topic !== "");
  return { name: text, readings: isShort && !standsAlone ? [joined, alone] : [alone] };
}

/** "… và còn hiệu lực không?" is asked of the document, and not of the matter before. */
const isAboutTime = ({ intents }: ParsedQuestion) => intents.has("in-force") || intents.has("in-force-from");

/** So few words of its own lean on the matter of the question before them. */
const FEW_WORDS = 5;

/** The second question takes from the first what it does not name itself. */
const asFollowUp = (own: ParsedQuestion): ParsedQuestion => ({ ...own, refersBack: own.documents.length === 0 });

/** A document or place that one part names is meant in all. */
function placed(part: ResolvedQuestion, whole: ResolvedQuestion): ResolvedQuestion {
  const anywhere = part.places.length + part.localities.length > 0;
  return {
    ...part,
    documents: part.documents.length > 0 ? part.documents : whole.documents,
    places: anywhere ? part.places : whole.places,
    localities: anywhere ? part.localities : whole.localities,
    types: part.types.length > 0 ? part.types : whole.types,
  };
}

function withMatter(
  part: ResolvedQuestion,
  { matter, topic }: Pick<ParsedQuestion, "matter" | "topic">,
): ResolvedQuestion {
  const join = (own: string, other: string) => [own, other].filter(Boolean).join(" ");
  return {
    ...part,
    topic: join(part.topic, topic),
    matter: join(part.matter, matter),
    searchText: join(part.searchText, matter),
  };
}

const COMPARES =
  /(?:co gi |co )?(?:khac|giong) (?:nhau|gi)(?: (?:the nao|ra sao|o (?:diem|cho) nao|khong|gi))?|khac biet|so (?:sanh|voi)|(?:cao|thap|nhieu|it|lon|nho|som|muon|dai|ngan|nang|nhe|nhanh|cham) hon|hon kem/gu;
const BY_AMOUNT = /\b(?:cao|thap|nhieu|it|lon|nho|nang|nhe) hon\b|\bhon kem\b/;

/** "Bắc Ninh và Đồng Nai khác nhau ra sao về …?": the same question of each document, or of each place. */
function comparedParts(question: ResolvedQuestion): QuestionPart[] | null {
  const folded = fold(question.text);
  if (folded.search(COMPARES) < 0) return null;
  const { documents, places } = question;
  const matter = withoutComparison(question.matter);
  const topic = withoutComparison(question.topic);
  const intents = comparedIntents(folded, question.intents);
  const same = { ...question, matter, topic, intents, searchText: withoutComparison(question.searchText) };
  if (documents.length === 2)
    return documents.map((document) => ({
      name: document.raw,
      readings: [{ ...same, documents: [document] }],
    }));
  const sides = comparedAgencies(same);
  if (sides) return sides;
  if (documents.length > 0 || places.length !== 2 || matter === "") return null;
  // "Đặt chỉ tiêu X cao hơn": the clause with the figure says X, and seldom that it is a target.
  const plain = { ...same, matter: withoutTarget(matter), topic: withoutTarget(topic) };
  const readings = plain.matter === "" || plain.matter === matter ? [same] : [same, plain];
  return places.map((place) => ({
    name: place.name,
    readings: readings.map((reading) => ({ ...reading, places: [place] })),
  }));
}

/** "Nhiệm vụ của Sở Y tế và BHXH Hà Nội về …": two agencies of one province, or in one document. */
function comparedAgencies(same: ResolvedQuestion): QuestionPart[] | null {
  const { agencies, places, documents } = same;
  const [first, second] = agencies;
  if (agencies.length !== 2 || first?.key === second?.key || documents.length > 1) return null;
  if (new Set(places.map(({ name }) => name)).size > 1) return null;
  const intents = new Set([...same.intents, ...(same.intents.has("deadline") ? [] : (["duty"] as const))]);
  return agencies.map((agency) => ({
    name: agency.name,
    agency: agency.key,
    readings: [{ ...same, agencies: [agency], intents, matter: `${agency.name} ${same.topic}`.trim() }],
  }));
}

function comparedIntents(folded: string, own: ResolvedQuestion["intents"]): ResolvedQuestion["intents"] {
  const intents = new Set([...own].filter((intent) => intent !== "lead" && intent !== "yes-no"));
  if (BY_AMOUNT.test(folded)) intents.add("amount");
  if (/\bhan\b|\bthoi (?:han|gian|diem)\b/.test(folded)) intents.add("deadline");
  return intents;
}

const withoutTarget = (text: string) =>
  text.replace(/(?:đặt |dat )?(?:chỉ tiêu|mục tiêu|chi tieu|muc tieu)\s*/giu, "").trim();

/** Folding keeps offsets. */
function withoutComparison(text: string): string {
  let out = text;
  for (const { index, 0: words } of fold(text).matchAll(COMPARES))
    out = out.slice(0, index) + " ".repeat(words.length) + out.slice(index + words.length);
  return out.replace(/\s+/g, " ").trim();
}
