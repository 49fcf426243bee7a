import { AppError } from "../errors.ts";
import { canonicalise } from "../text/index.ts";
import { htmlToText } from "./html.ts";

/** Files above this size are refused: the longest directive of the corpora has 0.14 MB. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

const READERS: Readonly<Record<string, (text: string) => string>> = {
  txt: (text) => text,
  md: (text) => text,
  markdown: (text) => text,
  html: htmlToText,
  htm: htmlToText,
};

/**
 * Reads a file's bytes into the canonical text (NFC, LF, no byte order mark). UTF-8 and UTF-16, with or without a
 * byte order mark. Throws `file.empty`, `file.too_large`, `file.unsupported` (unknown ending) or `file.not_text`.
 */
export function decodeFile(bytes: Uint8Array, name: string): string {
  if (bytes.length > MAX_FILE_BYTES) throw tooLarge(bytes.length);
  const reader = READERS[extension(name)];
  if (!reader) throw unsupported(name);
  if (bytes.length === 0) throw empty(name);
  const text = canonicalise(reader(canonicalise(decodeText(bytes, name))));
  if (text.trim() === "") throw empty(name);
  return text;
}

function extension(name: string): string {
  return /\.([\p{L}\p{N}]+)$/u.exec(name)?.[1]?.toLowerCase() ?? "";
}

function decodeText(bytes: Uint8Array, name: string): string {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    if (!isText(text)) throw notText(name);
    return text;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw notText(name, cause);
  }
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return zeroHalf(bytes, 1) ? "utf-16le" : zeroHalf(bytes, 0) ? "utf-16be" : "utf-8";
}

/** UTF-16 without a byte order mark: spaces, figures and most Latin letters leave every second byte zero. */
function zeroHalf(bytes: Uint8Array, parity: 0 | 1): boolean {
  const sample = Math.min(bytes.length - (bytes.length % 2), 2000);
  if (sample < 8 || bytes.length % 2 === 1) return false;
  let zero = 0;
  let otherZero = 0;
  for (let index = 0; index < sample; index += 1) {
    if (bytes[index] !== 0) continue;
    if (index % 2 === parity) zero += 1;
    else otherZero += 1;
  }
  return zero > sample * 0.2 && otherZero < sample * 0.01;
}

/** Control characters do not occur in text; a file of another kind is full of them. */
function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const controls = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd\uffff]/gu)?.length ?? 0;
  return controls === 0 || (controls <= 4 && controls / text.length < 0.0005 && !text.includes("\u0000"));
}

const megabytes = (count: number) => Math.ceil(count / 1024 / 1024);

function tooLarge(size: number): AppError {
  return new AppError({
    code: "file.too_large",
    message: `The file has ${megabytes(size)} MB; at most ${megabytes(MAX_FILE_BYTES)} MB can be indexed. Split it or index its text only.`,
    userMessage: `Tệp có dung lượng ${megabytes(size)} MB, vượt quá mức ${megabytes(MAX_FILE_BYTES)} MB. Vui lòng tách nhỏ tệp rồi gửi lại.`,
  });
}

function unsupported(name: string): AppError {
  return new AppError({
    code: "file.unsupported",
    message: `"${name}" is not a kind of file that can be indexed. Use .txt, .md or .html.`,
    userMessage: `Chưa đọc được loại tệp của "${name}". Vui lòng dùng tệp .txt, .md hoặc .html.`,
  });
}

function empty(name: string): AppError {
  return new AppError({
    code: "file.empty",
    message: `"${name}" holds no text. Check the file and index it again.`,
    userMessage: `Tệp "${name}" không có nội dung. Vui lòng kiểm tra lại tệp.`,
  });
}

function notText(name: string, cause?: unknown): AppError {
  return new AppError({
    code: "file.not_text",
    message: `"${name}" is not a text file (UTF-8 or UTF-16). Convert it to text first.`,
    userMessage: `Tệp "${name}" không phải tệp văn bản (UTF-8 hoặc UTF-16). Vui lòng chuyển sang tệp văn bản rồi gửi lại.`,
    cause,
  });
}
