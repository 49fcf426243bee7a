import type { PairTable } from "../../retrieval/text/packed.ts";

export interface NumberPair {
  first: number;
  second: number;
}

/** The table that `findPair` looks up, and its entries in its order. `firsts`: how many numbers a first may have. */
export function sortPairs<T extends NumberPair>(pairs: readonly T[], firsts: number): { table: PairTable; order: T[] } {
  const order = [...pairs].sort((a, b) => a.first - b.first || a.second - b.second);
  const rows = new Uint32Array(firsts + 1);
  for (const { first } of order) rows[first + 1]! += 1;
  for (let first = 0; first < firsts; first += 1) rows[first + 1]! += rows[first]!;
  return { table: { rows, seconds: Uint16Array.from(order, ({ second }) => second) }, order };
}
