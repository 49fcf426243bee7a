/**
 * Two matching forms of a canonical text, both of the same length as the text so that offsets carry over.
 * Neither is ever stored as the text or quoted.
 */

/** Letters that look Latin but are not; real pages hold Greek and Cyrillic capitals inside document numbers. */
const HOMOGLYPHS: Readonly<Record<string, string>> = {
  А: "A",
  В: "B",
  С: "C",
  Е: "E",
  Н: "H",
  І: "I",
  К: "K",
  М: "M",
  О: "O",
  Р: "P",
  Т: "T",
  Х: "X",
  У: "Y",
  а: "a",
  с: "c",
  е: "e",
  і: "i",
  о: "o",
  р: "p",
  х: "x",
  у: "y",
  Α: "A",
  Β: "B",
  Ε: "E",
  Ζ: "Z",
  Η: "H",
  Ι: "I",
  Κ: "K",
  Μ: "M",
  Ν: "N",
  Ο: "O",
  Ρ: "P",
  Τ: "T",
  Υ: "Y",
  Χ: "X",
  ο: "o",
  ν: "v",
}; // prettier keeps this a table

function lowerUnit(character: string): string {
  const latin = HOMOGLYPHS[character] ?? character;
  const lower = latin.toLowerCase();
  return lower.length === 1 ? lower : latin;
}

function foldUnit(character: string): string {
  const lower = lowerUnit(character);
  if (lower === "đ" || lower === "ð") return "d";
  // Without its mark a letter may be a look-alike again ("ё" → Cyrillic "е" → "e"): folding twice must change nothing.
  return lowerUnit(lower.normalize("NFD")[0] ?? lower);
}

function table(map: (character: string) => string): Uint16Array {
  const units = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) {
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    units[code] = surrogate ? code : map(String.fromCharCode(code)).charCodeAt(0);
  }
  return units;
}

// Computed once: folding runs over every document and every question, and a table lookup is ~30 times faster than NFD.
const FOLDED = table(foldUnit);
const LOWERED = table(lowerUnit);

function translate(text: string, units: Uint16Array): string {
  const chunk = 8192;
  let out = "";
  for (let from = 0; from < text.length; from += chunk) {
    const codes: number[] = [];
    const end = Math.min(from + chunk, text.length);
    for (let index = from; index < end; index += 1) codes.push(units[text.charCodeAt(index)] as number);
    out += String.fromCharCode(...codes);
  }
  return out;
}

/** Lower case, no diacritics, đ→d, look-alike letters made Latin. Same length; idempotent. */
export function fold(text: string): string {
  return translate(text, FOLDED);
}

const OPEN_SYLLABLE_TONES = /(^|[^\p{L}])([^\P{L}]*?)(òa|óa|ỏa|õa|ọa|òe|óe|ỏe|õe|ọe|ùy|úy|ủy|ũy|ụy)(?!\p{L})/gu;
const TONE_MOVES: Readonly<Record<string, string>> = {
  òa: "oà",
  óa: "oá",
  ỏa: "oả",
  õa: "oã",
  ọa: "oạ",
  òe: "oè",
  óe: "oé",
  ỏe: "oẻ",
  õe: "oẽ",
  ọe: "oẹ",
  ùy: "uỳ",
  úy: "uý",
  ủy: "uỷ",
  ũy: "uỹ",
  ụy: "uỵ",
};

/** Lower case with accents kept, look-alike letters made Latin, tone marks in the newer place ("ủy" → "uỷ"). Same length; idempotent. */
export function matchForm(text: string): string {
  const lower = translate(text, LOWERED);
  return lower.replace(OPEN_SYLLABLE_TONES, (_, before: string, onset: string, rime: string) => {
    return before + onset + (TONE_MOVES[rime] ?? rime);
  });
}

/** True when the text holds a letter with a Vietnamese diacritic or đ. */
export function hasDiacritics(text: string): boolean {
  return fold(text) !== translate(text, LOWERED);
}
