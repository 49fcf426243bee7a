import type { Warning } from "../types.ts";
import { encodingUnclear, type Fault, faultError, notText } from "./faults.ts";
import { readLegacy } from "./legacy.ts";

export interface DecodedText {
  text: string;
  warnings: Warning[];
}

/**
 * Bytes as text: UTF-8 and UTF-16 with or without a byte order mark, else the encodings of before Unicode. Throws
 * `file.not_text`, or `file.encoding_unclear` where the bytes fit no encoding clearly: a wrong letter is worse than none.
 */
export function decodeText(bytes: Uint8Array, name: string): DecodedText {
  const unicode = decodeAs(bytes, encodingOf(bytes));
  if (unicode !== null) {
    if (!isText(unicode)) throw faultError(notText(name));
    return repairLetters(unicode);
  }
  const latin = decodeAs(bytes, "windows-1252");
  if (latin === null || !isText(latin)) throw faultError(notText(name));
  const reading = readLegacy(latin, decodeAs(bytes, "windows-1258") ?? "");
  if (reading.state !== "legacy") throw faultError(unclearFault(latin, name));
  return { text: reading.text, warnings: [legacyWarning(reading.encoding)] };
}

/** Text that came as Unicode but was written in a font of before it (.VnTime, VNI-Times): Word files and their copies. */
export function repairLetters(text: string): DecodedText {
  const reading = readLegacy(text);
  if (reading.state === "legacy") return { text: reading.text, warnings: [legacyWarning(reading.encoding)] };
  if (reading.state === "plain") return { text, warnings: [] };
  const message =
    "Nhiều chữ trong văn bản không phải chữ tiếng Việt đúng chính tả (có thể do phông chữ cũ hoặc lỗi bảng mã); cần đối chiếu với bản gốc.";
  return { text, warnings: [{ code: "encoding.unclear", message, span: null }] };
}

/** Random bytes are no text in any encoding; letters that fit none are. */
function unclearFault(latin: string, name: string): Fault {
  const words = latin.match(/[\p{L}\p{N}\s.,;:()/-]/gu)?.length ?? 0;
  return words / latin.length > 0.8 ? encodingUnclear(name) : notText(name);
}

const legacyWarning = (encoding: string): Warning => ({
  code: "encoding.legacy",
  message: `Văn bản viết bằng bảng mã cũ (${encoding}), đã được chuyển sang Unicode; xin đối chiếu chữ hoa và tên riêng.`,
  span: null,
});

function decodeAs(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
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
