import { type Agency, fold, type QuestionAgency, syllables } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import type { Draft } from "./draft.ts";

/** The question with an agency's whole name in place of a short one, and the sentence that says so. */
export interface Taken {
  context: AskContext;
  said: string | null;
}

/** What may follow a short name; any other word is more of a name that no document has: "Phòng Văn hóa Thể thao". */
const AFTER =
  /^\W*(?:$|(?:phai|can|se|co|duoc|bi|lam|la|nao|gi|thi|giao|chu tri|phoi hop|bao cao|gui|o|tai|cua|thuoc|trong|theo|ve|cho|va|tinh|thanh pho|tp|thi xa|huyen|xa|phuong|quan|chiu|thuc hien|trien khai|nhan|lo|ra soat|tham muu)\b)/;
/** "Phòng Văn hóa" and "Trung tâm Văn hóa": the kind of body and a word of two syllables. */
const HEADS = /^(?:phong|so|ban|bo|cuc|chi cuc|vu|vien|trung tam|hoi|doan|lien doan|cong ty|truong|dai) /;

/**
 * "Phòng Văn hóa Phan Rang": where exactly one agency that the documents meant give work to begins with that name, it is
 * the one, and the answer says so.
 */
export async function withWholeName(context: AskContext): Promise<Taken> {
  const { question, scope } = context;
  if (question.kind !== "question" || question.agencies.length > 1) return { context, said: null };
  const named = scope.mentions.flatMap((mention) => mention.cards);
  const cards = named.length > 0 ? named : (scope.byPlace ?? context.cards);
  const duties = await context.library.duties({ versionIds: cards.map((card) => card.versionId) });
  const tasked = new Map(duties.map(({ agency }) => [agency.key, agency]));
  const short = shortIn(context, [...tasked.keys()]);
  const starting = [...tasked.values()].filter(({ key }) => short !== null && key.startsWith(`${short.key} `));
  const begins =
    starting.length > 0 || !short
      ? starting
      : [...tasked.values()].filter(({ key }) => leavesOut(question, short, key));
  // What a longer key adds may be words of the clause: "… Truyền thanh thành phố đấu tranh".
  const meant = begins.filter(({ key }) => !begins.some((other) => key.startsWith(`${other.key} `)));
  const [agency] = meant;
  if (!short || !agency || meant.length > 1 || tasked.has(short.key)) return { context, said: null };
  return {
    context: { ...context, question: taking(context, short, agency) },
    said: saying(short, agency, question.agencies[0]?.name),
  };
}

/** "Đài Truyền hình" of a province is its Đài Phát thanh và Truyền hình: the same kind of body, words left out between. */
function leavesOut({ agencies }: AskContext["question"], short: Short, key: string): boolean {
  const [known] = agencies;
  if (known?.kind !== "agency" || known.level === "central" || /viet nam/.test(fold(known.name))) return false;
  const [head, ...words] = short.key.split(" ");
  const [kind, ...whole] = key.split(" ");
  const left = whole.reduce(
    ([next, ...rest], word) => (word === next ? rest : [next ?? "", ...rest].filter(Boolean)),
    words,
  );
  return head === kind && words.length >= 2 && left.length === 0;
}

interface Short {
  /** Folded, as keys are written. */
  key: string;
  start: number;
  end: number;
}

/** An agency of the tables, or the longest words of the question that a tasked agency's name begins with. */
function shortIn({ question }: AskContext, keys: readonly string[]): Short | null {
  const places = [...question.places.map((place) => place.name), ...question.localities].map(fold);
  const [known] = question.agencies;
  if (known)
    return HEADS.test(known.key) && known.end > known.start ? { ...known, key: withoutPlace(known.key, places) } : null;
  const words = syllables(fold(question.text));
  const found = keys
    .filter((key) => HEADS.test(key))
    .flatMap((key) =>
      longestStart(
        key.split(" "),
        words.map((word) => word.text),
      ),
    )
    .map(({ at, length }) => {
      const start = words[at]?.start ?? 0;
      const end = words[at + length - 1]?.end ?? 0;
      return {
        key: words
          .slice(at, at + length)
          .map((word) => word.text)
          .join(" "),
        start,
        end,
      };
    })
    .filter(({ end }) => {
      const rest = fold(question.text).slice(end);
      return AFTER.test(rest) || places.some((place) => rest.trim().startsWith(place.split(/\s*[-–]\s*/)[0] ?? place));
    });
  return found.sort((a, b) => b.end - b.start - (a.end - a.start))[0] ?? null;
}

/** "Trung tâm Văn hóa Phan Rang" is the one of that place. */
function withoutPlace(key: string, places: readonly string[]): string {
  const shorts = places.flatMap((place) => [place, place.split(/\s*[-–]\s*/)[0] ?? place]);
  const place = shorts.map((name) => ` ${name.replace(/[^\p{L}\d]+/gu, " ")}`).find((name) => key.endsWith(name));
  return place ? key.slice(0, -place.length) : key;
}

/** Where a name's first words stand in a text: the kind of body and at least two syllables more, but not the whole. */
function longestStart(name: readonly string[], text: readonly string[]): { at: number; length: number }[] {
  const head = HEADS.exec(name.join(" "))?.[0].trim().split(" ").length ?? 1;
  return text.flatMap((_, at) => {
    let length = 0;
    while (length < name.length && text[at + length] === name[length]) length += 1;
    return length >= head + 2 && length < name.length ? [{ at, length }] : [];
  });
}

function taking({ question }: AskContext, { key, start, end }: Short, agency: Agency): AskContext["question"] {
  const [known] = question.agencies;
  const meant: QuestionAgency = { ...agency, place: known?.place ?? null, start, end };
  return { ...question, agencies: [meant], topic: known ? question.topic : withoutWords(question.topic, key) };
}

function withoutWords(topic: string, words: string): string {
  const at = ` ${fold(topic)} `.indexOf(` ${words} `);
  return at < 0 ? topic : `${topic.slice(0, at)}${topic.slice(at + words.length)}`.replace(/\s+/g, " ").trim();
}

/** “Phòng Văn hóa” in the document's own writing, whatever was typed. */
function saying({ key }: Short, { key: wholeKey, name }: Agency, typed = ""): string {
  const whole = name
    .replace(/\s+/g, " ")
    .replace(/[:;,.]+$/, "")
    .trim();
  if (!wholeKey.startsWith(`${key} `)) return `Hiểu “${typed}” là ${whole}.`;
  const last = syllables(whole)[key.split(" ").length - 1];
  return `Hiểu “${last ? whole.slice(0, last.end) : whole}” là ${whole}.`;
}

/** The sentence stands before the verdict of an answer; where nothing was found there is nobody to be taken for. */
export function sayWholeName(draft: Draft, said: string | null): Draft {
  return said === null || draft.status !== "answered" ? draft : { ...draft, lead: [said, ...draft.lead] };
}
