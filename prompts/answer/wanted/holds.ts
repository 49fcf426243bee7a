import { fold, plainText, type Span, type Wanted, type WantedThing } from "../../../retrieval/index.ts";

/** What is looked at: a clause and the headings above it. */
export interface Candidate {
  text: string;
  path: readonly string[];
}

const PHONE = /(?<![\d/.])(?:\(?\+?84\)?|\(?0\d{1,3}\)?|1[89]00)(?:[ .-]?\d){5,9}(?![\d/])/u;
const E_MAIL = /[\w.+-]+@[\w-]+\.\w+|\[email\s?protected\]/u;
const WEB = /https?:\/\/\S+|(?<![\w@.])(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net)(?![\w])/iu;
const ADDRESS =
  /(?:[Đđ]ịa chỉ|[Tt]rụ sở)(?: liên hệ| làm việc| chính)?\s*(?:tại|:|là|số|ở|đặt tại)|(?<!\p{L})(?:[Tt]ầng|[Ss]ố(?: nhà)?) \d+[A-Z]?(?:\/\d+)*,? (?:đường |phố |tháp |tòa nhà )*\p{Lu}/u;

/** Which form of contact a question names, by its folded words. */
const CONTACTS: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:dien thoai|dt|sdt|hotline|duong day nong|fax|so lien)\b/, PHONE],
  [/\b(?:e-?mail|thu dien tu|hop thu)\b/, E_MAIL],
  [/\b(?:website|trang web|link|duong link)\b/, WEB],
  [/\b(?:dia chi|tru so)\b/, ADDRESS],
];
const ANY_CONTACT = new RegExp([PHONE, E_MAIL, WEB, ADDRESS, /[Ll]iên hệ/u].map(({ source }) => source).join("|"), "u");

/** The form of contact that is asked for: "số điện thoại" is no address. */
export function contactAsked(asked: string): RegExp {
  return CONTACTS.find(([words]) => words.test(fold(asked)))?.[1] ?? ANY_CONTACT;
}

/** Where a condition is only spoken of: whoever "đủ điều kiện" is met somewhere, what it takes is not said. */
const CONDITION_MENTIONED =
  /(?:đủ|đảm bảo|bảo đảm|đáp ứng|theo|tạo|phù hợp(?: với)?|trong|các|những|có|về|được) (?:đủ |các |những |mọi )?(?:điều kiện|tiêu chuẩn)(?!\s*(?:sau|:|gồm|như sau|là))|(?:điều kiện|tiêu chuẩn)(?:, (?:điều kiện|tiêu chuẩn|tiêu chí))? (?:theo quy định|thực tế|cho phép|thuận lợi|kỹ thuật)/giu;
const CONDITION_SAID =
  /(?:điều kiện|tiêu chuẩn|tiêu chí)(?!\p{L})|yêu cầu(?: (?:cụ thể|sau))?(?: đối với|:| như sau)|phải (?:có|là|đạt|đáp ứng|đủ|bảo đảm|đảm bảo)|(?:^|[.;:]\s+)[^\p{L}]*(?:nếu|trường hợp|chỉ (?:được|khi))(?!\p{L})|(?<!\p{L})(?:ít nhất|tối thiểu|không quá|có (?:chuyên môn|năng lực|trình độ|phẩm chất|bằng))(?!\p{L})|[≥≤]/iu;
const REASON =
  /[Nn]guyên nhân|[Ll]ý do|(?<!\p{L})(?:[Bb]ởi|[Vv]ì(?! (?:vậy|thế|sự|mục tiêu|lợi ích|cộng đồng|dân|người|nước|an ninh|bình đẳng|trẻ))|[Xx]uất phát từ|dẫn (?:đến|tới)|[Tt]rước (?:thực trạng|tình hình|thực tế)|[Nn]hằm|[Dd]o (?!(?:các|cơ quan|đơn vị|cấp|tỉnh|trung ương|người|thành phố|địa phương|nhà nước|cá nhân|tổ chức|mình|văn phòng|phòng|sở|bộ|ban)(?!\p{L})|\p{Lu}))/u;
/** "Để" inside a sentence goes with every order; at its head it says what for. */
const PURPOSE = /(?<!\p{L})(?:[Nn]hằm|[Mm]ục đích|[Mm]ục tiêu|[Gg]óp phần)(?!\p{L})|(?:^|[.;]\s+)\P{L}*Để(?!\p{L})/u;
const STEPS =
  /(?<!\p{L})(?:bước|trình tự|quy trình|thủ tục|hồ sơ (?:gồm|bao gồm|đề nghị)|thành phần hồ sơ|nộp (?:hồ sơ|trực tuyến|trực tiếp)|gửi hồ sơ|tờ khai|biểu mẫu)(?!\p{L})/iu;

const SAID: Readonly<Record<Exclude<WantedThing, "contact" | "condition">, RegExp>> = {
  reason: REASON,
  purpose: PURPOSE,
  procedure: STEPS,
};
const HEADED: Readonly<Record<Exclude<WantedThing, "contact">, RegExp>> = {
  reason: /\b(?:nguyen nhan|ly do)\b/,
  purpose: /\b(?:muc dich|muc tieu)\b/,
  procedure: /\b(?:quy trinh|trinh tu|thu tuc|cac buoc|thanh phan ho so|buoc \d)\b/,
  condition: /\b(?:dieu kien|tieu chuan|tieu chi|doi tuong)\b/,
};

/** True when a clause, or a heading above it, gives the kind of thing that is asked for, not only the matter's words. */
export function holdsWanted(kind: WantedThing, { text, path }: Candidate, asked: string): boolean {
  const words = plainText(text);
  if (kind === "contact") return contactAsked(asked).test(words);
  if (isHeaded(kind, path)) return true;
  return kind === "condition" ? CONDITION_SAID.test(words.replace(CONDITION_MENTIONED, " ")) : SAID[kind].test(words);
}

/** The nearest heading is what was asked for by name: "Thành phần hồ sơ" for "hồ sơ gồm những gì". */
export function isUnderAsked({ path }: Pick<Candidate, "path">, asked: string): boolean {
  const words = fold(asked).replace(/^(?:cac|nhung) /, "");
  return words !== "" && isNamed(fold(path.at(-1) ?? ""), new RegExp(`\\b${words}\\b`));
}

/** The clause itself calls it by its name: "Nguyên nhân chủ yếu là …". */
export function isCalled(kind: WantedThing, { text }: Pick<Candidate, "text">): boolean {
  return kind === "reason" && HEADED.reason.test(fold(plainText(text)));
}

/** A heading above the clause names the kind of thing: what stands below "Mục đích" is a purpose. */
export function isHeaded(kind: Exclude<WantedThing, "contact">, path: readonly string[]): boolean {
  return path.some((heading) => isNamed(fold(heading), HEADED[kind]));
}

const LONGEST_HEADING = 90;
/** "Bảo đảm các điều kiện …", "sử dụng đúng mục đích" are orders that speak of the thing. */
const ORDERS =
  /\b(?:tang cuong|bao dam|dam bao|hoan thien|xay dung|dau tu|nang cao|ra soat|don gian|cai cach|cat giam|to chuc|tao|dung|sai|chuyen|bo tri|day manh|phu hop|theo|cong bo|giai quyet) (?:cac |nhung |moi )?$/;

/** True for a heading that is called after the thing, not one that orders something about it. */
export function isNamed(heading: string, thing: RegExp): boolean {
  if (heading.length > LONGEST_HEADING) return false;
  const found = thing.exec(heading);
  return found !== null && !ORDERS.test(heading.slice(0, found.index));
}

/** How the thing was asked for, in the question's own words. */
export function askedWords({ asked }: Wanted, text: string): string {
  return asked.map(({ start, end }) => text.slice(start, end)).join(" ");
}

/** The words that have to be shown: the number in a clause as long as a page. */
export function contactSpan(text: string, asked: string): Span | null {
  const found = contactAsked(asked).exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : null;
}
