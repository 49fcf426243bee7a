import { fold, plainText, type Span } from "../../retrieval/index.ts";

/** Words that give a time: a date, a month, a quarter, an hour, "10 ngày", "hằng tháng". */
export const TIME =
  /\d{1,2}[/.-]\d{1,2}|ngày\s+\d|tháng\s+\d|quý\s+[IVX\d]|năm\s+20\d\d|\d+\s*(?:giờ|h|ngày|tháng|tuần)|\d{1,2}[:h]\d{2}|(?:hằng|hàng)\s+(?:ngày|tuần|tháng|quý|năm)/iu;

/** A time by which, or from when, something is to be done; the date of a cited letter is none. */
export const DUE =
  /(?:trước|chậm nhất|muộn nhất|thời hạn|thời gian|hoàn thành|xong|đến hết|hạn|định kỳ|kể từ|từ ngày|đến ngày|vào|hiệu lực)[^.;:]{0,40}?(?:ngày|tháng|quý|năm|giờ|\d)/iu;

interface SentenceOptions {
  figure: RegExp;
  focus: ReadonlySet<string>;
}

/** The sentence of a clause that gives a time or figure and holds most of the question's words. */
export function sentenceWith(text: string, { figure, focus }: SentenceOptions): Span | null {
  const sentences = [...text.matchAll(/(?:[^.;]|[.](?=\d))+(?:[.;](?=\s|$)|$)/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const holding = sentences.filter(({ start, end }) => figure.test(plainText(text.slice(start, end))));
  if (holding.length === 0 || sentences.length < 2) return null;
  const score = ({ start, end }: Span) => {
    const words = new Set(fold(plainText(text.slice(start, end))).split(/[^\p{L}\d]+/u));
    return [...focus].filter((term) => words.has(term)).length + (figure === TIME && DUE.test(plainText(text.slice(start, end))) ? 3 : 0);
  };
  return holding.sort((a, b) => score(b) - score(a) || a.start - b.start)[0] ?? null;
}
