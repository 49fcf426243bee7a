import {
  AGENCY_NAMES,
  type Agency,
  type AgencyLevel,
  agencyKey,
  findAgencies,
  findNames,
  findPlaces,
  fold,
  levelOf,
  matchForm,
  type NameIndex,
  type NamePattern,
  nameIndex,
  namePattern,
} from "../../text/index.ts";
import { isEverydayWord } from "./everyday.ts";
import type { QuestionAgency } from "./types.ts";

type Named = Pick<Agency, "key" | "name" | "level" | "kind">;

/** Ways of naming bodies of local government that no table of names holds. */
const LOCAL_NAMES: readonly (readonly [string, string, AgencyLevel])[] = [
  ["UBND tỉnh", "ubnd cap tinh", "province"],
  ["UBND thành phố", "ubnd cap tinh", "province"],
  ["UBND TP", "ubnd cap tinh", "province"],
  ["UBND các tỉnh", "ubnd cap tinh", "province"],
  ["Chủ tịch tỉnh", "ubnd cap tinh", "province"],
  ["UBND xã", "ubnd cap xa", "commune"],
  ["UBND phường", "ubnd cap xa", "commune"],
  ["UBND các xã", "ubnd cap xa", "commune"],
  ["UBND xã phường", "ubnd cap xa", "commune"],
  ["UBND phường xã", "ubnd cap xa", "commune"],
  ["UBND các xã phường", "ubnd cap xa", "commune"],
  ["UBND cấp xã", "ubnd cap xa", "commune"],
  ["UBND đặc khu", "ubnd cap xa", "commune"],
  ["ủy ban xã", "ubnd cap xa", "commune"],
  ["ủy ban phường", "ubnd cap xa", "commune"],
  ["các xã phường", "ubnd cap xa", "commune"],
  ["các phường xã", "ubnd cap xa", "commune"],
  ["xã phường", "ubnd cap xa", "commune"],
  ["phường xã", "ubnd cap xa", "commune"],
  ["chính quyền cấp xã", "ubnd cap xa", "commune"],
  ["cấp xã", "ubnd cap xa", "commune"],
  ["cơ quan báo chí", "cac co quan bao chi", "unknown"],
  ["báo chí của tỉnh", "cac co quan bao chi", "unknown"],
  ["báo chí địa phương", "cac co quan bao chi", "unknown"],
  ["các huyện", "ubnd cap huyen", "district"],
  ["UBND huyện", "ubnd cap huyen", "district"],
  ["UBND các huyện", "ubnd cap huyen", "district"],
  ["UBND cấp huyện", "ubnd cap huyen", "district"],
  ["UBND thị xã", "ubnd cap huyen", "district"],
  ["HĐND tỉnh", "hdnd cap tinh", "province"],
  ["HĐND thành phố", "hdnd cap tinh", "province"],
  ["HĐND xã", "hdnd cap xa", "commune"],
  ["HĐND cấp xã", "hdnd cap xa", "commune"],
  ["MTTQ", "mttq", "unknown"],
  ["Mặt trận Tổ quốc", "mttq", "unknown"],
  ["Mặt trận", "mttq", "unknown"],
  ["UBMTTQ", "mttq", "unknown"],
  ["UB MTTQ", "mttq", "unknown"],
  ["Ủy ban MTTQ", "mttq", "unknown"],
  ["Ủy ban Mặt trận Tổ quốc", "mttq", "unknown"],
  ["Ủy ban Mặt trận", "mttq", "unknown"],
  ["Công an tỉnh", "cong an tinh", "province"],
  ["Công an thành phố", "cong an tinh", "province"],
  ["Thanh tra tỉnh", "thanh tra tinh", "province"],
];

/** How each agency of the tables is called in a sentence, whatever was typed. */
const CALLED: ReadonlyMap<string, string> = new Map([
  ...AGENCY_NAMES.map(({ name }) => [agencyKey(name), name] as const).reverse(),
  ["ubnd cap xa", "UBND cấp xã"],
  ["ubnd cap huyen", "UBND cấp huyện"],
  ["ubnd cap tinh", "UBND tỉnh"],
  ["hdnd cap xa", "HĐND cấp xã"],
  ["hdnd cap tinh", "HĐND tỉnh"],
  ["mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam"],
  ["cac co quan bao chi", "các cơ quan báo chí"],
]);

/** A name without the post of who heads it: "Giám đốc Sở Y tế" → "Sở Y tế". */
function withoutPost(name: string): string {
  return name
    .replace(/^(?:Giám đốc|Thủ trưởng|Chủ tịch|Bộ trưởng|Chánh|Cục trưởng|Vụ trưởng)\s+(?:các\s+)?(?=\p{Lu})/u, "")
    .replace(/:\s*/u, " ");
}

/** Only these may be typed as one bare word; "TB" or "BC" alone are not agencies. */
const PLAIN_WORDS = /^(?:bao|dai|hoi|doan|ban|vien|truong|thue|quy|mttq|cac co quan don vi)$/;

function writings(name: string): string[] {
  const short = name.replace(/Ủy ban nhân dân|Uỷ ban nhân dân/gu, "UBND").replace(/Hội đồng nhân dân/gu, "HĐND");
  const bare = short.replace(/^(?:Thủ trưởng|Giám đốc|Chủ tịch|Bộ trưởng|Phó Giám đốc|Phó Chủ tịch)\s+(?:các )?/u, "");
  const local = bare.replace(/\s+(?:tỉnh|Tỉnh|thành phố|Thành phố|TP\.?)(?:\s+\p{Lu}.*)?$/u, "");
  const counted = bare.replace(/^[Cc]ác\s+/u, "");
  return [...new Set([name, short, bare, local, counted])].filter(
    (writing) => writing.trim().includes(" ") || /^\p{Lu}{3,}/u.test(writing),
  );
}

/**
 * Names to look for in questions: the country's tables plus the agencies that held documents give duties to.
 * `known` comes from the live index, so an agency no table names ("Trung tâm Chuyển đổi số") is recognised too.
 */
export function agencyIndex(known: readonly Named[]): NameIndex<Named> {
  const patterns: NamePattern<Named>[] = [];
  for (const agency of known) {
    if (isBareGroup(agency.key)) continue;
    // "Báo Lạng Sơn" is known whole; "báo" alone is a word.
    const names = PLAIN_WORDS.test(agency.key)
      ? [agency.name].filter((name) => name.includes(" "))
      : writings(agency.name);
    for (const writing of names) patterns.push(namePattern(writing, agency));
  }
  for (const { writing, name, level } of AGENCY_NAMES) {
    patterns.push(namePattern(writing, { key: agencyKey(name), name, level, kind: "agency" }));
  }
  for (const [writing, key, level] of LOCAL_NAMES) {
    const patternFor = (text: string) => namePattern(text, { key, name: writing, level, kind: "agency" as const });
    patterns.push(
      patternFor(writing),
      patternFor(writing.replace("UBND", "Ủy ban nhân dân").replace("HĐND", "Hội đồng nhân dân")),
    );
  }
  return nameIndex(patterns.filter((pattern) => pattern.folded.join("").length > 2));
}

/** Agencies that a question names, by any writing; the longest name wins, none inside another. */
export function findQuestionAgencies(text: string, index: NameIndex<Named>): QuestionAgency[] {
  const typed = findNames(text, index).filter((hit) => !isFalseFriend(text, hit.start, hit.end));
  const printed = findAgencies(text).filter(
    (agency) => !isBareGroup(agency.key) && !isEverydayWord(agency.key) && !isTaxItself(agency),
  );
  const found: QuestionAgency[] = typed.map((hit) => ({
    ...hit.value,
    name: displayName(text.slice(hit.start, hit.end), hit.value),
    place: null,
    start: hit.start,
    end: hit.end,
  }));
  for (const agency of printed) {
    const twin = found.findIndex((other) => agency.start < other.end && other.start < agency.end);
    if (twin < 0) found.push(agency);
    else if (runsOn(text, agency, found[twin] as QuestionAgency)) continue;
    else if (isTail(found[twin] as QuestionAgency, agency) || longerAndNew(text, agency, found[twin] as QuestionAgency))
      found[twin] = { ...agency };
  }
  return found.sort((a, b) => a.start - b.start);
}

/** "Báo Lạng Sơn" is the end of "Hội Nhà báo Lạng Sơn", and not a name of its own in it. */
function isTail(other: QuestionAgency, agency: QuestionAgency): boolean {
  return agency.kind === "agency" && agency.key !== other.key && agency.start < other.start && other.end <= agency.end;
}

/** "Sở NNMT chia sẻ dữ liệu": no name goes on in small letters behind a shorthand; those are what the agency does. */
function runsOn(text: string, agency: QuestionAgency, other: QuestionAgency): boolean {
  const rest = text.slice(other.end, agency.end);
  return (
    rest.trim() !== "" &&
    !/\p{Lu}/u.test(rest) &&
    /(?<![\p{L}])[\p{Lu}&-]{2,}$/u.test(text.slice(other.start, other.end))
  );
}

/** A capitalised name that goes beyond what the tables hold is the better reading of the same words. */
function longerAndNew(text: string, agency: QuestionAgency, other: QuestionAgency): boolean {
  // "Sở TNMT TPHCM chia sẻ dữ liệu …": no name goes on behind its place.
  const [place] = findPlaces(text.slice(other.end, agency.end));
  if (place && other.end + place.end < agency.end) return false;
  const longer = agency.end - agency.start > other.end - other.start + 2;
  return longer && agency.start <= other.start && agency.key !== other.key && levelOf(agency.key) !== "unknown";
}

/** Words for agencies in general, and heads that a question word or an everyday noun follows. */
const isBareGroup = (key: string) =>
  /^cac (?:co quan don vi|dia phuong)$| nao$|^(?:hoi (?:nghi|dong|thao)|ban hanh|trung tam hoc|doan (?:the|vien|kiem tra)|bao cao|truong hop|don vi nao)\b/.test(
    key,
  );

/**
 * "Thuế nhà thầu nước ngoài tính thế nào?" begins with a capital as every sentence does. The offices are called after
 * their level or their place: "Thuế tỉnh", "Thuế cơ sở 3", "Thuế Lào Cai".
 */
function isTaxItself({ key, name }: Named): boolean {
  const [head, next] = key.split(" ");
  const isOffice = /^(?:tinh|thanh|tp|co|khu|viet)$/.test(next ?? "") || findPlaces(name).length > 0;
  return head === "thue" && next !== undefined && !isOffice;
}

/** "phải bố trí", "sở hữu", "trang bị" … a folded syllable run that is an everyday word. */
function isFalseFriend(text: string, start: number, end: number): boolean {
  const before = fold(text.slice(Math.max(0, start - 12), start));
  const written = matchForm(text.slice(start, end));
  // "Bao nhiêu phường, xã?" counts them.
  if (/(?:bao nhieu|may|\d) $/.test(before) && /^(?:xã|phường|xa|phuong)(?![\p{L}])/u.test(written)) return true;
  if (/nha $/.test(before) && /^b[áa]o(?![\p{L}])/u.test(written)) return true;
  if (/(?:luat|bo luat|linh vuc|nganh|cong tac|ve) $/.test(before) && !/^(?:bộ|sở|phòng|bo |so |phong )/u.test(written))
    return false;
  return (
    written.length <= 3 &&
    !/^\p{Lu}{3}$/u.test(text.slice(start, end)) &&
    !/^(?:stc|snv|stp|sxd|sct|syt|btc|bnv|btp|bxd|bct|byt|bca|bqp|bng)$/.test(fold(written))
  );
}

/** The person's own words where they are a name written in full, else how the agency is called. */
function displayName(typed: string, { key, name }: Named): string {
  const isName = /^\p{Lu}\p{Ll}/u.test(typed) && typed !== typed.toUpperCase() && typed.includes(" ");
  if (isName && (matchForm(typed) === matchForm(name) || agencyKey(typed) === key)) return typed;
  return CALLED.get(key) ?? withoutPost(name);
}
