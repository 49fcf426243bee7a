import { AGENCY_NAMES, fold, matchForm, provinceNames, syllables } from "../../text/index.ts";
import { UNKNOWN_TERM } from "../coverage.ts";
import type { Library } from "../library.ts";

/** Syllables of names of agencies, places and document types, folded, each with how names write it. */
const NAMES = [
  ...AGENCY_NAMES.map((entry) => entry.name),
  ...provinceNames(),
  "Ủy ban nhân dân xã phường",
  "Hội đồng nhân dân tỉnh",
  "Ủy ban Mặt trận Tổ quốc Việt Nam",
  "Chỉ thị Kế hoạch Quyết định Công văn Thông báo Công điện Nghị quyết Nghị định Thông tư Kết luận Hướng dẫn",
];
const WRITTEN = new Map<string, string>();
const BESIDE = new Set<string>();
for (const name of NAMES) {
  const written = syllables(matchForm(name)).map((syllable) => syllable.text);
  written.forEach((syllable, index) => {
    WRITTEN.set(fold(syllable), syllable);
    if (index > 0) BESIDE.add(`${fold(written[index - 1] as string)} ${fold(syllable)}`);
  });
}

/**
 * Puts small slips in names right: "sở thông tinn và truyền thônng" → "sở thông tin và truyền thông". A syllable is
 * touched only if no document uses it, a name has one a single keystroke away, and the name's next syllable agrees.
 */
export async function repairNames(text: string, library: Library): Promise<string> {
  const typed = syllables(text).filter((syllable) => /^\p{L}{3,}$/u.test(syllable.text));
  const folded = typed.map((syllable) => fold(syllable.text));
  const values = await library.idf([...folded, UNKNOWN_TERM], { folded: true });
  const unknown = values.get(UNKNOWN_TERM) ?? Number.POSITIVE_INFINITY;
  const all = syllables(text).map((syllable) => ({ ...syllable, folded: fold(syllable.text) }));
  let out = "";
  let at = 0;
  for (const [index, syllable] of all.entries()) {
    const isSlip =
      folded.includes(syllable.folded) &&
      !WRITTEN.has(syllable.folded) &&
      (values.get(syllable.folded) ?? 0) >= unknown;
    const repaired = isSlip
      ? (nearest(syllable.folded, all[index - 1]?.folded, all[index + 1]?.folded) ??
        (await unglued(syllable.text, library)))
      : null;
    if (!repaired) continue;
    out += text.slice(at, syllable.start) + repaired;
    at = syllable.end;
  }
  return out + text.slice(at);
}

/** Two syllables at least, and no more than a person types without a blank. */
const SHORTEST_PAIR = 5;
const LONGEST_PAIR = 12;

/** "chiendich" is "chien dich" where documents use the two side by side. */
async function unglued(typed: string, library: Library): Promise<string | null> {
  const folded = fold(typed);
  if (folded.length < SHORTEST_PAIR || folded.length > LONGEST_PAIR || !/^[a-z]+$/.test(folded)) return null;
  const cuts = Array.from({ length: folded.length - 3 }, (_, index) => index + 2);
  const pairOf = (cut: number) => `${folded.slice(0, cut)}_${folded.slice(cut)}`;
  const values = await library.idf([...cuts.map(pairOf), UNKNOWN_TERM], { folded: true });
  const unknown = values.get(UNKNOWN_TERM) ?? Number.POSITIVE_INFINITY;
  const idfOf = (cut: number) => values.get(pairOf(cut)) ?? unknown;
  const [best] = cuts.filter((cut) => idfOf(cut) < unknown).sort((a, b) => idfOf(a) - idfOf(b));
  return best === undefined ? null : `${typed.slice(0, best)} ${typed.slice(best)}`;
}

function nearest(typed: string, before: string | undefined, after: string | undefined): string | null {
  const candidates = [...WRITTEN.keys()].filter((name) => isOneSlip(typed, name));
  const agreeing = candidates.filter((name) => BESIDE.has(`${before} ${name}`) || BESIDE.has(`${name} ${after}`));
  const [best] = agreeing;
  return agreeing.length === 1 && best ? (WRITTEN.get(best) ?? null) : null;
}

/** One letter too many, too few, another, or two letters swapped. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
