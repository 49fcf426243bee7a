import { findDocumentNumbers, plainView } from "../../text/index.ts";
import type { Line } from "../lines.ts";
import type { Field, Span } from "../types.ts";

export interface NumberReading {
  number: Field<string> | null;
  /** "/UBND-TH" where the figure is left blank. */
  blankNumber: Field<string> | null;
  /** The number line itself. */
  span: Span;
}

const NUMBER_LINE = /^(?:luật |nghị quyết |pháp lệnh )?số\s*:?\s*(?=[\d/.…_\-–]|$)/iu;
const ANY_NUMBER = /^\d{1,6}[a-z]?(?:\/\d{4})?\s?[/-]\s?\p{Lu}[\p{L}\d&.]*(?:\s?[-/–]\s?\p{Lu}[\p{L}\d&.]*)*/u;
const BLANK_NUMBER = /^[.…_\s]*([/-]\s?\p{Lu}[\p{L}\d&]*(?:[-/–][\p{L}\d&]+)*)/u;

/** Reads "Số: 12/KH-UBND" (the figure may stand on the next line) or a number left blank, "Số: /UBND-TH". */
export function readNumber(text: string, lines: readonly Line[]): NumberReading | null {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as Line;
    if (!NUMBER_LINE.test(line.plain)) continue;
    const next = lines[index + 1];
    const end = next && next.gap === "line" ? next.end : line.end;
    const reading = numberAt(text, line, end);
    if (reading) return reading;
  }
  return null;
}

function numberAt(text: string, line: Line, end: number): NumberReading | null {
  const view = plainView(text, line.start, end);
  const from = NUMBER_LINE.exec(view.text)?.[0].length ?? 0;
  const rest = view.text.slice(from);
  const found = findDocumentNumbers(rest)[0];
  const raw = found && found.start === 0 ? found.raw : ANY_NUMBER.exec(rest)?.[0];
  if (raw) {
    const span = view.span(from, from + raw.length);
    const value = raw.replace(/\s+/gu, "").replace(/–/gu, "-").replace(/[.-]$/u, "");
    return {
      number: { value, span },
      blankNumber: null,
      span: { start: line.start, end: Math.max(line.end, span.end) },
    };
  }
  const blank = BLANK_NUMBER.exec(rest);
  if (!blank) return null;
  const at = from + blank[0].length - (blank[1] as string).length;
  const value = (blank[1] as string).replace(/\s+/gu, "");
  return {
    number: null,
    blankNumber: { value, span: view.span(at, at + (blank[1] as string).length) },
    span: { start: line.start, end: line.end },
  };
}

/** Thể loại by the code in a symbol (Nghị định 30/2020/NĐ-CP, Phụ lục III); a symbol that opens with an agency is a công văn. */
const TYPE_CODES: Readonly<Record<string, string>> = {
  NQ: "Nghị quyết",
  QĐ: "Quyết định",
  CT: "Chỉ thị",
  QC: "Quy chế",
  QYĐ: "Quy định",
  TC: "Thông cáo",
  TB: "Thông báo",
  HD: "Hướng dẫn",
  CTR: "Chương trình",
  KH: "Kế hoạch",
  PA: "Phương án",
  ĐA: "Đề án",
  BC: "Báo cáo",
  TTR: "Tờ trình",
  CĐ: "Công điện",
  KL: "Kết luận",
  NĐ: "Nghị định",
  TT: "Thông tư",
  CV: "Công văn",
  GM: "Giấy mời",
};

/** Type that a number's symbol shows: "47-KH/BCĐ" → "Kế hoạch", "465/UBND-VX" → "Công văn", "176/2025/QH15" → null. */
export function typeFromNumber(number: string): string | null {
  const symbol = number.replace(/^[\d]*[a-z]?(?:\/\d{4})?[/-]/u, "");
  const codes = symbol.split(/[/-]/u).map((code) => code.toUpperCase());
  const first = codes[0] ?? "";
  if (TYPE_CODES[first] && codes.length > 1) return TYPE_CODES[first] as string;
  return codes.length > 1 && first !== "" && !/^QH\d*$/u.test(first) ? "Công văn" : null;
}
