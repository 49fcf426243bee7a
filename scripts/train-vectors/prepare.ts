/**
 * Step 1 of 3: training text → syllable numbers, split by the program's own text layer so that training and use agree.
 *
 *   node scripts/train-vectors/prepare.ts PARAGRAPHS.txt.gz OUT_FOLDER
 *
 * PARAGRAPHS holds one paragraph a line, paragraphs of one page in order. Writes syllables.tsv ("form<TAB>count",
 * most frequent first) and tokens.bin (int32: syllable number, or a negative mark). About 3 minutes for 100 MB.
 */
import { createReadStream, createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { canonicalise, matchForm, syllables } from "../../retrieval/text/index.ts";

const SENTENCE_END = -1;
const PARAGRAPH_END = -2;
const QUESTION_END = -3;
const UNKNOWN = -4;
const LEAST_COUNT = 10;
const MOST_SYLLABLES = 60_000;
const SENTENCE_BREAK = /[.;:!?…\n|]/;

async function* paragraphs(path: string): AsyncGenerator<string> {
  const lines = createInterface({
    input: createReadStream(path).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) if (line.trim() !== "") yield line;
}

/** Syllables with `null` at each sentence break. */
function sentenceSyllables(paragraph: string): (string | null)[] {
  const form = matchForm(canonicalise(paragraph));
  const out: (string | null)[] = [];
  let end = 0;
  for (const syllable of syllables(form)) {
    if (out.length > 0 && SENTENCE_BREAK.test(form.slice(end, syllable.start))) out.push(null);
    out.push(syllable.text);
    end = syllable.end;
  }
  return out;
}

async function countSyllables(path: string): Promise<[string, number][]> {
  const counts = new Map<string, number>();
  for await (const paragraph of paragraphs(path)) {
    for (const syllable of sentenceSyllables(paragraph)) {
      if (syllable !== null) counts.set(syllable, (counts.get(syllable) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([form, count]) => count >= LEAST_COUNT && form.length <= 24)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_SYLLABLES);
}

async function writeTokens(path: string, numberOf: ReadonlyMap<string, number>, target: string): Promise<void> {
  const out = createWriteStream(target);
  for await (const paragraph of paragraphs(path)) {
    const ids = sentenceSyllables(paragraph).map((form) =>
      form === null ? SENTENCE_END : (numberOf.get(form) ?? UNKNOWN),
    );
    ids.push(paragraph.trimEnd().endsWith("?") ? QUESTION_END : PARAGRAPH_END);
    if (!out.write(new Uint8Array(Int32Array.from(ids).buffer)))
      await new Promise<void>((resolve) => out.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(resolve));
}

const [source, folder] = process.argv.slice(2);
if (!source || !folder) throw new Error("usage: node scripts/train-vectors/prepare.ts PARAGRAPHS.txt.gz OUT_FOLDER");
const vocabulary = await countSyllables(source);
writeFileSync(join(folder, "syllables.tsv"), vocabulary.map(([form, count]) => `${form}\t${count}\n`).join(""));
await writeTokens(source, new Map(vocabulary.map(([form], index) => [form, index])), join(folder, "tokens.bin"));
console.log(`${vocabulary.length} syllables`);
