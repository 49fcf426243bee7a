import { fold, plainText, type Span } from "../../retrieval/index.ts";

/** Words that give a time: a date, a month, a quarter, an hour, "10 ngày", "hằng tháng". */
export const TIME =
  /\d{1,2}[/.-]\d{1,2}|ngày\s+\d|tháng\s+\d|quý\s+[IVX\d]|năm\s+20\d\d|\d+\s*(?:giờ|h|ngày|tháng|tuần)|\d{1,2}[:h]\d{2}|(?:hằng|hàng)\s+(?:ngày|tuần|tháng|quý|năm)/iu;

/** A time by which, or from when, something is to be done; the date of a cited letter is none. */
export const DUE =
  /(?:trước|chậm nhất|muộn nhất|thời hạn|thời gian|hoàn thành|xong|đến hết|hạn|định kỳ|kể từ|từ ngày|đến ngày|vào|hiệu lực)[^.;]{0,40}?(?:ngày|tháng|quý|năm|giờ|\d)/iu;

/** The plainest words for a deadline, right before its date. */
export const DEADLINE =
  /(?:trước|chậm nhất|muộn nhất|hạn (?:chót|cuối|nộp)?|đến hết|xong trong|hoàn thành trong|không quá)(?:\s+(?:là|vào|thứ \p{L}+|\d{1,2} ?(?:giờ|h)\d{0,2}))*,?\s*(?:ngày\s|tháng\s|quý\s|năm\s|\d)/iu;

const SPELT = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười";
/** A figure in digits, or spelt out before what is counted: "hai tỷ đồng", "ba lần". */
export const FIGURE = new RegExp(
  `\\d|(?<!\\p{L})(?:${SPELT})(?: (?:trăm|mươi|mười))? (?:nghìn|ngàn|triệu|tỷ|tỉ)(?!\\p{L})|(?<!\\p{L})(?:hai|ba|bốn|sáu|bảy|tám|chín|mười) (?:phần trăm|lần|ngày|tuần|tháng|năm|giờ|cấp|bước)(?!\\p{L})`,
  "iu",
);

/** Figures that only say where something stands or when: numbers of documents and of their parts, dates, years. */
const REFERENCE =
  /\d[\d/]*\/\p{L}[\p{L}\d/-]*|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|(?:ngày|tháng|quý|năm)\s+\d+(?:[/.]\d+)*|\d{4}\s*[-–]\s*\d{4}|(?<!\p{L})(?:điều|khoản|mục|chương|điểm|tiết|phụ lục|số)\s+\d[\p{L}\d/.-]*/giu;
const LABEL = /^\W*(?:\d+(?:\.\d+)*[.)]?|\p{L}\))\s/u;

/** The sentences that give a figure which may answer "bao nhiêu?", in the unit asked for where one is. */
export function figureSentences(text: string, unit: RegExp | null): string[] {
  return plainText(text)
    .replace(LABEL, "")
    .split(/(?<=[.;!?])\s+/u)
    .filter((sentence) => {
      const rest = sentence.replace(REFERENCE, " ");
      return FIGURE.test(rest) && (!unit || unit.test(rest));
    });
}

interface SentenceOptions {
  figure: RegExp;
  focus: ReadonlySet<string>;
}

/** The sentence of a clause that gives a time or figure and holds most of the question's words. */
export function sentenceWith(text: string, { figure, focus }: SentenceOptions): Span | null {
  const sentences = [...text.matchAll(/(?:[^.;]|[.](?=\d))+(?:[.;](?=[\s*|_]|$)|$)/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const holding = sentences.filter(({ start, end }) => figure.test(plainText(text.slice(start, end))));
  // Any digit may be anywhere in a long sentence; a time or a unit is what was asked for.
  const isSure = sentences.length > 1 || (figure !== FIGURE && text.length > LONGEST_MUST);
  if (holding.length === 0 || !isSure) return null;
  const score = ({ start, end }: Span) => {
    const words = new Set(fold(plainText(text.slice(start, end))).split(/[^\p{L}\d]+/u));
    return (
      [...focus].filter((term) => words.has(term)).length +
      (figure === TIME ? deadlineScore(plainText(text.slice(start, end))) : 0)
    );
  };
  const best = holding.sort((a, b) => score(b) - score(a) || a.start - b.start)[0];
  return best ? aroundFigure(text, best, figure) : null;
}

function deadlineScore(sentence: string): number {
  if (DEADLINE.test(sentence)) return 20;
  return DUE.test(sentence) ? 6 : 0;
}

/** Longest stretch that a message has to show. */
const LONGEST_MUST = 260;

/** In a sentence as long as a page, the words around the time or figure. */
function aroundFigure(text: string, sentence: Span, figure: RegExp): Span {
  if (sentence.end - sentence.start <= LONGEST_MUST) return sentence;
  const words = text.slice(sentence.start, sentence.end);
  const found = (figure === TIME ? (DEADLINE.exec(words) ?? DUE.exec(words)) : null) ?? figure.exec(words);
  if (!found) return sentence;
  const end = Math.min(words.length, found.index + found[0].length + 40);
  const earliest = Math.max(0, end - LONGEST_LEAD);
  const separators = [...words.slice(earliest, found.index).matchAll(/[,;:]\s+/gu)];
  // The last that leaves room for what the figure is of: "…, gửi báo cáo về Sở trước ngày 15".
  const last = separators.findLast(
    ({ index, 0: mark }) => mark[0] === ":" || found.index - earliest - index >= LEAST_LEAD,
  );
  const from = last ? earliest + last.index + last[0].length : earliest;
  return { start: sentence.start + from, end: sentence.start + end };
}

/** Characters before a figure that are shown with it, and that it needs to be understood. */
const LONGEST_LEAD = 180;
const LEAST_LEAD = 30;

const UNITS: Readonly<Record<string, string>> = {
  ngay: "ngày",
  tuan: "tuần",
  thang: "tháng",
  nam: "năm",
  gio: "giờ",
  tuoi: "tuổi",
};

const MONEY = `(?:\\d[\\d.,]*|(?:${SPELT})(?: (?:trăm|mươi|mười))?)\\s*(?:nghìn|triệu|tỷ|tỉ|ngàn)?\\s*(?:đồng|đ|VNĐ|triệu|tỷ|tỉ)(?![\\p{L}])`;
/** What a person is paid, or has to pay, is money or a share of it, whatever else a clause counts. */
const PAY =
  /(?<!\p{L})(?:(?<!(?:khen|thi đua,?|điểm) )thưởng|lương(?! (?:thực|tâm))|phụ cấp|học phí|lệ phí|(?:mức|tiền|bị|xử|nộp) phạt|phạt tiền)(?!\p{L})/iu;
const PAID = new RegExp(
  `${MONEY}|\\d\\s*%|phần trăm|hệ số|\\d+\\s*(?:\\([^)]*\\)\\s*)?(?:lần|tháng (?:tiền )?lương)`,
  "iu",
);

export const asksPay = ({ searchText }: { searchText: string }): boolean => PAY.test(searchText);

/** "Bao nhiêu tiền?" wants money, "bao nhiêu phần trăm?" a share. Null where the question names no such unit. */
export function unitAsked({ text, searchText }: { text: string; searchText: string }): RegExp | null {
  const folded = fold(text);
  if (/\b(?:bao nhieu|may|bn) (?:tien|dong|trieu|ty)\b|\bgia (?:bao nhieu|nao)\b/.test(folded))
    return new RegExp(MONEY, "iu");
  if (/\b(?:bao nhieu|may|bn) (?:phan tram|%)/.test(folded)) return /\d\s*%|phần trăm/iu;
  const time = /\b(?:bao nhieu|may|bn) (ngay|tuan|thang|nam|gio|tuoi)\b(?! nao)/.exec(folded)?.[1];
  if (time) return new RegExp(`(?:\\d+|${SPELT})\\s*(?:\\([^)]*\\)\\s*)?${UNITS[time]}`, "iu");
  return asksPay({ searchText }) ? PAID : null;
}

/** "Sở Y tế được giao bao nhiêu nhiệm vụ?": its duties are the answer, for any other figure they are none. */
export function countsTasks(folded: string): boolean {
  return /\b(?:bao nhieu|may|bn) (?:dau )?(?:nhiem vu|viec|cong viec|trach nhiem)\b/.test(folded);
}

const COUNTED =
  /(?:bao nhieu|may|bn) ((?:nghin |trieu |ty )?dong|tien|phan tram|trieu|ty|ngay|tuan|thang|nam|gio|tuoi)\b/;

/** The unit that a question for a figure names, folded: "bao nhiêu phần trăm trẻ em …" → "phan tram". */
export function unitNamed(folded: string): string | null {
  return COUNTED.exec(folded)?.[1] ?? null;
}
