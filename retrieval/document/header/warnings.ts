import type { Line } from "../lines.ts";
import type { DocumentHeader, SourceTier, Warning } from "../types.ts";

interface Facts {
  tier: SourceTier;
  official: boolean;
  /** What the text itself gave, before the sidecar filled in. */
  fromText: { header: DocumentHeader; dayBlank: boolean; dayMonth: unknown };
}

/** What could not be read, or only from the sidecar: one sentence each, for an admin. */
export function headerWarnings(header: DocumentHeader, facts: Facts): Warning[] {
  return [...numberWarnings(header, facts), ...dateWarnings(header, facts), ...otherWarnings(header, facts)];
}

function numberWarnings(header: DocumentHeader, { fromText, official }: Facts): Warning[] {
  const own = fromText.header;
  if (own.blankNumber) {
    const message = `Văn bản để trống số (“${own.blankNumber.value}”); cần đối chiếu với bản đã ban hành.`;
    return [{ code: "number.blank", message, span: own.blankNumber.span }];
  }
  if (own.number) return [];
  if (header.number) {
    const message = `Văn bản không ghi số, ký hiệu; hệ thống dùng số ${header.number.value} do người quản trị cung cấp.`;
    return [{ code: "number.sidecar", message, span: null }];
  }
  const message = official
    ? "Không đọc được số, ký hiệu của văn bản."
    : "Bài viết không nêu rõ số, ký hiệu của văn bản được đưa tin.";
  return [{ code: "number.missing", message, span: null }];
}

function dateWarnings(header: DocumentHeader, { fromText }: Facts): Warning[] {
  const own = fromText.header.issuedOn;
  if (fromText.dayMonth) {
    return [{ code: "date.no_year", message: "Bài viết chỉ nêu ngày, tháng ban hành, không nêu năm.", span: null }];
  }
  if (own && own.value.length < 10) {
    const message = "Văn bản không ghi đủ ngày, tháng, năm ban hành.";
    return [{ code: "date.partial", message, span: own.span }];
  }
  if (own) return [];
  const message = header.issuedOn
    ? "Văn bản không ghi ngày ban hành; hệ thống dùng ngày do người quản trị cung cấp."
    : "Không đọc được ngày ban hành của văn bản.";
  return [{ code: header.issuedOn ? "date.sidecar" : "date.missing", message, span: null }];
}

function otherWarnings(header: DocumentHeader, { official }: Facts): Warning[] {
  const warnings: Warning[] = [];
  const add = (code: string, message: string) => warnings.push({ code, message, span: null });
  if (!header.issuer) add("issuer.missing", "Không xác định được cơ quan ban hành.");
  if (official && !header.signer) add("signer.missing", "Không đọc được người ký văn bản.");
  if (!header.title) add("title.missing", "Không đọc được trích yếu của văn bản.");
  return warnings;
}

const UNOFFICIAL = /khong phai (?:la )?van ban goc|ban tom luoc|^(?:ban )?du thao\b/;

/** A file that calls itself a draft or a summary above its letterhead is shown with that. */
export function unofficialWarning(lines: readonly Line[]): Warning | null {
  const line = lines.slice(0, 4).find((candidate) => candidate.plain.length < 120 && UNOFFICIAL.test(candidate.folded));
  if (!line) return null;
  const message = `Tệp tự ghi là “${line.plain}”: không phải bản chính của văn bản.`;
  return { code: "copy.unofficial", message, span: { start: line.start, end: line.end } };
}

const LOOK_ALIKE =
  /[\u0370-\u03ff\u0400-\u04ff](?=[\p{Script=Latin}])|(?<=[\p{Script=Latin}])[\u0370-\u03ff\u0400-\u04ff]/u;

/** Greek or Cyrillic letters inside Latin words: they look right and are not found by typing. */
export function homoglyphWarning(text: string, lines: readonly Line[]): Warning | null {
  const line = lines.find((candidate) => LOOK_ALIKE.test(candidate.plain));
  if (!line) return null;
  const at = line.start + text.slice(line.start, line.end).search(LOOK_ALIKE);
  const message =
    "Văn bản có ký tự Hy Lạp hoặc Kirin lẫn trong chữ Latinh; hệ thống vẫn tìm được nhưng trích nguyên văn như bản gốc.";
  return { code: "homoglyph", message, span: { start: at, end: at + 1 } };
}
