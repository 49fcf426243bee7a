import { isClosing, isMotto, isOfficialMark, typeHeading } from "./form.ts";
import { isUpper, type Line } from "./lines.ts";
import type { Span } from "./types.ts";

/** Lines that are furniture wherever they stand, whole. Kept narrow: each was seen on a real page. */
const MENU_LINE: readonly RegExp[] = [
  /^(?:thong tin moi nhat|thong ke truy cap|dang nhap|dang ky|trang chu|noi dung chinh|chia se|in trang|ban in|quay lai|ve dau trang|gui email|luu bai viet|binh luan|ban quyen)$/,
  /^[•\-+]?\s*(?:dang online|dang truy cap|hom nay|hom qua|trong tuan|trong thang|tat ca|tong (?:so )?(?:luot )?truy cap|so luot truy cap|luot xem|luot truy cap) ?: ?[\d.,]+$/,
  /^(?:xem (?:co|kich) chu|co chu|a\+ ?a-?|tang giam co chu)\b.{0,20}$/,
  /^theo doi .{2,30} tren(?: google news)?$/,
  /^(?:download on the|app store|get it on|google play)$/,
  /^(?:>+ ?)?tai ve(?: (?:toan van|phu luc|file|tep dinh kem|noi dung|mau|\p{L}+ \p{L}+(?: \p{L}+)? (?:so )?\d+[/-]).{0,140})?$/u,
  /^>+ ?(?:xem chi tiet ?:|xem them ?:|tai ve )?.{0,160}$/,
  /^xem chi tiet ?: .{3,160}$/,
  /^moi ?: .{10,200}$/,
  /^quy khach can hoi them thong tin/,
  /^ban dang doc bai viet /,
  /^thong tin phan anh, lien he/,
  /^\(\*\) tren day la thong tin ve /,
  /\(hinh tu internet\)$/,
  /^.{10,170}[-–(] ?(?:anh|nguon anh) ?: .{2,40}$/,
  /^(?:link bai viet goc|gio dang|nguon bai viet) ?: .+$/,
  /^(?:trang web nay|website nay|chung toi) (?:co )?su dung cookie/,
  /^(?:chap nhan|dong y) (?:tat ca )?cookie/,
  /^(?:quy khach|ban) (?:vui long|can) dang nhap/,
  /^(?:xin )?vui long dang nhap/,
];
/** Heads of lists of other news, after the article. */
const NEWS_LIST =
  /^(?:(?:cac )?(?:tin|bai|tin bai|bai viet|tin tuc) (?:lien quan|khac|moi|moi nhat|cung chuyen muc|cung chu de|doc nhieu|xem nhieu|noi bat|da dua|cu hon|moi hon)|cung chuyen muc|doc nhieu|xem nhieu|co the ban quan tam) ?:?$/;
/** Search words of a property site above its article: "Mua bán Đất tại …". A clause never starts so. */
const ADVERTISEMENT = /^(?:Mua bán|Cho thuê) \p{Lu}[^,.;]{2,40} tại \p{Lu}[^,.;]{2,40}$/u;
const WEEKDAY_STAMP =
  /^(?:.{2,40}[-–|] *)?(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat),? *(?:ngay )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.{0,30}$/;
const CLOCK_STAMP = /^(?:.{2,40}[-–|] *)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[ ,|-]*\d{1,2}[:h]\d{2}.{0,15}$/;
const SOURCE_LINE = /^(?:theo|nguon) ?:? .{3,60}$/;
const NAME = /^(?:\p{Lu}[\p{L}.]*\s?-?\s?){1,5}$/u;

/** Furniture of a web page or an article: menus, stamps, bylines, download links, lists of other news. */
export function newsFurniture(lines: readonly Line[]): Span[] {
  const tail = newsTail(lines);
  const before = tail === null ? [...lines] : lines.slice(0, tail);
  const cut = tail === null ? [] : [{ start: (lines[tail] as Line).start, end: (lines.at(-1) as Line).end }];
  if (!lines.some((line) => isMotto(line) || typeHeading(line) !== null || isClosing(line))) {
    return [...cut, ...before.filter(isPageLine).map(spanOf), ...bylines(before), ...repeatedHeadlines(before)];
  }
  return [...cut, ...aroundForm(before).filter(isPageLine).map(spanOf)];
}

const spanOf = (line: Span): Span => ({ start: line.start, end: line.end });

/** Inside the official form a menu's words are somebody's duty ("Đăng nhập", "Tải về …"): only the page around it is read. */
function aroundForm(lines: readonly Line[]): Line[] {
  const head = lines.findIndex(isOfficialMark);
  const closing = lines.findLastIndex(isClosing);
  const tailFrom = closing < 0 ? lines.length : Math.max(closing, lines.length - 6);
  return [...lines.slice(0, Math.max(0, head)), ...lines.slice(tailFrom)];
}

function isPageLine(line: Line): boolean {
  const folded = line.folded.replace(/\s+/g, " ").trim();
  return MENU_LINE.some((pattern) => pattern.test(folded)) || ADVERTISEMENT.test(line.plain) || isStamp(line);
}

const isStamp = (line: Line): boolean => WEEKDAY_STAMP.test(line.folded) || CLOCK_STAMP.test(line.folded);

/** Index of the line from which only other news follows. A list head above the official form's end cuts nothing. */
function newsTail(lines: readonly Line[]): number | null {
  const at = lines.findIndex((line, index) => {
    if (index < lines.length * 0.2 || line.gap === "cell" || line.plain.length > 40 || !NEWS_LIST.test(line.folded))
      return false;
    return !lines.slice(index).some((later) => isOfficialMark(later) || isClosing(later));
  });
  return at < 0 ? null : at;
}

/** "PHẠM ĐÔNG |" under the headline; a name or "Theo …" alone after the last sentence. Only in articles. */
function bylines(lines: readonly Line[]): Span[] {
  const words = lines.filter((line) => !isPageLine(line));
  const top = words.slice(1, 5).filter((line) => isName(line) && isUpper(line.plain) && line.gap !== "line");
  const spans = top.map(spanOf);
  for (let index = words.length - 1; index > 2; index -= 1) {
    const line = words[index] as Line;
    if (!isName(line) && !(SOURCE_LINE.test(line.folded) && !/[.;]$/u.test(line.plain))) break;
    spans.push(spanOf(line));
  }
  return spans;
}

function isName(line: Line): boolean {
  return (
    line.plain.length < 40 &&
    NAME.test(line.plain) &&
    !/^(?:so|bo|ubnd|phong|ban|phu luc|dieu|chuong|muc)\b/.test(line.folded)
  );
}

/**
 * A page's headline is often printed two or three times, and its sub-headings once more as a table of contents above
 * the text: of the headline the first printing stays, of a sub-heading the one in its place.
 */
function repeatedHeadlines(lines: readonly Line[]): Span[] {
  const key = (line: Line) => line.folded.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const head = lines.slice(0, 14);
  const first = head[0] ? key(head[0]) : "";
  return head
    .slice(1)
    .filter((line, index) => {
      const own = key(line);
      if (own.length <= 25) return false;
      return own === first || lines.slice(index + 2).some((later) => key(later) === own);
    })
    .map(spanOf);
}
