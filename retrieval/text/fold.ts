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

const unitOf = (character: string): number => character.charCodeAt(0);

// Look-alikes after the loop and by unit: to look each of 65,536 characters up by name took a fifth of a second a start.
function lowerUnits(): Uint16Array {
  const units = new Uint16Array(0x10000);
  for (let code = 0; code < units.length; code += 1) {
    const lower = String.fromCharCode(code).toLowerCase();
    units[code] = lower.length === 1 ? unitOf(lower) : code;
  }
  for (const [alike, latin] of Object.entries(HOMOGLYPHS)) units[unitOf(alike)] = unitOf(latin.toLowerCase());
  return units;
}

function foldUnits(lowered: Uint16Array): Uint16Array {
  // Without its mark a letter may be a look-alike again ("ё" → Cyrillic "е" → "e"): folding twice must change nothing.
  const folded = lowered.map((lower) =>
    lower < 0x80 ? lower : (lowered[unitOf(String.fromCharCode(lower).normalize("NFD"))] as number),
  );
  for (const [code, lower] of lowered.entries())
    if (lower === unitOf("đ") || lower === unitOf("ð")) folded[code] = unitOf("d");
  return folded;
}

// Computed once: folding runs over every document and every question, and a table lookup is ~30 times faster than NFD.
const LOWERED = lowerUnits();
const FOLDED = foldUnits(LOWERED);

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

/** Such a rime ends its syllable; what stands before it, letters or not, makes no difference. */
const OPEN_SYLLABLE_TONES = /(?:òa|óa|ỏa|õa|ọa|òe|óe|ỏe|õe|ọe|ùy|úy|ủy|ũy|ụy)(?!\p{L})/gu;
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
  return translate(text, LOWERED).replace(OPEN_SYLLABLE_TONES, (rime) => TONE_MOVES[rime] ?? rime);
}

/** True when the text holds a letter with a Vietnamese diacritic or đ. */
export function hasDiacritics(text: string): boolean {
  return fold(text) !== translate(text, LOWERED);
}
