import { fold } from "../../text/index.ts";
import { isPlain } from "./own-words.ts";

/**
 * Syllables of the patterns for what is asked that are another everyday word under other marks ("kỳ" is not "ký", "đầu"
 * is not "đâu"), with the writings that the patterns mean. A syllable without marks passes: phones leave them out.
 */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  ai: ["ai"],
  can: ["cần", "căn"],
  dau: ["đâu", "đầu mối"],
  gi: ["gì"],
  gia: ["giá"],
  giao: ["giao"],
  han: ["hạn"],
  ky: ["ký"],
  lam: ["làm"],
  lo: ["lo"],
  may: ["mấy"],
  muc: ["mức"],
  nao: ["nào"],
  ngay: ["ngày"],
  ra: ["ra"],
  thang: ["tháng"],
  thay: ["thay"],
  tien: ["tiến"],
};
/** Without marks these are everyday words too: "may mặc". */
const WORDS_WITHOUT_MARKS: ReadonlySet<string> = new Set(["may"]);

/**
 * The folded question with the words blanked that only look like words of asking once their marks are gone; offsets are
 * kept. A question typed without diacritics is only folded.
 */
export function foldMarked(text: string): string {
  const folded = fold(text);
  if (isPlain(text)) return folded;
  const written = text.toLowerCase();
  return folded.replace(/\p{L}+/gu, (syllable, index: number) => {
    const meant = MEANT[syllable];
    if (!meant) return syllable;
    const word = written.slice(index, index + syllable.length);
    const isBare = word === syllable && !WORDS_WITHOUT_MARKS.has(syllable);
    const isMeant = meant.some((one) => written.startsWith(one, index));
    return isBare || isMeant ? syllable : "·".repeat(syllable.length);
  });
}
