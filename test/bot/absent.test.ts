import { describe, expect, test } from "vitest";
import { answering, directive } from "./answering.ts";

/** Neighbours of the subjects asked for below: their syllables, not their words. */
const RELIEF = directive({
  issuer: "Ủy ban nhân dân tỉnh Đắk Lắk",
  number: "129/KH-UBND",
  type: "Kế hoạch",
  title: "Hỗ trợ nhu yếu phẩm cho Nhân dân vùng lũ",
  place: "Đắk Lắk",
  date: "21/11/2025",
  clauses: [
    "1. Cấp ngay mì tôm, lương khô, nước uống cho Nhân dân các vùng ngập sâu; nơi lưu trú tạm có thực phẩm tối thiểu, ánh sáng trong 48 giờ.",
    "2. Sở Nội vụ rà soát, thu hồi giấy tờ hộ tịch và nội dung đăng ký sai sau khi ký kết quả kiểm tra.",
    "3. Doanh nghiệp tham gia bảo hiểm xã hội, bảo hiểm thất nghiệp theo Điều 48 Nghị định số 145/2020/NĐ-CP.",
    "4. Mỗi hộ bị sập nhà được hỗ trợ 60 triệu đồng để xây dựng lại nhà ở.",
    "5. Sở Y tế cấp phát thuốc khử trùng nước cho các trạm y tế trước ngày 05/12/2025.",
  ],
});

describe("a subject that no document treats", async () => {
  const { ask } = await answering({ "ke-hoach.txt": RELIEF });

  test.each([
    ["its syllables stand apart in one clause", "Lương tối thiểu vùng là bao nhiêu?"],
    ["the same without diacritics", "luong toi thieu vung la bao nhieu"],
    ["its words are other words' syllables", "Thủ tục đăng ký kết hôn cần giấy tờ gì?"],
    ["an amount is asked for that is only mentioned", "Mức đóng bảo hiểm thất nghiệp là bao nhiêu?"],
    ["an agency is tasked, but with something else", "Sở Y tế phải làm gì về tiêm chủng mở rộng?"],
  ])("is not answered where %s", async (_, question) => {
    const answer = await ask(question);
    expect(answer.status).toBe("not_found");
    expect(answer.citations).toEqual([]);
  });

  test.each([
    ["Hộ bị sập nhà được hỗ trợ bao nhiêu tiền?", "60 triệu đồng"],
    ["ho tro xay dung lai nha o bao nhieu tien", "60 triệu đồng"],
    ["Dân vùng ngập được cấp những gì?", "lương khô"],
    ["Sở Y tế phải làm gì về khử trùng nước?", "khử trùng nước"],
    ["Doanh nghiệp có phải tham gia bảo hiểm thất nghiệp không?", "bảo hiểm thất nghiệp"],
  ])("while what is treated stays answered: %s", async (question, says) => {
    const answer = await ask(question);
    expect(answer.status).toBe("answered");
    expect(answer.answer).toContain(says);
  });
});
