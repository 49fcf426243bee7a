import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answering, answering, directive, falseCitations } from "../bot/answering.ts";

const FAIR = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "31/KH-UBND",
  type: "Kế hoạch",
  title: "Tổ chức hội chợ hoa đào năm 2025",
  place: "Lạng Sơn",
  date: "10/01/2025",
  clauses: [
    "1. Sở Công Thương chủ trì tổ chức gian hàng hội chợ hoa đào.",
    "2. Sở Y tế trực cấp cứu; báo cáo Ủy ban nhân dân tỉnh trước ngày 25/12 hằng năm.",
    "3. Thời gian mở cửa hội chợ kéo dài đến hết ngày 15 tháng 02 năm 2025.",
    "4. Tỷ lệ gian hàng nông sản chiếm 45% tổng số gian hàng.",
    "5. Rà soát phương án để sửa chữa nhà trưng bày, gửi Sở Tài chính trước ngày 03/01/2025.",
    "6. Ban Tổ chức hội chợ do Phó Chủ tịch Ủy ban nhân dân tỉnh làm Trưởng ban; thành viên Ban Tổ chức gồm Sở Công Thương, Sở Y tế, Công an tỉnh.",
    "7. Không thu phí gửi xe đối với 12 bãi xe quanh hội chợ.",
  ],
});
const TELEGRAM = directive({
  issuer: "Thủ tướng Chính phủ",
  number: "61/CĐ-TTg",
  type: "Công điện",
  title: "Phòng cháy rừng mùa khô",
  place: "Hà Nội",
  date: "02/03/2025",
  clauses: ["1. Bộ Công an kiểm tra phương án chữa cháy rừng."],
});

let held: Answering;
beforeAll(async () => {
  held = await answering({ "hoi-cho.txt": FAIR, "cong-dien.txt": TELEGRAM });
});
afterAll(() => held.db.close());

const lead = async (question: string) => (await held.ask(question)).answer.split("\n")[0];

describe("a figure or day that is to be confirmed", () => {
  it.each([
    [
      "Kế hoạch 31 yêu cầu báo cáo trước ngày 30/11 hằng năm phải không?",
      "Không: Kế hoạch 31/KH-UBND ghi “trước ngày 25/12 hằng năm”.",
    ],
    [
      "Kế hoạch 31 yêu cầu báo cáo trước ngày 25/12 hằng năm đúng không?",
      "Đúng: Kế hoạch 31/KH-UBND ghi “trước ngày 25/12 hằng năm”.",
    ],
    ["Gian hàng nông sản ở Lạng Sơn chiếm 30% đúng không?", "Không: Kế hoạch 31/KH-UBND ghi “chiếm 45% tổng”."],
    [
      "Kế hoạch 31: hội chợ mở cửa kéo dài đến 20/2/2025 phải không?",
      "Không: Kế hoạch 31/KH-UBND ghi “đến hết ngày 15 tháng 02 năm 2025”.",
    ],
  ])("is compared with the clause on the rest: %s", async (question, said) => {
    expect(await lead(question)).toBe(said);
  });

  it("is not judged by the day of something else in the sentence", async () => {
    expect(await lead("Kế hoạch 31 yêu cầu sửa chữa nhà trưng bày xong trước ngày 15/01/2025 phải không?")).not.toMatch(
      /^(?:Đúng|Không):/,
    );
  });

  it("is not called right by a sentence that denies it", async () => {
    expect(await lead("Kế hoạch 31 cho thu phí gửi xe ở 12 bãi xe quanh hội chợ đúng không?")).not.toMatch(/^Đúng/);
  });
});

describe("an agency that is to be confirmed", () => {
  it.each([
    [
      "Sở Công Thương Lạng Sơn chủ trì tổ chức gian hàng hội chợ hoa đào đúng không?",
      /^Đúng: Kế hoạch 31\/KH-UBND giao Sở Công Thương tỉnh Lạng Sơn chủ trì\./,
    ],
    [
      "Sở Y tế Lạng Sơn chủ trì tổ chức gian hàng hội chợ hoa đào phải không?",
      /^Không: Kế hoạch 31\/KH-UBND giao Sở Công Thương chủ trì/,
    ],
    [
      "Sở Y tế Lạng Sơn có phải thành viên Ban Tổ chức hội chợ hoa đào không?",
      /^Có: Kế hoạch 31\/KH-UBND .* nêu Sở Y tế tỉnh Lạng Sơn/,
    ],
  ])("%s", async (question, said) => expect(await lead(question)).toMatch(said));

  it("is not said to be a member where the list leaves it out", async () => {
    expect(await lead("Sở Nội vụ Lạng Sơn có phải thành viên Ban Tổ chức hội chợ hoa đào không?")).not.toMatch(/^Có/);
  });
});

describe("a document that is called by another kind's name", () => {
  it("is found by its symbol", async () => {
    const { status, answer } = await held.ask("Công văn 61/CĐ-TTg ban hành ngày nào?");
    expect(status).toBe("answered");
    expect(answer).toContain("ban hành ngày 2/3/2025");
  });
});

it("quotes word for word", async () => expect(await falseCitations(held.db)).toEqual([]));
