import { expect, test } from "vitest";
import { bestOf } from "./weights.ts";

const at = (weight: number, passed: number, found: number) => ({ weight, passed, found, questions: 10 });

test("the best weight passes most, then finds most, then is the nearest to the usual one", () => {
  expect(bestOf([at(0, 8, 9), at(0.25, 7, 9), at(0.6, 9, 5)]).weight).toBe(0.6);
  expect(bestOf([at(0.1, 9, 5), at(0.5, 9, 6)]).weight).toBe(0.5);
  expect(bestOf([at(0.8, 9, 6), at(0.3, 9, 6), at(0, 9, 6)]).weight).toBe(0.3);
});
