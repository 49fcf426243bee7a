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

describe("provinces named before", () => {
  const letter = (clause: string) => {
    const text = `Kính gửi: Sở Xây dựng các tỉnh, thành phố: Sơn La, Lào Cai.\n\nBộ Xây dựng yêu cầu:\n\n${clause}\n`;
    const addresseesSpan = { start: 0, end: text.indexOf("\n") };
    const zones = {
      bodyStart: addresseesSpan.end,
      headingSpans: [],
      signatureSpan: null,
      recipientsSpan: null,
      addresseesSpan,
    };
    return structureOf(text, { zones }).duties.map(({ role, agency }) => `${role} ${agency.name} @${agency.place}`);
  };

  it.each([
    [
      "1. Các Sở Xây dựng nêu trên sửa lan can cầu treo.",
      "lead Sở Xây dựng Sơn La @Sơn La,lead Sở Xây dựng Lào Cai @Lào Cai",
    ],
    ["1. Các địa phương nêu trên sửa lan can cầu treo.", "lead UBND Sơn La @Sơn La,lead UBND Lào Cai @Lào Cai"],
    [
      "1. Chủ tịch UBND các tỉnh nêu trên sửa lan can cầu treo.",
      "lead Chủ tịch UBND Sơn La @Sơn La,lead Chủ tịch UBND Lào Cai @Lào Cai",
    ],
    [
      "1. Cục Đường bộ phối hợp với các Sở Xây dựng nêu trên đếm cầu treo.",
      "coordinate Cục Đường bộ @null,partner Sở Xây dựng Sơn La @Sơn La,partner Sở Xây dựng Lào Cai @Lào Cai",
    ],
    ["1. Sở Xây dựng trên địa bàn sửa lan can cầu treo.", "lead Sở Xây dựng @null"],
  ])("%s", (clause, expected) => {
    expect(letter(clause).join(",")).toBe(expected);
  });
});
