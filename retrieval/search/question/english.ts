import { findDocumentNumbers, findPlaces, fold, hasDiacritics } from "../../text/index.ts";
import { englishWords, GLOSSARY, isEnglishWord, type PhraseTable } from "./english-glossary.ts";
import { Desk } from "./english-pieces.ts";

/**
 * How a Vietnamese syllable is spelled once its marks are gone. "to", "the", "do", "in", "me" fit and therefore never
 * speak for English; "which", "of" and "department" do not.
 */
const SYLLABLE =
  /^(?:(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?(?:(?:oa|ua|oe|ue|uy|[aei])(?:nh|ch)|(?:uye|ye|uo|ie|oa|oe|oo|ua|ue|uy|[aeiou])(?:ng|[cmnpt])?|a[iouy]|eo|[eiu]u|i[au]|[iy]eu|oai|oao|oay|oeo|oi|uai|uay|ui|uoi|uou|uya|uyu)|(?:[hklmstv]|qu)?y)$/;

const isSyllable = (word: string) => SYLLABLE.test(fold(word));

/**
 * True when a message is written in English, with Vietnamese names in it or not. A Vietnamese question is not taken for
 * one, also without diacritics: only words that no Vietnamese syllable is spelled like count as English.
 */
export function isEnglish(text: string): boolean {
  // In capitals throughout, a capital no longer marks a name.
  const typed = /\p{Ll}/u.test(text) ? plainQuotes(text) : plainQuotes(text).toLowerCase();
  const masked = findPlaces(typed).reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`,
    typed,
  );
  let english = 0;
  let asking = 0;
  let vietnamese = 0;
  for (const word of englishWords(masked)) {
    // "&" stands for "and", and in "GD&ĐT" as well.
    if (/^[&,]/.test(masked.slice(word.start))) continue;
    const known = isEnglishWord(word);
    const syllable = isSyllable(word.text);
    if (known && !syllable) english += 1;
    if (!syllable && GLOSSARY.asking.has(word.text)) asking += 1;
    if (!known && syllable && !isCapital(masked[word.start])) vietnamese += 1;
  }
  return english >= 2 && (vietnamese === 0 || (asking > 0 && english >= vietnamese));
}

/**
 * An English question in the words of Vietnamese documents, so that the Vietnamese recognisers and the word search work
 * on it. Names, document numbers and places stay as typed; words that no table knows are left out.
 */
export function fromEnglish(text: string): string {
  const desk = new Desk();
  let rest = plainQuotes(text.replace(/[\uE000-\uF8FF]/gu, ""))
    .replace(/\s+/gu, " ")
    .trim();
  rest = holdNumbers(rest, desk);
  rest = rest.replace(/(?<![\p{L}\d])\p{Lu}[\p{L}]+(?![\p{L}\d])/gu, (word) => {
    const full = GLOSSARY.acronyms.get(word);
    return full ? desk.hold(full, /^\p{Lu}/u.test(full) ? "body" : "noun") : word;
  });
  if (!/\p{Ll}/u.test(rest)) rest = rest.toLowerCase();
  rest = holdPhrases(rest, GLOSSARY.places, desk);
  rest = desk.keep(rest, findPlaces(rest), "place");
  rest = holdNames(rest, desk);
  rest = holdDates(rest, desk);
  rest = holdPhrases(spreadSectors(rest), GLOSSARY.bodies, desk);
  rest = holdFrames(rest, desk);
  rest = holdPhrases(rest, GLOSSARY.words, desk);
  return desk.write(rest);
}

const plainQuotes = (text: string) => text.replace(/[’‘`]/gu, "'");
const isCapital = (character: string | undefined) => /^\p{Lu}/u.test(character ?? "");

/** "07/CT-TTg", "2597/QD-TTg", "KH153/KH-UBND". */
function holdNumbers(text: string, desk: Desk): string {
  const rest = desk.keep(text, findDocumentNumbers(text), "number");
  return rest.replace(
    /(?<![\p{L}\d/-])\p{L}*\d+\p{L}?(?:\/\d{4})?\/[\p{L}\p{M}&][\p{L}\p{M}\d&]*(?:[-/][\p{L}\p{M}\d&]+)*/gu,
    (number) => desk.hold(number, "number"),
  );
}

/** "Departments of Finance, Justice and Health" → "department of Finance, department of Justice, department of Health". */
function spreadSectors(text: string): string {
  return text.replace(GLOSSARY.sectorList, (_whole, head: string, list: string) => {
    const one = /^ministr/i.test(head) ? "ministry" : head;
    return (list.match(GLOSSARY.sector) ?? []).map((sector) => `${one} of ${sector}`).join(", ");
  });
}

/** Ways of asking, which turn the order of words round: "what must X do" → "X phải làm gì". */
function holdFrames(text: string, desk: Desk): string {
  let rest = text;
  for (const { pattern, template } of GLOSSARY.frames) {
    rest = rest.replace(pattern, (...found: unknown[]) => {
      const parts = template
        .split(/(\$\d)/)
        .map((part) => (part.startsWith("$") ? String(found[Number(part[1])] ?? "") : desk.hold(part.trim(), "asked")));
      return parts.filter(Boolean).join(" ");
    });
  }
  return rest;
}

/** Puts the longest phrases of a table into Vietnamese. */
function holdPhrases(text: string, table: PhraseTable, desk: Desk): string {
  const words = englishWords(text);
  let out = "";
  let at = 0;
  for (let index = 0; index < words.length; index += 1) {
    for (let count = Math.min(table.longest, words.length - index); count > 0; count -= 1) {
      const run = words.slice(index, index + count);
      const [start, end] = [run[0]?.start ?? 0, run.at(-1)?.end ?? 0];
      const entry =
        table.exact.get(run.map((word) => word.text).join(" ")) ??
        table.stems.get(run.map((word) => word.stem).join(" "));
      if (!entry || /[^\p{L}\p{M}\d'&, -]/u.test(text.slice(start, end))) continue;
      out += text.slice(at, start) + desk.hold(entry.text, entry.kind);
      at = end;
      index += count - 1;
      break;
    }
  }
  return out + text.slice(at);
}

/** Vietnamese names: two or more capitalised syllables or syllables that no English word is, or any with its marks. */
function holdNames(text: string, desk: Desk): string {
  const spans: { start: number; end: number; count: number; marked: boolean }[] = [];
  for (const word of englishWords(text)) {
    const written = text.slice(word.start, word.end).replace(/'s?$/, "");
    const opens = /(?:^|[.!?;:] )$/.test(text.slice(0, word.start));
    const marked = hasDiacritics(written);
    const capital = isCapital(written) && !(opens && isEnglishWord(word));
    if (!isSyllable(written) || !(capital || marked || !isEnglishWord(word))) continue;
    const end = word.start + written.length;
    const last = spans.at(-1);
    if (last && /^(?: | ?[-–] ?)$/.test(text.slice(last.end, word.start))) {
      Object.assign(last, { end, count: last.count + 1, marked: last.marked || marked });
    } else spans.push({ start: word.start, end, count: 1, marked });
  }
  const names = spans.filter(({ count, marked }) => count > 1 || marked);
  return desk.keep(text, names, "name");
}

const YEAR = String.raw`((?:19|20)\d\d)`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const MONTH = `(${GLOSSARY.months.map((name) => `${name}|${name.slice(0, 3)}`).join("|")}|sept)`;
const BY = `((?:by|before|until|till|no later than|not later than|prior to) (?:the )?)?`;
const DATES = {
  dayFirst: new RegExp(String.raw`\b${BY}${DAY} (?:of )?${MONTH}\b(?:,? ${YEAR})?(?!\d)`, "gi"),
  monthFirst: new RegExp(String.raw`\b${BY}${MONTH} ${DAY}\b(?:,? ${YEAR})?(?!\d)`, "gi"),
  month: new RegExp(String.raw`\b${BY}${MONTH},? ${YEAR}\b`, "gi"),
  /** "may" and "march" are words too. */
  monthAlone: new RegExp(String.raw`(?<=\b(?:in|by|before|until|since|from|of|early|late) )${MONTH}\b(?! \d)`, "gi"),
  figures: new RegExp(String.raw`\b${YEAR}-(\d\d)-(\d\d)\b`, "g"),
};

/** "31 December 2025", "December 31st", "December 2025", "2025-12-31" as documents write them; "by" becomes "trước". */
function holdDates(text: string, desk: Desk): string {
  const write = ({
    by,
    day,
    month = "",
    year,
  }: Partial<Record<"by" | "day" | "month" | "year", string | undefined>>) => {
    const figure =
      Number(month) || GLOSSARY.months.findIndex((name) => name.startsWith(month.slice(0, 3).toLowerCase())) + 1;
    const parts = [by && "trước", day && `ngày ${Number(day)}`, `tháng ${figure}`, year && `năm ${year}`];
    return desk.hold(parts.filter(Boolean).join(" "), "asked");
  };
  return text
    .replace(DATES.dayFirst, (_whole, by, day, month, year) => write({ by, day, month, year }))
    .replace(DATES.monthFirst, (_whole, by, month, day, year) => write({ by, day, month, year }))
    .replace(DATES.month, (_whole, by, month, year) => write({ by, month, year }))
    .replace(DATES.figures, (_whole, year, month, day) => write({ day, month, year }))
    .replace(DATES.monthAlone, (month: string) => (isCapital(month) ? write({ month }) : month));
}
