import { AGENCY_NAMES, findPlaces, fold, plainText } from "../../text/index.ts";

/**
 * Letterheads and titles are printed in capitals. Their usual spelling is taken from the document's own running text
 * ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH" stands there as "Bộ Văn hóa, Thể thao và Du lịch"), else from the country's tables.
 */
const OFFICIAL: ReadonlyMap<string, string> = new Map(AGENCY_NAMES.map((entry) => [fold(entry.name), entry.name]));

/** Official spelling of a known agency; of another one printed in capitals the usual spelling; the rest stay as they are. */
export function agencyCase(name: string, reference: string): string {
  const words = name.replace(/\s+/gu, " ").trim();
  const official = OFFICIAL.get(fold(words));
  if (official || /\p{Ll}/u.test(words)) return official ?? words;
  return writtenInText(words, reference) ?? byRule(words);
}

function writtenInText(words: string, reference: string): string | null {
  const folded = fold(reference);
  const wanted = fold(words);
  const counts = new Map<string, number>();
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const written = reference.slice(at, at + wanted.length);
    if (/^\p{Lu}/u.test(written) && /\p{Ll}/u.test(written)) counts.set(written, (counts.get(written) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** "SỞ GIÁO DỤC VÀ ĐÀO TẠO" → "Sở Giáo dục và Đào tạo": a capital for the head, the field and what follows "và" or a comma. */
function byRule(words: string): string {
  const lower = words.toLowerCase().split(" ");
  return lower
    .map((word, index) => {
      const before = lower[index - 1] ?? "";
      const starts = index <= 1 || before === "và" || before.endsWith(",") || before === "-";
      return starts && word !== "và" && word !== "-" ? capital(word) : word;
    })
    .join(" ");
}

export const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** "PHAN RANG-THÁP CHÀM" → "Phan Rang - Tháp Chàm". */
export function placeCase(name: string): string {
  return name
    .replace(/\s*[-–]\s*/gu, " - ")
    .split(/\s+/u)
    .map((word) => (/^\p{Lu}+$/u.test(word) ? capital(word.toLowerCase()) : word))
    .join(" ")
    .trim();
}

/** Spellings of the middle word of two or three, counted in running text. */
type Votes = Map<string, Map<string, number>>;

/**
 * A title printed in capitals in the spelling of a sentence. A word gets a capital where it stands with one between the
 * same neighbours in the reference text (the document's own body); acronyms, numbers and Roman figures stay.
 */
export function sentenceCase(title: string, reference: string): string {
  const lower = title.match(/\p{Ll}/gu)?.length ?? 0;
  if (lower > title.length * 0.12) return title;
  const votes = spellingVotes(reference);
  const words = title.split(/\s+/u);
  const spelled = words.map((word, index) => respell(word, [words[index - 1], words[index + 1]], votes));
  // "Tăng cường …" opens many sentences of the body; as a trích yếu it does not.
  const [first = "", second = ""] = spelled;
  if (/^\p{Lu}\p{Ll}/u.test(first) && /^\p{Ll}/u.test(second)) spelled[0] = first.toLowerCase();
  return withPlaces(spelled.join(" ")).replace(/(\d\/(?:\d{4}\/)?\p{Lu}+-)TTG\b/gu, "$1TTg");
}

const REGIONS = [
  "Bắc Trung Bộ",
  "Nam Trung Bộ",
  "Đông Nam Bộ",
  "Tây Nam Bộ",
  "Trung Bộ",
  "Bắc Bộ",
  "Nam Bộ",
  "Tây Nguyên",
  "Việt Nam",
];

/** Provinces after their kind get their capitals even where the body never names them. */
function withPlaces(title: string): string {
  let out = title;
  for (const region of REGIONS) out = out.replaceAll(new RegExp(`(?<!\\p{L})${region}(?!\\p{L})`, "giu"), region);
  for (const place of findPlaces(title)) {
    const written = out.slice(place.start, place.end);
    if (/^\p{Ll}/u.test(written) && /(?:tỉnh|thành phố) $/iu.test(out.slice(0, place.start))) {
      out = out.slice(0, place.start) + written.split(" ").map(capital).join(" ") + out.slice(place.end);
    }
  }
  return out;
}

const bare = (word: string): string => word.replace(/[^\p{L}\p{N}]+/gu, "");

/** By the word with both neighbours, else with the next, else with the one before. */
function respell(word: string, [before, after]: (string | undefined)[], votes: Votes): string {
  const core = bare(word);
  if (core === "" || /\d/u.test(word) || !/[aeiouy]/iu.test(fold(core))) return word;
  const keys = [
    `${key(before)} ${key(word)} ${key(after)}`,
    `_ ${key(word)} ${key(after)}`,
    `${key(before)} ${key(word)} _`,
  ];
  const counted = keys.map((each) => votes.get(each)).find((counts) => counts !== undefined);
  const best = [...(counted ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
  return word.replace(core, best ?? (/^[IVX]+$/u.test(core) ? core : core.toLowerCase()));
}

const key = (word: string | undefined): string => bare(word ?? "").toLowerCase();

function spellingVotes(reference: string): Votes {
  const words = plainText(reference).split(" ");
  const votes: Votes = new Map();
  const add = (where: string, spelling: string) => {
    const counts = votes.get(where) ?? new Map<string, number>();
    counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
    votes.set(where, counts);
  };
  words.forEach((word, index) => {
    const [before = "", after = ""] = [words[index - 1], words[index + 1]];
    const shouted = [before, word, after].filter((each) => /^\p{Lu}{2,}$/u.test(bare(each))).length > 1;
    if (bare(word) === "" || shouted || /[.:;!?/-]$/u.test(before)) return;
    add(`${key(before)} ${key(word)} ${key(after)}`, bare(word));
    add(`_ ${key(word)} ${key(after)}`, bare(word));
    add(`${key(before)} ${key(word)} _`, bare(word));
  });
  return votes;
}
