import { AppError } from "../../errors.ts";

/** What `AppError` says in two languages, before it is thrown or sent over from the reading process. */
export interface Fault {
  code: string;
  message: string;
  userMessage: string;
}

export const faultError = (fault: Fault, cause?: unknown): AppError =>
  new AppError({ ...fault, ...(cause === undefined ? {} : { cause }) });

const megabytes = (count: number) => Math.ceil(count / 2 ** 20);

export const tooLarge = (size: number, most: number): Fault => ({
  code: "file.too_large",
  message: `The file has ${megabytes(size)} MB; at most ${megabytes(most)} MB can be indexed. Split it or index its text only.`,
  userMessage: `Tệp có dung lượng ${megabytes(size)} MB, vượt quá mức ${megabytes(most)} MB. Vui lòng tách nhỏ tệp rồi gửi lại.`,
});

export const empty = (name: string): Fault => ({
  code: "file.empty",
  message: `"${name}" holds no text. Check the file and index it again; send a scan as .pdf, .png or .jpg.`,
  userMessage: `Tệp "${name}" không có nội dung chữ. Vui lòng kiểm tra lại tệp; nếu là bản quét, xin gửi dạng .pdf, .png hoặc .jpg.`,
});

export const unsupported = (name: string, what = "not a kind of file that can be indexed"): Fault => ({
  code: "file.unsupported",
  message: `"${name}" is ${what}. Use .docx, .doc, .pdf, .rtf, .txt, .md, .html, .png or .jpg.`,
  userMessage: `Chưa đọc được loại tệp của "${name}". Vui lòng dùng tệp .docx, .doc, .pdf, .rtf, .txt, .md, .html, .png hoặc .jpg.`,
});

export const notText = (name: string): Fault => ({
  code: "file.not_text",
  message: `"${name}" is not a text file (UTF-8, UTF-16, TCVN3 or VNI). Convert it to text first.`,
  userMessage: `Tệp "${name}" không phải tệp văn bản (UTF-8, UTF-16, TCVN3 hoặc VNI). Vui lòng chuyển sang tệp văn bản rồi gửi lại.`,
});

export const encodingUnclear = (name: string): Fault => ({
  code: "file.encoding_unclear",
  message: `The letters of "${name}" are in an encoding that cannot be told apart with certainty. Save it as Unicode (UTF-8).`,
  userMessage: `Không xác định được bảng mã chữ Việt của tệp "${name}". Vui lòng lưu lại bằng Unicode (UTF-8) rồi gửi lại.`,
});

/** A page saved by mistake under a document's or an image's ending: "văn bản.pdf" that holds a login page. */
export const wrongEnding = (name: string, actual: string): Fault => ({
  code: "file.wrong_ending",
  message: `"${name}" is not what its ending says: it holds ${actual}. Fetch the document again or rename it.`,
  userMessage: `Nội dung tệp "${name}" không đúng với phần mở rộng (thực tế là ${actual}). Vui lòng tải lại văn bản hoặc đổi tên tệp.`,
});

export const broken = (name: string, kind: string): Fault => ({
  code: "file.broken",
  message: `"${name}" is a damaged ${kind} file and cannot be read. Open it, save it again and index the new copy.`,
  userMessage: `Tệp "${name}" bị hỏng nên không đọc được. Vui lòng mở tệp, lưu lại rồi gửi bản mới.`,
});

export const encrypted = (name: string): Fault => ({
  code: "file.encrypted",
  message: `"${name}" is protected by a password. Save a copy without the password and index that.`,
  userMessage: `Tệp "${name}" được đặt mật khẩu. Vui lòng lưu một bản không có mật khẩu rồi gửi lại.`,
});

export const bomb = (name: string): Fault => ({
  code: "file.unpacks_too_large",
  message: `"${name}" unpacks to far more than a document holds and was not opened. Save it again from the word processor.`,
  userMessage: `Tệp "${name}" khi giải nén quá lớn so với một văn bản nên không được mở. Vui lòng lưu lại từ phần mềm soạn thảo.`,
});

export const unsafeXml = (name: string): Fault => ({
  code: "file.unsafe_xml",
  message: `"${name}" declares XML entities, which no word processor writes, and was not opened. Save it again from the word processor.`,
  userMessage: `Tệp "${name}" có cấu trúc không an toàn nên không được mở. Vui lòng lưu lại từ phần mềm soạn thảo.`,
});

export const tooManyPages = (name: string, { pages, most, scanned }: PageCount): Fault => ({
  code: "file.too_many_pages",
  message: `"${name}" has ${pages} ${scanned ? "scanned " : ""}pages; at most ${most} are read. Split it.`,
  userMessage: `Tệp "${name}" có ${pages} trang${scanned ? " bản quét" : ""}, vượt mức ${most} trang. Vui lòng tách nhỏ tệp rồi gửi lại.`,
});

export interface PageCount {
  pages: number;
  most: number;
  scanned: boolean;
}

export const imageTooLarge = (name: string, width: number, height: number): Fault => ({
  code: "file.image_too_large",
  message: `"${name}" has a page of ${width} × ${height}, which is no page of a document. Scan it at 200 to 400 dpi.`,
  userMessage: `Hình trong tệp "${name}" có kích thước ${width} × ${height}, không phải trang văn bản. Vui lòng quét lại ở mức 200 đến 400 dpi.`,
});

export const tooSlow = (name: string, seconds: number): Fault => ({
  code: "file.too_slow",
  message: `Reading "${name}" took longer than ${seconds} seconds and was stopped. Split it or save it again.`,
  userMessage: `Đọc tệp "${name}" mất quá ${seconds} giây nên đã dừng. Vui lòng tách nhỏ hoặc lưu lại tệp.`,
});

export const tooHeavy = (name: string): Fault => ({
  code: "file.too_heavy",
  message: `Reading "${name}" needed more memory than a document may use and was stopped. Split it or save it again.`,
  userMessage: `Đọc tệp "${name}" cần quá nhiều bộ nhớ nên đã dừng. Vui lòng tách nhỏ hoặc lưu lại tệp.`,
});
