import { type Database, dayInVietnam, showDate } from "../retrieval/index.ts";
import { type Asking, roleAndUnit } from "./asking.ts";
import { type ChannelName, isPlatform } from "./message.ts";
import { holdingsOf } from "./store/holdings.ts";

/** What a person is known by where that is no account. */
const ACCOUNTS: Readonly<Partial<Record<ChannelName, string>>> = { web: "trình duyệt này", cli: "người dùng máy này" };

/** /toi: who the person is for the bot, and what is stored of them. */
export async function aboutMe(db: Database, { person, incoming }: Asking): Promise<string> {
  const { turns, answers, feedback } = await holdingsOf(db, person.key);
  const { enrolment, unit } = person;
  const who = enrolment
    ? `Anh/chị đã đăng ký: ${roleAndUnit(enrolment.role, unit)}, từ ngày ${showDate(dayInVietnam(enrolment.enrolledAt))}.`
    : "Ở đây ai cũng hỏi được, không cần đăng ký.";
  return [
    who,
    "Bot đang lưu:",
    `• mã ẩn danh của ${ACCOUNTS[incoming.channel] ?? "tài khoản"}, không lưu tên hay số điện thoại`,
    ...(enrolment && isPlatform(incoming.channel) ? ["• địa chỉ cuộc trò chuyện, để gửi câu trả lời"] : []),
    `• ${turns} câu hỏi gần đây, để hiểu câu hỏi nối tiếp`,
    `• ${answers} câu trả lời trong nhật ký và ${feedback} góp ý gắn với mã ẩn danh`,
    "Gửi /quen để xóa cuộc trò chuyện.",
  ].join("\n");
}
