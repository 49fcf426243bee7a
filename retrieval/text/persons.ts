import { fold } from "./fold.ts";
import type { Span } from "./span.ts";

/** Posts that one person holds, folded, for a pattern; longest first. */
export const POSTS =
  "tong bi thu|pho bi thu|bi thu|pho chu tich|chu tich|pho thu tuong|thu tuong|bo truong|thu truong|pho tong giam doc|tong giam doc|pho giam doc|giam doc|tong cuc truong|pho (?:chi )?cuc truong|(?:chi )?cuc truong|pho vu truong|vu truong|pho truong phong|truong phong|pho truong ban|truong ban|pho chanh van phong|chanh van phong|pho chanh thanh tra|chanh thanh tra|tong thanh tra|chanh an|vien truong|pho hieu truong|hieu truong|pho chu nhiem|chu nhiem|thong doc|tu lenh|chinh uy|chi huy truong|tong bien tap|nguoi phat ngon|ke toan truong";

/** Family names that begin almost every Vietnamese person's name. */
const FAMILY = new Set(
  "an âu bạch bành bế bùi cao cát chử chu châu cù cung đàm dương đào đậu đặng đinh đoàn đồng đỗ đường giang giáp hà hàn hầu hồ hoàng hứa huỳnh kha khổng khúc khuất kiều kim la lã lại lâm lê lò lộc lục lư lữ lương lưu lý ma mã mai mạc nghiêm ngô nguyễn ngụy nhâm nông ông phạm phan phí phùng phương quách quản sầm tạ tăng thạch thái thân thang thẩm thi tiêu tô tôn tống trà trần trang triệu trịnh trương từ tưởng văn vi viên võ vũ vương xa".split(
    " ",
  ),
);
const FOLDED_FAMILY = new Set([...FAMILY].map(fold));
const NAME = /(?<!\p{L})(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,7})(?!\p{L}|\s(?:phòng|bản|hóa|hoá|thư|kiện)(?!\p{L}))/gu;
/** Five words are a name only where none of two to four stands at the end: "Hà Nội Trần Sỹ Thanh" is Trần Sỹ Thanh. */
const LONGEST_NAME = 5;

export interface FoundPerson extends Span {
  text: string;
}

/** Persons' names in a text: "Thủ tướng Chính phủ Phạm Minh Chính" gives the name without the post's own capitals. */
export function findPersons(text: string): FoundPerson[] {
  return [...text.matchAll(NAME)].flatMap(({ index, 1: run = "" }) => {
    const words = untilBody(run);
    const name = nameAtEnd(words);
    if (name === null) return [];
    const end = index + words.length;
    return [{ text: name, start: end - name.length, end }];
  });
}

/** In a row of a table the next cell follows at once: "… Tô Lâm Bộ Nội vụ". */
function untilBody(run: string): string {
  const next = /(?<=^\S+(?:\s\S+)+)\s(?:Bộ|Sở|Ban|Cục|Vụ|Phó|Chủ|Bí|Thứ|Thủ|Tổng|Viện|Ủy|Uỷ|Phòng)(?=\s|$)/u.exec(run);
  return next ? run.slice(0, next.index) : run;
}

/** Ông is a family name, too; before another one it is how a person is spoken of. */
const SPOKEN_OF = /^(?:Ông|Bà|Anh|Chị)\s(?=\p{Lu}\p{Ll}+\s\p{Lu})/u;

function nameAtEnd(words: string): string | null {
  const parts = words.replace(SPOKEN_OF, "").split(/\s/u);
  const names = parts
    .map((_, index) => parts.slice(index))
    .filter(
      (rest) =>
        rest.length >= 2 &&
        rest.length <= LONGEST_NAME &&
        FAMILY.has((rest[0] as string).toLowerCase()) &&
        !isPost(rest.join(" ")),
    );
  return (names.find((rest) => rest.length < LONGEST_NAME) ?? names[0])?.join(" ") ?? null;
}

/** True for "dao phi truong", "Trần Hồng Hà": two to five words that begin with a family name. */
export function isPersonName(words: string): boolean {
  const parts = fold(words).trim().split(/\s+/u);
  return (
    parts.length >= 2 &&
    parts.length <= LONGEST_NAME &&
    FOLDED_FAMILY.has(parts[0] as string) &&
    parts.every((part) => /^\p{Ll}+$/u.test(part)) &&
    !isPost(parts.join(" "))
  );
}

const POST = new RegExp(`^(?:${POSTS}|van phong|van ban)(?!\\p{L})`, "u");
const isPost = (words: string): boolean => POST.test(fold(words));
