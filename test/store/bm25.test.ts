import fc from "fast-check";
import { expect, test } from "vitest";
import {
  frequencyOf,
  fromSparsevec,
  inverseFrequency,
  passageWeight,
  toSparsevec,
} from "../../retrieval/store/bm25.ts";

const lengths = fc.integer({ min: 1, max: 20_000 });
const averages = fc.double({ min: 1, max: 5_000, noNaN: true });

test("the frequency is read back exactly out of a weight stored as a 4-byte float", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), lengths, averages, (frequency, length, average) => {
      fc.pre(frequency <= length && length / average < 50 && average / length < 50);
      expect(frequencyOf(Math.fround(passageWeight(frequency, length, average)), length, average)).toBe(frequency);
    }),
  );
});

test("more occurrences weigh more, a longer passage less, a rarer term more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), lengths, averages, (frequency, length, average) => {
      expect(passageWeight(frequency + 1, length, average)).toBeGreaterThan(passageWeight(frequency, length, average));
      expect(passageWeight(frequency, length + 1, average)).toBeLessThan(passageWeight(frequency, length, average));
      expect(inverseFrequency(frequency, 1_000)).toBeGreaterThan(inverseFrequency(frequency + 1, 1_000));
    }),
  );
  expect(inverseFrequency(1_000, 1_000)).toBeGreaterThan(0);
});

test("a sparsevec literal reads back as it was, and keeps the heaviest 16,000", () => {
  const entry = fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.float({ min: 0.5, max: 3, noNaN: true }));
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const weights = new Map(entries);
      expect(fromSparsevec(toSparsevec(weights))).toEqual(new Map([...weights].sort((x, y) => x[0] - y[0])));
    }),
  );
  const many = new Map(Array.from({ length: 16_001 }, (_, index) => [index + 1, index + 1]));
  const kept = fromSparsevec(toSparsevec(many));
  expect(kept.size).toBe(16_000);
  expect(kept.has(1)).toBe(false);
});
