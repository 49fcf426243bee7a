import { type Database, showDate } from "../retrieval/index.ts";
import { type Asking, roleAndUnit } from "./asking.ts";
import { holdingsOf } from "./store/holdings.ts";

/** /toi: who the person is for the bot, and what is stored of them. */
export async function aboutMe(db: Database, { person }: Asking): Promise<string> {
  const { turns, answers, feedback } = await holdingsOf(db, person.key);
  const { enrolment, unit } = person;
  const who = enrolment
    ? `Anh/chị đã đăng ký: ${roleAndUnit(enrolment.role, unit)}, từ ngày ${vietnameseDate(enrolment.enrolledAt)}.`
    : "Ở đây ai cũng hỏi được, không cần đăng ký.";
  return [
    who,
    "Bot đang lưu:",
    "• mã ẩn danh của tài khoản, không lưu tên hay số điện thoại",
    ...(enrolment ? ["• địa chỉ cuộc trò chuyện, để gửi câu trả lời"] : []),
    `• ${turns} câu hỏi gần đây, để hiểu câu hỏi nối tiếp`,
    `• ${answers} câu trả lời trong nhật ký và ${feedback} góp ý gắn với mã ẩn danh`,
    "Gửi /quen để xóa cuộc trò chuyện.",
  ].join("\n");
}

function vietnameseDate(date: Date): string {
  return showDate(new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(date));
}
