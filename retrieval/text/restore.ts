import { fold, matchForm } from "./fold.ts";
import { type Choice, chance, choicesFor, START } from "./restore-model.ts";
import { type Syllable, syllables } from "./tokens.ts";

/** Above this share of accented syllables the writer uses diacritics, and a bare syllable is meant bare. */
const WRITES_ACCENTS = 0.25;
/** Below this share of words built like a Vietnamese syllable the text is in another language: "the" is not "thể". */
const IS_VIETNAMESE = 0.6;
const SYLLABLE_SHAPE = /^(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;
/** Paths kept at each syllable; a syllable has at most some 20 accented forms. */
const BEAM = 32;

interface Path {
  score: number;
  choice: Choice;
  before: Path | null;
}

/** What stands between two syllables: nothing that matters, a sentence's end, or a comma or bracket. */
type Gap = "none" | "sentence" | "comma";

function gapBefore(text: string, { start }: Syllable, before: Syllable | undefined): Gap {
  const between = text.slice(before?.end ?? 0, start);
  if (!before || /[.;:!?…\n|]/.test(between)) return "sentence";
  return /[,()"“”]/.test(between) ? "comma" : "none";
}

function stepScore(path: Path | null, here: Choice, gap: Gap): number {
  const { cost = 0 } = here;
  return here.number < 0 ? -cost : transitionScore(path, here, gap) - cost;
}

function transitionScore(path: Path | null, here: Choice, gap: Gap): number {
  const atStart = gap === "none" ? 0 : chance(-1, START, here.number);
  if (!path || gap === "sentence") return Math.log(atStart);
  const earlier = path.before ? path.before.choice.number : START;
  const after = chance(earlier, path.choice.number, here.number);
  return Math.log(gap === "comma" ? (after + atStart) / 2 : after);
}

/** The likeliest forms of a text's syllables: beam search, each form judged by the two before it. */
export function likeliest(text: string, found: readonly Syllable[], choicesAt: (index: number) => Choice[]): string[] {
  let paths: (Path | null)[] = [null];
  for (const [index, syllable] of found.entries()) {
    const gap = gapBefore(text, syllable, found[index - 1]);
    const choices = choicesAt(index);
    paths = paths
      .flatMap((before) =>
        choices.map((choice) => ({ score: (before?.score ?? 0) + stepScore(before, choice, gap), choice, before })),
      )
      .sort((a, b) => b.score - a.score)
      .slice(0, BEAM);
  }
  const forms: string[] = [];
  for (let path = paths[0] ?? null; path; path = path.before) forms.push(path.choice.form);
  return forms.reverse();
}

/** True when every letter that could carry a diacritic was typed without: the text reads as Vietnamese, but bare. */
export function lacksDiacritics(text: string): boolean {
  // Figures and abbreviations without a vowel ("cv", "bnnmt") say nothing either way.
  const words = syllables(matchForm(text)).filter(({ text: word }) => /^\D*[aeiouy]/.test(fold(word)));
  if (words.length === 0) return false;
  const accented = words.filter(({ text: word }) => word !== fold(word)).length;
  const vietnamese = words.filter(({ text: word }) => SYLLABLE_SHAPE.test(fold(word)));
  return accented < words.length * WRITES_ACCENTS && vietnamese.length >= words.length * IS_VIETNAMESE;
}

/** The letters of `form` in the case of `written`, letter by letter: both have the same length. */
function inCaseOf(written: string, form: string): string {
  return Array.from(form, (letter, at) => {
    const source = written[at] ?? "";
    return source !== source.toLowerCase() ? letter.toUpperCase() : letter;
  }).join("");
}

/**
 * A question typed without diacritics → its likeliest accented form: same length, same case, so offsets carry over.
 * A text that has diacritics, or is not Vietnamese, comes back unchanged. For finding only: a guess is never quoted.
 */
export function restoreDiacritics(text: string): string {
  if (!lacksDiacritics(text)) return text;
  const found = syllables(matchForm(text));
  const forms = likeliest(text, found, (index) => choicesFor(found[index]!.text));
  let out = "";
  let end = 0;
  for (const [index, { start, end: next }] of found.entries()) {
    out += text.slice(end, start) + inCaseOf(text.slice(start, next), forms[index]!);
    end = next;
  }
  return out + text.slice(end);
}
