import { describe, expect, it } from "vitest";
import { findLaws } from "../../retrieval/document/references-names.ts";
import { structureOf } from "./structure-fixtures.ts";

const referencesOf = (text: string, options = {}) =>
  structureOf(text, options).references.map(
    ({ relation, type, number, name, issuer, issuedOn }) => [relation, type, number ?? name, issuer, issuedOn] as const,
  );

describe("references", () => {
  it("the preamble says what is carried out, lists included", () => {
    const text =
      "Thực hiện Chỉ thị số 88/CT-TTg ngày 05/3/2024 của Thủ tướng Chính phủ; Quyết định số 9/QĐ-BYT ngày 06 tháng 4 năm 2024 của Bộ Y tế, UBND tỉnh ban hành Kế hoạch như sau:\n\n1. Sở Y tế thực hiện nghiêm Nghị định số 15/2020/NĐ-CP.\n";
    expect(referencesOf(text)).toEqual([
      ["carries-out", "Chỉ thị", "88/CT-TTg", "Thủ tướng Chính phủ", "2024-03-05"],
      ["carries-out", "Quyết định", "9/QĐ-BYT", "Bộ Y tế", "2024-04-06"],
      ["mentions", "Nghị định", "15/2020/NĐ-CP", null, null],
    ]);
  });

  it("a basis, a law with name and number, and the document's own number", () => {
    const text =
      "*Căn cứ Luật Xây dựng số 50/2014/QH13;*\n\n*Căn cứ Nghị định số 6/2021/NĐ-CPquy định chi tiết;*\n\n**Điều 1.** Quyết định số 7/QĐ-UBND này có hiệu lực từ ngày ký.\n";
    const { references } = structureOf(text, { ownNumber: "7/QĐ-UBND" });
    expect(references.map(({ relation, type, number, name }) => [relation, type, number, name])).toEqual([
      ["based-on", "Luật", "50/2014/QH13", "Luật Xây dựng"],
      ["based-on", "Nghị định", "6/2021/NĐ-CP", null],
    ]);
  });

  it("articles replace and repeal; a list goes on with its verb", () => {
    const text =
      "**Điều 2.** Thay thế Quyết định số 3/2020/QĐ-UBND ngày 1/2/2020; Quyết định số 4/2021/QĐ-UBND ngày 3/4/2021.\n\n**Điều 3.** Bãi bỏ Quyết định số 5/2019/QĐ-UBND.\n\n**Điều 4.** Sửa đổi, bổ sung khoản 1 Điều 3 Quyết định số 6/2018/QĐ-UBND.\n";
    expect(referencesOf(text).map(([relation, , number]) => [relation, number])).toEqual([
      ["replaces", "3/2020/QĐ-UBND"],
      ["replaces", "4/2021/QĐ-UBND"],
      ["repeals", "5/2019/QĐ-UBND"],
      ["amends", "6/2018/QĐ-UBND"],
    ]);
  });

  it("an opening list sets each document on its own line", () => {
    const text =
      "Thực hiện Chỉ thị số 88/CT-TTg ngày 05/3/2024;\n\nKế hoạch số 5/KH-BYT ngày 1/1/2024 của Bộ Y tế;\n\nUBND tỉnh ban hành Kế hoạch như sau:\n\n1. Sở Y tế theo Công văn số 6/BYT-KH khám cho dân.\n";
    expect(referencesOf(text).map(([relation, , number]) => [relation, number])).toEqual([
      ["carries-out", "88/CT-TTg"],
      ["carries-out", "5/KH-BYT"],
      ["mentions", "6/BYT-KH"],
    ]);
  });

  it("lists of replaced documents with their articles; a plan replaces outside articles; what applies on is mentioned", () => {
    const text =
      "**Điều 1.** Áp dụng Quyết định số 7/2019/QĐ-UBND ngày 1/2/2019.\n\n**Điều 2.** Quyết định này thay thế: Điều 4 Quyết định số 1/2020/QĐ-UBND về chợ; Điều 3, 5 Quyết định số 2/2021/QĐ-UBND ngày 3/4/2021 và Quyết định số 3/2021/QĐ-UBND.\n\nKế hoạch này thay thế Kế hoạch số 44/KH-UBND ngày 2/3/2020.\n";
    expect(referencesOf(text).map(([relation, , number]) => [relation, number])).toEqual([
      ["mentions", "7/2019/QĐ-UBND"],
      ["replaces", "1/2020/QĐ-UBND"],
      ["replaces", "2/2021/QĐ-UBND"],
      ["replaces", "3/2021/QĐ-UBND"],
      ["replaces", "44/KH-UBND"],
    ]);
  });

  it("a report names the directive that its subject carries out", () => {
    const text =
      "UBND tỉnh vừa ban hành Kế hoạch số 12/KH-UBND triển khai thực hiện Chỉ thị số 88/CT-TTg ngày 5/3/2024.\n";
    expect(referencesOf(text, { tier: "press", ownNumber: "12/KH-UBND" })).toEqual([
      ["carries-out", "Chỉ thị", "88/CT-TTg", null, "2024-03-05"],
    ]);
  });

  it("a number broken over a page keeps its span", () => {
    const text = "Thực hiện Công văn số\n12/UBND-\nKT ngày 2/3/2024.\n";
    const [reference] = structureOf(text).references;
    expect(reference?.number).toBe("12/UBND-KT");
    expect(text.slice(reference!.span.start, reference!.span.end)).toBe("Công văn số\n12/UBND-\nKT ngày 2/3/2024");
  });
});

describe("laws by name", () => {
  it.each([
    ["theo Luật Báo chí năm 2016 và các văn bản", "Luật Báo chí năm 2016"],
    ["Luật Phòng, chống thiên tai ngày 19/6/2013", "Luật Phòng, chống thiên tai"],
    [
      "Luật Trật tự, an toàn giao thông đường bộ; Luật Đường bộ",
      "Luật Trật tự, an toàn giao thông đường bộ|Luật Đường bộ",
    ],
    ["Luật Tiếp cận thông tin, Luật An ninh mạng năm 2018", "Luật Tiếp cận thông tin|Luật An ninh mạng năm 2018"],
    ["Luật Ban hành văn bản quy phạm pháp luật", "Luật Ban hành văn bản quy phạm pháp luật"],
    ["Luật Sửa đổi, bổ sung một số điều của Luật Đấu thầu", "Luật Sửa đổi, bổ sung một số điều của Luật Đấu thầu"],
    ["Bộ luật Lao động quy định", "Bộ luật Lao động"],
    ["theo quy định của pháp luật", ""],
  ])("%s", (text, names) => {
    expect(
      findLaws(text)
        .map((law) => law.name)
        .join("|"),
    ).toBe(names);
  });
});
