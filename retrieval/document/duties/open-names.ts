import { type FoundAgency, fold, matchForm } from "../../text/index.ts";
import { type Assignment, LONGEST_NAME, nameEnd, ORDER_LEAD, orderWord, type Reading } from "./subjects.ts";
import { startsWithVerb, tells } from "./verbs.ts";

const HEADS =
  "cơ quan|đơn vị|tiểu ban|tổ chức|doanh nghiệp|chủ|hộ|cơ sở|trường|bệnh viện|tập đoàn|tổng công ty|công ty|hội|hiệp hội|ban|nhà|đồng chí|thành viên|địa phương|cấp ủy|chính quyền|viện|trung tâm|phòng|lực lượng|hợp tác xã|tổ|khách hàng|người đứng đầu|người quản trị|cán bộ|trạm|khối|bộ|sở|cục|vụ|liên|học viện|quỹ|nghệ nhân|cá nhân";
const OPENS = new RegExp(
  `^(?:(?:các|những|thủ trưởng các|thủ trưởng|giám đốc|lãnh đạo|người đứng đầu|phó thủ tướng|các phó thủ tướng|trưởng|phó|ông|bà|đồng chí) (?=\\p{L})|)(?:${matchForm(HEADS)}|thủ tướng|thủ trưởng|giám đốc|trưởng|phó|chủ tịch)(?![\\p{L}])`,
  "u",
);
const NOBODY =
  /^(?:trường hợp|hội nghị|hội thảo|nhà nước|tổ chức thực hiện|chủ trương|chủ đề|chủ yếu|ban hành|viện dẫn|phòng,? chống|cơ sở dữ liệu|cơ sở pháp lý|cơ sở hạ tầng|liên kết|liên quan|liên tục|liên thông|quỹ đất|bộ tiêu chí|tổ chức (?:tuyên truyền|triển khai|hội|các|thực|kiểm|đào|tập|lấy|lễ))(?![\\p{L}])/u;
const POST = /^(?:các )?(?:phó thủ tướng|đồng chí|ông|bà|trưởng|phó|chủ tịch|giám đốc|thủ trưởng)/u;
/** "Người đứng đầu chịu trách nhiệm …" below "Các sở, ngành" is the head of each of them: it names nobody else. */
const VAGUE =
  /^(?:cac )?(?:co quan|don vi|to chuc|ca nhan|nguoi|ho|to|ban|khu|nha|chu|bo|so)(?: (?:nay|tren|do|khac|co|duoc))*$|^nguoi dung dau$/;
const TAIL =
  /\s+(?:có (?:trách nhiệm|nhiệm vụ)|trên địa bàn|chủ động|căn cứ|theo (?:chức năng|nhiệm vụ|thẩm quyền)).*$/u;

/**
 * A heading that no recogniser knows but that stands where its neighbours name agencies ("8. Các chủ đầu tư",
 * "9. Hợp tác xã nông nghiệp"): taken as printed.
 */
export function openName(plain: string, from: number): FoundAgency | null {
  const lead = /^(?:Đề nghị|Giao|Yêu cầu|Đối với)\s+/u.exec(plain.slice(from))?.[0].length ?? 0;
  const name = plain
    .slice(from + lead)
    .replace(/\s*[:.;]\s*$/, "")
    .replace(TAIL, "");
  if (!OPENS.test(matchForm(name)) || NOBODY.test(matchForm(name)) || name.length > LONGEST_NAME || /[.;]/.test(name))
    return null;
  return named(name, from + lead);
}

/**
 * "Chủ đầu tư các dự án khẩn trương …", "Giao Phó Thủ tướng Nguyễn Văn A chỉ đạo …": a subject that no recogniser
 * knows, up to the first verb. Null where the words before it do not name somebody.
 */
export function openAssignment(reading: Reading, from: number): Assignment | null {
  const lead = ORDER_LEAD.exec(matchForm(reading.plain.slice(from)));
  const start = from + (lead?.[0].length ?? 0);
  const words = reading.plain.slice(start);
  const form = matchForm(words);
  // "Chủ trì, phối hợp …", "Tổ chức tuyên truyền …" begin like names ("chủ đầu tư", "tổ chức") and are orders.
  if (!OPENS.test(form) || NOBODY.test(form) || startsWithVerb(words)) return null;
  if (reading.agencies.some((agency) => agency.start <= start + 1 && agency.end > start)) return null;
  const end = nameEnd(words);
  if (end === null) return null;
  const name = words
    .slice(0, end)
    .replace(/[\s,:]+$/, "")
    .replace(TAIL, "");
  const agency = named(name, start);
  if (VAGUE.test(agency.key) || tells(words.slice(end)) || /(?:^| )(?:được|là|do|bị|đã)(?: |$)/u.test(matchForm(name)))
    return null;
  return { agencies: [agency], start, rest: start + end, ordered: lead ? orderWord(lead) : null };
}

/** The verbs of lead-ins: others also stand inside the names that they follow ("cơ sở đào tạo"). */
const LEAD_IN_VERB =
  /^.{3,140}? (?=(?:\([^)]*\) )?(?:nghiêm túc|tổ chức|thực hiện|triển khai|khẩn trương|tập trung|phối hợp|chỉ đạo|quan tâm|chủ động|tiếp tục|rà soát|báo cáo)(?![\p{L}]))/u;

/** The name at `start` of a lead-in, up to what it is asked to do. */
export function openNameUntil(plain: string, start: number): FoundAgency | null {
  const words = plain.slice(start);
  const name = LEAD_IN_VERB.exec(words)?.[0].trim();
  if (!name || !OPENS.test(matchForm(name)) || NOBODY.test(matchForm(name)) || /[.;:]/.test(name)) return null;
  return named(name, start);
}

function named(printed: string, start: number): FoundAgency {
  // "các chủ rừng (Ban quản lý rừng, công ty lâm nghiệp)": what the brackets explain is no part of the name.
  const name = printed.replace(/\s*\(.*$/u, "");
  const form = matchForm(name);
  const kind = POST.test(form)
    ? "person"
    : /^(?:các|những|hộ|doanh nghiệp|khối|người)/u.test(form)
      ? "group"
      : "agency";
  const key = fold(name)
    .replace(/^(?:thu truong )?cac /, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/\bva\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return { key, name, level: "unknown", place: null, kind, start, end: start + name.length };
}
