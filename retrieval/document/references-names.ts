/** Types of document as they stand before a number, longest first so that "Thông báo kết luận" is not read as "Thông báo". */
const TYPES = [
  "Thông báo kết luận",
  "Văn bản hợp nhất",
  "Thông tư liên tịch",
  "Nghị quyết liên tịch",
  "Kế hoạch hành động",
  "Nghị quyết",
  "Nghị định",
  "Quyết định",
  "Chỉ thị",
  "Thông tư",
  "Thông báo",
  "Kế hoạch",
  "Kết luận",
  "Công văn",
  "Công điện",
  "Hướng dẫn",
  "Quy định",
  "Quy chế",
  "Tờ trình",
  "Báo cáo",
  "Văn bản",
  "Chương trình",
  "Đề án",
  "Luật",
  "Bộ luật",
  "Pháp lệnh",
  "Lệnh",
  "Sắc lệnh",
  "Thông tri",
  "Phương án",
  "Giấy mời",
  "Biên bản",
  "Thư",
] as const; // prettier-ignore
const TYPE = new RegExp(
  `(?:^|[^\\p{L}])(${TYPES.join("|")})(?: (?:liên ngành|kết luận|hành động|của [^,.;()]{3,60}))?(?: ?\\(?số)?\\s*:?\\s*$`,
  "iu",
);

/** The type that stands before a number: "Chỉ thị số 07/CT-TTg" → Chỉ thị. */
export function typeBefore(text: string, numberStart: number): { name: string; start: number } | null {
  const from = Math.max(0, numberStart - 90);
  const match = TYPE.exec(text.slice(from, numberStart));
  if (!match) return null;
  const name = match[1] as string;
  const start = from + match.index + match[0].indexOf(name);
  return { name: name.charAt(0).toUpperCase() + name.slice(1).toLowerCase(), start };
}

export interface NamedLaw {
  start: number;
  end: number;
  type: string;
  name: string;
}

const LAW = /(?<![\p{L}])(Bộ luật|Luật|Pháp lệnh|Hiến pháp)(?: (?=\p{Lu})| (?=số)| (?=nước)| (?=năm)| (?=\d{4}))/gu;
const STOPS =
  /^ (?:có|quy định|này|được|và các|của|theo|tại|để|do|đã|về|khi|trong|cho|là|phải|hiện|trên|nêu|với|hoặc|sửa|nhằm|thì|gồm|bảo đảm|ngày|số|năm|các|những|một|đối|sau|từ|đến|đang|sẽ|còn|bằng|liên quan|hiện hành|nói|yêu cầu|ban hành)(?![\p{L}])/u;
/** What may follow a comma inside the name of a law: "Luật Phòng, chống …", "Luật Trật tự, an toàn …". */
const GOES_ON =
  /^, (?:chống|sử dụng|an toàn|an ninh|thuế|quản lý|bổ sung|vệ sinh|chữa cháy|cứu hộ|cứu nạn|khen thưởng|nhập cảnh|xuất cảnh|quá cảnh|cư trú|tạm giam|tố cáo|công nghệ|chuyển giao|hiến|hỗ trợ|trật tự|bồi thường|giáo dục|phổ biến|kiểm soát|ghép|lấy|xử lý|vay)(?![\p{L}])/u;
const AMENDING =
  /^ [Ss]ửa đổi, bổ sung (?:một số điều|một số nội dung)? ?(?:của )?(?:các )?(?=(?:Bộ luật|Luật|Pháp lệnh) )/u;
const TAIL =
  /^(?:,? (?:ngày \d{1,2}(?: tháng \d{1,2} năm |\/\d{1,2}\/)\d{4}|năm \d{4}|số \d{1,3}\/\d{4}\/QH\d{1,2}|\d{4}))(?![\d/])/u;

/** Laws cited by name: "Luật Báo chí năm 2016", "Luật Tổ chức chính quyền địa phương 2025". Offsets into `text`. */
export function findLaws(text: string): NamedLaw[] {
  const laws: NamedLaw[] = [];
  for (const match of text.matchAll(LAW)) {
    const start = match.index;
    if ((laws.at(-1)?.end ?? 0) > start) continue;
    const type = match[1] as string;
    const nameEnd = readName(text, start + type.length);
    const name = text.slice(start, nameEnd).trim();
    if (name.length <= type.length + 2 && !TAIL.test(text.slice(nameEnd))) continue;
    const end = nameEnd + (TAIL.exec(text.slice(nameEnd))?.[0].length ?? 0);
    laws.push({
      start,
      end,
      type,
      name: text
        .slice(start, end)
        .replace(/,? (?:số \d|ngày \d).*$/u, "")
        .trim(),
    });
  }
  return laws;
}

/** A law's name goes on while its syllables are no function words; an amending law's runs through the amended one's. */
function readName(text: string, from: number): number {
  const amending = AMENDING.exec(text.slice(from));
  if (amending) {
    const inner = from + amending[0].length;
    return readName(text, inner + (/^(?:Bộ luật|Luật|Pháp lệnh)/u.exec(text.slice(inner))?.[0].length ?? 0));
  }
  let end = from;
  const word = /(, | )([\p{L}-]+)/uy;
  for (let count = 0; count < 22; count += 1) {
    word.lastIndex = end;
    const match = word.exec(text);
    if (!match || ends(text.slice(end), match[1] === ", ")) break;
    end += match[0].length;
  }
  return end;
}

function ends(rest: string, comma: boolean): boolean {
  if (comma) return !GOES_ON.test(rest);
  if (/^ và /u.test(rest))
    return /^ và (?:Luật|Bộ luật|Nghị|Thông tư|Quyết|Chỉ thị|các|những|văn bản|quy định|hướng dẫn|pháp luật|Pháp lệnh)/u.test(
      rest,
    );
  return STOPS.test(rest);
}
