import { createRandom } from "./random.ts";

/** Neighbouring paragraphs are of one page; so many in a row are held back together. */
const WINDOW = 400;
/** Of the windows, one in so many. */
const ONE_IN = 12;

/** Whether the paragraph at this place of the training text is kept out of training, for the evaluation. */
export const isHeldOut = (place: number): boolean =>
  createRandom(Math.floor(place / WINDOW), ONE_IN).whole(ONE_IN) === 0;

export interface Asked {
  id: string;
  text: string;
  relevant: string[];
}

export interface Passage {
  id: string;
  text: string;
}

export interface QuestionSet {
  queries: Asked[];
  corpus: Passage[];
}

/** What a paragraph is beside the ones around it, as pages of questions and answers have them. */
export const PLAIN = 0;
export const QUESTION = 1;
/** "Căn cứ Điều 5 … quy định như sau:" leads to what answers. */
export const LEAD_IN = 2;
/** "Như vậy, …" says it again in the question's words. */
export const SAID_AGAIN = 3;

const LEADS_IN = /^(?:Căn cứ|Theo|Tại|Điều \d|Khoản \d|Cụ thể|Đồng thời).{0,300}(?:như sau|quy định)\b.{0,60}:?$/u;
const SAYS_AGAIN = /^(?:Như vậy|Theo đó|Do đó|Vì vậy|Theo như|Tóm lại|Đối chiếu|Trên đây)\b|Hình từ Internet/u;

export function kindOf(paragraph: string): number {
  const line = paragraph.trim();
  if (line.endsWith("?")) return QUESTION;
  if (LEADS_IN.test(line)) return LEAD_IN;
  return SAYS_AGAIN.test(line) ? SAID_AGAIN : PLAIN;
}

const LEAST_CHARACTERS = 200;
const MOST_CHARACTERS = 4000;
/**
 * Questions with the text that answers them, as citizens' pages have them: a question, the sentence that names the law,
 * the law's own words. Those words are the passage; a passage that two questions lead to is one.
 */
export function questionsIn(lines: readonly string[]): QuestionSet {
  const queries: Asked[] = [];
  const ids = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    const words = line.trim().split(/\s+/).length;
    if (kindOf(line) !== QUESTION || line.startsWith("-") || words < 6 || words > 60) continue;
    const text = answerAfter(lines, at);
    if (text === null) continue;
    if (!ids.has(text)) ids.set(text, `p${ids.size}`);
    queries.push({ id: `q${queries.length}`, text: line.trim(), relevant: [ids.get(text)!] });
  }
  return { queries, corpus: [...ids].map(([text, id]) => ({ id, text })) };
}

function answerAfter(lines: readonly string[], question: number): string | null {
  const lead = lines.slice(question + 1, question + 3).findIndex((line) => kindOf(line) === LEAD_IN);
  if (lead < 0) return null;
  const from = question + 2 + lead;
  const isPast = (line: string, at: number): boolean => at >= from && kindOf(line) !== PLAIN;
  const end = lines.findIndex(isPast);
  const text = lines
    .slice(from, end < 0 ? lines.length : end)
    .join("\n")
    .slice(0, MOST_CHARACTERS);
  return text.length < LEAST_CHARACTERS ? null : text;
}
