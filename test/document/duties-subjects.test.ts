import { describe, expect, it } from "vitest";
import { dutyLine, structureOf } from "./structure-fixtures.ts";

const dutiesOf = (text: string, options = {}) => structureOf(text, options).duties.map((duty) => dutyLine(text, duty));

describe("several subjects in one paragraph", () => {
  it("a sentence behind a date or a number has its own subject", () => {
    const text =
      "2. Sở Y tế rà soát trạm xá theo Công văn số 71/BYT-KH ngày 3/4/2024. UBND xã Mẫu Sơn khẩn trương sửa mái trạm.\n";
    expect(dutiesOf(text)).toEqual([
      "lead so y te: Sở Y tế rà soát trạm xá theo Công văn số 71/BYT-KH ngày 3/4/2024.",
      "lead ubnd cap xa: UBND xã Mẫu Sơn khẩn trương sửa mái trạm.",
    ]);
  });

  it("a number that only counts ends no sentence", () => {
    const text = "Sở Y tế rà soát các việc: 2. Khám cho người già ở bản.\n";
    expect(dutiesOf(text)).toHaveLength(1);
  });

  it("a deadline at the end is that of every sentence before it", () => {
    const text =
      "2. Sở Y tế rà soát trạm xá các xã. Sở Nội vụ tổng hợp số bác sĩ còn thiếu. Thời hạn hoàn thành: trước ngày 5/6/2024.\n";
    expect(structureOf(text).duties.map((duty) => [duty.agency.key, duty.deadline?.on])).toEqual([
      ["so y te", "2024-06-05"],
      ["so noi vu", "2024-06-05"],
    ]);
  });
});
