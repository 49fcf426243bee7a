import type { ParsedDocument, Span, Warning } from "../document/types.ts";

interface Rule {
  code: string;
  pattern: RegExp;
  /** Never repeats the data itself: warnings are listed, logged and counted. */
  message: string;
  /** Words right before that make it somebody's office and no private matter. */
  unless?: RegExp;
}

const ID_WORDS =
  "(?:CCCD|CMND|CMTND|CMT|[Cc]ăn cước(?: công dân)?|[Cc]hứng minh (?:nhân dân|thư)|[Ss]ố định danh(?: cá nhân)?|[Mm]ã định danh cá nhân)";
/** Digits of an identity card, in groups or not: 12, or 9 of the older card. */
const ID = String.raw`(?<![\d.,])(?:\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}|\d{3}[ .]?\d{3}[ .]?\d{3})(?![\d]|[.,]\d)`;
/** Mobile prefixes; landlines (02…) are offices'. Grouped as people write them: a date beside an hour has as many digits. */
const MOBILE = String.raw`(?<![\d.,/-])(?:\+84[ .]?|0)[35789](?:\d{8}|\d[ .-]?\d{3}[ .-]\d{4}|\d{2}[ .-]\d{3}[ .-]\d{3}|\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}|\d{2}[ .-]\d{6}|\d[ .-]\d{7})(?!\d|[.,]\d)`;

const RULES: readonly Rule[] = [
  {
    code: "personal.id-number",
    pattern: new RegExp(String.raw`(?<=${ID_WORDS}[^\n\d]{0,30})${ID}`, "gu"),
    message: "Có số căn cước/chứng minh nhân dân của cá nhân.",
  },
  {
    code: "personal.phone",
    pattern: new RegExp(MOBILE, "gu"),
    message: "Có số điện thoại di động, có thể của cá nhân.",
    unless: /(?:đường dây nóng|hotline|tổng đài|trực ban|trực thường xuyên|trực chỉ huy)[^\n;]{0,60}$/iu,
  },
  {
    code: "personal.address",
    pattern:
      /(?:(?:[Nn]ơi |[Hh]ộ khẩu |[Đđ]ăng ký )?[Tt]hường trú|[Nn]ơi cư trú|[Cc]hỗ ở|[Nn]ơi ở|[Tt]rú tại|[Nn]hà riêng)(?: (?:hiện nay|hiện tại))?(?:\s*:\s*(?=\S)|\s+(?:tại\s+)?(?=(?:số nhà|nhà số|số \d|thôn|xóm|ấp|bản|tổ|khu phố)\s))[^\n;|]{6,120}/gu,
    message: "Có địa chỉ nơi ở của cá nhân.",
  },
];

/** Personal data in the body, each with its place, for an admin to confirm before an approval. Pure. */
export function personalData(parsed: ParsedDocument): Warning[] {
  const found = RULES.flatMap((rule) => matches(parsed, rule));
  const cells = idColumns(parsed);
  return [...found, ...cells].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function matches({ text, furniture, passages }: ParsedDocument, { code, pattern, message, unless }: Rule): Warning[] {
  return [...text.matchAll(pattern)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter((span) => !furniture.some((menu) => menu.start <= span.start && span.start < menu.end))
    .filter((span) => code !== "personal.phone" || !isLetterhead(span, passages))
    .filter((span) => !unless?.test(text.slice(Math.max(0, span.start - 90), span.start)))
    .map((span) => ({ code, message, span }));
}

/** An office prints its own telephone in its letterhead. */
function isLetterhead(span: Span, passages: ParsedDocument["passages"]): boolean {
  const body = passages.find(({ kind }) => kind === "clause" || kind === "preamble" || kind === "basis");
  return span.start < (body?.span.start ?? 0);
}

/** A table's column "Số CCCD": the word stands in the header row alone. */
function idColumns({ text }: ParsedDocument): Warning[] {
  const warnings: Warning[] = [];
  let column = -1;
  for (const line of text.matchAll(/[^\n]+/gu)) {
    if (!line[0].trimStart().startsWith("|")) {
      column = -1;
      continue;
    }
    const cells = [...line[0].matchAll(/(?<=\|)[^|]*(?=\|)/gu)];
    const named = cells.findIndex(([cell]) => new RegExp(ID_WORDS, "u").test(cell) && !/\d{9}/u.test(cell));
    if (named >= 0) column = named;
    const cell = cells[column];
    const value = named < 0 && cell ? /\d{9}(?:\d{3})?(?!\d)/u.exec(cell[0]) : null;
    if (!cell || !value) continue;
    const start = line.index + cell.index + value.index;
    const span = { start, end: start + value[0].length };
    warnings.push({ code: "personal.id-number", message: "Có số căn cước/chứng minh nhân dân của cá nhân.", span });
  }
  return warnings;
}
