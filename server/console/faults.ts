import { AppError, isAppError } from "../../retrieval/index.ts";
import { type Problem, problemOf } from "../http/problem.ts";

type Status = Problem["status"] | 401 | 409 | 429;

const known: Record<string, { status: Status; detail: string }> = {
  "console.signed_out": { status: 401, detail: "Phiên làm việc đã hết. Anh/chị đăng nhập lại." },
  "console.admins_only": { status: 403, detail: "Việc này cần vai trò quản trị." },
  "console.not_found": { status: 404, detail: "Không có mục này." },
  "console.bad_form": { status: 422, detail: "Biểu mẫu thiếu hoặc sai thông tin." },
  "console.no_file": { status: 422, detail: "Chưa chọn tệp nào." },
  "console.upload_too_large": {
    status: 413,
    detail: "Gửi một lần quá nhiều. Anh/chị chia ra nhiều lần, mỗi lần dưới 64 MB.",
  },
  "console.job_not_failed": { status: 409, detail: "Chỉ đọc lại được tệp không đọc được và còn giữ." },
  "console.job_not_open": { status: 409, detail: "Công việc này không còn hủy được." },
  "console.not_pending": { status: 409, detail: "Bản này không còn chờ duyệt." },
  "console.nothing_chosen": { status: 422, detail: "Chưa chọn bản nào." },
  "console.words_not_found": { status: 422, detail: "Không tìm thấy câu này trong nguyên văn." },
  "console.no_run": { status: 409, detail: "Không có lượt lập chỉ mục nào đang chạy." },
  "console.own_password": {
    status: 409,
    detail: "Mật khẩu của chính mình thì đổi ở mục Đổi mật khẩu, cần mật khẩu hiện tại.",
  },
  "console.not_available": { status: 409, detail: "Máy chủ chưa được cấu hình cho việc này." },
  "notice.missing": { status: 404, detail: "Không có đề nghị đính chính này." },
  "notice.decided": { status: 409, detail: "Đề nghị đính chính này đã được quyết định." },
  "notice.own": { status: 409, detail: "Cần một người khác quyết định." },
  "notice.not_own": { status: 409, detail: "Chỉ người đề nghị mới rút được đề nghị." },
  "notice.open": { status: 409, detail: "Câu trả lời này đã có một đề nghị đang chờ xác nhận." },
  "notice.words_erased": { status: 409, detail: "Lời của câu trả lời này đã được xóa." },
  "notice.not_judged_wrong": { status: 409, detail: "Chưa có kết quả rà soát nói câu trả lời này sai." },
  "review.not_found": { status: 404, detail: "Không có mục này." },
  "review.taken": { status: 409, detail: "Người khác đang xem trao đổi này." },
  "review.erased": { status: 409, detail: "Lời của trao đổi này đã được xóa." },
  "alias.not_in_use": { status: 404, detail: "Cách gọi này không còn dùng." },
  "alias.another_agency": { status: 409, detail: "Cách gọi này đã thuộc về cơ quan khác." },
  "export.busy": { status: 429, detail: "Đang có lượt xuất khác; xin chờ rồi thử lại." },
  "sign_in.refused": { status: 422, detail: "Tên hoặc mật khẩu không đúng." },
  "sign_in.too_many": { status: 429, detail: "Đã thử quá nhiều lần." },
};

/** What an admin is told of a fault. Our own errors carry their Vietnamese sentence; nothing else leaves the house. */
export function consoleProblem(error: unknown): { status: Status; detail: string; code: string } {
  const problem = problemOf(error);
  if (!isAppError(error)) return problem;
  const entry = known[error.code];
  if (entry !== undefined) return { ...entry, detail: error.userMessage ?? entry.detail, code: error.code };
  if (problem.status !== 500 || error.userMessage === undefined) return problem;
  // A refusal that has words for the user is no fault of ours, whichever part of the program made it.
  return { status: 422, detail: error.userMessage, code: error.code };
}

export function consoleError(code: keyof typeof known & string, message: string, userMessage?: string): AppError {
  return new AppError({ code, message, ...(userMessage === undefined ? {} : { userMessage }) });
}
