import { isUpper, type Line } from "./lines.ts";

/** The national or the Party's name at the head of an official text. */
export const isMotto = (line: Line): boolean =>
  isUpper(line.plain) && /^(?:cong hoa xa hoi chu nghia viet nam|dang cong san viet nam)/.test(line.folded);

export const isAddresseeHead = (line: Line): boolean => /^(?:dong )?kinh gui\b/.test(line.folded);

/** "THỦ TƯỚNG CHÍNH PHỦ điện:" above the addressees of a công điện. */
export const isTelegramHead = (line: Line): boolean =>
  line.plain.length < 110 &&
  /^.{3,90}\bdien ?:/.test(line.folded) &&
  isUpper(line.plain.slice(0, line.folded.lastIndexOf("dien")));

/** Thể loại in the order in which a longer name must win. */
export const DOCUMENT_TYPES: readonly string[] = [
  "Nghị quyết liên tịch",
  "Thông tư liên tịch",
  "Chương trình hành động",
  "Nghị quyết",
  "Nghị định",
  "Quyết định",
  "Chỉ thị",
  "Công điện",
  "Công văn",
  "Thông báo",
  "Thông tư",
  "Thông cáo",
  "Kết luận",
  "Hướng dẫn",
  "Chương trình",
  "Kế hoạch",
  "Phương án",
  "Đề án",
  "Báo cáo",
  "Tờ trình",
  "Quy chế",
  "Quy định",
  "Pháp lệnh",
  "Luật",
  "Lệnh",
  "Giấy mời",
  "Thư kêu gọi",
];

/** The thể loại that heads the line in capitals: "CHỈ THỊ", "THÔNG BÁO KẾT LUẬN". Null for any other line. */
export function typeHeading(line: Line): string | null {
  if (line.plain.length > 60 || !isUpper(line.plain) || /[:.;,]$/u.test(line.plain)) return null;
  return DOCUMENT_TYPES.find((type) => foldedIs(line.folded, type)) ?? null;
}

const FOLDED_TYPES = new Map(
  DOCUMENT_TYPES.map((type) => [
    type,
    type.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/gu, "d").toLowerCase(),
  ]),
);

function foldedIs(folded: string, type: string): boolean {
  const name = FOLDED_TYPES.get(type) as string;
  return folded === name || (name === "thong bao" && folded === "thong bao ket luan");
}

/** Any line that only the official form has. */
export function isOfficialMark(line: Line): boolean {
  return isMotto(line) || isAddresseeHead(line) || isTelegramHead(line) || typeHeading(line) !== null;
}

const AUTHORITY = /^(?:tm|kt|tl|tuq|tun|q|t\/m|k\/t|t\/l|t\/uq)[./]?\s?\S/;
const CAPACITY =
  /^(?:q\. ?)?(?:pho )?(?:chu tich|thu tuong|bo truong|thu truong|cuc truong|tong cuc truong|chi cuc truong|giam doc|tong giam doc|chanh van phong|chanh thanh tra|chu nhiem|truong ban|truong phong|truong doan|vu truong|vien truong|hieu truong|bi thu|thong doc|tong kiem toan|tong thanh tra|tong bi thu|chanh an|tu lenh|truong)\b/;

/** "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH": signed in whose name. */
export const isAuthorityLine = (line: Line): boolean =>
  isUpper(line.plain) &&
  AUTHORITY.test(line.folded) &&
  /^(?:t[./]?\s?m|k[./]?\s?t|t[./]?\s?l|t[./]?\s?uq|tun|q)\b/.test(line.folded);

/** "PHÓ CHỦ TỊCH", "BỘ TRƯỞNG": the signer's post on a line of its own. */
export const isCapacityLine = (line: Line): boolean =>
  line.plain.length < 110 && isUpper(line.plain) && CAPACITY.test(line.folded) && !/[:;]$/u.test(line.plain);

export const isRecipientsHead = (line: Line): boolean => /^noi nhan\b ?:?/.test(line.folded) && line.plain.length < 120;

/** What closes an official text: the list of recipients or the signing block. */
export const isClosing = (line: Line): boolean => isRecipientsHead(line) || isAuthorityLine(line);
