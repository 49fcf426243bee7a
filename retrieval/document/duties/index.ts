import { matchForm } from "../../text/index.ts";
import type { Item } from "../outline/index.ts";
import type { Cut } from "../passages.ts";
import type { Duty, OutlineNode, PassageKind } from "../types.ts";
import { attributeOf } from "./attributes.ts";
import { addAttribute, addRow, addSegment } from "./emit.ts";
import {
  addresseesOrder,
  describes,
  functionsOwner,
  headingOrder,
  type ItemReading,
  isAddressees,
  isFunctions,
  type Known,
  type Order,
  openLeadIn,
  openOrder,
  readItem,
  toOrder,
} from "./orders.ts";
import { provincesNamed } from "./provinces.ts";
import { readSegments, type Segment } from "./segments.ts";
import { startsWithVerb } from "./verbs.ts";
import type { DutyOptions, Walk } from "./walk.ts";

/** A lead-in that asks without saying whom. */
const ASKS = /(?:yêu cầu|đề nghị|(?<!ngoại )giao|chỉ đạo|ý kiến)[^.:;]{0,80}:\W*$/u;
/** The same, with whom it asks by a name that no recogniser knows. */
const ASKS_SOMEBODY =
  /(?<!(?:theo|xét|các|những|ứng|với) )(?:yêu cầu|đề nghị) [^.:;]{0,300}(?:thực hiện|chỉ đạo|triển khai|giúp|phối hợp|quan tâm|nhiệm vụ|nội dung)[^.:;]{0,60}:\W*$/u;
const ORDERING: ReadonlySet<PassageKind> = new Set(["clause", "table-row", "closing", "preamble", "heading", "annex"]);

/** Who has to do what: one duty an agency and passage part. Pure; spans are into the canonical text. */
export function findDuties(cuts: readonly Cut[], options: DutyOptions): Duty[] {
  const readings = readAll(cuts, options);
  const walk: Walk = {
    ...options,
    duties: [],
    orders: new Map(),
    leadIn: null,
    addressees: addresseesOrder([...readings.values()]),
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

/** Every paragraph, with what the ones before it named: provinces, and the addressees for "Quý cơ quan". */
function readAll(cuts: readonly Cut[], options: DutyOptions): Map<Item, ItemReading> {
  const readings = new Map<Item, ItemReading>();
  const known: Known = { provinces: [], addressees: [] };
  for (const item of cuts.flatMap((cut) => cut.items)) {
    const reading = readItem(options.text, item, known);
    const provinces = provincesNamed(reading, item.zone === "heading");
    if (provinces.length > 1) known.provinces = provinces;
    if (isAddressees(reading)) known.addressees = reading.agencies;
    readings.set(item, reading);
  }
  return readings;
}

/** "2. Để phối hợp tốt, Cục X đề nghị Sở Y: …": whom a lead-in orders at its end, for the list below it. */
function introOrder(reading: ItemReading, walk: Walk): Order | null {
  const last = readSegments(reading, { from: reading.from, ordersOnly: false, openNames: false }).at(-1);
  if (!last?.assignment) return ASKS_SOMEBODY.test(matchForm(reading.plain)) ? askedBy(reading, walk) : null;
  const toldLast = !/[.;]\s/.test(reading.plain.slice(last.assignment.rest));
  return toldLast ? withoutPartners(toOrder(reading, last.assignment, last.to)) : null;
}

/** Whom a lead-in without a known name asks: a letter's addressees, else the name as printed. */
function askedBy(reading: ItemReading, walk: Walk): Order | null {
  const form = matchForm(reading.plain);
  if (ASKS.test(form) && walk.addressees) return walk.addressees;
  if (!ASKS_SOMEBODY.test(form)) return null;
  const order = walk.addressees ?? openLeadIn(reading);
  return order ? { ...order, loose: true } : null;
}

/** First pass: headings that name agencies, and unknown names among them. */
function nameHeadings(walk: Walk, cuts: readonly Cut[]): void {
  const unknown: ItemReading[] = [];
  for (const item of cuts.flatMap((cut) => cut.items)) {
    if (!item.opens || item.node === null || item.zone !== "body" || item.row) continue;
    const reading = walk.readings.get(item) as ItemReading;
    const intro = reading.plain.endsWith(":") && reading.plain.length <= 500;
    if (!item.isHeading && !intro) continue;
    const order = headingOrder(reading) ?? (intro ? introOrder(reading, walk) : null);
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
    addRow(walk, cut, item);
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
    if (/:\W*$/u.test(reading.plain)) walk.leadIn = order ?? askedBy(reading, walk);
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
