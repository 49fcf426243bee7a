import { describe, expect, it } from "vitest";
import { agencyKey, isSameProvince, successionOf, successorsFor } from "../../retrieval/index.ts";
import { branchParent, findPlaces, isMember, predecessorsOf } from "../../retrieval/text/index.ts";

describe("bodies of before 2025", () => {
  it.each([
    ["Sở TTTT", "Sở Khoa học và Công nghệ"],
    ["Sở Nông nghiệp và PTNT Đắk Lắk", "Sở Nông nghiệp và Môi trường"],
    ["Sở LĐTBXH TPHCM", "Sở Nội vụ"],
    ["Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo"],
    ["UBND huyện", "Ủy ban nhân dân cấp xã"],
  ])("%s has a successor by any writing", (written, to) => {
    expect(successionOf(agencyKey(written))?.to[0]).toBe(to);
  });

  it.each(["Sở Tài chính", "Bộ Nội vụ", "UBND tỉnh", "Phòng Văn hóa - Xã hội"])("%s still is", (name) => {
    expect(successionOf(agencyKey(name))).toBeNull();
  });

  it("parts of its work went elsewhere", () => {
    const row = successionOf(agencyKey("Sở Thông tin và Truyền thông"));
    expect(row && successorsFor(row, "cấp phép xuất bản bản tin").names[0]).toBe("Sở Văn hóa, Thể thao và Du lịch");
    expect(row && successorsFor(row, "phu song 5G").names).toEqual(["Sở Khoa học và Công nghệ"]);
  });

  it("those that a body of 2025 took over are known from it", () => {
    expect(predecessorsOf(agencyKey("Sở Nông nghiệp và Môi trường")).map(({ from }) => from)).toEqual([
      "Sở Nông nghiệp và Phát triển nông thôn",
      "Sở Tài nguyên và Môi trường",
    ]);
    expect(predecessorsOf(agencyKey("Sở Tài chính"))).toEqual([]);
  });
});

it.each([
  ["Chi cục Kiểm lâm", false],
  ["Chi cục Hải quan", true],
  ["Ban quản lý rừng phòng hộ", false],
  ["Ban quản lý Khu kinh tế Dung Quất", true],
  ["Sở Y tế", true],
])("%s among “các sở, ban, ngành”: %s", (name, member) => {
  expect(isMember(agencyKey(name), "cac so ban nganh")).toBe(member);
});

it("a chi cục is told to which Sở it belongs", () => {
  expect(branchParent(agencyKey("Chi cục Dân số tỉnh Sóc Trăng"))).toBe("Sở Y tế");
  expect(branchParent(agencyKey("Chi cục Hải quan khu vực XI"))).toBeNull();
});

it("a person called like a province is no place", () => {
  expect(findPlaces("Phó Thủ tướng Nguyễn Hòa Bình làm việc tại tỉnh Hòa Bình").map(({ name }) => name)).toEqual([
    "Hòa Bình",
  ]);
});

it("old and new names of one province are the same", () => {
  expect(isSameProvince("Bắc Giang", "Bắc Ninh")).toBe(true);
  expect(isSameProvince("Bắc Giang", "Gia Lai")).toBe(false);
});
