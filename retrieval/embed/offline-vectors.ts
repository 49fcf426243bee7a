import { readFileSync } from "node:fs";
import { canonicalise, matchForm, syllables } from "../text/index.ts";
import { findPair, type PairTable, unpack, unpackStrings } from "../text/packed.ts";
import { restoreDiacritics } from "../text/restore.ts";
import { type EmbeddedAs, type Embedder, normalise } from "./embedder.ts";
import { leadOf } from "./offline-vectors-lead.ts";

interface WordVectors {
  numberOf: ReadonlyMap<string, number>;
  pairs: PairTable;
  scales: Float32Array;
  values: Int8Array;
  dimensions: number;
}

const SENTENCE_BREAK = /[.;:!?…\n|]/;
/** Weight of the heading's vector beside the whole passage's: fused with BM25 on ALQAC, R@1 .797 → .824. */
const LEAD_SHARE = 0.5;

function readVectors(): WordVectors {
  const read = unpack(readFileSync(new URL("./data/offline-words.bin", import.meta.url)));
  const scales = read("scales", "f32");
  const values = read("values", "i8");
  return {
    numberOf: new Map(unpackStrings(read("forms", "u8")).map((form, number) => [form, number])),
    pairs: { rows: read("rows", "u32"), seconds: read("seconds", "u16") },
    scales,
    values,
    dimensions: values.length / scales.length,
  };
}

/** How often each term occurs: syllables, and the adjacent pairs that have a vector of their own. */
function countTerms(text: string, { numberOf, pairs }: WordVectors): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (term: number): unknown => counts.set(term, (counts.get(term) ?? 0) + 1);
  const form = matchForm(text);
  let before = -1;
  let end = 0;
  for (const syllable of syllables(form)) {
    const number = numberOf.get(syllable.text) ?? -1;
    if (number >= 0) add(number);
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
function vectorOf(text: string, vectors: WordVectors): Float32Array {
  const { scales, values, dimensions } = vectors;
  const out = new Float32Array(dimensions);
  for (const [term, count] of countTerms(text, vectors)) {
    const weight = Math.sqrt(count) * scales[term]!;
    const row = term * dimensions;
    for (let at = 0; at < dimensions; at += 1) out[at]! += weight * values[row + at]!;
  }
  return normalise(out);
}

function passageVector(text: string, vectors: WordVectors): Float32Array {
  const whole = vectorOf(text, vectors);
  const lead = leadOf(text);
  if (lead === "") return whole;
  const leading = vectorOf(lead, vectors);
  for (let at = 0; at < whole.length; at += 1) whole[at]! += LEAD_SHARE * leading[at]!;
  return normalise(whole);
}

/** Without a stated use, a text of several lines is taken for a passage. */
const kindOf = (text: string): EmbeddedAs => (text.trim().includes("\n") ? "passage" : "question");

/**
 * Word vectors trained offline on Vietnamese administrative text (data/README.md): no key, no network, deterministic.
 * A text typed without diacritics is first given its likeliest ones, so that both land in the same place. Vectors have
 * length 1; a text without a known word is all zeros. Loads its 7 MB once, when created.
 */
export function createOfflineEmbedder(): Embedder {
  const vectors = readVectors();
  const embedOne = (text: string, kind: EmbeddedAs): Float32Array => {
    const restored = restoreDiacritics(canonicalise(text));
    return kind === "passage" ? passageVector(restored, vectors) : vectorOf(restored, vectors);
  };
  return {
    model: "offline-words-v1",
    dimensions: vectors.dimensions,
    isLocal: true,
    embed: async (texts, kind) => texts.map((text) => embedOne(text, kind ?? kindOf(text))),
  };
}
