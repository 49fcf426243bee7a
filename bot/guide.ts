import type { Person } from "./asking.ts";

const EXAMPLE = "Sở Tài chính phải làm gì theo Chỉ thị 07?";

/** How to ask, in the lines of a greeting. */
export function howToAsk({ unit }: Pick<Person, "unit">): string {
  const own = unit ? ` Hỏi “Chúng tôi phải làm gì?” là hỏi cho ${unit}.` : "";
  return `Xin cứ hỏi bằng câu thường, ví dụ: “${EXAMPLE}”.${own}\nGửi /huongdan để xem các lệnh.`;
}

export function greeting(person: Person): string {
  return `Chào anh/chị. ${howToAsk(person)}`;
}

/** /huongdan */
export function guide({ unit }: Person): string {
  return [
    "Gửi câu hỏi bằng câu thường, có dấu hay không dấu đều được. Ví dụ:",
    `• ${EXAMPLE}`,
    ...(unit ? ["• Chúng tôi phải làm gì?"] : []),
    "",
    "Các lệnh, có hay không có dấu “/”:",
    "/nguon 2 – toàn văn nguồn số 2 của câu trả lời vừa rồi; gửi riêng số 2 cũng được",
    "/vanban – các văn bản đang giữ",
    "/phanhoi nội dung – góp ý về câu trả lời vừa rồi",
    "👍 hoặc 👎 – đánh giá câu trả lời vừa rồi",
    "/moi – bắt đầu cuộc trò chuyện mới",
    "/toi – bot đang lưu gì về anh/chị",
    "/quen – xóa cuộc trò chuyện của anh/chị",
  ].join("\n");
}
