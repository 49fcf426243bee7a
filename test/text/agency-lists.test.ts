import { describe, expect, it } from "vitest";
import { findAgencies } from "../../retrieval/text/index.ts";

const names = (text: string) => findAgencies(text).map((agency) => agency.name);
const keys = (text: string) => findAgencies(text).map((agency) => agency.key);

describe("agencies listed under one head", () => {
  it.each([
    ["Giám đốc các Sở: Y tế, Công Thương lập danh sách.", "Sở Y tế|Sở Công Thương", "so y te|so cong thuong"],
    ["các Bộ, cơ quan: Y tế, Xây dựng và Nội vụ", "Bộ Y tế|Bộ Xây dựng|Bộ Nội vụ", "bo y te|bo xay dung|bo noi vu"],
    ["Các Bộ: Y tế, Thanh tra Chính phủ, Xây dựng", "Bộ Y tế|Thanh tra Chính phủ|Bộ Xây dựng", null],
    ["Các sở: Y tế, Trồng trọt - Lâm sinh, Nội vụ", "Sở Y tế|Sở Trồng trọt - Lâm sinh|Sở Nội vụ", null],
    ["Các Cục: Mỹ thuật, Thư viện và Điện ảnh tham gia.", "Cục Mỹ thuật|Cục Thư viện|Cục Điện ảnh", null],
    ["Các Vụ: Gỗ và Lâm sản, Thuế rừng chủ trì", "Vụ Gỗ và Lâm sản|Vụ Thuế rừng", null],
  ])("%s", (text, expected, expectedKeys) => {
    expect(names(text).join("|")).toBe(expected);
    if (expectedKeys) expect(keys(text).join("|")).toBe(expectedKeys);
  });

  it("a group without a list stays a group", () => {
    expect(keys("các Bộ, cơ quan liên quan")).toEqual(["cac bo nganh"]);
  });
});

describe("long names", () => {
  it.each([
    ["Viện Lúa, Ngô, Đậu và Cây ăn quả Việt Nam chủ trì", "Viện Lúa, Ngô, Đậu và Cây ăn quả Việt Nam"],
    ["Sở Y tế, Báo và Phát thanh, Truyền hình tỉnh đưa tin", "Sở Y tế|Báo và Phát thanh, Truyền hình tỉnh"],
    ["Cục Cầu phà xây dựng tham mưu", "Cục Cầu phà xây dựng"],
    ["Cục Cầu phà xây dựng kế hoạch", "Cục Cầu phà"],
    ["Viện Lúa, Sở Y tế và Sở Nội vụ", "Viện Lúa|Sở Y tế|Sở Nội vụ"],
  ])("%s", (text, expected) => {
    expect(names(text).join("|")).toBe(expected);
  });
});
