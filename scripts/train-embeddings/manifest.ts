import { createHash } from "node:crypto";
import type { PackableVectors, VectorManifest } from "../../retrieval/embed/word-vectors.ts";
import type { ReadCorpus } from "./corpus.ts";
import type { SourceRecord } from "./sources.ts";
import type { TrainSettings } from "./train.ts";

/** Raised with every change that makes other vectors of the same text. */
export const TRAINER_VERSION = 2;

export interface ManifestInput {
  sources: readonly SourceRecord[];
  read: ReadCorpus;
  settings: TrainSettings;
  vectors: Omit<PackableVectors, "manifest">;
}

/** What the vectors were made of. No time and no path stands in it: the same text and settings give the same manifest. */
export function manifestOf({ sources, read, settings, vectors }: ManifestInput): VectorManifest {
  const { corpus, paragraphs, heldOut, refused, unread } = read;
  return {
    trainer: TRAINER_VERSION,
    sources,
    counts: {
      paragraphs,
      heldOut: heldOut.length,
      refused,
      unread,
      tokens: corpus.tokens.length,
      forms: corpus.forms.length,
      syllables: vectors.forms.length,
      pairs: vectors.pairs.seconds.length,
    },
    settings,
    vectorsSha256: sha256(Buffer.concat([bytesOf(vectors.scales), bytesOf(vectors.values)])),
  };
}

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
