import { type Embedder, normalise } from "../../retrieval/embed/embedder.ts";
import { terms } from "../../retrieval/text/index.ts";

/**
 * For tests that need vectors of any length, or of a model that is not the program's: each folded term is hashed to one
 * signed dimension. It knows no language, and nothing but the tests uses it.
 */
export function createHashedEmbedder(dimensions = 256): Embedder {
  return {
    model: `offline-hashed-${dimensions}`,
    dimensions,
    isLocal: true,
    embed: async (texts) => texts.map((text) => hashedVector(text, dimensions)),
  };
}

function hashedVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const term of terms(text, { folded: true })) {
    const hash = fnv1a(term);
    const dimension = (hash >>> 1) % dimensions;
    vector[dimension] = vector[dimension]! + (hash & 1 ? 1 : -1);
  }
  // Square roots keep one often repeated syllable from being the whole vector.
  return normalise(vector.map((value) => Math.sign(value) * Math.sqrt(Math.abs(value))));
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
