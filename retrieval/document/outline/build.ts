import type { OutlineKind, OutlineNode, Span } from "../types.ts";
import type { Block } from "./blocks.ts";
import type { Label } from "./labels.ts";
import type { Row, Table } from "./tables.ts";

/** Where in the document a paragraph stands. */
/** `form`: the letterhead of a blank form in an annex. */
export type Zone = "body" | "heading" | "form" | "part-title" | "signature" | "recipients" | "footnote";

/** One paragraph or one table row, in the order of the text. */
export interface Item extends Span {
  block: Block;
  zone: Zone;
  row: Row | null;
  table: Table | null;
  /** Its words only name what stands below it. */
  isHeading: boolean;
  /** The outline node that it opens or, for prose and rows, belongs to. */
  node: number | null;
  /** True when the item opened `node`. */
  opens: boolean;
}

interface Open {
  index: number;
  series: string;
  rank: number;
}

/** "QUYẾT ĐỊNH:" above the articles is no section. */
const ENACTS = /^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ|YÊU CẦU|KẾT LUẬN|THÔNG BÁO)\s*:?$/u;
const HEADING_SERIES = "heading";
const LOOSE = new Set(["dash", "plus", "bullet"]);

export interface OutlineOptions {
  /** A report in prose: a bold line starts a new section wherever it stands. */
  report: boolean;
}

/** Builds the tree from the labels, and tells every item its node. */
export function buildOutline(items: readonly Item[], options: OutlineOptions): OutlineNode[] {
  const nodes: OutlineNode[] = [];
  const stack: Open[] = [];
  let table: Table | null = null;
  for (const [position, item] of items.entries()) {
    if (item.zone === "part-title") stack.length = 0;
    if (item.zone !== "body" && item.zone !== "part-title") continue;
    if (item.table) {
      if (item.table !== table) openTable(nodes, stack, item);
      table = item.table;
      item.node = nodes.length - 1;
      item.opens = false;
      continue;
    }
    if (table) {
      table = null;
      if (stack.at(-1)?.series === "table") stack.pop();
    }
    item.isHeading = item.zone === "part-title" || isHeading(item, items[position + 1]);
    const entry = entryFor(item, stack, options);
    if (!entry) {
      item.node = stack.at(-1)?.index ?? null;
      continue;
    }
    item.node = open(nodes, stack, entry, item);
    item.opens = true;
  }
  closeSpans(nodes, items);
  return nodes;
}

interface Entry {
  kind: OutlineKind;
  series: string;
  rank: number;
  label: string;
}

function entryFor(item: Item, stack: Open[], options: OutlineOptions): Entry | null {
  const { block } = item;
  if (item.zone === "part-title") {
    const label = block.label?.kind === "annex" ? block.label.text : partLabel(block.plain);
    return { kind: "annex", series: "annex", rank: 0, label };
  }
  if (block.markdown > 0 && !block.label) {
    return { kind: "heading", series: `#${block.markdown}`, rank: 0.5 + block.markdown / 20, label: "" };
  }
  if (block.label) return labelledEntry(block, block.label, stack);
  if (!item.isHeading || ENACTS.test(block.plain)) return null;
  if (options.report) return { kind: "heading", series: HEADING_SERIES, rank: 0.9, label: "" };
  const parent = stack.findLast((open) => !LOOSE.has(open.series) && open.series !== HEADING_SERIES);
  return { kind: "heading", series: HEADING_SERIES, rank: (parent?.rank ?? 1) + 0.05, label: "" };
}

function labelledEntry(block: Block, label: Label, stack: readonly Open[]): Entry {
  const underArticle = label.series === "number" && stack.some((open) => open.series === "dieu");
  const rank = block.markdown > 0 ? 0.5 + block.markdown / 20 : label.rank;
  return { kind: underArticle ? "khoan" : label.kind, series: label.series, rank, label: label.text };
}

/** Pops what the new entry closes, pushes it, returns its node's index. */
function open(nodes: OutlineNode[], stack: Open[], entry: Entry, item: Item): number {
  const sibling = stack.findLastIndex((candidate) => candidate.series === entry.series);
  if (sibling >= 0) stack.length = sibling;
  else {
    while (stack.length > 0 && closes(entry, stack.at(-1) as Open)) stack.pop();
  }
  const index = nodes.length;
  nodes.push({
    index,
    parent: stack.at(-1)?.index ?? null,
    kind: entry.kind,
    label: entry.label,
    heading: headingText(item),
    span: { start: item.start, end: item.end },
  });
  stack.push({ index, series: entry.series, rank: entry.rank });
  return index;
}

function closes(entry: Entry, top: Open): boolean {
  // A bold line without a number holds whatever numbering begins below it.
  if (top.series === HEADING_SERIES && top.rank > 1)
    return entry.series === HEADING_SERIES || entry.rank < top.rank - 0.05;
  return top.rank >= entry.rank;
}

function openTable(nodes: OutlineNode[], stack: Open[], item: Item): void {
  while (stack.length > 0 && LOOSE.has((stack.at(-1) as Open).series)) stack.pop();
  const index = nodes.length;
  nodes.push({
    index,
    parent: stack.at(-1)?.index ?? null,
    kind: "table",
    label: "",
    heading: "",
    span: { start: item.start, end: item.end },
  });
  stack.push({ index, series: "table", rank: 20 });
}

function partLabel(plain: string): string {
  const word = plain.match(
    /^(QUY ĐỊNH|QUY CHẾ|KẾ HOẠCH|ĐỀ ÁN|CHƯƠNG TRÌNH|ĐIỀU LỆ|QUY TRÌNH|HƯỚNG DẪN|PHƯƠNG ÁN|DANH MỤC|DANH SÁCH|ĐỀ CƯƠNG|BẢNG)/iu,
  )?.[1];
  if (!word) return "Phần kèm theo";
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

/**
 * A heading is printed as one, or it is a short labelled line that ends no sentence and has something of another
 * numbering, or prose, below it ("4. Sở Tài chính").
 */
function isHeading(item: Item, next: Item | undefined): boolean {
  const { block } = item;
  const words = block.plain.length - (block.label?.length ?? 0);
  if (words > 400 || /^(?:Căn cứ|Theo đề nghị|Xét đề nghị)(?![\p{L}])/u.test(block.plain)) return false;
  if (block.marked && words > 0 && !/[;,]$/.test(block.plain))
    return !block.slanted || (words <= (block.label ? 240 : 160) && !/\.$/.test(block.plain));
  if (!block.label || LOOSE.has(block.label.series) || block.plain.length > 220) return false;
  if (/[.;,!?]$/.test(block.plain) || /\/\.$/.test(block.plain)) return false;
  // "d) Giao X chỉ đạo … có trách nhiệm:" orders; it opens a list but is more than a name.
  if (/:$/.test(block.plain) && words > 60) return false;
  if (next?.zone !== "body") return false;
  return next.row !== null || next.block.label === null || next.block.label.series !== block.label.series;
}

/** "Điều 2. Nhiệm vụ" → "Nhiệm vụ"; an intro that ends in ":" whole; bold words before a clause; else "". */
function headingText(item: Item): string {
  const { block } = item;
  const words = block.plain.slice(block.label?.length ?? 0).trim();
  if (item.isHeading) return words.replace(/\s*[:.]\s*$/, "");
  if (words.endsWith(":") && words.length <= 600) return words.slice(0, -1).trim();
  const colon = words.search(/:\s/);
  if (colon > 0 && colon <= 160 && !/[.;]/.test(words.slice(0, colon))) return words.slice(0, colon).trim();
  return "";
}

function closeSpans(nodes: OutlineNode[], items: readonly Item[]): void {
  for (const item of items) {
    let index = item.node;
    while (index !== null && index !== undefined) {
      const node = nodes[index] as OutlineNode;
      node.span.end = Math.max(node.span.end, item.end);
      index = node.parent;
    }
  }
}
