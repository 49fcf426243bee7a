import { type FoundPlace, fold } from "../../text/index.ts";
import { type ResolvedQuestion, resolveHistory } from "./history.ts";
import { findOwnWords, isPlain, type OwnWords, withoutFrames } from "./own-words.ts";
import { parseQuestion, type QuestionLexicon } from "./parse.ts";
import type { Intent, ParsedQuestion, QuestionAgency } from "./types.ts";

/** The office that a person has registered with, as questions are understood by it. */
export interface Asker {
  /** In the words of the registration: "Sở Tài chính tỉnh Lạng Sơn". */
  unit: string;
  /** Null when the words name no agency that can be looked for. */
  agency: QuestionAgency | null;
  /** The agency's words alone: "Sở Tài chính". */
  called: string;
  places: readonly FoundPlace[];
  localities: readonly string[];
}

/** What was put in for words that only the asker's registration explains. */
export interface TakenAs {
  /** "chúng tôi"; null when the question names nobody at all. */
  words: string | null;
  /** The whole office, or only the province that it belongs to. */
  means: "unit" | "place";
  meaning: string;
}

export interface AskedBy {
  question: ResolvedQuestion;
  taken: TakenAs | null;
}

/** Reads the name of an office. */
export function readAsker(unit: string, lexicon: QuestionLexicon): Asker {
  const { text, agencies, places, localities } = parseQuestion(unit, lexicon);
  const [first] = agencies;
  const place = places[0]?.name ?? null;
  return {
    unit,
    agency: first ? { ...first, place: first.place ?? place } : null,
    called: first ? nameOnly(text.slice(first.start, first.end), places[0], first.start) : "",
    places,
    localities,
  };
}

/** Without the province, which is filled in apart: written out it would look like a move to another one. */
function nameOnly(written: string, place: FoundPlace | undefined, start: number): string {
  const end = place && place.start > start ? place.start - start : written.length;
  return written
    .slice(0, end)
    .replace(/[\s,]+(?:tỉnh|thành phố|TP\.?)?[\s,]*$/iu, "")
    .trim();
}

/** Understands messages of one person, the last one being the question; `asker` is null for somebody of no office. */
export function resolveAsked(messages: readonly string[], lexicon: QuestionLexicon, asker: Asker | null): AskedBy {
  if (!asker) return { question: resolveHistory(messages.map((text) => parseQuestion(text, lexicon))), taken: null };
  const taken = new Map<ParsedQuestion, TakenAs>();
  const turns = messages.map((text) => {
    const plain = parseQuestion(text, lexicon);
    const own = inOwnWords(plain, asker, lexicon);
    if (own) taken.set(own.turn, own.taken);
    return own?.turn ?? withoutFrame(plain, lexicon);
  });
  let last: TakenAs | null = null;
  const question = resolveHistory(turns, (resolved, turn) => {
    last = taken.get(turn) ?? (leavesOpenWho(resolved) ? { words: null, means: "unit", meaning: asker.unit } : null);
    return last?.means === "unit" ? scoped(resolved, asker) : resolved;
  });
  return { question, taken: last };
}

/** The turn with the office or its province written in place of "chúng tôi", "sở mình", "tỉnh ta". */
function inOwnWords(
  turn: ParsedQuestion,
  asker: Asker,
  lexicon: QuestionLexicon,
): { turn: ParsedQuestion; taken: TakenAs } | null {
  if (turn.kind !== "question" || asksHeaderFact(turn)) return null;
  const found = findOwnWords(turn.text).map((own) => ({ ...own, means: meaningOf(own, turn.text, asker) }));
  const units = found.filter((own) => own.means === "unit");
  const places = found.filter((own) => own.means === "place");
  return (
    rewritten(
      turn,
      { words: units, by: asker.called, means: "unit", meaning: asker.unit },
      (read) => isAbout(read, asker),
      lexicon,
    ) ??
    rewritten(
      turn,
      { words: places, by: placeName(asker), means: "place", meaning: placeName(asker) },
      () => turn.places.length + turn.localities.length === 0,
      lexicon,
    )
  );
}

interface Replacement {
  words: readonly Pick<OwnWords, "start" | "end">[];
  by: string;
  means: TakenAs["means"];
  meaning: string;
}

function rewritten(
  turn: ParsedQuestion,
  { words, by, means, meaning }: Replacement,
  fits: (read: ParsedQuestion) => boolean,
  lexicon: QuestionLexicon,
): { turn: ParsedQuestion; taken: TakenAs } | null {
  const [first] = words;
  if (!first || by === "") return null;
  // A question typed without diacritics stays one: its other words are read by that.
  const name = isPlain(turn.text) ? fold(by) : by;
  const text = words.reduceRight((whole, { start, end }) => whole.slice(0, start) + name + whole.slice(end), turn.text);
  const read = parseQuestion(text, lexicon);
  return fits(read) ? { turn: read, taken: { words: turn.text.slice(first.start, first.end), means, meaning } } : null;
}

/** "Xã mình" of somebody at a province's department is a place below it; of a commune's committee it is their office. */
function meaningOf({ means, start, end }: OwnWords, text: string, { unit }: Asker): "unit" | "place" | "neither" {
  if (means === "unit") return "unit";
  const written = fold(text.slice(start, end));
  const noun = /^(?:thanh pho|thi xa|thi tran|dac khu|dia phuong|\p{L}+)/u.exec(written)?.[0] ?? "";
  const governs = /^(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan) /.test(fold(unit));
  if (governs && (noun === "dia phuong" || ` ${fold(unit)} `.includes(` ${noun} `))) return "unit";
  return /^(?:tinh|thanh pho|tp|dia phuong)$/.test(noun) ? "place" : "neither";
}

/** Only the office itself is asked about: no other agency, and no place but what its own name says. */
function isAbout(read: ParsedQuestion, { agency }: Asker): boolean {
  return (
    agency !== null &&
    read.agencies.length > 0 &&
    read.agencies.every((one) => one.key === agency.key) &&
    read.places.length + read.localities.length === 0
  );
}

function placeName({ places }: Asker): string {
  const [place] = places;
  return place ? `${place.kind} ${place.name}` : "";
}

const HEADER_FACTS: readonly Intent[] = ["signer", "date", "number", "issuer"];
const ABOUT_DOCUMENTS: readonly Intent[] = [
  ...HEADER_FACTS,
  "addressees",
  "recipients",
  "about",
  "carried-out-by",
  "carries-out",
  "based-on",
  "replaced-by",
  "in-force-from",
  "in-force",
  "mentioned-in",
  "lead",
  "amount",
  "list",
];

/** "Ai ký chỉ thị mà chúng tôi nhận được?" asks for what stands in its header, whoever asks. */
function asksHeaderFact({ intents }: ParsedQuestion): boolean {
  return HEADER_FACTS.some((intent) => intents.has(intent)) && !intents.has("duty");
}

/** "Phải làm gì theo Chỉ thị 07?", "có hạn nào không?": a task without anybody whose task it is, and without a matter. */
function leavesOpenWho(question: ParsedQuestion): boolean {
  const { kind, intents, agencies, places, localities, topic, documents } = question;
  if (kind !== "question" || agencies.length + places.length + localities.length > 0 || topic !== "") return false;
  if (ABOUT_DOCUMENTS.some((intent) => intents.has(intent))) return false;
  return (
    intents.has("duty") || (documents.length === 0 && (intents.has("deadline") || intents.has("assigning-documents")))
  );
}

/** "Cho tôi biết phải làm gì": who is to be told is no matter to look for. Questions that do not lean on it stay as typed. */
function withoutFrame(turn: ParsedQuestion, lexicon: QuestionLexicon): ParsedQuestion {
  const text = withoutFrames(turn.text);
  if (text === turn.text || turn.kind !== "question") return turn;
  const read = parseQuestion(text, lexicon);
  return leavesOpenWho(read) ? read : turn;
}

/** The office and its place stand where the question leaves them out. */
function scoped(question: ResolvedQuestion, { agency, places, localities }: Asker): ResolvedQuestion {
  const named = question.agencies.length > 0;
  const filled = agency ? [{ ...agency, start: 0, end: 0 }] : [];
  return {
    ...question,
    agencies: named ? question.agencies.map((one) => ({ ...one, place: one.place ?? agency?.place ?? null })) : filled,
    places: places.map((place) => ({ ...place, start: 0, end: 0 })),
    localities: [...localities],
    inherited: question.inherited.filter((name) => name !== "places" && (named || name !== "agencies")),
  };
}
