import { TCVN3_LETTERS, VNI_LETTERS } from "./legacy-tables.ts";
import { isVietnamese } from "./vietnamese-syllable.ts";

export type LegacyEncoding = "TCVN3" | "VNI" | "Windows-1258";

export type LegacyReading =
  | { state: "plain" }
  | { state: "legacy"; encoding: LegacyEncoding; text: string }
  | { state: "unclear" };

/**
 * Measured over both corpora and our samples (163 documents), written in TCVN3 and in VNI and read by each table and as
 * they stand: the right table leaves .978 or more of the accented words as syllables of Vietnamese, a wrong one .304 at
 * most. What fails under the right one are names (Đắk Lắk, Krông).
 */
const LEAST_RIGHT = 0.85;
/** The next best table must stay this far behind. */
const LEAST_LEAD = 0.3;
/** Fewer accented words decide nothing. */
const LEAST_WORDS = 5;

const READERS: Readonly<Record<"TCVN3" | "VNI", (latin: string) => string>> = { TCVN3: fromTcvn3, VNI: fromVni };

/**
 * Reads a text whose letters come from a font of before Unicode: bytes decoded as Windows-1252, or a Word file in
 * .VnTime. "plain" when it is Vietnamese, English or figures as it stands; "unclear" when no table fits clearly.
 * `windows1258` is the same bytes read by that code page, where there are bytes.
 */
export function readLegacy(latin: string, windows1258?: string): LegacyReading {
  const asIs = accentedWords(latin);
  if (asIs.length === 0) return { state: "plain" };
  if (windows1258 === undefined && rightShare(asIs) >= LEAST_RIGHT) return { state: "plain" };
  const readings = candidates(latin, windows1258).sort((a, b) => b.share - a.share);
  const [best, second] = readings as [Candidate, Candidate];
  const clear = best.words >= LEAST_WORDS && best.share >= LEAST_RIGHT && best.share - second.share >= LEAST_LEAD;
  if (clear) return { state: "legacy", encoding: best.encoding, text: best.text };
  // A few foreign names in a text that came as Unicode: nothing to repair.
  if (windows1258 === undefined && asIs.length < LEAST_WORDS) return { state: "plain" };
  return { state: "unclear" };
}

interface Candidate {
  encoding: LegacyEncoding;
  text: string;
  words: number;
  share: number;
}

function candidates(latin: string, windows1258: string | undefined): Candidate[] {
  const read: [LegacyEncoding, string][] = (["TCVN3", "VNI"] as const).map((name) => [name, READERS[name](latin)]);
  if (windows1258 !== undefined) read.push(["Windows-1258", windows1258.normalize("NFC")]);
  return read.map(([encoding, text]) => {
    const words = accentedWords(text);
    return { encoding, text, words: words.length, share: rightShare(words) };
  });
}

/** Runs of letters and of what the old fonts put in a letter's place (currency signs, marks, bullets), with any beyond ASCII. */
function accentedWords(text: string): string[] {
  const runs = text.normalize("NFC").match(/[\p{L}\p{M}\u00a1-\u00bf\u2219]+/gu) ?? [];
  // "HĐND" is a code, no syllable: it speaks for no encoding.
  return runs.filter((run) => /[^\p{ASCII}]/u.test(run) && /\p{L}/u.test(run) && !/^[A-ZĐ]+$/u.test(run));
}

function rightShare(words: readonly string[]): number {
  return words.length === 0 ? 0 : words.filter(isVietnamese).length / words.length;
}

function fromVni(latin: string): string {
  let text = "";
  for (let at = 0; at < latin.length; ) {
    const pair = VNI_LETTERS.get(latin.slice(at, at + 2));
    const single = pair === undefined ? (VNI_LETTERS.get(latin[at] as string) ?? latin[at]) : pair;
    text += single;
    at += pair === undefined ? 1 : 2;
  }
  return text;
}

function fromTcvn3(latin: string): string {
  return latin.split("\n").map(tcvn3Line).join("\n");
}

/**
 * The ABC fonts hold no accented capitals: a title was typed as "CéNG HßA" and shown by a capital font. A word whose
 * plain letters are all capitals becomes capitals; one with a single plain letter ("X∙") follows its line.
 */
function tcvn3Line(line: string): string {
  const capitals = !/[a-z]/.test(line) && (line.match(/[A-Z]/g)?.length ?? 0) >= 4;
  return line.replace(/[A-Za-z\u00a1-\u00fe\u2219]+/gu, (word) => {
    const read = [...word].map((letter) => TCVN3_LETTERS.get(letter) ?? letter).join("");
    const raise = capitals || (!/[a-z]/.test(word) && (word.match(/[A-Z]/g)?.length ?? 0) >= 2);
    return raise ? read.toUpperCase() : read;
  });
}
