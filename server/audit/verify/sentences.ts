import type { FaultCode, Finding } from "./findings.ts";
import type { Verdict } from "./verdict.ts";

const KINDS: Readonly<Record<string, string>> = {
  answer: "câu trả lời",
  feedback: "góp ý",
  delivery: "lần gửi",
  erasure: "lần xóa",
  review: "lượt rà soát",
};

const SENTENCES: Readonly<Record<FaultCode, (finding: Finding) => string>> = {
  "line.missing": ({ position, upTo }) =>
    upTo === undefined || upTo === position ? "dòng này của nhật ký đã bị xóa" : `các dòng đến ${upTo} đã bị xóa`,
  "line.changed": () => "dòng này của nhật ký đã bị sửa hoặc đổi chỗ: mã băm không khớp với chính nó",
  "line.replaced": () => "dòng này đã bị thay bằng dòng khác: dòng sau ghi một mã băm khác",
  "row.missing": () => "dữ liệu mà dòng này ghi lại đã bị xóa",
  "row.changed": () => "dữ liệu đã bị sửa sau khi ghi",
  "row.unlogged": () => "dữ liệu được chèn thêm, không có dòng nào trong nhật ký",
  "words.changed": () => "lời văn đã bị sửa sau khi ghi",
  "words.gone": () => "lời văn bị mất mà không có lần xóa nào được ghi",
  "words.returned": () => "lời văn đã xóa xuất hiện trở lại",
  "person.changed": () => "người hỏi đã bị đổi sau khi ghi",
  "person.gone": () => "người hỏi bị mất mà không có lần xóa nào được ghi",
  "person.returned": () => "người hỏi đã xóa xuất hiện trở lại",
  "head.changed": () => "mắt xích cuối ghi trong cơ sở dữ liệu không khớp với dòng cuối",
  "seal.invalid": () => "chữ ký niêm phong tại dòng này không đúng",
  "seal.unknown_key": ({ detail }) => `niêm phong tại dòng này do khóa lạ ${detail} ký; chỉ tin khi thêm --trust KHÓA`,
  "seal.contradicts": ({ detail }) =>
    `nhật ký đã bị viết lại: niêm phong tại dòng này ký một mã băm khác${detail ?? ""}`,
  "seal.above_end": ({ upTo }) => `phần cuối nhật ký đã bị cắt: đã có niêm phong đến dòng ${upTo}`,
  "seals_file.unreadable": ({ detail }) => `tệp niêm phong có dòng không đọc được (dòng ${detail} của tệp)`,
  "export.unreadable": ({ detail }) => `tệp xuất có dòng không đọc được (dòng ${detail} của tệp)`,
  "export.cut": () => "tệp xuất bị cắt: thiếu dòng niêm phong cuối tệp",
  "export.unknown_key": ({ detail }) => `tệp xuất mang khóa lạ ${detail}; chỉ tin khi thêm --trust KHÓA`,
  "lines.unsigned": ({ upTo }) => `các dòng từ đây đến ${upTo} chưa được ký`,
};

/** "Dòng 12 (câu trả lời abc): dữ liệu đã bị sửa sau khi ghi. [row.changed]" */
export function findingSentence(finding: Finding): string {
  const { code, position, kind, subject } = finding;
  const what = kind === null ? "" : ` (${KINDS[kind] ?? kind} ${subject})`;
  const place = position === null ? `Không có số dòng${what}` : `Dòng ${position}${what}`;
  return `${place}: ${SENTENCES[code](finding)}. [${code}]`;
}

/** What a person reads. */
export function verdictLines(verdict: Verdict): string[] {
  const { lines, head, sealedTo, first, bad, notices, from } = verdict;
  if (first !== null) {
    return [
      `NHẬT KÝ KHÔNG NGUYÊN VẸN: ${bad} chỗ sai trong ${lines} dòng. Chỗ sai đầu tiên:`,
      findingSentence(first),
      ...notices,
    ];
  }
  const part = from > 1 ? ` (từ dòng ${from})` : "";
  const signed = sealedTo === null ? "chưa dòng nào được ký" : `đã ký đến dòng ${sealedTo}`;
  return [`${lines} dòng${part}, mắt xích cuối ${head.hash}, ${signed}.`, ...notices];
}
