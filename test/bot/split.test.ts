import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitText } from "../../bot/index.ts";

const words = fc.array(
  fc.constantFrom("Sở", "Tài", "chính", "báo cáo.", "1.", "\n", "\n\n", "😀", "e\u0301", "a".repeat(60), " ", "“gì?”"),
  { maxLength: 120 },
);
const texts = fc.oneof(
  words.map((list) => list.join(" ")),
  words.map((list) => list.join("")),
  fc.string({ unit: "binary" }),
);
const limits = fc.integer({ min: 2, max: 90 });
const withoutSpace = (text: string) => text.replace(/\s+/gu, "");

describe("splitText", () => {
  test("keeps every part within the limit, loses nothing but white space at seams, and sends nothing empty", () => {
    fc.assert(
      fc.property(texts, limits, (text, limit) => {
        const parts = splitText(text, limit);
        expect(parts.every((part) => part.length <= limit && part.trim() !== "")).toBe(true);
        expect(withoutSpace(parts.join(""))).toBe(withoutSpace(text));
      }),
    );
  });

  test("never cuts a character in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), limits, (text, limit) => {
        for (const part of splitText(text.toWellFormed(), limit)) expect(part.isWellFormed()).toBe(true);
      }),
    );
    expect(splitText("e\u0301".repeat(5), 5)).toEqual(["e\u0301e\u0301", "e\u0301e\u0301", "e\u0301"]);
  });

  test("leaves a text that fits as it is", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(splitText(text, 100_000)).toEqual(text.trim() === "" ? [] : [text.trim()]);
      }),
    );
  });

  test.each([
    ["a paragraph", "Một hai ba.\nBốn năm.\n\nSáu bảy. Tám", 30, ["Một hai ba.\nBốn năm.", "Sáu bảy. Tám"]],
    ["else a line", "Một hai ba.\nBốn năm. Sáu bảy", 20, ["Một hai ba.", "Bốn năm. Sáu bảy"]],
    ["else a sentence", "Một hai ba. Bốn năm. Sáu bảy tám", 22, ["Một hai ba. Bốn năm.", "Sáu bảy tám"]],
    ["else a word", "Một hai ba bốn năm", 12, ["Một hai ba", "bốn năm"]],
    ["a number is no sentence", "1. Sở Tài chính", 12, ["1. Sở Tài", "chính"]],
    [
      "no nearly empty part for a nicer seam",
      "Một.\n\nHai ba bốn năm sáu bảy",
      24,
      ["Một.\n\nHai ba bốn năm sáu", "bảy"],
    ],
  ])("ends a part after %s", (_, text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts);
  });

  test("refuses a limit that has no room for a character", () => {
    expect(() => splitText("a", 1)).toThrow(RangeError);
    expect(() => splitText("a", Number.NaN)).toThrow(RangeError);
  });
});
