/** How far two reviewers who did not see each other's judgement agree. */
export interface Agreement<T> {
  /** Pairs of judgements. */
  n: number;
  categories: readonly T[];
  /** `table[i][j]`: the first said category i, the second j. */
  table: number[][];
  /** Share of pairs that are the same, 0…1; null without a pair. */
  raw: number | null;
  /**
   * Cohen's κ: agreement beyond what chance would give, at most 1. Null without a pair, and where both always said the
   * same one category: chance then explains everything and κ is 0/0.
   */
  kappa: number | null;
}

/** Cohen (1960), unweighted. Pure. */
export function agreementOf<T>(
  pairs: readonly (readonly [first: T, second: T])[],
  categories: readonly T[],
): Agreement<T> {
  const table = categories.map((row) =>
    categories.map((column) => pairs.filter(([first, second]) => first === row && second === column).length),
  );
  const n = sum(table.flat());
  if (n === 0) return { n, categories, table, raw: null, kappa: null };
  const same = sum(table.map((row, index) => row[index] ?? 0));
  const products = table.map((row, index) => sum(row) * sum(table.map((other) => other[index] ?? 0)));
  // Whole numbers to the end: with fractions 1 − 0.999… would pass for a κ.
  const chance = sum(products);
  const kappa = chance === n * n ? null : (same * n - chance) / (n * n - chance);
  return { n, categories, table, raw: same / n, kappa };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
