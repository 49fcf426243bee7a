import type { FoundAgency } from "../../text/index.ts";
import type { Item } from "../outline/index.ts";
import type { Cut } from "../passages.ts";
import type { Deadline, Duty, OutlineNode, PassageKind, SourceTier, Span } from "../types.ts";
import { attributeOf } from "./attributes.ts";
import { findDeadlines } from "./deadlines.ts";
import {
  bare,
  describes,
  functionsOwner,
  headingOrder,
  type ItemReading,
  isFunctions,
  type Order,
  openOrder,
  readItem,
  toOrder,
} from "./orders.ts";
import { readSegments, type Segment } from "./segments.ts";
import { type Columns, readColumns, readRowDuty } from "./tables.ts";
import { startsWithVerb } from "./verbs.ts";
import { hasSubstance, partnersIn, reportsToIn, roleOf } from "./words.ts";

export interface DutyOptions {
  text: string;
  nodes: readonly OutlineNode[];
  tier: SourceTier;
}

interface Walk extends DutyOptions {
  duties: Duty[];
  /** Order of each outline node, where it has one. */
  orders: Map<number, Order>;
  /** Order of the lead-in before the first number. */
  leadIn: Order | null;
  /** Order of the last unnumbered paragraph: prose goes on without repeating its subject. */
  running: Order | null;
  /** Order of the last "… yêu cầu các sở …:" in running prose, for the list below it. */
  listed: Order | null;
  columns: Map<Item["table"], Columns | null>;
  readings: Map<Item, ItemReading>;
  owner: Order | null;
}

const ORDERING: ReadonlySet<PassageKind> = new Set(["clause", "table-row", "closing", "preamble", "heading", "annex"]);

/** Who has to do what: one duty an agency and passage part. Pure; spans are into the canonical text. */
export function findDuties(cuts: readonly Cut[], options: DutyOptions): Duty[] {
  const readings = new Map<Item, ItemReading>();
  let named: readonly FoundAgency[] = [];
  for (const item of cuts.flatMap((cut) => cut.items)) {
    const reading = readItem(options.text, item, named);
    const provinces = reading.agencies.filter((agency) => agency.key === "ubnd cap tinh" && agency.place !== null);
    if (provinces.length > 1) named = provinces;
    readings.set(item, reading);
  }
  const walk: Walk = {
    ...options,
    duties: [],
    orders: new Map(),
    leadIn: null,
    running: null,
    listed: null,
    columns: new Map(),
    readings,
    owner: functionsOwner([...readings.values()]),
  };
  nameHeadings(walk, cuts);
  for (const cut of cuts) {
    if (!ORDERING.has(cut.passage.kind)) continue;
    for (const item of cut.items) readDuties(walk, cut, item);
  }
  return walk.duties;
}

/** First pass: headings that name agencies, and unknown names among them. */
function nameHeadings(walk: Walk, cuts: readonly Cut[]): void {
  const unknown: ItemReading[] = [];
  for (const item of cuts.flatMap((cut) => cut.items)) {
    if (!item.opens || item.node === null || item.zone !== "body" || item.row) continue;
    const reading = walk.readings.get(item) as ItemReading;
    const intro = reading.plain.endsWith(":") && reading.plain.length <= 500;
    if (!item.isHeading && !intro) continue;
    const order = headingOrder(reading);
    const node = walk.nodes[item.node] as OutlineNode;
    if (order) walk.orders.set(node.index, order);
    else if (walk.owner && node.kind === "dieu" && isFunctions(node)) walk.orders.set(node.index, walk.owner);
    else unknown.push(reading);
  }
  for (const reading of unknown) {
    const node = walk.nodes[reading.item.node as number] as OutlineNode;
    const siblings = walk.nodes.filter(
      (other) => other.parent === node.parent && other.kind === node.kind && other !== node,
    );
    const named = siblings.filter((other) => walk.orders.has(other.index)).length;
    if (siblings.length === 0 || named * 2 < siblings.length) continue;
    const order = openOrder(reading);
    if (order) walk.orders.set(node.index, order);
  }
}

function readDuties(walk: Walk, cut: Cut, item: Item): void {
  if (item.zone !== "body") return;
  if (item.row) {
    readRow(walk, cut, item);
    return;
  }
  const reading = walk.readings.get(item) as ItemReading;
  const inherited = inheritedBy(walk, item, cut.passage.kind);
  const attribute = attributeOf(reading);
  if (attribute) {
    addAttribute(walk, cut, reading, attribute);
    return;
  }
  if (item.isHeading && !item.block.label) walk.listed = null;
  if (item.isHeading && cut.passage.kind !== "clause") return;
  if (cut.passage.kind === "heading") return;
  const ordersOnly = cut.passage.kind === "preamble" || describing(walk, item);
  const segments = readSegments(reading, {
    from: reading.from,
    ordersOnly,
    openNames: item.block.label !== null && walk.tier !== "press" && !ordersOnly,
  });
  remember(walk, cut, reading, segments);
  if (item.isHeading) return;
  for (const segment of segments) addSegment(walk, cut, { reading, segment, inherited });
}

function describing(walk: Walk, item: Item): boolean {
  let at = item.node;
  while (at !== null) {
    const node = walk.nodes[at] as OutlineNode;
    if (describes(node)) return true;
    if (walk.orders.has(at)) return false;
    at = node.parent;
  }
  return false;
}

/** The order that a paragraph without an addressee of its own carries out. */
function inheritedBy(walk: Walk, item: Item, kind: PassageKind): Order | null {
  if (kind === "closing" || kind === "preamble" || /^[(*)\s]*Trên đây là/u.test(item.block.plain)) return null;
  let at = item.opens && item.node !== null ? ((walk.nodes[item.node] as OutlineNode).parent ?? null) : item.node;
  while (at !== null) {
    const order = walk.orders.get(at);
    if (order) return order;
    if (describes(walk.nodes[at])) return null;
    at = (walk.nodes[at] as OutlineNode).parent;
  }
  if (kind === "annex") return null;
  const label = item.block.label;
  const plain = item.block.plain.slice(label?.length ?? 0);
  if (!label && walk.running && startsWithVerb(plain)) return walk.running;
  if (label && walk.listed) return walk.listed;
  return walk.tier !== "press" && !inEnclosed(walk, item) ? walk.leadIn : null;
}

function inEnclosed(walk: Walk, item: Item): boolean {
  let at = item.node;
  while (at !== null) {
    const node = walk.nodes[at] as OutlineNode;
    if (node.kind === "annex") return true;
    at = node.parent;
  }
  return false;
}

/** What later paragraphs inherit from this one. */
function remember(walk: Walk, cut: Cut, reading: ItemReading, segments: readonly Segment[]): void {
  const { item } = reading;
  const first = segments.find((segment) => segment.assignment);
  const order = first?.assignment ? toOrder(reading, first.assignment, first.to) : null;
  if (cut.passage.kind === "preamble") {
    if (order && /:\s*$/.test(reading.plain)) walk.leadIn = order;
    return;
  }
  const atStart = first?.from === reading.from;
  if (item.opens && item.node !== null) {
    if (order && atStart && !walk.orders.has(item.node)) walk.orders.set(item.node, withoutPartners(order));
    walk.running = null;
    return;
  }
  walk.listed = order && /:\W*$/u.test(reading.plain) ? withoutPartners(order) : null;
  if (order) walk.running = withoutPartners(lastOrder(reading, segments) ?? order);
  else if (!startsWithVerb(reading.plain)) walk.running = null;
}

// "Sở A chủ trì, phối hợp với Sở B làm X." does not say that Sở B joins in the next paragraph, or that A leads there.
const withoutPartners = (order: Order): Order => ({ ...order, partners: [], role: "lead" });

function lastOrder(reading: ItemReading, segments: readonly Segment[]): Order | null {
  const last = segments.findLast((segment) => segment.assignment);
  return last?.assignment ? toOrder(reading, last.assignment, last.to) : null;
}

interface Part {
  reading: ItemReading;
  segment: Segment;
  inherited: Order | null;
}

function addSegment(walk: Walk, cut: Cut, part: Part): void {
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
  if (inherited && (!own || passesOn)) push(common, inherit(inherited, reading.plain.slice(from, segment.to)));
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
  const taken = new Set(order.agencies.map(({ agency }) => agency.key));
  for (const partner of partners) {
    if (taken.has(partner.key) || vague(partner)) continue;
    taken.add(partner.key);
    const agencySpan = reading.view.span(partner.start, partner.end);
    walk.duties.push({ ...duty, agency: bare(partner), role: "partner", agencySpan, partners: [] });
  }
}

const VAGUE =
  /^(?:cac )?(?:co quan|don vi|to chuc|ca nhan|dia phuong)(?: (?:co quan|don vi|chuc nang|lien quan|khac|chuyen mon|dia phuong|co))*$/;

/** "các cơ quan liên quan" names nobody who could ask what it has to do. */
const vague = (agency: FoundAgency) => VAGUE.test(agency.key) || /liên quan$/u.test(agency.name);

/** In the clause itself, else on a line of its own in the same passage. */
function deadlineFor(walk: Walk, cut: Cut, reading: ItemReading, part: { from: number; to: number }): Deadline | null {
  const own = findDeadlines(reading.plain).find((found) => found.start >= part.from && found.end <= part.to);
  if (own) return { on: own.on, span: reading.view.span(own.start, own.end) };
  for (const item of cut.items.slice(cut.items.indexOf(reading.item) + 1)) {
    const other = walk.readings.get(item) as ItemReading;
    const attribute = attributeOf(other);
    if (attribute?.kind !== "deadline") continue;
    return { on: attribute.on, span: other.view.span(attribute.from, attribute.to) };
  }
  return null;
}

/** "- Cơ quan chủ trì: Sở X." orders what stands above it. */
function addAttribute(walk: Walk, cut: Cut, reading: ItemReading, attribute: ReturnType<typeof attributeOf>): void {
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

function readRow(walk: Walk, cut: Cut, item: Item): void {
  if (!walk.columns.has(item.table)) walk.columns.set(item.table, item.table ? readColumns(item.table) : null);
  const columns = walk.columns.get(item.table);
  const row = columns ? readRowDuty(item, columns) : null;
  if (!row) return;
  const cellSpan = (cell: Span, from: number, to: number) =>
    readItem(walk.text, { ...item, ...cell }).view.span(from, to);
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
