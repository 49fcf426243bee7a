import { readFileSync } from "node:fs";

/** What a finished piece is; it decides where Vietnamese puts it: the thing first, what describes it after. */
export type PieceKind =
  | "place"
  | "name"
  | "number"
  | "body"
  | "type"
  | "unit"
  | "adjective"
  | "verb"
  | "noun"
  | "asked";

export interface Entry {
  text: string;
  kind: PieceKind;
}

type Table = Readonly<Record<string, string>>;

interface GlossaryFile {
  months: string[];
  macros: Table;
  frames: [string, string][];
  sectors: Table;
  sectorHeads: Table;
  sectorTails: Table;
  acronyms: Table;
  places: Table;
  bodies: Table;
  types: Table;
  units: Table;
  adjectives: Table;
  verbs: Table;
  relations: Table;
  irregular: Table;
  functionWords: string;
  asking: string;
  [field: string]: unknown;
}

const file = JSON.parse(
  readFileSync(new URL("../../text/data/english-glossary.json", import.meta.url), "utf8"),
) as GlossaryFile;

/** Tables of nouns, by field; a later one wins over an earlier one and over the verbs. */
const NOUN_FIELDS = [
  "administration",
  "law",
  "economy",
  "land",
  "environment",
  "disaster",
  "society",
  "health",
  "education",
  "digital",
  "other",
];

const ARTICLES = new Set(["the", "a", "an"]);

/** British and American spelling, plural and verb endings made one, alike for the tables and for what is typed. */
function stem(word: string): string {
  const base = (file.irregular[word] ?? word)
    .replace(/is(?=e[sd]?$|ing$|ations?$)/, "iz")
    .replace(/(?<=[a-z]{3})our(?=s?$)/, "or")
    .replace(/tre(?=s?$)/, "ter")
    .replace(/(?<=progra)mme/, "m")
    .replace(/(?<=[a-z]{2}en)ce(?=s?$)/, "se")
    .replace(/ies$/, "y")
    .replace(/(?<=ch|sh|x|z|ss)es$/, "");
  const single = base.length > 3 ? base.replace(/(?<=[^sui])s$/, "") : base;
  const bare = single.replace(/(?<=[a-z]{3})ing$|(?<=[a-z]{3})ed$/, "").replace(/(?<=[a-z]{3})e$/, "");
  return bare.replace(/([bdglmnprt])\1$/, "$1").replace(/(?<=[a-z]{3})i$/, "y");
}

export interface Word {
  text: string;
  stem: string;
  start: number;
  end: number;
}

/** Words and commas as phrases are compared: lower case, without articles, possessives and the comma before "and". */
export function englishWords(text: string): Word[] {
  const found = [...text.matchAll(/[\p{L}\p{M}\d]+(?:'[\p{L}]+)?|[&,]/gu)].map((match) => {
    const lower = match[0].toLowerCase().replace(/'s?$/, "");
    const word = lower === "&" ? "and" : lower;
    return { text: word, stem: stem(word), start: match.index, end: match.index + match[0].length };
  });
  const spoken = found.filter(({ text: word }) => !ARTICLES.has(word));
  return spoken.filter(({ text: word }, index) => word !== "," || spoken[index + 1]?.text !== "and");
}

/** Phrases by their exact words and by their stems, with the length of the longest. */
export interface PhraseTable {
  exact: ReadonlyMap<string, Entry>;
  stems: ReadonlyMap<string, Entry>;
  longest: number;
}

function phraseTable(groups: readonly (readonly [PieceKind, Table])[]): PhraseTable {
  const exact = new Map<string, Entry>();
  const stems = new Map<string, Entry>();
  let longest = 1;
  for (const [kind, table] of groups) {
    for (const [phrase, text] of Object.entries(table)) {
      const words = englishWords(phrase);
      const key = words.map((word) => word.text).join(" ");
      // "Review", "support", "training": as often what is done as a thing, so no other word is moved round it.
      const ambiguous = kind === "noun" && (exact.get(key)?.kind === "verb" || /^\S+ing$/.test(key));
      exact.set(key, { text, kind: ambiguous ? "verb" : kind });
      longest = Math.max(longest, words.length);
    }
  }
  // A base form keeps its stem: "plan" over "planning", whose own form stays exact.
  for (const [phrase, entry] of [...exact].sort((a, b) => a[0].length - b[0].length)) {
    const key = englishWords(phrase)
      .map((word) => word.stem)
      .join(" ");
    if (!stems.has(key)) stems.set(key, entry);
  }
  return { exact, stems, longest };
}

/** "Ministry of Health", "health ministry", "Director of the Department of Health": every head with every field. */
function sectorBodies(): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [sector, name] of Object.entries(file.sectors)) {
    for (const [head, title] of Object.entries(file.sectorHeads)) out[`${head} ${sector}`] = `${title} ${name}`;
    for (const [tail, title] of Object.entries(file.sectorTails)) out[`${sector} ${tail}`] = `${title} ${name}`;
  }
  return out;
}

function framePattern(source: string): RegExp {
  let pattern = source;
  // Twice, as a macro may use another.
  for (let pass = 0; pass < 2; pass += 1)
    pattern = pattern.replace(/\{([a-z]+)\}/g, (whole, name: string) => file.macros[name] ?? whole);
  const inWord = String.raw`(?!(?<=[\p{L}\d])[\p{L}\d])`;
  return new RegExp(`${inWord}(?:${pattern})${inWord}`, "giu");
}

const vocabulary = (words: Iterable<string>) =>
  new Set([...words].flatMap((phrase) => englishWords(phrase).flatMap(({ text, stem: base }) => [text, base])));

const nouns = NOUN_FIELDS.map((field) => ["noun", file[field] as Table] as const);
const wordGroups: (readonly [PieceKind, Table])[] = [
  ["adjective", file.adjectives],
  ["verb", file.verbs],
  ["asked", file.relations],
  ...nouns,
  ["unit", file.units],
  ["type", file.types],
];
const FUNCTION_WORDS: ReadonlySet<string> = new Set(file.functionWords.split(" "));
const CONTENT_WORDS = vocabulary([
  ...wordGroups.flatMap(([, table]) => Object.keys(table)),
  ...Object.keys(file.bodies),
  ...Object.keys(file.sectors),
]);
const sectorNames = Object.keys(file.sectors)
  .sort((a, b) => b.length - a.length)
  .join("|");

/** The tables of english-glossary.json, ready to be matched. */
export const GLOSSARY = {
  months: file.months,
  /** Written with capitals, so that "most" and "mae" stay words. */
  acronyms: new Map(Object.entries(file.acronyms)),
  places: phraseTable([["place", file.places]]),
  bodies: phraseTable([
    ["body", sectorBodies()],
    ["body", file.bodies],
  ]),
  words: phraseTable(wordGroups),
  /** Ways of asking, in the order they are tried. */
  frames: file.frames.map(([source, template]) => ({ pattern: framePattern(source), template })),
  asking: new Set(file.asking.split(" ")) as ReadonlySet<string>,
  sector: new RegExp(sectorNames, "gi"),
  /** "Departments of Finance, Justice and Health": one head for several fields. */
  sectorList: new RegExp(
    String.raw`\b(ministr|department|division)(?:ie)?s of ((?:the )?(?:${sectorNames})(?:(?:, and |, | and )(?:the )?(?:${sectorNames}))+)\b`,
    "gi",
  ),
} as const;

/** Words that only hold a sentence together. */
export function isFunctionWord(word: string): boolean {
  return FUNCTION_WORDS.has(word.toLowerCase());
}

/** True for a word that the tables know, in any form. */
export function isEnglishWord(word: Pick<Word, "text" | "stem">): boolean {
  return FUNCTION_WORDS.has(word.text) || CONTENT_WORDS.has(word.text) || CONTENT_WORDS.has(word.stem);
}
