import { isClosing, isOfficialMark } from "./form.ts";
import type { Line } from "./lines.ts";
import type { Span } from "./types.ts";

/** Notices above a legal portal's copy. */
const TOP_NOTICE =
  /ban dich nay thuoc quyen so huu|has the copyright on this translation|^cac noi dung duoc sua doi|^dang tai van ban|click vao phan boi vang/;
/** What only a legal portal writes below its copy; nothing of the document follows. */
const FOOTER_MARK =
  /^van ban nay chua cap nhat|^van ban lien quan$|^noi dung sua doi, huong dan$|^file duoc dinh kem theo van ban$|^ve luu tru, su dung thong tin khach hang$|^luoc do van ban$|^luu tru, su dung thong tin khach hang$/;
export const BOX_LABEL =
  /^(so hieu|so ky hieu|loai van ban|noi ban hanh|co quan ban hanh|nguoi ky|ngay ban hanh)\s*:?$/;
const BOX_STATE =
  /^(ngay hieu luc|ngay het hieu luc|tinh trang|tinh trang hieu luc|ngay cong bao|so cong bao|linh vuc|ngay dang)\s*:?$/;
const MAX_BOX_LINES = 40;

/** Furniture of a legal portal's page around a directive: notices above, metadata state, editorial summary, footer. */
export function portalFurniture(lines: readonly Line[]): Span[] {
  const box = metadataBox(lines);
  const spans = [topNotice(lines, box?.first ?? null)];
  if (box) spans.push(...boxState(lines, box), editorial(lines, box.last + 1));
  spans.push(footer(lines));
  return spans.filter((span) => span !== null);
}

interface Box {
  /** Index of the first label line and of the last line. */
  first: number;
  last: number;
}

/** "Số hiệu: | 12/QĐ-X | … Ngày ban hành: | 1/2/2025 | … Tình trạng: | Đã biết": at least three labels near the top. */
export function metadataBox(lines: readonly Line[]): Box | null {
  const first = lines.findIndex((line) => BOX_LABEL.test(line.folded));
  if (first < 0) return null;
  let last = first;
  let labels = 0;
  for (let index = first; index < Math.min(first + MAX_BOX_LINES, lines.length); index += 1) {
    const line = lines[index] as Line;
    if (isOfficialMark(line)) break;
    if (!BOX_LABEL.test(line.folded) && !BOX_STATE.test(line.folded)) continue;
    labels += 1;
    last = index + 1;
  }
  return labels >= 3 ? { first, last: Math.min(last, lines.length - 1) } : null;
}

function topNotice(lines: readonly Line[], boxAt: number | null): Span | null {
  const limit = Math.min(boxAt ?? 30, lines.length);
  const head = lines.slice(0, limit);
  const last = boxAt === null ? head.findLastIndex((line) => TOP_NOTICE.test(line.folded)) : head.length - 1;
  if (last < 0 || !head.some((line) => TOP_NOTICE.test(line.folded))) return null;
  if (head.slice(0, last + 1).some(isOfficialMark)) return null;
  return { start: (lines[0] as Line).start, end: (lines[last] as Line).end };
}

/** Whether the copy is in force and in which gazette: said by the site, seldom filled in. */
function boxState(lines: readonly Line[], box: Box): Span[] {
  const spans: Span[] = [];
  for (let index = box.first; index <= box.last; index += 1) {
    const line = lines[index] as Line;
    const value = lines[index + 1];
    if (!BOX_STATE.test(line.folded)) continue;
    spans.push({ start: line.start, end: value && !BOX_LABEL.test(value.folded) ? value.end : line.end });
  }
  return spans;
}

/** The site's own summary between its box and the directive; only when the directive itself follows. */
function editorial(lines: readonly Line[], from: number): Span | null {
  const heading = lines[from];
  if (!heading) return null;
  const until = lines.findIndex((line, index) => index >= from && isOfficialMark(line));
  if (until <= from) return null;
  let end = until;
  // The issuer's cell stands before the national motto: it belongs to the directive.
  while (end > from && isLetterheadPart(lines[end - 1] as Line)) end -= 1;
  if (end <= from || !lines.slice(until).some(isClosing)) return null;
  return { start: heading.start, end: (lines[end - 1] as Line).end };
}

const isLetterheadPart = (line: Line): boolean =>
  line.plain.length < 90 && !/\p{Ll}/u.test(line.plain) && !/[.;]$/u.test(line.plain);

/** "Quyết định 12/QĐ-X năm 2025 …": how the portal names its copy. */
const startsWithNumberedType = (line: Line): boolean => /^\p{L}+ \p{L}+(?: \p{L}+){0,3} \d+[/-]/u.test(line.folded);

function footer(lines: readonly Line[]): Span | null {
  const mark = lines.findIndex((line) => FOOTER_MARK.test(line.folded));
  if (mark < 0 || lines.slice(mark).some(isClosing)) return null;
  let from = mark;
  // The portal repeats the document's name above its first mark.
  if (/^van ban nay chua cap nhat/.test((lines[mark] as Line).folded)) {
    const name = lines[mark - 1];
    if (name && startsWithNumberedType(name)) from = mark - 1;
  }
  return { start: (lines[from] as Line).start, end: (lines.at(-1) as Line).end };
}
