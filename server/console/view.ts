import type { Session } from "../admin/index.ts";
import { type WaitingCounts, waitingCounts } from "./store/waiting.ts";
import type { ConsoleContext, ConsoleDependencies } from "./types.ts";

/** What every page of somebody who is signed in shows besides its own content. */
export interface View {
  session: Session;
  waiting: WaitingCounts;
  /** What was just done, in words; null when nothing was. */
  done: string | null;
}

/**
 * What a page may be told to say after a change. A code and not a sentence in the address: a link from elsewhere must not
 * be able to put words into the console's mouth.
 */
const DONE: Record<string, string> = {
  "mat-khau": "Đã đổi mật khẩu; các phiên đăng nhập khác đã kết thúc.",
  "tai-khoan": "Đã lưu tài khoản.",
  "nhan-tep": "Đã nhận tệp; máy chủ đang đọc.",
  "thu-lai": "Đã đưa công việc vào hàng đợi lại.",
  "huy-viec": "Đã hủy công việc.",
  duyet: "Đã duyệt; bản này đang được dùng để trả lời.",
  "tu-choi": "Đã từ chối bản này.",
  "quay-lai": "Đã quay lại bản trước.",
  sua: "Đã ghi nhận đính chính.",
  "rut-sua": "Đã rút đính chính.",
  "hieu-luc": "Đã ghi nhận hiệu lực.",
  "bo-qua": "Đã bỏ qua đề xuất.",
  "thu-hoi": "Đã thu hồi giấy mời.",
  "xoa-nguoi": "Đã kết thúc quyền hỏi của người này.",
  "xoa-loi": "Đã xóa lời của người này khỏi nhật ký.",
  "danh-gia": "Đã lưu đánh giá.",
  "nhan-viec": "Đã nhận; việc này được giữ cho anh/chị trong 30 phút.",
  "tra-viec": "Đã trả lại; người khác nhận được việc này.",
  "het-viec": "Không còn việc nào đang chờ mà anh/chị nhận được.",
  "chi-muc": "Đã ghi nhận; tiến độ hiện bên dưới.",
  "tb-de-nghi": "Đã gửi đề nghị; cần một người khác xác nhận.",
  "tb-xac-nhan": "Đã xác nhận; đang báo cho người nhận.",
  "tb-tu-choi": "Đã từ chối đề nghị.",
  "tb-rut": "Đã rút đề nghị.",
  "ch-them": "Đã thêm câu hỏi đánh giá.",
  "ch-sua": "Đã lưu câu hỏi đánh giá.",
  "ch-xoa": "Đã xóa câu hỏi đánh giá.",
  "cach-goi": "Đã thêm cách gọi; câu hỏi từ bây giờ được hiểu theo đó.",
  "rut-cach-goi": "Đã rút cách gọi.",
  "cho-ra-soat": "Đã đưa các câu trả lời vào hàng đợi rà soát.",
};

export type Done = keyof typeof DONE & string;

export async function viewOf(context: ConsoleContext, { db }: ConsoleDependencies): Promise<View> {
  const done = context.req.query("xong");
  return {
    session: context.get("session"),
    waiting: await waitingCounts(db),
    done: done === undefined ? null : (DONE[done] ?? null),
  };
}

/** After a change: the page again, so that reloading it repeats nothing. */
export function backTo(context: ConsoleContext, path: string, done: Done): Response {
  const [address, query = ""] = path.split("?");
  const fields = new URLSearchParams(query);
  fields.set("xong", done);
  return context.redirect(`${address}?${fields}`, 303);
}
