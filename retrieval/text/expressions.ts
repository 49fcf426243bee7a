import { pairEvidence } from "./restore-model.ts";

/** A pair that 20 million syllables hold less often than this may stand side by side by chance. */
const LEAST_COUNT = 40;
/** Natural logarithm of how much more often than chance: e² times. 2 and 2.5 tell held from absent subjects alike. */
const LEAST_POINTWISE = 2;

/** True for two adjacent syllables, in match form, that administrative Vietnamese uses as one: "kết hôn", "tối thiểu". */
export function isExpression(first: string, second: string): boolean {
  const { count, pointwise } = pairEvidence(first, second);
  return count >= LEAST_COUNT && pointwise >= LEAST_POINTWISE;
}
