import type { ParsedDocument, Span, Warning } from "../document/types.ts";
import { AppError } from "../errors.ts";
import { fold } from "../text/index.ts";
import { personalData } from "./personal-data.ts";

/** What a deployment lets in. A marked document is refused before anything of it is stored. */
export interface GateRules {
  /** Mật, Tối mật, Tuyệt mật. "allow" is for a network that is itself cleared for them. */
  secret: "refuse" | "allow";
  /** "Lưu hành nội bộ". "allow" where everybody who may ask belongs to the office. */
  internal: "refuse" | "allow";
  /** Personal data: pointed out, and confirmed before an approval. */
  personal: "confirm" | "ignore";
}

/**
 * Safe where nothing is configured: the bot may answer people outside the office (Zalo, Telegram, invitations), so a
 * paper for internal circulation needs a deployment that says that it does not.
 */
export const SAFE_GATE: GateRules = { secret: "refuse", internal: "refuse", personal: "confirm" };

export type MarkKind = "secret" | "internal";

export interface FoundMark {
  kind: MarkKind;
  /** As printed: "TỐI MẬT". */
  words: string;
  span: Span;
}

/** Throws `document.secret` or `document.internal`; returns what an admin has to confirm. */
export function checkGate(parsed: ParsedDocument, rules: GateRules = SAFE_GATE): Warning[] {
  for (const mark of findMarks(parsed)) {
    if (rules[mark.kind] === "refuse") throw refused(mark);
  }
  return rules.personal === "confirm" ? personalData(parsed) : [];
}

/** Warnings of the gate, which an approval has to confirm. */
export function needsConfirmation({ code }: Warning): boolean {
  return code.startsWith("personal.");
}

/** Marks stand above the text, in a line or a table cell of their own; the word inside a sentence is none. Pure. */
export function findMarks(parsed: ParsedDocument): FoundMark[] {
  const end = zoneEnd(parsed);
  const marks: FoundMark[] = [];
  let before = "";
  for (const line of parsed.text.slice(0, end).matchAll(/[^\n]+/gu)) {
    const inFurniture = parsed.furniture.some((span) => span.start <= line.index && line.index < span.end);
    if (inFurniture || line[0].trim() === "") continue;
    for (const cell of line[0].matchAll(CELL)) {
      const kind = kindOf(cell[0], before);
      const start = line.index + cell.index;
      if (kind) marks.push({ kind, words: bare(cell[0]), span: { start, end: start + cell[0].length } });
    }
    before = line[0];
  }
  return marks;
}

/** Longest letterhead of the corpora: 1,100 characters; a mark below that is no mark of the whole paper. */
const LONGEST_ZONE = 3000;
const BODY = new Set(["clause", "preamble", "basis", "closing", "table-row", "recipients", "annex"]);

function zoneEnd({ text, passages, furniture }: ParsedDocument): number {
  const body = passages.find(({ kind }) => BODY.has(kind))?.span.start ?? text.length;
  const menu = furniture.filter(({ start }) => start < body).reduce((sum, { start, end }) => sum + end - start, 0);
  return Math.min(body, LONGEST_ZONE + menu, text.length);
}

/** Two columns of a letterhead come out as one line with a wide gap, a tab or a table's bar between them. */
const CELL = /(?:[^\s|]| (?! ))+/gu;
const DECORATION = /^[\s*_#>[\]()“”".:–-]+|[\s*_#>[\]()“”".:–-]+$/gu;
const SECRET = /^(?:TUYỆT MẬT|TỐI MẬT|MẬT|Tuyệt mật|Tuyệt Mật|Tối mật|Tối Mật|Mật)$/u;
const LABELLED = /^(?:(?:mức )?độ mật|mức độ bảo mật|dấu mật)\s*:?\s*(?:tuyệt mật|tối mật|mật)$/iu;
/** "Số: 12/BC-UBND (Mật)" */
const BESIDE_NUMBER = /^số\s*:.*\(\s*(?:tuyệt mật|tối mật|mật)\s*\)$/iu;
const INTERNAL = /^(?:tài liệu |văn bản )?(?:chỉ )?lưu hành nội bộ$/iu;

function kindOf(cell: string, lineBefore: string): MarkKind | null {
  const words = bare(cell);
  if (INTERNAL.test(words)) return "internal";
  if (LABELLED.test(words) || BESIDE_NUMBER.test(cell.trim())) return "secret";
  return SECRET.test(words) && !goesOn(lineBefore) ? "secret" : null;
}

const bare = (cell: string) => cell.replace(DECORATION, "").replace(/\s+/gu, " ");

/** "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ / TỐI MẬT": a title that is broken in two lines. */
function goesOn(lineBefore: string): boolean {
  return /(?:\b(?:do|muc|loai|va|bi|bao|hoac)|,)\W*$/u.test(fold(lineBefore));
}

function refused({ kind, words }: FoundMark): AppError {
  if (kind === "secret") {
    return new AppError({
      code: "document.secret",
      message: `The document is marked "${words}" and was not stored. State secrets do not belong into this system.`,
      userMessage: `Văn bản có dấu “${words}” nên không được đưa vào hệ thống và chưa được lưu. Tài liệu mật phải xử lý theo quy định về bảo vệ bí mật nhà nước.`,
    });
  }
  return new AppError({
    code: "document.internal",
    message: `The document is marked "${words}" and was not stored. Allow internal documents in the gate's rules if everybody who may ask belongs to the office.`,
    userMessage: `Văn bản ghi “${words}” nên chưa được lưu: hệ thống này chưa được phép nhận tài liệu lưu hành nội bộ.`,
  });
}
