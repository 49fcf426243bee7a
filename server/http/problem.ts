import type { Context } from "hono";
import { AppError, isAppError } from "../../retrieval/index.ts";

type Status = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 421 | 422 | 429 | 500 | 503;

/** RFC 9457. `code` is stable, `detail` is one Vietnamese sentence for an official. */
export interface Problem {
  type: "about:blank";
  title: string;
  status: Status;
  detail: string;
  code: string;
}

const titles: Record<Status, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Every failure that a visitor can meet. A code that is not listed is a fault of ours: 500, its words kept inside. */
const known: Record<string, { status: Status; detail: string }> = {
  "request.not_json": { status: 400, detail: "Nội dung gửi lên không phải JSON hợp lệ." },
  "request.not_utf8": { status: 400, detail: "Nội dung gửi lên không phải văn bản UTF-8." },
  "request.wrong_type": { status: 415, detail: "Chỉ nhận nội dung kiểu application/json, mã hóa UTF-8." },
  "request.too_large": { status: 413, detail: "Nội dung gửi lên quá lớn." },
  "request.invalid": { status: 422, detail: "Nội dung gửi lên không đúng dạng {question, history}." },
  "request.cross_site": { status: 403, detail: "Yêu cầu này được gửi từ một trang khác nên không được nhận." },
  "request.wrong_host": { status: 421, detail: "Máy chủ không nhận yêu cầu gửi tới tên miền này." },
  "request.method": { status: 405, detail: "Địa chỉ này không nhận phương thức đó." },
  "page.not_found": { status: 404, detail: "Không có trang này." },
  "visitor.not_enrolled": {
    status: 401,
    detail: "Chỉ cán bộ đã đăng ký mới dùng được; xin nhập mã mời trên trang hỏi.",
  },
  "visitor.too_fast": { status: 429, detail: "Anh/chị gửi hơi nhanh; xin chờ một phút rồi gửi tiếp." },
  "question.too_fast": { status: 429, detail: "Anh/chị gửi hơi nhanh; xin chờ một phút rồi gửi tiếp." },
  "document.not_found": { status: 404, detail: "Không có văn bản này, hoặc không có bản được hỏi." },
  "question.empty": { status: 422, detail: "Anh/chị chưa nhập câu hỏi." },
  "question.too_long": { status: 422, detail: "Câu hỏi dài quá 2.000 ký tự, anh/chị rút gọn giúp." },
  "question.not_text": { status: 422, detail: "Câu hỏi không phải là chữ." },
  "server.starting": { status: 503, detail: "Máy chủ đang khởi động, anh/chị thử lại sau ít giây." },
  "server.stopping": { status: 503, detail: "Máy chủ đang tắt, anh/chị thử lại sau ít phút." },
};

const internal = {
  status: 500,
  detail: "Máy chủ gặp lỗi khi xử lý. Anh/chị thử lại, nếu vẫn lỗi thì báo quản trị viên.",
} as const;
const unavailable = {
  status: 503,
  detail: "Kho văn bản tạm thời không truy cập được, anh/chị thử lại sau ít phút.",
} as const;

/** The only place where an error gets an HTTP status. Nothing of an unknown error's own words leaves the house. */
export function problemOf(error: unknown): Problem {
  const code = isAppError(error) ? error.code : "internal";
  const entry =
    known[code] ?? (isAppError(error) && (error.retryable || code.startsWith("database.")) ? unavailable : internal);
  const userMessage = isAppError(error) && entry !== internal ? error.userMessage : undefined;
  return {
    type: "about:blank",
    title: titles[entry.status],
    status: entry.status,
    detail: userMessage ?? entry.detail,
    code: entry === internal ? "internal" : code,
  };
}

export function sendProblem(context: Context, error: unknown): Response {
  const problem = problemOf(error);
  const seconds = retryAfter(problem.status, error);
  if (seconds !== null) context.header("Retry-After", String(seconds));
  return context.body(JSON.stringify(problem), problem.status, {
    "Content-Type": "application/problem+json; charset=utf-8",
    "Cache-Control": "no-store",
  });
}

/** Seconds; null where waiting is of no use. */
function retryAfter(status: Status, error: unknown): number | null {
  const known = isAppError(error) ? error.retryAfterSeconds : undefined;
  if (known !== undefined) return known;
  return status === 503 ? 5 : status === 429 ? 60 : null;
}

/** An error of the HTTP edge itself. */
export function requestError(code: keyof typeof known & string, message: string): AppError {
  return new AppError({ code, message });
}
