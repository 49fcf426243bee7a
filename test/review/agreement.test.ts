import { describe, expect, test } from "vitest";
import { agreementOf } from "../../server/review/agreement.ts";

/** Pairs of a table of counts. */
const pairsOf = <T>(categories: readonly T[], table: readonly (readonly number[])[]) =>
  table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [categories[i], categories[j]] as [T, T])),
  );

describe("Cohen's kappa", () => {
  test("of a table worked out by hand", () => {
    // 50 pairs, 35 the same: po = .7. Rows 25, 25; columns 30, 20: pe = (25·30 + 25·20) / 2500 = .5. (.7 − .5) / .5.
    const table = [
      [20, 5],
      [10, 15],
    ];
    const found = agreementOf(pairsOf(["yes", "no"], table), ["yes", "no"]);
    expect(found).toMatchObject({ n: 50, raw: 0.7, table });
    expect(found.kappa).toBeCloseTo(0.4, 12);
  });

  test("of three categories", () => {
    // 100 pairs, 68 the same. Rows 45, 30, 25; columns 42, 33, 25: pe = (1890 + 990 + 625) / 10,000 = .3505.
    const table = [
      [35, 6, 4],
      [5, 20, 5],
      [2, 7, 16],
    ];
    const found = agreementOf(pairsOf(["a", "b", "c"], table), ["a", "b", "c"]);
    expect(found.raw).toBeCloseTo(0.71, 12);
    expect(found.kappa).toBeCloseTo((0.71 - 0.3505) / (1 - 0.3505), 12);
  });

  test("is 1 for the same, 0 for chance, below 0 for less than chance", () => {
    const kappa = (table: number[][]) => agreementOf(pairsOf([1, 2], table), [1, 2]).kappa;
    expect(
      kappa([
        [3, 0],
        [0, 4],
      ]),
    ).toBe(1);
    expect(
      kappa([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(0);
    expect(
      kappa([
        [0, 5],
        [5, 0],
      ]),
    ).toBe(-1);
  });

  test("says nothing where both always said the same one category, or nothing was judged", () => {
    const one = agreementOf(
      pairsOf(
        ["a", "b"],
        [
          [49, 0],
          [0, 0],
        ],
      ),
      ["a", "b"],
    );
    expect(one).toMatchObject({ n: 49, raw: 1, kappa: null });
    expect(agreementOf<string>([], ["a"])).toMatchObject({ n: 0, raw: null, kappa: null });
  });

  test("is 0 where one of the two always said the same", () => {
    expect(
      agreementOf(
        pairsOf(
          ["a", "b"],
          [
            [6, 4],
            [0, 0],
          ],
        ),
        ["a", "b"],
      ),
    ).toMatchObject({ raw: 0.6, kappa: 0 });
  });
});
