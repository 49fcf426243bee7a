import { describe, expect, test } from "vitest";
import { countsInFigures, findPersons, isPersonName, numberWritings } from "../../retrieval/text/index.ts";

describe("persons' names", () => {
  test.each([
    ["Thủ tướng Chính phủ Lê Văn Mẫu chủ trì", ["Lê Văn Mẫu"]],
    ["(Ông Đào Văn Mẫu, Chuyên viên Phòng A)", ["Đào Văn Mẫu"]],
    ["Chủ tịch UBND thành phố Hà Nội Trần Văn Mẫu", ["Trần Văn Mẫu"]],
    ["chỉ đạo của đồng chí Tô Mẫu Bộ Nội vụ 31/10/2025", ["Tô Mẫu"]],
    ["Lưu Văn phòng Trung ương", []],
    ["Ủy ban nhân dân tỉnh Lạng Sơn", []],
  ])("%s", (text, names) => {
    expect(findPersons(text).map((person) => person.text)).toEqual(names);
  });

  test("stand at the words they give", () => {
    const text = "Bộ trưởng Bộ Y tế Đào Thị Mẫu, Bí thư Tỉnh ủy Đặng Văn Thử";
    for (const { start, end, text: name } of findPersons(text)) expect(text.slice(start, end)).toBe(name);
    expect(findPersons(text)).toHaveLength(2);
  });

  test("are told from other words without diacritics", () => {
    expect(isPersonName("dao van mau")).toBe(true);
    expect(isPersonName("so tai chinh")).toBe(false);
  });
});

describe("a number in words and in figures", () => {
  test.each([
    ["hai_cấp", false, ["2_cấp", "02_cấp"]],
    ["02_cap", true, ["hai_cap", "2_cap"]],
    ["hai", false, ["2", "02"]],
    ["năm", false, []],
    ["cấp", false, []],
  ])("%s", (term, folded, writings) => {
    expect(numberWritings(term, { folded })).toEqual(writings);
  });

  test("a search looks for the figures of what is counted", () => {
    expect(countsInFigures("chính quyền địa phương hai cấp")).toBe("02 cấp 2 cấp");
    expect(countsInFigures("năm 2025 có hai con đường")).toBe("");
  });
});
