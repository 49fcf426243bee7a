import { AppError } from "../errors.ts";

interface Item {
  index?: number;
  embedding?: unknown;
}

/** The vectors of an answer in the order of the texts, in whichever of the two encodings they came. */
export function readVectors(response: { data?: unknown }, count: number): Float32Array[] {
  const items = Array.isArray(response?.data) ? (response.data as Item[]) : [];
  const vectors = new Array<Float32Array | undefined>(count);
  for (const [at, item] of items.entries()) vectors[item.index ?? at] = vectorOf(item.embedding);
  if (items.length !== count || vectors.length !== count || vectors.some((vector) => !isUsable(vector)))
    throw garbled();
  return vectors as Float32Array[];
}

function vectorOf(embedding: unknown): Float32Array | undefined {
  if (Array.isArray(embedding)) return Float32Array.from(embedding as number[]);
  if (typeof embedding !== "string") return undefined;
  const bytes = Buffer.from(embedding, "base64");
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  // Little-endian, as the protocol has it; copied, because a pooled buffer need not begin at a multiple of four.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

const isUsable = (vector: Float32Array | undefined) =>
  vector !== undefined && vector.length > 0 && vector.every(Number.isFinite);

const garbled = (): AppError =>
  new AppError({
    code: "embedding.garbled",
    message: "What the embedding service sent is not one vector a text.",
    retryable: true,
  });
