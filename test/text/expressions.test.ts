import { describe, expect, test } from "vitest";
import { isExpression } from "../../retrieval/text/expressions.ts";

describe("expressions of administrative Vietnamese", () => {
  test.each([
    ["kết", "hôn"],
    ["tối", "thiểu"],
    ["thai", "sản"],
    ["nghỉ", "hưu"],
    ["dữ", "liệu"],
  ])("%s %s is one", (first, second) => expect(isExpression(first, second)).toBe(true));

  test.each([
    ["nghiệp", "lấn"],
    ["chức", "hiện"],
    ["trẻ", "ngập"],
    ["nam", "năm"],
    ["không", "rõ-ràng"],
  ])("%s %s only stand side by side", (first, second) => expect(isExpression(first, second)).toBe(false));
});
