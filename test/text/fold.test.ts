import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalise, fold, hasDiacritics, matchForm } from "../../retrieval/text/index.ts";
import { anyText, vietnameseText } from "./vietnamese.ts";

/** Every UTF-16 code unit on its own: offsets carry over only if each keeps its length. */
const UNITS = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

describe.each([
  ["fold", fold],
  ["matchForm", matchForm],
])("%s", (_, form) => {
  test("keeps the length of any text", () => {
    fc.assert(fc.property(anyText, (text) => form(text).length === text.length));
  });

  test("changes nothing the second time, code unit by code unit and in running text", () => {
    expect(
      UNITS.filter((unit) => form(form(unit)) !== form(unit)).map((unit) => unit.charCodeAt(0).toString(16)),
    ).toEqual([]);
    fc.assert(fc.property(anyText, (text) => form(form(text)) === form(text)));
  });

  test("says the same of two texts joined by a blank as of each alone", () => {
    fc.assert(fc.property(vietnameseText, vietnameseText, (a, b) => form(`${a} ${b}`) === `${form(a)} ${form(b)}`));
  });
});

describe("fold", () => {
  test.each([
    ["Ủy ban nhân dân tỉnh Đắk Lắk", "uy ban nhan dan tinh dak lak"],
    ["NGHỊ QUYẾT SỐ 5, ĐIỀU 3", "nghi quyet so 5, dieu 3"],
    ["ÀÁẢÃẠ ẰẮẲẴẶ ẦẤẨẪẬ đĐ", "aaaaa aaaaa aaaaa dd"],
    ["", ""],
  ])("%s", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("reads Cyrillic and Greek capitals as the Latin letters they look like", () => {
    expect(fold("44/КН-ВСĐ")).toBe("44/kh-bcd"); // Cyrillic К, Н, В, С
    expect(fold("ΚΗ ΟΤ")).toBe("kh ot"); // Greek
  });

  test("leaves no Vietnamese letter with a mark", () => {
    fc.assert(fc.property(vietnameseText, (text) => !hasDiacritics(fold(text))));
  });
});

describe("matchForm", () => {
  test.each([
    ["ủy ban", "uỷ ban"],
    ["HÓA ĐƠN", "HOÁ ĐƠN"],
    ["xóa bỏ", "xoá bỏ"],
    ["khỏe", "khoẻ"],
    ["thủy lợi", "thuỷ lợi"],
  ])("makes one of the two places of a tone mark: %s = %s", (older, newer) => {
    expect(matchForm(older)).toBe(matchForm(newer));
  });

  test.each([
    ["thường", "thưởng"],
    ["bổ", "bố"],
    ["toàn", "toán"],
  ])("keeps words apart that differ in their marks: %s, %s", (a, b) => {
    expect(matchForm(a)).not.toBe(matchForm(b));
    expect(fold(a)).toBe(fold(b));
  });

  test("does not move a mark inside a closed syllable", () => {
    expect(matchForm("toàn quốc, huýt, khoèn")).toBe("toàn quốc, huýt, khoèn");
  });
});

describe("canonicalise", () => {
  test("is NFC with LF line ends, without byte order marks, and idempotent", () => {
    const raw = fc.oneof(
      anyText,
      vietnameseText.map((text) => text.normalize("NFD")),
    );
    const marks = fc.constantFrom("", "\uFEFF", "\uFEFF\uFEFF", "\r\n", "\r");
    fc.assert(
      fc.property(marks, raw, marks, (before, text, after) => {
        const canonical = canonicalise(before + text + after);
        expect(canonicalise(canonical)).toBe(canonical);
        expect(canonical.normalize("NFC")).toBe(canonical);
        expect(canonical).not.toContain("\r");
        expect(canonical.startsWith("\uFEFF")).toBe(false);
      }),
    );
  });

  test("makes one text of composed and decomposed typing", () => {
    fc.assert(fc.property(vietnameseText, (text) => canonicalise(text.normalize("NFD")) === canonicalise(text)));
  });

  test("changes none of the source's own words", () => {
    const printed = "**Điều 1.**  Ủy ban\u00a0nhân dân – “hoà giải” …\n\n| a | b |";
    expect(canonicalise(printed)).toBe(printed);
  });
});

test("hasDiacritics tells marked letters from bare ones, capitals and look-alikes aside", () => {
  expect(hasDiacritics("so tai chinh LANG SON 07/CT-TTg")).toBe(false);
  expect(hasDiacritics("КН 12")).toBe(false);
  expect(hasDiacritics("Sở")).toBe(true);
  expect(hasDiacritics("DA NANG Đ")).toBe(true);
});
