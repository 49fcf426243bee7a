import { matchForm } from "./fold.ts";
import { likeliest } from "./restore.ts";
import { type Choice, hasRivals, knownForms, numberOfForm, pairEvidence } from "./restore-model.ts";
import { type Syllable, syllables } from "./tokens.ts";

/** A slip must make the syllables around it e⁵ times likelier; a syllable that nobody writes is given up for less. */
const SLIP_COST = 5;
const UNKNOWN_COST = 14;
/** Figures, single letters and shorthand ("ubnd") are no misspelt syllables. */
const IS_WORD = /^(?=.*[aeiouy])\p{L}[\p{L}\p{M}]+$/u;

/** One letter or one mark left out, in every way: two spellings one slip apart share a remainder. */
function remainders(form: string): string[] {
  const split = form.normalize("NFD");
  return [split, ...Array.from(split, (_, at) => split.slice(0, at) + split.slice(at + 1))];
}

/**
 * Sets right what was mistyped, for finding only: a letter dropped, doubled or taken for another, a wrong tone, a Telex
 * key that came out as a letter ("thij"). Only syllables that are none, or that no text puts beside their neighbours,
 * are looked at; the likeliest reading of the whole is taken. Makes its table of spellings when it is first needed.
 */
export function createRespeller(): (text: string) => string {
  let byRemainder: ReadonlyMap<string, number[]> | undefined;
  const near = (form: string): number[] => {
    byRemainder ??= formsByRemainder();
    return [...new Set(remainders(form).flatMap((rest) => byRemainder?.get(rest) ?? []))];
  };
  return (text) => respell(text, near);
}

function formsByRemainder(): Map<string, number[]> {
  const out = new Map<string, number[]>();
  for (const [number, form] of knownForms().entries()) {
    for (const remainder of remainders(form)) {
      const known = out.get(remainder);
      if (known) known.push(number);
      else out.set(remainder, [number]);
    }
  }
  return out;
}

function respell(text: string, near: (form: string) => number[]): string {
  const form = matchForm(text);
  const found = syllables(form);
  const doubtful = found.map((_, index) => isDoubtful(found, index));
  if (!doubtful.includes(true)) return text;
  const forms = likeliest(form, found, (index) => choicesFor(found[index]!.text, doubtful[index]!, near));
  let out = "";
  let end = 0;
  for (const [index, syllable] of found.entries()) {
    const kept = forms[index] === syllable.text ? text.slice(syllable.start, syllable.end) : forms[index]!;
    out += text.slice(end, syllable.start) + kept;
    end = syllable.end;
  }
  return out + text.slice(end);
}

function isDoubtful(found: readonly Syllable[], index: number): boolean {
  const { text } = found[index]!;
  if (!IS_WORD.test(text.normalize("NFD"))) return false;
  if (numberOfForm(text) < 0) return true;
  if (!hasRivals(text)) return false;
  const [before, after] = [found[index - 1]?.text ?? "", found[index + 1]?.text ?? ""];
  return pairEvidence(before, text).count === 0 && pairEvidence(text, after).count === 0;
}

function choicesFor(form: string, doubtful: boolean, near: (form: string) => number[]): Choice[] {
  const number = numberOfForm(form);
  const own: Choice = { form, number, cost: number < 0 ? UNKNOWN_COST : 0 };
  if (!doubtful) return [own];
  const others = near(form).filter((other) => other !== number);
  return [own, ...others.map((other) => ({ form: knownForms()[other]!, number: other, cost: SLIP_COST }))];
}
