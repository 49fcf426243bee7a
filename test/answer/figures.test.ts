import { describe, expect, test } from "vitest";
import { figureSentences, sentenceWith, TIME, unitAsked, unitNamed } from "../../prompts/answer/figures.ts";

describe("sentences that may answer a question for a figure", () => {
  test.each([
    "Tham gia bảo hiểm thất nghiệp theo Điều 48 Nghị định số 145/2020/NĐ-CP ngày 14/12/2020.",
    "Báo cáo mức học phí theo khoản 2 Điều 4 trong năm 2025.",
    "3. Sở Tài chính tổng hợp trước ngày 15 tháng 12 năm 2025",
    "Kế hoạch giai đoạn 2026-2030 của tỉnh.",
  ])("numbers of documents, their parts and dates are none: %s", (text) => {
    expect(figureSentences(text, null)).toEqual([]);
  });

  test("only the sentence with the figure is given", () => {
    const text = "a) Sở Nội vụ tổng hợp. Mỗi tỉnh cử tối đa 05 người; bộ cử theo Điều 3.";
    expect(figureSentences(text, null)).toEqual(["Mỗi tỉnh cử tối đa 05 người;"]);
  });

  test("where a unit is asked for, the figure has it", () => {
    const unit = unitAsked({ text: "bao nhieu tuoi duoc ket hon?", searchText: "bao nhiêu tuổi được kết hôn?" });
    expect(figureSentences("70% thanh niên được tư vấn trước khi kết hôn.", unit)).toEqual([]);
    expect(figureSentences("Nữ từ đủ 18 tuổi được kết hôn.", unit)).toHaveLength(1);
  });

  test.each([
    ["bao nhieu phan tram tre em", "phan tram"],
    ["tong thiet hai bao nhieu ty dong", "ty dong"],
    ["co bao nhieu xa", null],
  ])("%s names the unit %s", (question, unit) => expect(unitNamed(question)).toBe(unit));
});

describe("the part of a long clause that has to be shown", () => {
  const clause =
    "Cán bộ, công chức, viên chức và người lao động của các cơ quan hành chính, đơn vị sự nghiệp, tổ chức chính trị và tổ chức chính trị - xã hội trên địa bàn tỉnh được nghỉ tết Âm lịch như sau: Nghỉ 05 ngày theo quy định, gồm 01 ngày trước tết và 04 ngày sau tết, báo cáo về Sở Nội vụ trước ngày 10 tháng 2";

  test("begins where the words of the figure do, also in a single sentence", () => {
    const unit = unitAsked({ text: "nghỉ tết mấy ngày?", searchText: "nghỉ tết mấy ngày?" });
    const span = sentenceWith(clause, { figure: unit as RegExp, focus: new Set(["nghi", "tet"]) });
    expect(span && clause.slice(span.start, span.end)).toMatch(/^Nghỉ 05 ngày/);
  });

  test("of a deadline leaves room for what is due", () => {
    const span = sentenceWith(clause, { figure: TIME, focus: new Set(["bao_cao"]) });
    expect(span && clause.slice(span.start, span.end)).toMatch(/báo cáo về Sở Nội vụ trước ngày 10 tháng 2$/);
  });
});
