import { type FoundAgency, matchForm } from "../../text/index.ts";
import type { DutyRole } from "../types.ts";
import type { Reading } from "./subjects.ts";

const COORDINATES =
  /^(?:[\s,:–-]|có trách nhiệm|có nhiệm vụ|chủ động|tiếp tục|tích cực|thường xuyên|kịp thời|khẩn trương|căn cứ[^.;:]{0,120}?,|theo chức năng[^.;:]{0,60}?,|đồng thời)*(?:tham gia )?phối hợp/u;

/** `coordinate` when the order itself begins "Phối hợp…", `lead` otherwise. */
export function roleOf(words: string): DutyRole {
  return COORDINATES.test(matchForm(words)) ? "coordinate" : "lead";
}

const WITH =
  /phối hợp(?:[\s,]+(?:chặt chẽ|đồng bộ|kịp thời|hiệu quả|thống nhất|thường xuyên|với|cùng|giữa|và|có hiệu quả))*\s+(?:các đồng chí |lãnh đạo )?/gu;
const JOINT = /^\s*(?:[,;]|và|cùng|hoặc)?\s*(?:và |với |các )?$/u;

/** Agencies named behind "phối hợp với …" in part of a paragraph. */
export function partnersIn(reading: Reading, from: number, to: number): FoundAgency[] {
  const form = matchForm(reading.plain);
  const partners: FoundAgency[] = [];
  for (const match of form.slice(from, to).matchAll(WITH)) {
    let at = from + match.index + match[0].length;
    for (const agency of reading.agencies) {
      const last = partners.at(-1);
      if (last && agency.start === last.start && agency.end === last.end && agency !== last) partners.push(agency);
      if (agency.start < at - 1 || agency.end > to) continue;
      const gap = form.slice(at, agency.start);
      if (gap.length > 14 || !(JOINT.test(gap) || /^(?:các |đơn vị |thủ trưởng )*$/u.test(gap))) break;
      if (!partners.includes(agency)) partners.push(agency);
      at = agency.end;
    }
  }
  return partners;
}

const REPORTS =
  /(?:báo cáo|gửi|phản ánh|kiến nghị|tổng hợp|phản hồi|thông tin)[^.;]{0,110}?(?:về|gửi|cho|qua|tới|đến|báo cáo)\s+(?:các |lãnh đạo )?$|(?:báo cáo|gửi)\s+$/u;

const OPEN_RECEIVER =
  /(?:báo cáo|gửi)[^.;]{0,90}? về ((?:ban chỉ đạo|ban chỉ huy|tổ công tác|tổ biên tập|hội đồng|thường trực|cơ quan thường trực)(?: \p{L}+){0,8}?)(?= ?[,.;()]| trước| để| chậm| theo|$)/u;

/** The agency that a report goes to: "báo cáo kết quả … về Sở Nội vụ", as printed. */
export function reportsToIn(reading: Reading, from: number, to: number): string | null {
  const form = matchForm(reading.plain);
  const open = OPEN_RECEIVER.exec(form.slice(from, to));
  if (open) {
    const end = from + open.index + open[0].length;
    return reading.plain.slice(end - (open[1] as string).length, end);
  }
  for (const agency of reading.agencies) {
    if (agency.start < from || agency.end > to) continue;
    if (REPORTS.test(form.slice(Math.max(from, agency.start - 140), agency.start))) return agency.name;
  }
  return null;
}

/** True when the words order something beyond "chủ trì, phối hợp với X thực hiện các nhiệm vụ sau:". */
export function hasSubstance(reading: Reading, from: number, to: number): boolean {
  let words = reading.plain.slice(from, to);
  let cut = to;
  for (const agency of [...reading.agencies].reverse()) {
    if (agency.start < from || agency.end > cut) continue;
    words = words.slice(0, agency.start - from) + words.slice(agency.end - from);
    cut = agency.start;
  }
  const left = matchForm(words)
    .replace(
      /chủ trì|chủ động|phối hợp|với|có trách nhiệm|có nhiệm vụ|liên quan|các cơ quan|đơn vị|địa phương|tập trung/gu,
      "",
    )
    .replace(
      /(?:tổ chức |triển khai |nghiêm túc )*thực hiện (?:tốt |một số |các |những )*(?:nội dung|nhiệm vụ|giải pháp|công việc)[^.;]{0,60}:?\s*$/u,
      "",
    )
    .replace(/(?:theo|căn cứ) (?:chức năng|thẩm quyền|nhiệm vụ)(?:(?!phối hợp)[^.;:]){0,80}:\s*$/u, "")
    .replace(/(?:một số |các )?(?:nội dung|nhiệm vụ|việc)?[^.;:]{0,30}(?:như sau|sau đây|sau)\s*:\s*$/u, "")
    .replace(/[^\p{L}]/gu, "");
  return left.length >= 10;
}
