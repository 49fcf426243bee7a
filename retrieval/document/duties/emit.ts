import { type Agency, type FoundAgency, plainView } from "../../text/index.ts";
import type { Item } from "../outline/index.ts";
import type { Cut } from "../passages.ts";
import type { Deadline, Span } from "../types.ts";
import { attributeOf } from "./attributes.ts";
import { findDeadlines } from "./deadlines.ts";
import { bare, type ItemReading, type Order, toOrder } from "./orders.ts";
import type { Segment } from "./segments.ts";
import { continued, readColumns, readRowDuty } from "./tables.ts";
import { startsWithVerb } from "./verbs.ts";
import type { Walk } from "./walk.ts";
import { hasSubstance, partnersIn, reportsToIn, roleOf } from "./words.ts";

interface Part {
  reading: ItemReading;
  segment: Segment;
  inherited: Order | null;
}

/** The duties of one part of a paragraph: its own addressees', else those above it. */
export function addSegment(walk: Walk, cut: Cut, part: Part): void {
  const { reading, segment, inherited } = part;
  const { assignment } = segment;
  const from = assignment ? assignment.rest : segment.from;
  if (!hasSubstance(reading, from, segment.to)) return;
  if (cut.passage.kind === "preamble" && /:\s*$/.test(reading.plain)) return;
  const span = trimmedSpan(reading, segment.from, segment.to);
  const own = assignment ? toOrder(reading, assignment, segment.to) : null;
  const common = { walk, cut, reading, from, to: segment.to, span };
  if (own) push(common, own);
  // "- Yêu cầu các cơ quan báo chí …" below a heading is what the heading's agency has to do, too.
  const opens = assignment !== null && /^(?:yêu cầu|đề nghị)/iu.test(reading.plain.slice(segment.from).trimStart());
  const passesOn = opens && reading.item.block.label !== null;
  if (!own && addressesOther(reading, segment.from)) return;
  // A letter's addressees are ordered by what begins like an order; its other items tell them something.
  if (!own && inherited?.loose && !beginsOrder(reading.plain.slice(from, segment.to))) return;
  if (inherited && (!own || passesOn)) push(common, inherit(inherited, reading.plain.slice(from, segment.to)));
}

const beginsOrder = (words: string): boolean =>
  startsWithVerb(words.replace(/^[\s,:-]+/, "")) ||
  (/^[^.;:]{3,160}: /u.test(words) && startsWithVerb(words.slice(words.indexOf(": ") + 2)));

/**
 * Words that are not for whom the heading orders: the issuer's own ("Văn phòng Chính phủ xin thông báo …"), an order to
 * somebody whose name was not read ("Đề nghị Hội Y học …"), a note in brackets.
 */
function addressesOther(reading: ItemReading, from: number): boolean {
  const words = reading.plain.slice(from).trimStart();
  const at = reading.plain.length - words.length;
  const speaker = reading.agencies.find((agency) => agency.start <= at && agency.end > at);
  const behind = speaker ? reading.plain.slice(speaker.end) : "";
  if (speaker && /^ (?:xin |trân trọng |thông báo (?:để|tới|đến))/u.test(behind)) return true;
  return (
    /^(?:Kính đề nghị|Đề nghị|Giao|Yêu cầu) (?:các )?\p{Lu}\p{Ll}+ \p{L}+/u.test(words) ||
    /^\((?:Kèm|Có|Xem|Chi tiết|Gửi kèm|Đính kèm)[^)]*\)[.;/\s]*$/u.test(words)
  );
}

function inherit(order: Order, words: string): Order {
  const own = roleOf(words);
  const leads = /^[\s:,]*(?:tiếp tục |chủ động )?chủ trì/iu.test(words);
  return { ...order, role: leads ? "lead" : own };
}

function trimmedSpan(reading: ItemReading, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && /[\s]/.test(reading.plain[start] as string)) start += 1;
  while (end > start && /[\s]/.test(reading.plain[end - 1] as string)) end -= 1;
  return reading.view.span(start, end);
}

interface Push {
  walk: Walk;
  cut: Cut;
  reading: ItemReading;
  from: number;
  to: number;
  span: Span;
}

function push({ walk, cut, reading, from, to, span }: Push, order: Order): void {
  const partners = partnersIn(reading, from, to);
  const names = [...new Set([...order.partners, ...partners.map((agency) => agency.name)])];
  const deadline = deadlineFor(walk, cut, reading, { from, to });
  const reportsTo = reportsToIn(reading, from, to);
  const duty = { span, passage: cut.passage.ordinal, deadline, reportsTo };
  for (const { agency, span: agencySpan } of order.agencies) {
    walk.duties.push({ ...duty, agency, role: order.role, agencySpan, partners: names });
  }
  const taken = new Set(order.agencies.map(({ agency }) => identity(agency)));
  for (const partner of partners) {
    if (taken.has(identity(partner)) || taken.has(partner.key) || vague(partner)) continue;
    taken.add(identity(partner));
    const agencySpan = reading.view.span(partner.start, partner.end);
    walk.duties.push({ ...duty, agency: bare(partner), role: "partner", agencySpan, partners: [] });
  }
}

const identity = ({ key, place }: Agency) => (place ? `${key} ${place}` : key);

const VAGUE =
  /^(?:cac )?(?:co quan|don vi|to chuc|ca nhan|dia phuong)(?: (?:co quan|don vi|chuc nang|lien quan|khac|chuyen mon|dia phuong|co))*$/;

/** "các cơ quan liên quan" names nobody who could ask what it has to do. */
const vague = (agency: FoundAgency) => VAGUE.test(agency.key) || /liên quan$/u.test(agency.name);

/** In the clause itself, else on a line of its own in the same passage. */
function deadlineFor(walk: Walk, cut: Cut, reading: ItemReading, part: { from: number; to: number }): Deadline | null {
  const own = findDeadlines(reading.plain).find((found) => found.start >= part.from && found.end <= part.to);
  if (own) return { on: own.on, span: reading.view.span(own.start, own.end) };
  const common = commonDeadline(reading);
  if (common) return common;
  for (const item of cut.items.slice(cut.items.indexOf(reading.item) + 1)) {
    const other = walk.readings.get(item) as ItemReading;
    const attribute = attributeOf(other);
    if (attribute?.kind !== "deadline") continue;
    return { on: attribute.on, span: other.view.span(attribute.from, attribute.to) };
  }
  return null;
}

/** "Sở A làm X. Sở B làm Y. Thời hạn hoàn thành: …": the last sentence is about all before it. */
function commonDeadline(reading: ItemReading): Deadline | null {
  const last =
    /(?<=[.;] )(?:Thời (?:hạn|gian)|Tiến độ)(?: hoàn thành| thực hiện| báo cáo)?\s*: [^.;]{4,80}[.;/\s]*$/u.exec(
      reading.plain,
    );
  if (!last) return null;
  const found = findDeadlines(reading.plain).find((deadline) => deadline.end > last.index);
  return found ? { on: found.on, span: reading.view.span(found.start, found.end) } : null;
}

/** "- Cơ quan chủ trì: Sở X." orders what stands above it. */
export function addAttribute(
  walk: Walk,
  cut: Cut,
  reading: ItemReading,
  attribute: ReturnType<typeof attributeOf>,
): void {
  if (!attribute || attribute.kind === "deadline" || attribute.agencies.length === 0) return;
  const target = attributeTarget(walk, cut, reading.item);
  if (!target) return;
  for (const agency of attribute.agencies) {
    if (attribute.kind === "partner" && vague(agency)) continue;
    const partner = attribute.kind === "partner";
    walk.duties.push({
      agency: bare(agency),
      role: partner ? "partner" : "lead",
      agencySpan: reading.view.span(agency.start, agency.end),
      span: target.span,
      passage: target.cut.passage.ordinal,
      partners: partner ? [] : attribute.partners,
      deadline: deadlineFor(walk, cut, reading, { from: 0, to: 0 }),
      reportsTo: null,
    });
  }
}

function attributeTarget(walk: Walk, cut: Cut, item: Item): { span: Span; cut: Cut } | null {
  const clause = cut.items.find((other) => attributeOf(walk.readings.get(other) as ItemReading) === null);
  if (clause) return { span: { start: clause.start, end: clause.end }, cut };
  return { span: { start: item.start, end: item.end }, cut };
}

/** The duties of one row of a plan's table. */
export function addRow(walk: Walk, cut: Cut, item: Item): void {
  if (!walk.columns.has(item.table)) {
    const before = [...walk.columns.values()].at(-1) ?? null;
    walk.columns.set(item.table, item.table ? (readColumns(item.table) ?? continued(item.table, before)) : null);
  }
  const columns = walk.columns.get(item.table);
  const row = columns ? readRowDuty(item, columns) : null;
  if (!row) return;
  const cellSpan = (cell: Span, from: number, to: number) => plainView(walk.text, cell.start, cell.end).span(from, to);
  const deadline = row.deadline
    ? { on: row.deadline.found.on, span: cellSpan(row.deadline.cell, row.deadline.found.start, row.deadline.found.end) }
    : null;
  const duty = {
    span: { start: row.content.start, end: row.content.end },
    passage: cut.passage.ordinal,
    deadline,
    reportsTo: null,
  };
  const partners = row.partners.map(({ agency }) => agency.name);
  for (const { agency, cell } of row.lead) {
    walk.duties.push({
      ...duty,
      agency: bare(agency),
      role: "lead",
      agencySpan: cellSpan(cell, agency.start, agency.end),
      partners,
    });
  }
  for (const { agency, cell } of row.partners.filter((partner) => !vague(partner.agency))) {
    walk.duties.push({
      ...duty,
      agency: bare(agency),
      role: "partner",
      agencySpan: cellSpan(cell, agency.start, agency.end),
      partners: [],
    });
  }
}
