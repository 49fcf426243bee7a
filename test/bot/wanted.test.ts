import { describe, expect, test } from "vitest";
import { answering, directive } from "./answering.ts";

const CITY = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "77/KH-UBND",
  type: "Kế hoạch",
  title: "Cấp giấy phép khai thác nước dưới đất trên địa bàn tỉnh",
  place: "Lạng Sơn",
  date: "02/12/2025",
  opening:
    "Nhằm bảo đảm an ninh nguồn nước cho người dân, Ủy ban nhân dân tỉnh ban hành Kế hoạch cấp giấy phép khai thác nước dưới đất như sau:",
  clauses: [
    "1. Chính quyền địa phương 02 cấp phối hợp quản lý giếng khoan; nguyên nhân mực nước hạ thấp là do khoan tự phát.",
    "2. Sở Nông nghiệp và Môi trường thẩm định hồ sơ cấp giấy phép khai thác nước dưới đất; tổ chức đủ điều kiện được cấp phép theo quy định.",
    "3. Doanh nghiệp được cấp giấy phép phải duy trì mức ký quỹ hai tỷ đồng.",
    "4. Phòng Văn hóa - Thông tin",
    "- Tuyên truyền tiết kiệm nước tới từng hộ dân.",
    "5. Công an tỉnh",
    "- Kiểm tra việc khoan giếng trái phép.",
    "6. Vướng mắc về giấy phép khai thác nước, liên hệ ông Đào Văn Thử, Chuyên viên Sở Nông nghiệp và Môi trường, điện thoại 0205.3812.345.",
    "7. Tham gia đoàn kiểm tra có Bộ trưởng Bộ Y tế Trần Thị Mẫu, Bí thư Tỉnh ủy Lạng Sơn; đại diện các sở.",
  ],
  signer: "Lê Văn Mẫu",
});

describe("an answer holds the kind of thing that is asked for", async () => {
  const { ask } = await answering({ "ke-hoach-nuoc.txt": CITY });

  test.each([
    ["who signs as the office", "Ai là Chủ tịch UBND tỉnh Lạng Sơn?", "Lê Văn Mẫu"],
    ["the same without diacritics", "chu tich tinh lang son la ai", "Lê Văn Mẫu"],
    ["who is named beside the office", "Bộ trưởng Bộ Y tế là ai?", "Trần Thị Mẫu"],
    ["the office of a person", "Ông Đào Văn Thử là ai?", "Chuyên viên Sở Nông nghiệp"],
    ["a telephone number", "Số điện thoại hỏi về giấy phép khai thác nước?", "0205.3812.345"],
    ["a purpose without the word", "Mục đích của Kế hoạch 77/KH-UBND là gì?", "Nhằm bảo đảm an ninh nguồn nước"],
    ["a reason", "Vì sao mực nước hạ thấp?", "khoan tự phát"],
    ["an amount in words", "Mức ký quỹ phải duy trì là bao nhiêu tiền?", "hai tỷ đồng"],
    ["a count in words", "Chính quyền hai cấp quản lý giếng khoan thế nào?", "02 cấp"],
  ])("%s", async (_, question, says) => {
    const answer = await ask(question);
    expect(answer.status).toBe("answered");
    expect(answer.citations.map(({ quote }) => quote.replace(/\s+/g, " ")).join("\n")).toContain(says);
  });

  test.each([
    ["another post of the same body", "Phó Chủ tịch UBND tỉnh Lạng Sơn là ai?"],
    ["the same post of another body", "Ai là Chủ tịch UBND tỉnh Lào Cai?"],
    ["an office that only has duties", "Ai là Giám đốc Công an tỉnh Lạng Sơn?"],
    ["an office in a list of names and offices", "Bí thư Tỉnh ủy Lạng Sơn là ai?"],
    ["a condition that is only spoken of", "Điều kiện cấp giấy phép khai thác nước dưới đất?"],
    ["a telephone number of somebody else", "Số điện thoại Công an tỉnh Lạng Sơn?"],
    ["an address where only a number stands", "Trụ sở Sở Nông nghiệp và Môi trường ở đâu?"],
    ["steps that nobody describes", "Thủ tục cấp giấy phép lái xe gồm mấy bước?"],
    ["a fine that is not set", "Khoan giếng trái phép bị phạt bao nhiêu tiền?"],
  ])("or the answer says that it is not there: %s", async (_, question) => {
    const answer = await ask(question);
    expect(answer.status).toBe("not_found");
    expect(answer.citations).toEqual([]);
  });

  test("with the document nearest to the question", async () => {
    expect((await ask("Phó Chủ tịch UBND tỉnh Lạng Sơn là ai?")).answer).toContain(
      "Văn bản gần nhất: Kế hoạch 77/KH-UBND",
    );
  });

  test("a short name is the one agency that begins with it, and the answer says so", async () => {
    const answer = await ask("phong van hoa lang son phai lam gi");
    expect(answer.answer).toContain("Hiểu “Phòng Văn hóa” là Phòng Văn hóa - Thông tin.");
    expect(answer.citations.map(({ quote }) => quote)).toEqual([
      expect.stringContaining("Tuyên truyền tiết kiệm nước"),
    ]);
  });

  test("who has to act stays a question for agencies", async () => {
    const answer = await ask("Ai kiểm tra việc khoan giếng trái phép?");
    expect(answer.answer).toContain("Công an tỉnh");
    expect(answer.status).toBe("answered");
  });
});
