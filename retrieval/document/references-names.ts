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
const STOP_WORDS =
  /^(?:có|quy|này|được|và các|của|theo|tại|để|do|đã|về|khi|trong|cho|là|phải|hiện|trên|nêu|với|hoặc|sửa|nhằm|thì|gồm|bảo đảm|ngày|số|năm|các|những|một|ban|đối|sau|từ|đến|đang|sẽ|còn|bằng)(?![\p{L}])/u;

/** Laws cited by name: "Luật Báo chí năm 2016", "Luật Tổ chức chính quyền địa phương 2025". Offsets into `text`. */
export function findLaws(text: string): NamedLaw[] {
  const laws: NamedLaw[] = [];
  for (const match of text.matchAll(LAW)) {
    const start = match.index;
    const nameEnd = readName(text, start + (match[1] as string).length);
    const tail =
      /^(?:,? (?:được Quốc hội[^,.;]{0,40}thông qua )?(?:ngày \d{1,2}(?: tháng \d{1,2} năm |\/\d{1,2}\/)\d{4}|năm \d{4}|số \d{1,3}\/\d{4}\/QH\d{1,2}|\d{4}))(?![\d/])/u.exec(
        text.slice(nameEnd),
      );
    const end = nameEnd + (tail?.[0].length ?? 0);
    const name = text.slice(start, end).replace(/\s+/g, " ").trim();
    if (name.length <= (match[1] as string).length + 2) continue;
    laws.push({ start, end: start + text.slice(start, end).trimEnd().length, type: match[1] as string, name });
  }
  return laws;
}

/** A law's name goes on while its syllables are not function words; commas only where the list closes with "và". */
function readName(text: string, from: number): number {
  let end = from;
  const word = /(, | )([\p{L}-]+)/uy;
  for (let count = 0; count < 22; count += 1) {
    word.lastIndex = end;
    const match = word.exec(text);
    if (!match) break;
    const [whole, joint, letters] = match as unknown as [string, string, string];
    if (joint === ", " && !/^, [\p{Ll}][\p{L} ]{1,40}(?: và |, )/u.test(text.slice(end))) break;
    if (joint === ", " && /^, (?:Luật|Nghị|Bộ luật|các|khoản|Điều)/iu.test(text.slice(end))) break;
    if (letters === "và" && /^ và (?:\p{Lu}|các|những|văn bản|quy định|hướng dẫn)/u.test(text.slice(end))) {
      if (
        !/^ và \p{Lu}\p{Ll}+ \p{Ll}/u.test(text.slice(end)) ||
        /^ và (?:Luật|Nghị|Bộ luật|Thông|Quyết|Chỉ)/u.test(text.slice(end))
      )
        break;
    }
    if (STOP_WORDS.test(letters) && letters !== "và") {
      const inName =
        /^ (?:các tổ chức|sửa đổi, bổ sung|của|về|đối với)/u.test(text.slice(end)) &&
        /(?:Các|Sửa đổi)$/u.test(text.slice(from, end));
      if (!inName) break;
    }
    end += whole.length;
  }
  return end;
}
