import {
  AGENCY_NAMES,
  type Agency,
  agencyKey,
  type FoundAgency,
  findAgencies,
  fold,
  matchForm,
  type PlainView,
  plainView,
} from "../../text/index.ts";
import type { Item } from "../outline/index.ts";
import type { DutyRole, OutlineNode, Span } from "../types.ts";
import { openName, openNameUntil } from "./open-names.ts";
import { withProvinces } from "./provinces.ts";
import { type Assignment, type Reading, readAssignment } from "./subjects.ts";
import { partnersIn, roleOf } from "./words.ts";

/** Who is ordered by a heading or a clause, for everything below it. Spans are into the canonical text. */
export interface Order {
  agencies: { agency: Agency; span: Span }[];
  role: DutyRole;
  partners: string[];
  /** A lead-in's that may say something else: only what begins like an order is taken for one. */
  loose?: true;
}

/** One paragraph, ready to be read: its plain text, the agencies in it, and the way back to the canonical text. */
export interface ItemReading extends Reading {
  item: Item;
  view: PlainView;
  /** Offset behind the label. */
  from: number;
}

/** What earlier paragraphs named, for words that point back to it. */
export interface Known {
  /** For "các tỉnh nêu trên". */
  provinces: readonly string[];
  /** For "Quý cơ quan". */
  addressees: readonly FoundAgency[];
}

export function readItem(text: string, item: Item, known: Known): ItemReading {
  const view = plainView(text, item.start, item.end);
  const boldEnd = boldHead(text, item, view);
  return {
    item,
    view,
    plain: view.text,
    agencies: withAddressees(
      view.text,
      withProvinces(view.text, agenciesIn(view.text, boldEnd), known.provinces),
      known.addressees,
    ),
    boldEnd,
    from: item.block.label?.length ?? 0,
  };
}

const ADDRESSED =
  /(?<![\p{L}])(?:các )?quý (?:cơ quan|đơn vị|bộ|ban|sở|ngành|địa phương|cục|ubnd|uỷ ban)(?:(?:,| và)? (?:quý )?(?:cơ quan|đơn vị|địa phương))*(?![\p{L}])/gu;

/** "đề nghị Quý cơ quan …" in a letter is said to those whom it greets. */
function withAddressees(
  text: string,
  agencies: readonly FoundAgency[],
  addressees: readonly FoundAgency[],
): FoundAgency[] {
  if (addressees.length === 0) return [...agencies];
  const found = [...agencies];
  for (const match of matchForm(text).matchAll(ADDRESSED)) {
    const start = match.index;
    const end = start + match[0].length;
    if (found.some((agency) => agency.start < start && start < agency.end)) continue;
    const inside = found.findIndex((agency) => agency.start < end && start < agency.end);
    if (inside >= 0) found.splice(inside, 1);
    found.push(...addressees.map((agency) => ({ ...agency, start, end })));
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Offset in the plain text where a bold head ends ("**2. Cục Quản lý Dược** Công bố …"); 0 where there is none. */
function boldHead(text: string, item: Item, view: PlainView): number {
  const bold = /^\*\*[^*]{4,250}\*\*/.exec(text.slice(item.start, item.end));
  if (!bold || item.block.marked) return 0;
  const length = plainView(text, item.start, item.start + bold[0].length).text.length;
  return length > (item.block.label?.length ?? 0) + 3 && length < view.text.length ? length : 0;
}

/** Capitals behind the bold head are a new sentence's, not the name's. */
function agenciesIn(plain: string, boldEnd: number): FoundAgency[] {
  if (boldEnd === 0) return findAgencies(plain);
  const behind = findAgencies(plain.slice(boldEnd)).map((agency) => ({
    ...agency,
    start: agency.start + boldEnd,
    end: agency.end + boldEnd,
  }));
  return [...findAgencies(plain.slice(0, boldEnd)), ...behind];
}

const HEADS: Readonly<Record<string, string>> = { bo: "Bộ", so: "Sở", phong: "Phòng" };

/** Without the offsets. A member of "các Bộ: Xây dựng; Công Thương" gets its head word back. */
export function bare({ key, name, level, place, kind }: FoundAgency): Agency {
  const head = HEADS[key.split(" ")[0] as string];
  const listed = head && kind === "agency" && (name.includes(": ") || !fold(name).includes(fold(head)));
  return { key, name: listed ? `${head} ${name.replace(/^.*: /u, "")}` : name, level, place, kind };
}

export function toOrder(reading: ItemReading, assignment: Assignment, to: number): Order {
  const words = reading.plain.slice(assignment.rest, to);
  return {
    agencies: assignment.agencies.map((agency) => ({
      agency: bare(agency),
      span: reading.view.span(agency.start, agency.end),
    })),
    role: roleOf(words),
    partners: partnersIn(reading, assignment.rest, to).map((agency) => agency.name),
  };
}

const DESCRIBES =
  /(?:mục đích|mục tiêu|quan điểm|phạm vi|đối tượng|tình hình|kết quả đạt được|nguyên nhân|tồn tại|hạn chế|giải thích từ ngữ|chỉ tiêu|nguyên tắc|bối cảnh|thực trạng|sự cần thiết|căn cứ|hành vi vi phạm|bị nghiêm cấm|xử phạt)/u;

/** True for a heading whose paragraphs describe: aims, scope, history. */
export function describes(node: OutlineNode | undefined): boolean {
  return node !== undefined && node.heading.length <= 120 && DESCRIBES.test(matchForm(node.heading));
}

/** Whom a heading names: "5. Sở Xây dựng", "Trách nhiệm của Văn phòng UBND tỉnh". */
export function headingOrder(reading: ItemReading): Order | null {
  const assignment = readAssignment(reading, reading.from, true);
  if (!assignment) return null;
  const only = assignment.agencies[0] as FoundAgency;
  const agencies =
    only.kind === "group" ? [wholeName(reading.plain, only), ...assignment.agencies.slice(1)] : assignment.agencies;
  return toOrder(reading, { ...assignment, agencies }, reading.plain.length);
}

/** "Các cơ quan đăng ký" + "đầu tư (": in a heading a group's name goes on up to the bracket, the colon or the verb. */
function wholeName(plain: string, agency: FoundAgency): FoundAgency {
  if (!/^(?:co quan|don vi|doanh nghiep|chu|to chuc|cac co quan don vi$|cac doanh nghiep$)/.test(agency.key))
    return agency;
  const tail = /^((?: \p{Ll}+){1,6}?)\s*(?:[(:]|$)/u.exec(plain.slice(agency.end))?.[1];
  if (!tail || /(?:trách nhiệm|liên quan|chủ trì|phối hợp|thực hiện)/u.test(tail)) return agency;
  const end = agency.end + tail.length;
  const name = plain.slice(agency.start, end);
  return { ...agency, end, name, key: agencyKey(name.replace(/^(?:các|thủ trưởng các) /iu, "")) };
}

/** Whom a heading names that no recogniser knows, where its neighbours are agencies. */
export function openOrder(reading: ItemReading): Order | null {
  const name = openName(reading.plain, reading.from);
  if (!name) return null;
  return {
    agencies: [{ agency: bare(name), span: reading.view.span(name.start, name.end) }],
    role: "lead",
    partners: [],
  };
}

/** The agency whose functions the document lays down: "Quy định chức năng, nhiệm vụ … của Sở X", "Phân cấp … cho Sở X". */
export function functionsOwner(readings: readonly ItemReading[]): Order | null {
  for (const reading of readings) {
    if (reading.item.zone !== "heading" && reading.item.zone !== "part-title") continue;
    const form = matchForm(reading.plain);
    const match = /(?:chức năng|nhiệm vụ|quyền hạn)[^.;]{0,120}? của |(?:phân cấp|uỷ quyền)[^.;]{0,200}? cho /u.exec(
      form,
    );
    const agency = match
      ? reading.agencies.find((found) => found.start >= match.index + match[0].length - 1)
      : undefined;
    if (!match || !agency || agency.start - (match.index + match[0].length) > 12) continue;
    return {
      agencies: [{ agency: ownName(agency), span: reading.view.span(agency.start, agency.end) }],
      role: "lead",
      partners: [],
    };
  }
  return null;
}

export const isAddressees = ({ item, plain }: ItemReading): boolean =>
  item.zone === "heading" && /^Kính gửi/iu.test(plain);

/** Whom a lead-in asks by a name that no recogniser knows: "… đề nghị các trường nghề trực thuộc Bộ nghiêm túc thực hiện:". */
export function openLeadIn(reading: ItemReading): Order | null {
  const form = matchForm(reading.plain);
  for (const match of form.matchAll(/(?<!(?:theo|xét|các|những|ứng|với) )(?:đề nghị|yêu cầu) (?=\p{L})/gu)) {
    const name = openNameUntil(reading.plain, match.index + match[0].length);
    if (name)
      return {
        agencies: [{ agency: bare(name), span: reading.view.span(name.start, name.end) }],
        role: "lead",
        partners: [],
      };
  }
  return null;
}

/** The agencies of "Kính gửi". */
export function addresseesOrder(readings: readonly ItemReading[]): Order | null {
  const reading = readings.find(isAddressees);
  if (!reading || reading.agencies.length === 0) return null;
  const agencies = reading.agencies.map((agency) => ({
    agency: bare(agency),
    span: reading.view.span(agency.start, agency.end),
  }));
  return { agencies, role: "lead", partners: [] };
}

// A title is printed in capitals; the name is shown as it is written elsewhere.
function ownName(agency: FoundAgency): Agency {
  const known =
    agency.name === agency.name.toUpperCase()
      ? AGENCY_NAMES.find(({ name }) => agencyKey(name) === agency.key)
      : undefined;
  return { ...bare(agency), name: known?.name ?? agency.name };
}

export const isFunctions = (node: OutlineNode): boolean =>
  /nhiệm vụ|quyền hạn|chức năng|phân cấp|uỷ quyền/u.test(matchForm(node.heading));
