import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { focusOf, isFaithful, shorten } from "../../prompts/answer/shorten.ts";
import { plainText } from "../../retrieval/index.ts";
import { anyText, vietnameseText } from "../text/vietnamese.ts";

const word = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "rà soát",
      "bố trí",
      "kinh phí;",
      "báo cáo,",
      "trước",
      "ngày",
      "không",
      "trừ",
      "xã.",
      "Sở",
      "Y",
      "tế",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "https://vi-du.example/van-ban/chi-dao/ban-rat-dai-khong-co-dau-cach.html",
      "(1)",
      "–",
      "…",
      "12/2025/QĐ-UBND",
    ),
  },
);
const clause = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 120 }).map((words) => words.join(" ")),
  vietnameseText,
  anyText,
);
const options = fc.record({
  limit: fc.integer({ min: 60, max: 600 }),
  focus: fc.constantFrom("", "kinh phí", "y tế xã").map(focusOf),
});

const clauseWithoutEllipsis = clause.map((text) => text.replaceAll("…", ""));

/** True when the pieces stand in the text one after the other, from a word's start; an empty first or last one is a cut end. */
function placed(whole: string, pieces: readonly string[], from = 0, index = 0): boolean {
  const piece = pieces[index];
  if (piece === undefined) return true;
  const last = index === pieces.length - 1;
  if (piece === "") return placed(whole, pieces, from, index + 1);
  for (let at = whole.indexOf(piece, from); at >= 0; at = whole.indexOf(piece, at + 1)) {
    const startsWord = at === 0 || whole[at - 1] === " ";
    const reachesBothEnds = (index > 0 || at === 0) && (!last || at + piece.length === whole.length);
    if (startsWord && reachesBothEnds && placed(whole, pieces, at + piece.length, index + 1)) return true;
  }
  return false;
}

describe("a shortened clause", () => {
  test("is within its limit and shows the clause's words only", () => {
    fc.assert(
      fc.property(clause, options, fc.nat(), fc.nat(), (text, { limit, focus }, a, b) => {
        const start = Math.min(a, b) % (text.length + 1);
        const must = { start, end: Math.min(text.length, start + (Math.max(a, b) % 80)) };
        for (const shown of [shorten(text, { limit, focus }), shorten(text, { limit, focus, must })]) {
          expect(shown.length).toBeLessThanOrEqual(limit);
          expect(isFaithful(shown, text)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("shows pieces in their order, none of which starts inside a word, and marks every gap", () => {
    fc.assert(
      fc.property(clauseWithoutEllipsis, options, (text, { limit, focus }) => {
        const whole = plainText(text);
        const shown = shorten(text, { limit, focus });
        const pieces = shown.split("…").map((piece) => piece.trim());
        expect(placed(whole, pieces), `“${shown}” of “${whole}”`).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("is the whole clause on one line where it fits", () => {
    fc.assert(
      fc.property(clause, (text) => {
        const whole = plainText(text);
        expect(shorten(text, { limit: Math.max(1, whole.length), focus: new Set() })).toBe(whole);
      }),
    );
  });

  const long = [
    "Sở Giao thông vận tải rà soát các cầu yếu trên địa bàn, lập danh mục và đề xuất thứ tự sửa chữa.",
    "Sở Y tế kiểm tra nước sinh hoạt tại trường học và trạm y tế xã, gửi kết quả trước ngày 15/8/2024.",
    "Các xã cử một người làm đầu mối; danh sách gửi về Văn phòng trong tuần đầu của tháng.",
  ].join(" ");

  test("shows the sentence that the question is about", () => {
    const shown = shorten(long, { limit: 130, focus: focusOf("nước sinh hoạt trường học") });
    expect(shown).toContain("kiểm tra nước sinh hoạt tại trường học");
    expect(shown.startsWith("… ")).toBe(true);
  });

  test("shows the part that has to be seen, whatever the question is about", () => {
    const start = long.indexOf("Các xã");
    const shown = shorten(long, { limit: 120, focus: focusOf("cầu yếu"), must: { start, end: long.length } });
    expect(shown).toContain("Các xã cử một người làm đầu mối");
  });

  test("does not cut before an exception", () => {
    const text =
      "Hỗ trợ toàn bộ chi phí khám bệnh cho người cao tuổi ở xã, trừ người đã có thẻ bảo hiểm còn hạn sử dụng tại thời điểm khám bệnh.";
    expect(shorten(text, { limit: 100, focus: new Set() })).not.toMatch(/ở xã ?…$/u);
  });
});

describe("isFaithful", () => {
  const text = "**Sở Y tế** kiểm tra\nnước sinh hoạt, không thu phí.";
  test.each([
    ["Sở Y tế kiểm tra nước sinh hoạt, không thu phí.", true],
    ["… kiểm tra nước sinh hoạt …", true],
    ["Sở Y tế kiểm tra … không thu phí.", true],
    ["Sở Y tế kiểm tra nước sinh hoạt, thu phí.", false],
    ["Sở Y tế báo cáo", false],
  ])("%s: %s", (shown, faithful) => {
    expect(isFaithful(shown, text)).toBe(faithful);
  });
});

describe("a list in a clause", () => {
  const items =
    "(i) đánh giá nguồn cung trong nước; (ii) rà soát năng lực của doanh nghiệp; (iii) đề xuất giải pháp giá";
  const long = `${"Bộ Công Thương chủ trì làm rõ các nội dung còn vướng mắc của lộ trình".padEnd(90, " a")}, cụ thể: ${items}.`;

  test("is begun with as many items as there is room for, never ended at its colon", () => {
    const shown = shorten(long, { limit: 180, focus: focusOf("vướng mắc lộ trình") });
    expect(shown).toContain("(i) đánh giá nguồn cung trong nước;");
    expect(shown).not.toMatch(/:\s*…$/u);
    expect(isFaithful(shown, long)).toBe(true);
  });

  test("is not begun with the clause's own number alone", () => {
    const clause = `1. ${"Thường xuyên rà soát hoạt động cho thuê lại lao động, ".repeat(4)}cụ thể:`;
    expect(shorten(clause, { limit: 120, focus: focusOf("kinh phí") })).not.toMatch(/^1\. ?…/u);
  });
});

test("what is left out in front does not seem to hide a figure", () => {
  const clause = `Tình hình 10 tháng cơ bản ổn định và tiến bộ; tăng trưởng 09 tháng đầu năm đạt 10,22%, vượt kịch bản. ${"Hoạt động du lịch phong phú với nhiều sản phẩm. ".repeat(3)}`;
  expect(shorten(clause, { limit: 150, focus: focusOf("hoạt động du lịch") })).not.toMatch(/đạt …/u);
  expect(shorten(clause, { limit: 150, focus: focusOf("tăng trưởng 9 tháng") })).toContain("10,22%");
});
