import { fold } from "./fold.ts";

const WORDS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
const VALUES: ReadonlyMap<string, number> = new Map([
  ...WORDS.map((word, index) => [word, index + 1] as const),
  ...WORDS.map((word, index) => [fold(word), index + 1] as const),
  ...WORDS.flatMap((_, index) => [`${index + 1}`, `0${index + 1}`].map((digits) => [digits, index + 1] as const)),
]);
/** Alone these are other words as well: "năm" is a year, "một" any one, "ba" and "sau" without their marks. */
const ALONE = /^(?:hai|bốn|bảy|tám|chín|mười|0\d)$/;

/**
 * Other writings of a number up to ten, alone or before what it counts: "hai_cấp" → "2_cấp", "02_cấp". Directives print
 * "02 cấp" where a person writes "hai cấp".
 */
export function numberWritings(term: string, { folded }: { folded: boolean }): readonly string[] {
  const [first = "", ...rest] = term.split("_");
  const value = VALUES.get(first);
  if (value === undefined || (rest.length === 0 && !ALONE.test(first))) return [];
  const word = WORDS[value - 1] as string;
  return [folded ? fold(word) : word, `${value}`, `0${value}`]
    .filter((writing) => writing !== first)
    .map((writing) => [writing, ...rest].join("_"));
}

const COUNTED = "cấp|bước|thủ tục|nhóm|dự án|nhiệm vụ|tuyến|đợt|giai đoạn|bên|phía|chỉ tiêu|mục tiêu|nội dung|luật";
const SPELT = new RegExp(`(?<!\\p{L})(${WORDS.slice(1).join("|")}) (${COUNTED})(?!\\p{L})`, "giu");

/** What a search has to look for besides: "chính quyền hai cấp" → "02 cấp 2 cấp". */
export function countsInFigures(text: string): string {
  return [...text.matchAll(SPELT)]
    .flatMap(({ 1: word = "", 2: noun = "" }) => {
      const value = VALUES.get(word.toLowerCase());
      return value === undefined ? [] : [`0${value} ${noun}`, `${value} ${noun}`];
    })
    .join(" ");
}
