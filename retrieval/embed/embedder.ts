/** What a text is used as: some models embed the two differently. */
export type EmbeddedAs = "passage" | "question";

/** Turns texts into vectors. `model` names what made them: vectors of two models are never compared. */
export interface Embedder {
  readonly model: string;
  /** 0 while a service has not said it yet. */
  readonly dimensions: number;
  /** True where nothing leaves this process, and computing a vector costs less than reading it back from the cache. */
  readonly isLocal?: boolean;
  /** What it was made of, where that is known: sources, counts, settings. Kept with the index. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /**
   * One unit-length vector a text, in order; all zeros for a text without words. A service that does not answer gives
   * none for questions, which are then found by their words, and throws for passages.
   */
  embed(texts: readonly string[], kind?: EmbeddedAs): Promise<Float32Array[]>;
}

/** Scales to length 1, in place; a zero vector stays. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length > 0) for (let index = 0; index < vector.length; index += 1) vector[index] = vector[index]! / length;
  return vector;
}
