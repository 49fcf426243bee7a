import { fold } from "../../text/index.ts";

/** Words by which people speak of themselves or of where they work. */
export interface OwnWords {
  start: number;
  end: number;
  /** `unit`: the office; `place`: the province that it belongs to. */
  means: "unit" | "place";
}

/** Accented or not; "tới" and "minh" of a name are no "tôi" and "mình" where the rest has diacritics. */
const either = (words: string): string =>
  words
    .split("|")
    .map((word) => (word === fold(word) ? word : `${word}|${fold(word)}`))
    .join("|");
const group = (words: string) => `(?:${either(words)})`;
/** `\b` does not know "đ". */
const whole = (pattern: string) => new RegExp(String.raw`(?<![\p{L}\p{M}\d])(?:${pattern})(?![\p{L}\p{M}\d])`, "gu");

const MANY = `${group("chúng|bọn|tụi")} ${group("tôi|em|mình|ta|tớ|e")}`;
const ONE = group("tôi|em|mình|tớ|e|mik|mk");
const OFFICE = group(
  "đơn vị|cơ quan|sở|ban|ngành|phòng|cục|chi cục|vụ|trung tâm|văn phòng|viện|trường|bệnh viện|bộ|tổ chức|công ty|bên|phía",
);
const TERRITORY = group("tỉnh|thành phố|tp|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|địa phương");
const OWNER = `(?:${group("của")} )?(?:${MANY}|${group("tôi|em|mình|ta|tớ|nhà")})`;

/** Who asks, or whom the bot is to help: not who the question is about. */
const FRAMES = [
  `${group("cho|để")} (?:${MANY}|${ONE})(?: ${group("xin|được")})* ${group("hỏi|biết|xem|tìm|hiểu")}`,
  `${group("giúp|hộ|giùm|trả lời|hướng dẫn|nhắc|báo|chỉ")}(?: ${group("cho|giúp")})? (?:${MANY}|${ONE})(?! ${group("phải|cần|có|được giao")})`,
  `(?:${MANY}|${ONE}|${OFFICE} ${OWNER}) ${group("muốn|cần|xin|đang|định|chưa|không|ko")}(?: ${group("được|phép|muốn|xin|cần")})* ${group("hỏi|biết|tìm|tra|xem|hiểu|đọc|nhờ|rõ|nắm|thắc mắc")}`,
].map(whole);

const NEEDED = group(
  "phải|cần|nên|được giao|được phân công|được yêu cầu|có nhiệm vụ|có trách nhiệm|có việc|chịu trách nhiệm|lo|làm",
);
const UNIT = whole(`${OFFICE} ${OWNER}|${MANY}`);
const LAND = whole(`${TERRITORY} ${OWNER}`);
/** One person speaks of their own work: "em phải làm gì", "nhiệm vụ của tôi". Elsewhere "tôi" only says who asks. */
const MINE = [
  new RegExp(
    String.raw`(?<=^\s*(?:${group("vậy|thế|thì|còn|rồi|nếu|vậy thì|thế thì|dạ|ạ")} )?|[,.;?!:]\s*)${ONE}(?= (?:${group("thì|sẽ|có|đang|lại")} )?${NEEDED}(?![\p{L}\p{M}]))`,
    "gu",
  ),
  new RegExp(
    String.raw`(?<=${group("giao|giao cho|phân công|phân công cho|nhiệm vụ của|việc của|trách nhiệm của|hạn của|phần của|phần việc của|liên quan đến|liên quan tới|đối với")} )${ONE}(?![\p{L}\p{M}\d])`,
    "gu",
  ),
];

/** Where a question speaks of the asker's own office or province, in order, none inside another. */
export function findOwnWords(text: string): OwnWords[] {
  const shown = FRAMES.reduce(blank, text.toLowerCase());
  const found: OwnWords[] = [];
  const add = (means: OwnWords["means"], pattern: RegExp) => {
    for (const { index, 0: words } of shown.matchAll(pattern)) {
      const own = { start: index, end: index + words.length, means };
      if (!found.some((other) => own.start < other.end && other.start < own.end)) found.push(own);
    }
  };
  add("place", LAND);
  for (const pattern of [UNIT, ...MINE]) add("unit", pattern);
  return found.sort((a, b) => a.start - b.start);
}

const blank = (text: string, pattern: RegExp) => text.replace(pattern, (words) => "·".repeat(words.length));
