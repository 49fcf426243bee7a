import { describe, expect, test } from "vitest";
import { findWanted } from "../../retrieval/search/question/wanted.ts";

const kindOf = (question: string) => findWanted(question)?.kind ?? null;

describe("what kind of thing a question asks for", () => {
  test.each([
    ["Ai là Chủ tịch UBND tỉnh Lào Cai?", "holder"],
    ["giam doc so y te can tho la ai vay", "holder"],
    ["Cho hỏi tên Bí thư Tỉnh ủy Bắc Giang", "holder"],
    ["Trưởng phòng Nội vụ hiện nay là ông nào?", "holder"],
    ["Ông Nguyễn Thành Phú là ai?", "post"],
    ["tran hong ha giu chuc vu gi", "post"],
    ["Số điện thoại Sở Y tế?", "contact"],
    ["tru so ubnd phuong o dau", "contact"],
    ["gặp vướng mắc thì liên hệ ai?", "contact"],
    ["Thủ tục cấp hộ chiếu công vụ", "procedure"],
    ["ho so xin cap lai giay phep gom nhung gi", "procedure"],
    ["Đăng ký khai sinh cần giấy tờ gì?", "procedure"],
    ["Muốn gia hạn giấy phép hành nghề thì làm thế nào?", "procedure"],
    ["muon dang ky ket hon thi lam sao", "procedure"],
    ["Làm thế nào để được cấp lại thẻ căn cước?", "procedure"],
    ["Điều kiện bổ nhiệm công chứng viên?", "condition"],
    ["Doanh nghiệp phải đáp ứng yêu cầu gì?", "condition"],
    ["vi sao phai sap xep don vi hanh chinh", "reason"],
    ["Nguyên nhân các hạn chế là gì?", "reason"],
    ["Kế hoạch 151 nhằm mục đích gì?", "purpose"],
    ["Chỉ thị 07 ban hành để làm gì?", "purpose"],
  ])("%s: %s", (question, kind) => {
    expect(kindOf(question)).toBe(kind);
  });

  test.each([
    "Ai chịu trách nhiệm nếu chậm tiến độ?",
    "Ai ký Chỉ thị 07?",
    "Ai là người chủ trì?",
    "Chủ tịch UBND xã phải làm gì?",
    "Giám đốc Sở Y tế chịu trách nhiệm gì?",
    "Sở Nội vụ làm gì về cải cách thủ tục hành chính?",
    "Thủ tục cấp phép do cơ quan nào giải quyết?",
    "Hồ sơ gửi về Sở Nội vụ trước ngày nào?",
    "Điều kiện làm việc của công nhân do ai kiểm tra?",
    "Trụ sở dôi dư xử lý thế nào?",
    "Sở Y tế Lạng Sơn là cơ quan gì?",
  ])("another way of answering is asked for: %s", (question) => {
    expect(kindOf(question)).toBeNull();
  });

  test("an office is told from its body, as typed", () => {
    expect(findWanted("Chủ tịch UBND thành phố Phan Rang là ai?")).toMatchObject({
      post: "Chủ tịch",
      body: "UBND thành phố Phan Rang",
    });
    expect(findWanted("Thủ tướng hiện nay là ai?")).toMatchObject({ post: "Thủ tướng", body: "" });
  });
});
