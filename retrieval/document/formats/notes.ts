import type { Warning } from "../types.ts";

/** Offices do have such files; their words are read, the macros are neither run nor looked into. */
export const macroWarning = (): Warning => ({
  code: "file.macros",
  message: "Tệp có chứa macro; hệ thống chỉ đọc phần chữ, không chạy macro. Nên lưu lại dạng không có macro.",
  span: null,
});

export const endingWarning = (name: string, actual: string): Warning => ({
  code: "file.wrong_ending",
  message: `Phần mở rộng của tệp “${name}” không đúng với nội dung (thực tế là ${actual}); hệ thống đã đọc theo nội dung.`,
  span: null,
});

export const numberingWarning = (): Warning => ({
  code: "numbering.automatic",
  message:
    "Tệp .doc dùng đánh số tự động, các số này không đọc được; nên lưu lại dạng .docx rồi nạp lại để giữ số mục.",
  span: null,
});
