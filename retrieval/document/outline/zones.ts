import { overlaps } from "../../text/index.ts";
import type { Span } from "../types.ts";
import { type Block, blockAt, readBlocks } from "./blocks.ts";
import type { Item, Zone } from "./build.ts";
import { isSpaced, readLines, wrapWidth } from "./lines.ts";
import { type Row, type Table, takeTables } from "./tables.ts";

/** What the header reader found; the outline keeps its paragraphs apart from the orders. */
export interface Zones {
  bodyStart: number;
  headingSpans: readonly Span[];
  signatureSpan: Span | null;
  recipientsSpan: Span | null;
  addresseesSpan: Span | null;
}

const PART =
  /^(?:QUY ĐỊNH|QUY CHẾ|KẾ HOẠCH|ĐỀ ÁN|CHƯƠNG TRÌNH|ĐIỀU LỆ|QUY TRÌNH|HƯỚNG DẪN|PHƯƠNG ÁN|DANH MỤC|DANH SÁCH|ĐỀ CƯƠNG|BẢNG)(?![\p{L}])/u;
const ENCLOSED = /^\(?\s*(?:Ban hành )?\(?kèm theo/iu;
const FOOTNOTE = /^\[\d{1,3}\]\s*\S/;
const CAPACITY = /^(?:TM|KT|TL|TUQ|T\/M|K\/T|Q)\.\s?\p{Lu}/u;

/** Reads the text outside furniture as paragraphs and table rows, each with the zone that it stands in. */
export function readItems(text: string, furniture: readonly Span[], zones: Zones): Item[] {
  const known = knownZones(zones);
  const lines = readLines(text, [...furniture, ...known.map((zone) => withBorders(text, zone.span))]);
  const { tables, rest } = takeTables(text, lines, isSpaced(lines));
  const page = { text, width: wrapWidth(rest), spaced: isSpaced(rest) };
  const items: Item[] = [
    ...known.flatMap(({ span, zone }) => zoneItems(text, furniture, span, zone)),
    ...tables.flatMap((table) => tableItems(text, table)),
    ...readBlocks(page, rest).map((block) => item(block, "body")),
  ];
  // What stands above the body and is no known part of the letterhead: a portal's metadata box, a running head.
  for (const entry of items) {
    if (entry.zone === "body" && entry.end <= zones.bodyStart)
      Object.assign(entry, { zone: "heading", row: null, table: null });
  }
  items.sort((a, b) => a.start - b.start);
  return markTitles(text, markFootnotes(items));
}

function knownZones(zones: Zones): { span: Span; zone: Zone }[] {
  const found: { span: Span; zone: Zone }[] = [];
  const add = (span: Span | null, zone: Zone) => {
    if (!span || span.end <= span.start) return;
    if (!found.some((other) => overlaps(other.span, span))) found.push({ span, zone });
  };
  add(zones.signatureSpan, "signature");
  add(zones.recipientsSpan, "recipients");
  add(zones.addresseesSpan, "heading");
  for (const span of zones.headingSpans) add(span, "heading");
  return found;
}

// The letterhead and the signature stand in table cells: their borders must not open a table with what comes next.
function withBorders(text: string, span: Span): Span {
  const before = /(?:^|\n)[ \t]*\|[\s*]*$/.exec(text.slice(Math.max(0, span.start - 40), span.start));
  const after = /^[\s*]*\|[ \t]*(?=\n|$)/.exec(text.slice(span.end, span.end + 40));
  return { start: span.start - (before?.[0].length ?? 0), end: span.end + (after?.[0].length ?? 0) };
}

/** A known zone is one item, or one a piece where furniture cuts it. */
function zoneItems(text: string, furniture: readonly Span[], span: Span, zone: Zone): Item[] {
  const outside = [{ start: 0, end: span.start }, ...furniture, { start: span.end, end: text.length }];
  const lines = readLines(text, outside).filter((line) => !line.pipe);
  const groups: Span[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last && !line.cutBefore) last.end = line.end;
    else groups.push({ start: line.start, end: line.end });
  }
  return groups.map((group) => item(blockAt(text, group, true), zone));
}

function item(block: Block, zone: Zone): Item {
  return {
    start: block.start,
    end: block.end,
    block,
    zone,
    row: null,
    table: null,
    isHeading: false,
    node: null,
    opens: false,
  };
}

function tableItems(text: string, table: Table): Item[] {
  return table.rows.flatMap((row) => {
    const layout = row.cells.map((cell) => layoutZone(cell.plain));
    if (layout.some((zone) => zone !== null) || table.columns <= 1) {
      const cells = row.cells.filter((cell) => cell.plain !== "");
      return cells.map((cell) => item(blockAt(text, cell, true), layoutZone(cell.plain) ?? fallbackZone(layout)));
    }
    return [rowItem(text, table, row)];
  });
}

function rowItem(text: string, table: Table, row: Row): Item {
  return { ...item(blockAt(text, row, true), "body"), row, table };
}

/** Tables also lay out the letterhead, the addressees and the signature. */
function layoutZone(plain: string): Zone | null {
  if (/^Nơi\s+nhận\s*:/iu.test(plain)) return "recipients";
  if (/CỘNG H[ÒO]A XÃ HỘI/iu.test(plain) || /^Số\s*:/u.test(plain) || /^Kính gửi/iu.test(plain)) return "heading";
  if (/ĐẢNG CỘNG SẢN VIỆT NAM/u.test(plain) && plain.length < 120) return "heading";
  if (CAPACITY.test(plain) && plain.length < 250) return "signature";
  return null;
}

function fallbackZone(row: readonly (Zone | null)[]): Zone {
  if (row.includes("recipients")) return "signature";
  return row.find((zone) => zone !== null) ?? "body";
}

function markFootnotes(items: Item[]): Item[] {
  for (const entry of items) {
    if (entry.zone === "body" && !entry.row && FOOTNOTE.test(entry.block.plain)) entry.zone = "footnote";
  }
  return items;
}

/**
 * Joins a title to the lines that it is spread over: "Chương II" + "CÁC QUY ĐỊNH CỤ THỂ", and the name of an enclosed
 * part + its title + "(Ban hành kèm theo …)".
 */
function markTitles(text: string, items: readonly Item[]): Item[] {
  const out: Item[] = [];
  let signed = false;
  for (const entry of items) {
    if (entry.zone === "signature" || entry.zone === "recipients") signed = true;
    else if (entry.zone === "heading" && signed) entry.zone = "form";
    const before = out.at(-1);
    if (before && (continuesTitle(before, entry) || answersLabel(text, before, entry))) {
      out[out.length - 1] = joined(text, before, entry);
      continue;
    }
    if (entry.zone === "body" && !entry.row && opensPart(entry.block, signed)) entry.zone = "part-title";
    out.push(entry);
  }
  return out;
}

function opensPart(block: Block, signed: boolean): boolean {
  if (block.label?.kind === "annex") return block.marked || block.plain.length <= 220;
  return signed && block.label === null && block.marked && PART.test(block.plain) && block.plain.length <= 400;
}

function continuesTitle(before: Item, entry: Item): boolean {
  if (entry.row || entry.zone !== "body" || entry.block.cutBefore || entry.block.label !== null) return false;
  if (before.zone === "part-title") {
    if (ENCLOSED.test(entry.block.plain) || /\([^)]*$/.test(before.block.plain)) return true;
    return entry.block.marked && entry.block.plain.length <= 600 && !/kèm theo/iu.test(before.block.plain);
  }
  const label = before.block.label;
  const bare = label !== null && before.zone === "body" && label.length >= before.block.plain.length;
  if (!bare || !["phan", "chuong", "muc", "dieu"].includes(label.kind)) return false;
  return entry.block.plain.length <= 300 && (entry.block.marked || label.kind === "chuong");
}

/** A metadata box's label and its value: "Ngày ban hành:" + "18/11/2025". */
function answersLabel(text: string, before: Item, entry: Item): boolean {
  if (before.zone !== "heading" || entry.zone !== "heading") return false;
  if (!/^[^:]{2,24}:$/u.test(before.block.plain) || /:$/.test(entry.block.plain)) return false;
  return /^[\s|*]*$/.test(text.slice(before.end, entry.start));
}

function joined(text: string, before: Item, entry: Item): Item {
  const block = blockAt(text, { start: before.start, end: entry.end }, before.block.cutBefore);
  return {
    ...before,
    end: entry.end,
    block: { ...block, label: before.block.label, marked: true, markdown: before.block.markdown },
  };
}
