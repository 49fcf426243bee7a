/** Prime, and small enough that a product of two remainders is an exact number. */
const MODULUS = 67_108_859;

/**
 * Whether some of the sums in `targets` can be worked out from the sums in `shown`, whatever the numbers are. Each sum is a
 * list of 0 and 1 over the same cells. Gauss over a prime field: no rounding, and no count can hide in one.
 */
export function derivable(shown: readonly (readonly number[])[], targets: readonly (readonly number[])[]): boolean[] {
  const basis: { pivot: number; row: number[] }[] = [];
  for (const row of shown) {
    const left = reduce([...row], basis);
    const pivot = left.findIndex((value) => value !== 0);
    if (pivot >= 0) basis.push({ pivot, row: scale(left, inverse(left[pivot] as number)) });
  }
  return targets.map((target) => reduce([...target], basis).every((value) => value === 0));
}

function reduce(row: number[], basis: readonly { pivot: number; row: number[] }[]): number[] {
  for (const { pivot, row: known } of basis) {
    const factor = row[pivot] as number;
    if (factor === 0) continue;
    for (let index = 0; index < row.length; index += 1) {
      row[index] = mod((row[index] as number) - ((factor * (known[index] as number)) % MODULUS));
    }
  }
  return row;
}

const mod = (value: number) => ((value % MODULUS) + MODULUS) % MODULUS;
const scale = (row: number[], factor: number) => row.map((value) => (value * factor) % MODULUS);

/** By Fermat: a^(p-2). */
function inverse(value: number): number {
  let [result, base, power] = [1, mod(value), MODULUS - 2];
  while (power > 0) {
    if (power % 2 === 1) result = (result * base) % MODULUS;
    base = (base * base) % MODULUS;
    power = Math.floor(power / 2);
  }
  return result;
}
