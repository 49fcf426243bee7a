import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText, plainView } from "../../retrieval/text/index.ts";
import { anyText } from "./vietnamese.ts";

/** A text and a range inside it. */
const partOf = anyText.chain((text) =>
  fc
    .tuple(fc.constant(text), fc.nat(text.length), fc.nat(text.length))
    .map(([whole, a, b]) => ({ text: whole, start: Math.min(a, b), end: Math.max(a, b) })),
);

describe("plainView", () => {
  test("shows the source's own characters, each at the offset that it names", () => {
    fc.assert(
      fc.property(partOf, ({ text, start, end }) => {
        const view = plainView(text, start, end);
        for (let at = 0; at < view.text.length; at += 1) {
          const origin = view.toSource(at);
          expect(origin).toBeGreaterThanOrEqual(start);
          expect(origin).toBeLessThan(end);
          if (at > 0) expect(origin).toBeGreaterThan(view.toSource(at - 1));
          const source = text[origin] as string;
          // A blank stands for white space or for a table's bar.
          if (view.text[at] === " ") expect(source).toMatch(/[\s|]/u);
          else expect(source).toBe(view.text[at]);
        }
      }),
    );
  });

  test("is one line of single blanks, with none at the ends and nothing lost but marks and white space", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = plainText(text);
        expect(shown).toBe(shown.trim().replace(/\s+/gu, " "));
        expect(shown).not.toMatch(/[*#|\\]/u);
        const bare = (from: string) => from.replace(/[\s*#|\\_]/gu, "");
        expect(bare(shown)).toBe(bare(text));
      }),
    );
  });

  test("a span of the view is a span of the source that shows the same words", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const view = plainView(text);
        const from = a % (view.text.length + 1);
        const to = b % (view.text.length + 1);
        fc.pre(from < to && view.text[from] !== " " && view.text[to - 1] !== " ");
        const { start, end } = view.span(from, to);
        expect(plainView(text, start, end).text.replaceAll("_", "")).toBe(
          view.text.slice(from, to).replaceAll("_", ""),
        );
      }),
    );
  });

  test.each([
    ["**ỦY BAN NHÂN DÂN\nTỈNH MẪU SƠN**", "ỦY BAN NHÂN DÂN TỈNH MẪU SƠN"],
    ["Quy*ế*t định", "Quyết định"],
    ["| Sở Y tế | hằng tháng |", "Sở Y tế hằng tháng"],
    ["### 2\\. Sở Nội vụ", "2. Sở Nội vụ"],
    ["_Nơi nhận_ gửi ten_tep.txt", "Nơi nhận gửi ten_tep.txt"],
    ["\u00a0 \n ", ""],
  ])("%j reads %j", (source, shown) => {
    expect(plainText(source)).toBe(shown);
  });

  test("leads from a name over two lines back to where it stands", () => {
    const source = "1. Giao **Sở Khoa học\n   và Công nghệ** hướng dẫn";
    const view = plainView(source);
    const from = view.text.indexOf("Sở");
    const { start, end } = view.span(from, from + "Sở Khoa học và Công nghệ".length);
    expect(source.slice(start, end)).toBe("Sở Khoa học\n   và Công nghệ");
  });
});
