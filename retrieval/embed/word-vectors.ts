import { AppError } from "../errors.ts";
import { matchForm, syllables } from "../text/index.ts";
import { findPair, type PairTable, pack, packStrings, unpack, unpackStrings } from "../text/packed.ts";
import { normalise } from "./embedder.ts";

/** What the trainer says of a file of vectors: sources, counts, settings. Its hash is the model's name. */
export type VectorManifest = Readonly<Record<string, unknown>>;

/** Vectors of syllables and of adjacent pairs of them: int8 rows, each with a scale; syllables first. */
export interface WordVectors {
  forms: readonly string[];
  numberOf: ReadonlyMap<string, number>;
  pairs: PairTable;
  scales: Float32Array;
  values: Int8Array;
  dimensions: number;
  manifest: VectorManifest;
  /** Rows that a syllable adds to its own, behind those of the pairs; no file has any, a trial may. */
  rowsBeside?: (syllable: string) => readonly number[];
}

export type PackableVectors = Omit<WordVectors, "numberOf" | "dimensions" | "rowsBeside">;

export function packWordVectors({ forms, pairs, scales, values, manifest }: PackableVectors): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  return pack({ forms: packStrings(forms), ...pairs, scales, values, manifest: json });
}

/** Throws `embedding.bad_file`, which names the file, for bytes that `train-embeddings` did not write. */
export function readWordVectors(bytes: Uint8Array, name: string): WordVectors {
  try {
    const read = unpack(bytes);
    const forms = unpackStrings(read("forms", "u8"));
    const pairs = { rows: read("rows", "u32"), seconds: read("seconds", "u16") };
    const scales = read("scales", "f32");
    const values = read("values", "i8");
    const dimensions = values.length / scales.length;
    const fits = pairs.rows.length === forms.length + 1 && scales.length === forms.length + pairs.seconds.length;
    if (!fits || !Number.isInteger(dimensions) || dimensions < 1) throw new Error("its parts do not fit together");
    const manifest = JSON.parse(new TextDecoder().decode(read("manifest", "u8"))) as VectorManifest;
    const numberOf = new Map(forms.map((form, number) => [form, number]));
    return { forms, numberOf, pairs, scales, values, dimensions, manifest };
  } catch (error) {
    throw badFile(name, error);
  }
}

const badFile = (name: string, cause: unknown): AppError =>
  new AppError({
    code: "embedding.bad_file",
    message: `${name} is no file of word vectors that npm run train-embeddings has written, or it was cut short.`,
    userMessage: `${name} không phải là tệp vectơ từ do npm run train-embeddings tạo ra, hoặc tệp bị cắt cụt.`,
    cause,
  });

const SENTENCE_BREAK = /[.;:!?…\n|]/;

/** How often each term occurs: syllables, and the adjacent pairs that have a vector of their own. */
function countTerms(text: string, { numberOf, pairs, rowsBeside }: WordVectors): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (term: number): unknown => counts.set(term, (counts.get(term) ?? 0) + 1);
  const form = matchForm(text);
  let before = -1;
  let end = 0;
  for (const syllable of syllables(form)) {
    const number = numberOf.get(syllable.text) ?? -1;
    if (number >= 0) add(number);
    for (const row of rowsBeside?.(syllable.text) ?? []) add(row);
    if (number >= 0 && before >= 0 && !SENTENCE_BREAK.test(form.slice(end, syllable.start))) {
      const pair = findPair(pairs, before, number);
      if (pair >= 0) add(numberOf.size + pair);
    }
    before = number;
    end = syllable.end;
  }
  return counts;
}

/** Sum of the terms' vectors, a repeated term damped by its square root, as in training; length 1. */
export function sumOfTerms(text: string, vectors: WordVectors): Float32Array {
  const { scales, values, dimensions } = vectors;
  const out = new Float32Array(dimensions);
  for (const [term, count] of countTerms(text, vectors)) {
    const weight = Math.sqrt(count) * scales[term]!;
    const row = term * dimensions;
    for (let at = 0; at < dimensions; at += 1) out[at]! += weight * values[row + at]!;
  }
  return normalise(out);
}
