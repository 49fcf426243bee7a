import type { Item } from "./outline/index.ts";
import { locatorOf, onPage } from "./passages-locator.ts";
import type { OutlineNode, Passage, PassageKind, SourceTier, Span } from "./types.ts";

export interface PassageOptions {
  tier: SourceTier;
  /** Empty for a text without pages. */
  pages: readonly Span[];
}

/** A passage and the items (paragraphs, rows) that it covers. */
export interface Cut {
  passage: Passage;
  items: Item[];
}

const ATTRIBUTE =
  /^(?:[-+•]\s*)?(?:Thời (?:gian|hạn|điểm)|Tiến độ|Hoàn thành|Cơ quan|Đơn vị|Sản phẩm|Kết quả|Chủ trì|Phối hợp|Kinh phí|Nguồn kinh phí)[^:.;]{0,50}:/u;
const TIME = /^(?:[-+•]\s*)?(?:Thời (?:gian|hạn|điểm)|Tiến độ)[^:.;]{0,50}:/u;
const BASIS =
  /^[-–]?\s*(?:Căn cứ (?:vào )?(?:Luật|Bộ luật|Nghị|Quyết|Thông|Hiến|Chỉ thị|Kế hoạch|Công|Kết luận|Quy|Pháp lệnh|Điều|Văn bản|Điều lệ|Chương trình|Hướng dẫn|các (?:Luật|Nghị|văn bản))|Theo đề nghị|Xét đề nghị)/iu;
const CLOSING =
  /^(?:Trên đây|Yêu cầu|Đề nghị|Kính đề nghị|Trong quá trình|Quá trình|Căn cứ|Nhận được|Giao|Trân trọng|(?:Chỉ thị|Kế hoạch|Công điện|Quyết định) này|.{0,80}(?:yêu cầu|đề nghị|thông báo để|thông báo đến|xin thông báo|kính đề nghị)|.*(?:thực hiện|biết)[^.]{0,12}\.\s*\/\.?$)/u;
const LONGEST = 2500;

/** Cuts the items into passages: every item is in exactly one, and none overlap. */
export function cutPassages(items: readonly Item[], nodes: readonly OutlineNode[], options: PassageOptions): Cut[] {
  const tree = { items, nodes };
  const kinds = kindsOf(tree, options);
  const cuts: Cut[] = [];
  for (let at = 0; at < items.length; ) {
    const group = groupFrom(tree, at, kinds);
    const lead = group[0] as Item;
    const kind = kinds.get(group.at(-1) as Item) ?? "clause";
    cuts.push({
      items: group,
      passage: {
        ordinal: cuts.length,
        kind,
        span: { start: lead.start, end: (group.at(-1) as Item).end },
        locator: "",
        path: pathOf(tree, lead),
        node: lead.node,
      },
    });
    at += group.length;
  }
  for (const [index, cut] of cuts.entries())
    cut.passage.locator = onPage(
      locatorOf({ cuts, index, nodes, tier: options.tier }),
      cut.passage.span,
      options.pages,
    );
  return cuts;
}

interface Tree {
  items: readonly Item[];
  nodes: readonly OutlineNode[];
}

function groupFrom(tree: Tree, at: number, kinds: ReadonlyMap<Item, PassageKind>): Item[] {
  const { items } = tree;
  const group = [items[at] as Item];
  if ((items[at] as Item).zone !== "body" || (items[at] as Item).row) return group;
  if (headsOneClause(tree, at)) group.push(items[at + 1] as Item);
  while (takesAttribute(items, at + group.length, group) && sameKind(kinds, group, items[at + group.length] as Item)) {
    group.push(items[at + group.length] as Item);
  }
  return group;
}

function sameKind(kinds: ReadonlyMap<Item, PassageKind>, group: readonly Item[], next: Item): boolean {
  return kinds.get(group.at(-1) as Item) === kinds.get(next) || (group.at(-1) as Item).isHeading;
}

/** "4. Sở Tài chính" above one paragraph: quoted together, so that the quote shows who is ordered. */
function headsOneClause({ items, nodes }: Tree, at: number): boolean {
  const head = items[at] as Item;
  const clause = items[at + 1];
  if (!head.isHeading || !head.opens || head.node === null || !clause || clause.row || clause.isHeading) return false;
  if (clause.zone !== "body" || clause.block.cutBefore || clause.end - head.start > LONGEST) return false;
  if ((nodes[head.node] as OutlineNode).label === "") return false;
  if (!isUnder(nodes, clause.node, head.node)) return false;
  const after = items[at + 2];
  return after?.zone !== "body" || !isUnder(nodes, after.node, head.node);
}

/** "Thời hạn hoàn thành: …" on a line of its own says when; alone it would say nothing. */
function takesAttribute(items: readonly Item[], at: number, group: readonly Item[]): boolean {
  const next = items[at];
  const last = group.at(-1) as Item;
  if (!next || next.row || next.zone !== "body" || next.block.cutBefore) return false;
  if (next.block.plain.length > 400 || !ATTRIBUTE.test(next.block.plain)) return false;
  if (next.end - (group[0] as Item).start > LONGEST) return false;
  if (last.block.plain.length < 25 || (last.isHeading && last.block.marked && !last.block.label)) return false;
  const loose = next.block.label === null;
  return loose ? TIME.test(next.block.plain) && !last.isHeading : hasClauseWords(group);
}

// An agency's heading above a list of attributes stays alone: the attributes then belong to what they stand under.
function hasClauseWords(group: readonly Item[]): boolean {
  const lead = group[0] as Item;
  return lead.block.plain.length - (lead.block.label?.length ?? 0) >= 30 && lead.block.label?.series !== "roman";
}

function isUnder(nodes: readonly OutlineNode[], node: number | null, ancestor: number): boolean {
  let at: number | null = node;
  while (at !== null) {
    if (at === ancestor) return true;
    at = nodes[at]?.parent ?? null;
  }
  return false;
}

function kindsOf(tree: Tree, options: PassageOptions): Map<Item, PassageKind> {
  const kinds = new Map<Item, PassageKind>();
  const body = tree.items.filter((item) => item.zone === "body");
  const firstOrder = options.tier === "press" ? 0 : firstOrderAt(body);
  for (const item of tree.items) kinds.set(item, zoneKind(tree, item));
  for (const [position, item] of body.entries()) {
    if (kinds.get(item) !== "clause") continue;
    if (
      BASIS.test(item.block.plain) &&
      !item.block.plain.endsWith(":") &&
      (position < firstOrder || /[;,]$/.test(item.block.plain))
    )
      kinds.set(item, "basis");
    else if (item.isHeading) kinds.set(item, "heading");
    else if (position < firstOrder) kinds.set(item, "preamble");
  }
  if (options.tier !== "press") markClosing(tree, kinds);
  return kinds;
}

function zoneKind(tree: Tree, item: Item): PassageKind {
  if (item.zone === "signature" || item.zone === "recipients") return item.zone;
  if (item.zone === "heading" || item.zone === "part-title") return "heading";
  if (item.zone === "footnote" || item.zone === "form") return "annex";
  if (/(?:…|\.\s?\.\s?\.\s?\.)\s*(?:…|\.\.)/u.test(item.block.plain) && item.block.plain.length < 400) return "annex";
  if (item.row) return isHeadRow(item) ? "heading" : "table-row";
  return inAnnex(tree, item.node) ? "annex" : "clause";
}

/** The row of column names: it names what the rows below hold. */
function isHeadRow({ row, table }: Item): boolean {
  if (!row || !table || row !== table.rows[0] || table.rows.length < 2) return false;
  return (
    /^(?:s?tt|số tt|số thứ tự|stt|no)$/iu.test(row.cells[0]?.plain ?? "") ||
    row.cells.every((cell) => cell.plain.length <= 60)
  );
}

function inAnnex({ nodes }: Tree, node: number | null): boolean {
  let at = node;
  while (at !== null) {
    const current = nodes[at] as OutlineNode;
    if (current.kind === "annex" && /^(?:Phụ lục|Mẫu|Danh sách|Đề cương|Bảng)/u.test(current.label)) return true;
    at = current.parent;
  }
  return false;
}

/** Position of the first paragraph that may order something: the first label, or what follows "…như sau:". */
function firstOrderAt(body: readonly Item[]): number {
  const labelled = body.findIndex((item) => item.opens && item.block.label !== null && !BASIS.test(item.block.plain));
  const intro = body.findIndex((item) => item.block.plain.endsWith(":"));
  if (labelled === -1 && intro === -1) {
    const first = body[0]?.block.plain ?? "";
    return /^(?:Thực hiện|Căn cứ|Trả lời|Xét|Tiếp theo|Theo|Ngày|Phúc đáp|Triển khai)/u.test(first) ? 1 : 0;
  }
  if (labelled === -1) return intro + 1;
  return intro === -1 ? labelled : Math.min(labelled, intro + 1);
}

function markClosing(tree: Tree, kinds: Map<Item, PassageKind>): void {
  const { items } = tree;
  for (const [position, item] of items.entries()) {
    const next = items[position + 1];
    const lastOfBody = item.zone === "body" && (!next || next.zone === "signature" || next.zone === "recipients");
    if (!lastOfBody || item.row) continue;
    for (let at = position; at > position - 3 && at >= 0; at -= 1) {
      const candidate = items[at] as Item;
      if (candidate.opens || kinds.get(candidate) !== "clause") break;
      if (CLOSING.test(candidate.block.plain)) {
        for (let from = at; from <= position; from += 1) {
          kinds.set(items[from] as Item, "closing");
          (items[from] as Item).node = null;
        }
      }
    }
  }
}

function pathOf(tree: Tree, item: Item): string[] {
  const path: string[] = [];
  let at = item.opens && item.node !== null ? (tree.nodes[item.node]?.parent ?? null) : item.node;
  while (at !== null) {
    const node = tree.nodes[at] as OutlineNode;
    const words = node.heading || introWords(tree, at);
    if (words || node.kind === "chuong") path.unshift(headed(node, words));
    at = node.parent;
  }
  return path;
}

function introWords({ items }: Tree, node: number): string {
  const opener = items.find((item) => item.opens && item.node === node);
  if (!opener) return "";
  const words = opener.block.plain.slice(opener.block.label?.length ?? 0);
  if (words.length <= 160) return words;
  return `${words.slice(0, words.lastIndexOf(" ", 160))} …`;
}

function headed(node: OutlineNode, words: string): string {
  if (node.label === "" || node.kind === "dash") return words;
  if (node.kind === "annex" && !/^(?:Phụ lục|Mẫu)/u.test(node.label)) return words;
  if (node.kind === "diem" || /^\(?[ivx]+$/.test(node.label)) return `${node.label}) ${words}`;
  return `${node.label}. ${words}`.trim();
}
