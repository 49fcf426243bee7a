import { fold, type PlainView } from "../../text/index.ts";
import type { Field, Signer } from "../types.ts";

/** Family names that begin almost every Vietnamese person's name. */
const FAMILY = new Set(
  "an âu bạch bành bế bùi cao cát chử chu châu cù cung đàm dương đào đậu đặng đinh đoàn đồng đỗ đường giang giáp hà hàn hầu hồ hoàng hứa huỳnh kha khổng khúc khuất kiều kim la lã lại lâm lê lò lộc lục lư lữ lương lưu lý ma mã mai mạc nghiêm ngô nguyễn ngụy nhâm nông ông phạm phan phí phùng phương quách quản sầm tạ tăng thạch thái thân thang thẩm thi tiêu tô tôn tống trà trần trang triệu trịnh trương từ tưởng văn vi viên võ vũ vương xa".split(
    " ",
  ),
);
const NAME = /(?<!\p{L})(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,4})(?!\p{L})/gu;
const POST =
  /(?:Phó |Quyền )?(?:Thủ tướng|Chủ tịch|Bộ trưởng|Thứ trưởng|Giám đốc|Bí thư|Trưởng ban|Trưởng Ban|Cục trưởng|Tổng cục trưởng|Chủ nhiệm|Chánh Văn phòng|Tổng Thanh tra|Thống đốc)/u;

/**
 * The person who signed, named in a report's subject: "Phó Thủ tướng Trần A B" or "đồng chí Lê A B, Trưởng Ban …".
 * `span` of the subject is in the view; null when no person is named.
 */
export function reportSigner(view: PlainView, subject: { start: number; end: number }): Field<Signer> | null {
  const words = view.text.slice(subject.start, subject.end);
  const name = personIn(words);
  if (!name) return null;
  const before = words
    .slice(0, name.start)
    .replace(/(?:đồng chí|ông|bà)\s*$/iu, "")
    .trim();
  const after = words
    .slice(name.end)
    .replace(/^[\s,-]+/u, "")
    .trim();
  const capacity = POST.test(before)
    ? before.slice(before.search(POST))
    : POST.test(after)
      ? after.split(" (")[0]?.replace(/[\s,]+$/u, "") || null
      : null;
  const start = subject.start + (POST.test(before) ? words.search(POST) : name.start);
  return { value: { name: name.text, capacity, authority: null }, span: view.span(start, subject.end) };
}

/** "Thủ tướng Chính phủ Phạm Minh Chính": the name starts at a family name, not at the post's own capitals. */
function personIn(words: string): { text: string; start: number; end: number } | null {
  for (const match of words.matchAll(NAME)) {
    const parts = (match[1] as string).split(" ");
    for (let index = 0; index + 1 < parts.length; index += 1) {
      const rest = parts.slice(index);
      if (!isFamily(parts[index] as string) || rest.length > 5 || isPost(rest.join(" "))) continue;
      const text = rest.join(" ");
      const start = match.index + (match[1] as string).length - text.length;
      return { text, start, end: start + text.length };
    }
  }
  return null;
}

const isFamily = (word: string): boolean => FAMILY.has(word.toLowerCase());
const isPost = (words: string): boolean =>
  /^(?:pho thu tuong|pho chu tich|pho giam doc|van phong|van ban)/.test(fold(words));
