import { describe, expect, test } from "vitest";
import { aliasKey, writeOut } from "../../retrieval/text/aliases.ts";

const TCKH = "Phòng Tài chính - Kế hoạch";
const ALIASES = [
  { writing: "TCKH", agencyName: TCKH },
  { writing: "P.QLĐT", agencyName: "Phòng Quản lý đô thị" },
  { writing: "Một cửa", agencyName: "Trung tâm Phục vụ hành chính công" },
];

describe("an office's own words", () => {
  test.each([
    ["TCKH phải làm gì?", `${TCKH} phải làm gì?`],
    ["tckh và p.qlđt phối hợp thế nào", `${TCKH} và Phòng Quản lý đô thị phối hợp thế nào`],
    ["P QLDT Phan Rang", "Phòng Quản lý đô thị Phan Rang"],
    ["Phòng TCKH làm gì?", `${TCKH} làm gì?`],
    ["phong tckh lam gi", `${TCKH} lam gi`],
    ["mot cua phai lam gi", "Trung tâm Phục vụ hành chính công phai lam gi"],
    ["TCKH, TCKH", `${TCKH}, ${TCKH}`],
  ])("%j", (typed, read) => {
    expect(writeOut(typed, ALIASES)).toBe(read);
    expect(writeOut(read, ALIASES)).toBe(read);
  });

  test.each([
    "Công văn 12/TCKH nói gì?",
    "Kế hoạch 3/KH-TCKH",
    "12/TCKH-NS",
    // Another tone.
    "mỗi nơi một của",
    "KTCKH",
    "Sở Tài chính",
  ])("%j stays", (typed) => {
    expect(writeOut(typed, ALIASES)).toBe(typed);
  });

  test("are one where a question cannot tell them apart", () => {
    expect(aliasKey("P.QLĐT")).toBe(aliasKey("p qldt"));
    expect(aliasKey("PQLĐT")).not.toBe(aliasKey("P.QLĐT"));
  });
});
