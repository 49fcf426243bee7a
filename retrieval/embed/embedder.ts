/** Turns texts into vectors. `model` names what made them: vectors of two models are never compared. */
export interface Embedder {
  readonly model: string;
  readonly dimensions: number;
  /** One unit-length vector a text, in order; all zeros for a text without words. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

/** Scales to length 1, in place; a zero vector stays. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length > 0) for (let index = 0; index < vector.length; index += 1) vector[index] = vector[index]! / length;
  return vector;
}
