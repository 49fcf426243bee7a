import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../errors.ts";
import { canonicalise } from "../text/index.ts";
import { createRespeller } from "../text/respell.ts";
import { restoreDiacritics } from "../text/restore.ts";
import { type EmbeddedAs, type Embedder, normalise } from "./embedder.ts";
import { leadOf } from "./offline-vectors-lead.ts";
import { readWordVectors, sumOfTerms, type WordVectors } from "./word-vectors.ts";

/** Weight of the heading's vector beside the whole passage's: fused with BM25 on ALQAC, R@1 .797 → .824. */
const LEAD_SHARE = 0.5;
const BUNDLED = fileURLToPath(new URL("./data/offline-words.bin", import.meta.url));

export interface WordEmbedderOptions {
  leadShare?: number | undefined;
  /** Whether a mistyped word of a question is set right first. Default true. */
  respells?: boolean | undefined;
}

/** Word vectors as an embedder; its name is the hash of the vectors' manifest. */
export function createWordEmbedder(vectors: WordVectors, options: WordEmbedderOptions = {}): Embedder {
  const { leadShare = LEAD_SHARE, respells = true } = options;
  const respell = respells ? createRespeller() : (text: string) => text;
  const embedOne = (text: string, kind: EmbeddedAs): Float32Array => {
    const restored = restoreDiacritics(canonicalise(text));
    return kind === "passage" ? passageVector(restored, vectors, leadShare) : sumOfTerms(respell(restored), vectors);
  };
  return {
    model: modelName(vectors),
    dimensions: vectors.dimensions,
    manifest: vectors.manifest,
    isLocal: true,
    embed: async (texts, kind) => texts.map((text) => embedOne(text, kind ?? kindOf(text))),
  };
}

/** The manifest holds the hash of the vectors: two files with one name hold the same. */
const modelName = ({ manifest }: WordVectors): string =>
  `offline-words-${createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 12)}`;

function passageVector(text: string, vectors: WordVectors, leadShare: number): Float32Array {
  const whole = sumOfTerms(text, vectors);
  const lead = leadShare > 0 ? leadOf(text) : "";
  if (lead === "") return whole;
  const leading = sumOfTerms(lead, vectors);
  for (let at = 0; at < whole.length; at += 1) whole[at]! += leadShare * leading[at]!;
  return normalise(whole);
}

/** Without a stated use, a text of several lines is taken for a passage. */
const kindOf = (text: string): EmbeddedAs => (text.trim().includes("\n") ? "passage" : "question");

/**
 * Word vectors trained offline on Vietnamese administrative text (docs/vectors.md): no key, no network, deterministic.
 * `file` is one that `npm run train-embeddings` has written; without it, those that come with the program. A text typed
 * without diacritics is first given its likeliest ones and a mistyped question set right, so that they land in the same
 * place. Vectors have length 1; a text without a known word is all zeros. Throws `embedding.no_file` and
 * `embedding.bad_file`.
 */
export function createOfflineEmbedder(file: string = BUNDLED): Embedder {
  return createWordEmbedder(readWordVectors(readFile(file), basename(file)));
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new AppError({
      code: "embedding.no_file",
      message: `${file} cannot be read: npm run train-embeddings -- PATH --out ${file} writes such a file.`,
      userMessage: `Không đọc được tệp vectơ từ ${file}. Tạo tệp này bằng npm run train-embeddings.`,
      cause: error,
    });
  }
}
