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
const CHILDREN = directive({
  issuer: "Ủy ban nhân dân tỉnh Cao Bằng",
  number: "42/KH-UBND",
  type: "Kế hoạch",
  title: "Tổ chức Tháng hành động vì trẻ em năm 2025",
  place: "Cao Bằng",
  date: "12/05/2025",
  clauses: [
    "1. Các sở, ngành gửi báo cáo kết quả Tháng hành động vì trẻ em về Sở Nội vụ trước ngày 20/07/2025 để tổng hợp báo cáo Bộ Y tế.",
    "2. Tỷ lệ trẻ em trai biết bơi đạt 50% từ năm 2025; tỷ lệ trẻ em gái biết bơi đạt 30% vào năm 2025.",
    "3. Thời hạn trả lời đơn thư của cha mẹ trẻ em là 30 ngày làm việc.",
    "4. Xây dựng phần mềm quản lý hồ sơ trẻ em.",
    "- Đơn vị chủ trì: Sở Khoa học và Công nghệ.",
    "- Đơn vị phối hợp: Sở Y tế.",
    "5. Công an xã lập danh sách trẻ em lang thang, gửi Công an huyện trước ngày 05/08/2025.",
    "6. Sở Y tế chủ trì khám sức khỏe cho trẻ em miền núi.",
  ],
});
const RULES = directive({
  issuer: "Ủy ban nhân dân tỉnh Cao Bằng",
  number: "9/2025/QĐ-UBND",
  type: "Quyết định",
  title: "Ban hành Quy chế trông giữ xe",
  place: "Cao Bằng",
  date: "03/06/2025",
  clauses: [
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế trông giữ xe.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 15 tháng 6 năm 2025.",
  ],
  signer: "Nông Văn Mẫu",
});

let held: Answering;
beforeAll(async () => {
  held = await answering({
    "hoi-cho.txt": FAIR,
    "cong-dien.txt": TELEGRAM,
    "tre-em.txt": CHILDREN,
    "quy-che.txt": RULES,
  });
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
    ["Gian hàng nông sản ở Lạng Sơn chiếm 30% đúng không?", "Không: Kế hoạch 31/KH-UBND ghi “chiếm 45%”."],
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

describe("a day by which something is sent", () => {
  it.each([
    ["Sở Y tế", "Không: Kế hoạch 42/KH-UBND ghi “về Sở Nội vụ trước ngày 20/07/2025”."],
    ["Sở Nội vụ", "Đúng: Kế hoạch 42/KH-UBND ghi “trước ngày 20/07/2025”."],
  ])("is confirmed only for the one that it is sent to: %s", async (agency, said) => {
    expect(
      await lead(`Báo cáo kết quả Tháng hành động vì trẻ em ở Cao Bằng gửi ${agency} trước 20/7/2025 phải không?`),
    ).toBe(said);
  });
});

it("is not decided for one to whom the receiver reports in turn, nor for another level", async () => {
  const sent = (agency: string) =>
    lead(`Báo cáo kết quả Tháng hành động vì trẻ em ở Cao Bằng gửi ${agency} trước 20/7/2025 phải không?`);
  expect(await sent("Bộ Y tế")).not.toMatch(/^(?:Đúng|Không):/);
  const listed = (agency: string) =>
    lead(`Kế hoạch 42: ${agency} gửi danh sách trẻ em lang thang trước 05/08/2025 phải không?`);
  expect(await listed("Công an xã")).toMatch(/^Đúng:/);
  expect(await listed("Công an tỉnh")).not.toMatch(/^Đúng/);
});

describe("a figure of one of two things", () => {
  it("is that of the thing asked about, however the target is worded", async () => {
    expect(await lead("Kế hoạch 42 đặt chỉ tiêu trẻ em gái biết bơi đạt 50% đúng không?")).toBe(
      "Không: Kế hoạch 42/KH-UBND ghi “đạt 30%”.",
    );
    expect(await lead("Kế hoạch 42 đặt mục tiêu trẻ em trai biết bơi 50% đúng không?")).toBe(
      "Đúng: Kế hoạch 42/KH-UBND ghi “đạt 50%”.",
    );
  });

  it("keeps working days apart from days", async () => {
    const asked = (days: string) => lead(`Kế hoạch 42: thời hạn trả lời đơn thư của cha mẹ là ${days} đúng không?`);
    expect(await asked("45 ngày")).toBe("Không: Kế hoạch 42/KH-UBND ghi “là 30 ngày làm việc”.");
    expect(await asked("30 ngày")).not.toMatch(/^Đúng/);
    expect(await asked("30 ngày làm việc")).toBe("Đúng: Kế hoạch 42/KH-UBND ghi “là 30 ngày làm việc”.");
  });
});

describe("an agency whose role stands on a line below the task", () => {
  it.each([
    ["Sở Khoa học và Công nghệ", "Đúng: Kế hoạch 42/KH-UBND giao Sở Khoa học và Công nghệ tỉnh Cao Bằng chủ trì."],
    ["Sở Y tế", "Không: Kế hoạch 42/KH-UBND giao Sở Khoa học và Công nghệ chủ trì; Sở Y tế tỉnh Cao Bằng phối hợp."],
  ])("%s", async (agency, said) => {
    const { answer } = await held.ask(`${agency} Cao Bằng chủ trì xây dựng phần mềm quản lý hồ sơ trẻ em phải không?`);
    expect(answer.split("\n")[0]).toBe(said);
    expect(answer).toContain("Đơn vị chủ trì: Sở Khoa học và Công nghệ");
    expect(answer).not.toContain("khám sức khỏe");
  });
});

describe("a signer that is to be confirmed", () => {
  it.each([
    ["Chủ tịch Nông Văn Mẫu", /^Đúng: Quyết định 9\/2025\/QĐ-UBND ghi người ký là Nông Văn Mẫu/],
    ["ông Hoàng Văn Thử", /^Không: Quyết định 9\/2025\/QĐ-UBND ghi người ký là Nông Văn Mẫu/],
    ["Chủ tịch UBND tỉnh", /^Người ký Quyết định 9\/2025\/QĐ-UBND .*: Nông Văn Mẫu/],
  ])("%s", async (name, said) => {
    expect(await lead(`Quyết định 9/2025/QĐ-UBND do ${name} ký phải không?`)).toMatch(said);
  });
});

it("answers when something is in force by its own clause, not by the day of issue", async () => {
  const { answer } = await held.ask("Quyết định 9/2025/QĐ-UBND có hiệu lực từ ngày ký phải không?");
  expect(answer).toContain("kể từ ngày 15 tháng 6 năm 2025");
  expect(answer.split("\n")[0]).not.toContain("ban hành ngày");
});

it("does not speak of a deadline where a beginning is asked about", async () => {
  expect(await lead("Từ ngày 01/07/2025 Cao Bằng bỏ khám sức khỏe cho trẻ em miền núi phải không?")).not.toMatch(
    /thời hạn|^Đúng/,
  );
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
