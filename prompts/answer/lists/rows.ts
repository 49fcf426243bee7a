import { fold, plainText } from "../../../retrieval/index.ts";
import type { Ranked } from "../rank.ts";

/** What else is done with a paper than giving it out; each has a row of its own in a table of procedures. */
const VARIANTS = /\b(?:cap lai|cap doi|sua doi|bo sung|gia han|dieu chinh|thu hoi|cham dut|chuyen nhuong|huy bo)\b/g;
const OTHER_MALUS = 0.2;

/** Of the rows of a table that name one thing, those of another act with it ("cấp lại" for "cấp") come last. */
export function byAct(question: string, ranked: readonly Ranked[]): Ranked[] {
  const asked = new Set(fold(question).match(VARIANTS) ?? []);
  const isOther = ({ passage: { kind, text } }: Ranked) =>
    kind === "table-row" &&
    (fold(plainText(text).slice(0, NAME_LENGTH)).match(VARIANTS) ?? []).some((act) => !asked.has(act));
  if (!ranked.some(isOther)) return [...ranked];
  return ranked
    .map((one) => (isOther(one) ? { ...one, score: one.score - OTHER_MALUS } : one))
    .sort((a, b) => b.score - a.score);
}

/** A row begins with what it is about. */
const NAME_LENGTH = 120;
