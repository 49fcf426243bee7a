import { height, linesOf, median } from "./page-lines.ts";
import type { PageContent, PageWord, Rule } from "./page-types.ts";
import type { PdfCharacter, PdfObject } from "./pdfium.ts";

/** A filled path thinner than this is a line; LibreOffice and Word draw borders of 0.5 to 1.5 pt. */
const THICKEST_RULE = 3;
/**
 * Widest white between two letters of a word, in heights of a letter's room. Measured word by word on our four PDFs: .12
 * to .14 part all words but one; at .10 numbers fall apart, at .16 words begin to run together.
 */
const LETTER_GAP = 0.13;
/** Shorter ones are underlines of a letter or parts of a sign. */
const SHORTEST_RULE = 8;

/**
 * Words by where their letters stand. The order in the file is not the order on the page: LibreOffice draws "Ỉ" of
 * "TỈNH" after the whole line, and three engines then read "T NH AN GIANGỈ".
 */
export function contentOf(
  { width }: { width: number },
  characters: readonly PdfCharacter[],
  objects: readonly PdfObject[],
): PageContent {
  const letters = characters.filter(({ invisible, text }) => !invisible && !/[\p{C}\u00ad]/u.test(text)).map(letter);
  return { width, words: linesOf(letters).flatMap(({ words }) => joined(words)), rules: objects.flatMap(rulesOf) };
}

const letter = ({ text, left, right, top, bottom }: PdfCharacter): PageWord => ({
  text,
  x0: Math.min(left, right),
  x1: Math.max(left, right),
  top: Math.min(top, bottom),
  bottom: Math.max(top, bottom),
  confidence: null,
});

/** Letters of one line as words: parted by drawn spaces, and by gaps wider than a letter's own room. */
function joined(letters: readonly PageWord[]): PageWord[] {
  const size = median(letters.map(height), 10);
  const words: PageWord[][] = [];
  let open = false;
  for (const one of letters) {
    if (/^\s$/u.test(one.text)) {
      open = false;
      continue;
    }
    const word = words.at(-1);
    const last = word?.at(-1);
    if (word && last && open && one.x0 - last.x1 < size * LETTER_GAP) word.push(one);
    else words.push([one]);
    open = true;
  }
  return words.map(wordOf);
}

function wordOf(letters: readonly PageWord[]): PageWord {
  return {
    text: letters
      .map(({ text }) => text)
      .join("")
      .normalize("NFC"),
    x0: Math.min(...letters.map(({ x0 }) => x0)),
    x1: Math.max(...letters.map(({ x1 }) => x1)),
    top: Math.min(...letters.map(({ top }) => top)),
    bottom: Math.max(...letters.map(({ bottom }) => bottom)),
    confidence: null,
  };
}

/** Borders: thin paths as they are, a rectangle's outline as its four sides. */
function rulesOf({ kind, left, right, top, bottom }: PdfObject): Rule[] {
  if (kind !== "path") return [];
  const [wide, high] = [right - left, bottom - top];
  if (wide < SHORTEST_RULE && high < SHORTEST_RULE) return [];
  if (wide <= THICKEST_RULE || high <= THICKEST_RULE) return [{ x0: left, x1: right, top, bottom }];
  return [
    { x0: left, x1: right, top, bottom: top },
    { x0: left, x1: right, top: bottom, bottom },
    { x0: left, x1: left, top, bottom },
    { x0: right, x1: right, top, bottom },
  ];
}
