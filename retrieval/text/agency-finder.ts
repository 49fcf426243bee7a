import { type Agency, agencyKey, levelOf, SECTOR_NAMES } from "./agencies.ts";
import { GROUPS, isGroupKey } from "./agency-groups.ts";
import { fold, matchForm } from "./fold.ts";
import { findPlaces } from "./places.ts";
import type { Span } from "./span.ts";

export interface FoundAgency extends Agency {
  start: number;
  end: number;
}

interface Cursor {
  text: string;
  /** matchForm of the text: same offsets. */
  form: string;
}

const HEAD =
  /(?<![\p{L}])(?:(?:phó )?(?:thủ trưởng|giám đốc|chủ tịch|bộ trưởng|chánh thanh tra|chánh văn phòng|cục trưởng|vụ trưởng|trưởng ban|viện trưởng) (?:các (?=bộ|sở))?)?(bộ chỉ huy|bộ đội|bộ tư lệnh|bộ|sở|phòng|uỷ ban|ubnd|ubmttq(?:vn)?|mttq|hđnd|hội đồng nhân dân|văn phòng (?:uỷ ban nhân dân|ubnd|hội đồng nhân dân|hđnd)|văn phòng|ban quản lý|ban chỉ đạo|ban|tổng cục|chi cục|cục|vụ|thanh tra|trung tâm|công an|kho bạc|ngân hàng|bảo hiểm xã hội|bhxh|liên đoàn lao động|tổng liên đoàn|liên minh|liên hiệp|hiệp hội|hội|đoàn|toà án nhân dân|viện kiểm sát nhân dân|mặt trận tổ quốc|viện|trường|học viện|đại học|báo và|báo|đài|cổng thông tin|tập đoàn|tổng công ty|công ty|quỹ|thuế|thống kê(?= (?:tỉnh|thành phố|cơ sở))|hải quan|quân khu|đảng uỷ|tỉnh uỷ|thành uỷ|huyện uỷ|quân uỷ|thông tấn xã|bộ phận|tỉnh đoàn|thành đoàn)(?![\p{L}])/gu;

/** A sentence may begin with the same syllable: "Trường hợp", "Ban hành", "Báo cáo", "Phòng chống". */
const NO_NAME =
  /^(?:trường hợp|ban hành|ban đầu|hội nghị|hội thảo|hội viên|hội đủ|hội thi|hội chợ|hội diễn|hội thao|đoàn kết|đoàn viên|đoàn công tác|viện dẫn|viện trợ|bộ máy|bộ trưởng(?! bộ| các bộ)|bộ tiêu chí|bộ chỉ số|bộ hồ sơ|báo cáo|phòng,? ?(?:chống|ngừa|tránh|cháy|bệnh|thủ|họp|học)|sở hữu|cục bộ|vụ việc|vụ án|vụ mùa|vụ đông|vụ xuân|thuế suất|thuế thu|thuế giá|quỹ đất|văn phòng phẩm|đài thọ|công an nhân dân(?! (?:xã|tỉnh|thành))|trung tâm của|thanh tra,|hội,|báo chí)(?![\p{L}])/u;
/** Lower-case words of the stop list that belong to a name behind these words. */
const NAME_PAIRS =
  /(?:[Nn]hà báo|[Bb]iên tập|[Bb]iên soạn|[Hh]ướng nghiệp|[Gg]iao thông|[Gg]iao dịch|[Vv]iễn thông|Cổng thông|Phát triển|Trợ giúp|[Vv]iệc làm|Kiểm tra|Kiểm soát|Xây dựng|Hướng dẫn|Giám sát|Nghiên cứu|Tuyên truyền|Tổ chức|Thẩm định|Lưu trữ|Phục vụ|Thống kê|Hỗ trợ|Thông tin|Truyền thông|Xúc tiến|Đăng ký|Quản lý|Dân vận)$/u;

/** Lower-case words that end a name: verbs of duty and function words. */
const STOP = new Set(
  matchForm(
    "chủ phối có rà tham thực triển tổ xây hướng chỉ báo để tại của về theo trong là được phải cần đã đang sẽ khi nếu do bởi cho từ đến trước sau này đó trên nghiên tiếp tăng đẩy chịu kịp khẩn thường bố nêu căn tập đề chủ quyết ban giao yêu làm nhằm gồm với như không chưa cùng bao cung gửi đôn kiểm thông trình lập bảo thẩm nâng ưu quản phê xem tuyên vận duy đảm sớm thống lồng phát nghiêm tạo rút hoàn khắc hỗ giúp bám quán đầu gắn vào ký mở rộng các những vừa đưa thì lựa xin cảm trân mời kính kết phù đánh phân mỗi kèm lãnh ghi ở",
  ).split(" "),
);
const LEVEL_WORDS = new Set([
  "cấp",
  "tỉnh",
  "thành",
  "phố",
  "huyện",
  "quận",
  "thị",
  "xã",
  "phường",
  "đặc",
  "khu",
  "trấn",
]);
/** Words after which "các doanh nghiệp viễn thông …" has ended; a verb may also be a second syllable ("viễn thông"). */
const ENDS_GROUP =
  /^(?:và|nêu|liên|trên|của|tại|theo|để|trong|phải|có|được|cần|chủ|phối|khẩn|thực|tổ|triển|này|đã|khi|với)$/u;
const NAME_TAIL =
  /^ ?(?:(?:cấp )?(?:tỉnh|thành phố|tp\.?|thủ đô|trung ương|việt nam|xã|phường|huyện|quận|thị xã|đặc khu))(?![\p{L}])/u;

const isUpper = (character: string | undefined) => character !== undefined && /\p{Lu}/u.test(character);

/** All agencies and groups that a text names, in order, none inside another. Give it plain text (`plainView`). */
export function findAgencies(text: string): FoundAgency[] {
  const cursor: Cursor = { text, form: matchForm(text) };
  const found = [...findGroups(cursor), ...listedByHead(cursor)];
  for (const match of cursor.form.matchAll(HEAD)) {
    const start = match.index;
    if (found.some((other) => start < other.end && other.start < start + match[0].length)) continue;
    const headAt = start + match[0].length - (match[1] as string).length;
    if (!isUpper(text[headAt]) || NO_NAME.test(cursor.form.slice(headAt, headAt + 40))) continue;
    found.push(...nameFrom(cursor, { start, headAt, head: match[1] as string }, found));
  }
  return apart(
    text,
    found.sort((a, b) => a.start - b.start || b.end - a.end),
  );
}

/** A group that was read on into the next one ends before it: "các cơ quan chuyên môn thuộc | các bộ, ngành". */
function apart(text: string, sorted: readonly FoundAgency[]): FoundAgency[] {
  const kept: FoundAgency[] = [];
  for (const one of sorted) {
    const before = kept.at(-1);
    if (!before || before.end <= one.start) {
      kept.push(one);
      continue;
    }
    const name = text
      .slice(before.start, one.start)
      .replace(/[\s,;:]*(?:(?<!\p{L})(?:thuộc|của|và|cùng)[\s,;:]*)*$/iu, "");
    if (before.kind !== "group" || one.end <= before.end || name === "") continue;
    const key = isGroupKey(before.key) ? before.key : agencyKey(name);
    kept[kept.length - 1] = { ...before, key, name, end: before.start + name.length };
    kept.push(one);
  }
  return kept;
}

function findGroups({ text, form }: Cursor): FoundAgency[] {
  const found: FoundAgency[] = [];
  for (const group of GROUPS) {
    for (const match of form.matchAll(new RegExp(`(?<![\\p{L}])(?:${group.pattern.source})(?![\\p{L}])`, "gu"))) {
      const start = match.index;
      const end = start + match[0].trimEnd().length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const members = listedMembers({ text, form }, match);
      if (members.length > 0) {
        found.push(...members);
        continue;
      }
      found.push(openGroup({ text, form }, { key: group.key, level: group.level, start, end }));
    }
  }
  return found;
}

/** "Giám đốc các Sở: Tư pháp, Nội vụ", "các Bộ, cơ quan: Tài chính, …": those listed and nobody else, each by its own name. */
function listedMembers(cursor: Cursor, match: RegExpExecArray): FoundAgency[] {
  const kind = /(?<![\p{L}])(bộ|sở)(?:(?:,| và)? (?:ban|ngành|cơ quan|cơ quan ngang bộ|đơn vị|các))*$/u.exec(
    match[0].trimEnd(),
  );
  if (!kind) return [];
  const end = match.index + match[0].trimEnd().length;
  const tail = /^(?:,? (?:và )?(?:các )?(?:ban|ngành|cơ quan ngang bộ|cơ quan|đơn vị))*(?=:| \p{L})/u.exec(
    cursor.form.slice(end),
  );
  const sectors = sectorList(cursor, end + (tail?.[0].length ?? 0));
  const head = kind[1] === "bộ" ? "Bộ" : "Sở";
  return sectors.map((sector, index) => {
    const tail = sectors.length === 1 ? placeTail(cursor, sector.end) : sector.end;
    return {
      ...agencyAt(cursor, sector.start, tail, `${head} ${sector.name}`),
      name: `${head} ${cursor.text.slice(sector.start, tail)}`,
      start: index === 0 ? match.index : sector.start,
    };
  });
}

/** "các Cục: Di sản văn hóa, Bản quyền tác giả": heads whose names no table holds. */
const LISTED =
  /(?<![\p{L}])(?:(?:cục|vụ|viện|chi cục) trưởng |thủ trưởng |giám đốc |hiệu trưởng )?các (cục|vụ|viện|chi cục|trường|trung tâm|tổng công ty|tập đoàn|học viện|ban quản lý): (?=\p{L})/gu;

function listedByHead(cursor: Cursor): FoundAgency[] {
  return [...cursor.form.matchAll(LISTED)].flatMap((match) => {
    const word = match[1] as string;
    const head = word.charAt(0).toUpperCase() + word.slice(1);
    return itemsOf(cursor, match.index + match[0].length).map(({ start, end }, index) => ({
      ...agencyAt(cursor, start, end, `${head} ${cursor.text.slice(start, end)}`),
      name: `${head} ${cursor.text.slice(start, end)}`,
      start: index === 0 ? match.index : start,
    }));
  });
}

/** Names apart by commas; "và" parts the last two, and belongs to a name before that ("Hàng hải và Đường thủy, …"). */
function itemsOf(cursor: Cursor, from: number): Span[] {
  const items: Span[] = [];
  for (let at = from; items.length < 20; ) {
    if (!isUpper(cursor.text[at]) || isHeadWord(cursor.form, at)) break;
    const comma = /[,;:.()]|$/u.exec(cursor.text.slice(at))?.index ?? 0;
    const end = Math.min(openNameEnd(cursor, at - 1), at + comma);
    const rest = cursor.text.slice(end);
    const last = !/^[,;] \p{Lu}/u.test(rest);
    const parts = last && items.length > 0 ? cursor.text.slice(at, end).split(" và ") : [cursor.text.slice(at, end)];
    for (const part of parts) {
      const start = cursor.text.indexOf(part, at);
      items.push({ start, end: start + part.length });
    }
    if (last) break;
    at = end + 2;
  }
  return items.length > 1 ? items : [];
}

/** "các doanh nghiệp" + "viễn thông": a group named by its kind gets a key of its own. */
function openGroup(
  { text, form }: Cursor,
  group: { key: string; level: FoundAgency["level"]; start: number; end: number },
): FoundAgency {
  const { key, level, start } = group;
  const found: FoundAgency = {
    key,
    name: text.slice(start, group.end),
    level,
    place: null,
    kind: "group",
    start,
    end: group.end,
  };
  if (key !== "cac doanh nghiep" && key !== "cac co quan don vi") return found;
  if (/liên quan$|[,]/u.test(form.slice(start, group.end))) return found;
  const word = / (\p{Ll}+)/uy;
  let end = group.end;
  for (let count = 0; count < 5; count += 1) {
    word.lastIndex = end;
    const match = form.startsWith(" trực thuộc", end) ? null : word.exec(form);
    if (!match || ENDS_GROUP.test(match[1] as string) || (count % 2 === 0 && STOP.has(match[1] as string))) break;
    end += match[0].length;
  }
  if (end === group.end) return found;
  const name = text.slice(start, end);
  return { ...found, name, end, key: fold(name).replace(/^(?:thu truong )?cac /, "") };
}

interface Head {
  start: number;
  headAt: number;
  head: string;
}

function nameFrom(cursor: Cursor, { start, headAt, head }: Head, taken: readonly FoundAgency[]): FoundAgency[] {
  const afterHead = headAt + head.length;
  const sectors = head === "bộ" || head === "sở" || head === "phòng" ? sectorList(cursor, afterHead) : [];
  if (sectors.length > 0) return sectorAgencies(cursor, { start, headAt, head }, sectors);
  const end = openNameEnd(cursor, afterHead);
  if (
    end <= afterHead + 1 &&
    !/^(?:mttq|ubmttq|bhxh|văn phòng .+|tỉnh đoàn|thành đoàn|tỉnh uỷ|thành uỷ|mặt trận tổ quốc|bảo hiểm xã hội|ubnd|liên đoàn lao động|toà án nhân dân|viện kiểm sát nhân dân|thông tấn xã|ban chỉ đạo)/u.test(
      head,
    )
  )
    return [];
  const limit = Math.min(end, ...taken.filter((other) => other.start > start).map((other) => other.start));
  return [agencyAt(cursor, start, trimEnd(cursor.text, start, limit))];
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /[\s,;:.\-–]/.test(text[at - 1] as string)) at -= 1;
  return at;
}

function agencyAt({ text }: Cursor, start: number, end: number, keyName?: string): FoundAgency {
  const name = text.slice(start, end);
  const key = agencyKey(keyName ?? name);
  const person =
    /^(?:phó )?(?:thủ trưởng|giám đốc|chủ tịch|bộ trưởng|chánh|cục trưởng|vụ trưởng|trưởng ban|viện trưởng|thống đốc|tổng giám đốc|tổng thanh tra|tư lệnh|chỉ huy trưởng)/iu.test(
      name,
    );
  return {
    key,
    name,
    level: levelOf(key),
    place: findPlaces(name)[0]?.name ?? null,
    kind: person ? "person" : "agency",
    start,
    end,
  };
}

/** Consecutive field names from `from`: "Bộ: Nông nghiệp và Môi trường; Xây dựng; Tài chính". */
function sectorList({ text, form }: Cursor, from: number): { start: number; end: number; name: string }[] {
  const list: { start: number; end: number; name: string }[] = [];
  let at = from;
  for (;;) {
    const gap = (list.length === 0 ? /^(?:: ?| )/u : /^(?:[,;] (?:và )?| và )/u).exec(form.slice(at));
    if (!gap) break;
    const start = at + gap[0].length;
    const sector = SECTORS.find(
      ({ form: name }) => form.startsWith(name, start) && !/\p{L}/u.test(form[start + name.length] ?? ""),
    );
    if (!isUpper(text[start])) break;
    const other = sector || list.length === 0 || text[from] !== ":" ? null : otherItem({ text, form }, start);
    if (!sector && !other) break;
    const end = sector ? start + sector.form.length : (other as Span).end;
    // "Tài chính, Thanh tra Chính phủ, Xây dựng": a whole name among the fields is an agency of its own.
    if (sector || form.slice(start).search(HEAD) !== 0)
      list.push({ start, end, name: sector?.name ?? text.slice(start, end) });
    at = end;
  }
  return list;
}

/** A field of work that no table holds, between two that one does. */
function otherItem({ text }: Cursor, start: number): Span | null {
  const words = /^[^,;:.()]{3,45}?(?=[,;] \p{Lu}| và )/u.exec(text.slice(start));
  return words ? { start, end: start + words[0].length } : null;
}

const SECTORS = SECTOR_NAMES.map((name) => ({ name, form: matchForm(name) }));

function sectorAgencies(
  cursor: Cursor,
  { start, headAt, head }: Head,
  sectors: { start: number; end: number; name: string }[],
): FoundAgency[] {
  return sectors.map((sector, index) => {
    if (sectors.length > 1) {
      const printed = cursor.text.slice(sector.start, sector.end);
      const agency = agencyAt(cursor, sector.start, sector.end, `${head} ${sector.name}`);
      return { ...agency, name: `${capital(head)} ${printed}`, start: index === 0 ? start : sector.start };
    }
    return agencyAt(
      cursor,
      start,
      placeTail(cursor, sector.end),
      `${cursor.text.slice(headAt, headAt + head.length)} ${cursor.text.slice(sector.start, sector.end)}`,
    );
  });
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** End of a following "tỉnh Lạng Sơn", "thành phố", "Hà Tĩnh". */
function placeTail({ text, form }: Cursor, from: number): number {
  const tail = NAME_TAIL.exec(form.slice(from));
  let end = tail ? from + tail[0].length : from;
  const place = findPlaces(text.slice(end, end + 28))[0];
  if (place && place.start <= 1 && isUpper(text[end + place.start])) end += place.end;
  return end;
}

/** "Cục Kết cấu hạ tầng xây dựng": a verb's syllables are the name's end where another verb or nothing follows. */
const FIELD_TAIL =
  /^(?: (?:đầu tư|xây dựng|công trình)){1,3}(?=\s*(?:[:,.;)]|$)| (?:chủ trì|phối hợp|tham mưu|có trách nhiệm|chịu trách nhiệm|khẩn trương|chỉ đạo|rà soát|tiếp tục|căn cứ)(?![\p{L}]))/u;
const LEVEL_END = /(?:tỉnh|thành phố|việt nam|trung ương|bộ|sở|xã|phường)$/u;

/** Words of a name that no table holds: capitalised words with the lower-case syllables that belong to them. */
function openNameEnd(cursor: Cursor, from: number): number {
  const { text, form } = cursor;
  let end = from;
  let lowerRun = 0;
  let capitals = 0;
  let levelNamed = /(?:công an|ubnd|nhân dân|thanh tra|quân sự|biên phòng)$/u.test(form.slice(0, from)) ? 0 : -1;
  const word = /( ?[-–] ?|, | )(\p{L}[\p{L}&.]*|\d+)/uy;
  for (let count = 0; count < 18; count += 1) {
    word.lastIndex = end;
    const match = word.exec(text);
    if (!match) break;
    const [whole, joint, letters] = match as unknown as [string, string, string];
    const capital = isUpper(letters[0]);
    const folded = fold(letters);
    if (joint.startsWith(",") && !(capital && capitals > 0 && commaContinues(cursor, end))) break;
    // "Công an xã" ends with its level: only a place may follow ("Công an xã Mẫu Sơn").
    if (levelNamed >= 0 && !capital) {
      if (LEVEL_WORDS.has(matchForm(letters))) levelNamed += 1;
      else if (levelNamed > 0) break;
    }
    if (capital) {
      const isSecond = SECOND_SYLLABLE.test(form.slice(from, end + whole.length));
      if (capitals > 0 && !isSecond && isHeadWord(form, end + joint.length)) break;
      capitals += 1;
      lowerRun = 0;
    } else if (folded === "va") {
      const inManagedZones = form.slice(from - 8, from) === " quản lý";
      if (inManagedZones && !isHeadWord(form, end + whole.length + 1)) {
        lowerRun = 0;
        end += whole.length;
        continue;
      }
      if (capitals === 0 || !isUpper(text[end + whole.length + 1]) || isHeadWord(form, end + whole.length + 1)) break;
    } else if (folded === "cac" && capitals + lowerRun <= 2 && count <= 2) {
      lowerRun = 0;
    } else {
      if (folded === "cap" && /^ (?:phép|giấy|phát|kinh phí|bản|mã|số|đổi)/u.test(form.slice(end + whole.length)))
        break;
      const field = capitals > 0 && !LEVEL_END.test(form.slice(from, end)) ? FIELD_TAIL.exec(form.slice(end)) : null;
      if (field) return end + field[0].length;
      const stops = STOP.has(matchForm(letters)) && !(form.slice(from - 8, from) === " quản lý" && folded === "che");
      if (stops && !NAME_PAIRS.test(text.slice(from, end + whole.length))) break;
      lowerRun += 1;
      if (lowerRun > 6) break;
    }
    end += whole.length;
    // "… rừng phòng hộ Quảng Trị. Dạo này": the name ends with the sentence.
    if (letters.endsWith(".") && !SHORTHAND.test(letters)) return end - 1;
  }
  return end;
}

/** A full stop that ends no sentence: "TP. Huế", "Q.", "Tp.". */
const SHORTHAND = /^(?:\p{Lu}[\p{Lu}.]{0,5}|Tp|Tx|Tt|Th)\.$/u;

/** "PHỤC VỤ", "XÃ HỘI" in capitals: the second syllable is no head of another name. */
const SECOND_SYLLABLE = /(?:phục|nghiệp|dịch|nhiệm|chức|nội) vụ$|(?:xã|quốc|cơ) hội$|(?:quốc|dự) phòng$/u;

function isHeadWord(form: string, at: number): boolean {
  return /^(?:bộ|sở|phòng|uỷ ban|ubnd|hđnd|cục|vụ|chi cục|công an|thanh tra|kho bạc|bảo hiểm|liên đoàn|tập đoàn|tổng công ty|văn phòng|hội|trung tâm|mttq|đài|báo|thông tấn xã|liên minh|ban bí thư|tiểu ban) /u.test(
    form.slice(at, at + 20),
  );
}

/** After a comma a name goes on only as "…, X và Y" or "…, X, Y và Z": "Phòng Kinh tế, Hạ tầng và Đô thị". */
function commaContinues({ text, form }: Cursor, at: number): boolean {
  if (/^, truyền hình/u.test(form.slice(at))) return /phát thanh$/u.test(form.slice(0, at));
  const list = /^(?:, [\p{L} ]{2,30}){1,3} và (?=\p{L})/u.exec(form.slice(at));
  if (!list) return false;
  const parts = [...list[0].matchAll(/(?:, | và )(?=\p{L}|$)/gu)].map((joint) => at + joint.index + joint[0].length);
  return parts.every((start) => isUpper(text[start]) && !isHeadWord(form, start));
}
