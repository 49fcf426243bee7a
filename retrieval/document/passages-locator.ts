import { groupsOf, opensGroup, restarts, rowOrdinal } from "./outline/table-groups.ts";
import type { Cut } from "./passages.ts";
import type { OutlineNode, SourceTier, Span } from "./types.ts";

interface Place {
  cuts: readonly Cut[];
  index: number;
  nodes: readonly OutlineNode[];
  tier: SourceTier;
}

const ZONE_NAMES = {
  basis: "Phần căn cứ",
  preamble: "Phần mở đầu",
  closing: "Đoạn kết",
  signature: "Phần ký",
  recipients: "Nơi nhận",
} as const;

/** Where a passage stands, for a person: "Mục 4", "Điều 2, khoản 1, điểm a", "Đoạn 5 của bài báo". */
export function locatorOf(place: Place): string {
  const { cuts, index, tier } = place;
  const { passage, items } = cuts[index] as Cut;
  const lead = items[0];
  if (lead?.zone === "footnote") return `Chú thích ${/\d+/.exec(lead.block.plain)?.[0] ?? ""}`.trim();
  if (tier === "press" && lead?.zone === "body") return `Đoạn ${bodyPosition(place)} của bài báo`;
  const steps = stepsOf(place);
  if (passage.kind in ZONE_NAMES) {
    const name = ZONE_NAMES[passage.kind as keyof typeof ZONE_NAMES];
    return steps[0]?.startsWith("Phụ lục") ? `${steps[0]}, ${name.toLowerCase()}` : name;
  }
  if (lead?.zone === "form") return "Phụ lục";
  if (lead?.zone === "heading") return "Phần đầu văn bản";
  if (steps.length === 0) return `Đoạn ${bodyPosition(place)}`;
  return capital(steps.join(", "));
}

/** "Mục 4" → "Mục 4, trang 2", "Mục 4, trang 2–3": where a person finds it on paper. */
export function onPage(locator: string, span: Span, pages: readonly Span[]): string {
  const first = pages.findIndex((page) => span.start < page.end);
  if (first < 0) return locator;
  const last = pages.findLastIndex((page) => page.start < span.end);
  return `${locator}, trang ${first + 1}${last > first ? `–${last + 1}` : ""}`;
}

function bodyPosition({ cuts, index }: Place): number {
  return cuts.slice(0, index + 1).filter((cut) => cut.items[0]?.zone === "body").length;
}

function stepsOf(place: Place): string[] {
  const { cuts, index, nodes } = place;
  const { items } = cuts[index] as Cut;
  // A heading joined to its one clause stands where the clause stands.
  const lead = items.find((item) => item.opens && !item.isHeading) ?? items[0];
  const steps: string[] = [];
  let at = lead?.node ?? null;
  const chain: OutlineNode[] = [];
  while (at !== null) {
    const node = nodes[at] as OutlineNode;
    chain.unshift(node);
    at = node.parent;
  }
  for (const [depth, node] of chain.entries()) {
    const step = stepName(nodes, chain, depth);
    if (step)
      steps.push(
        node.kind === "annex" && node.label !== "" && !/^(?:Phụ lục|Mẫu)/u.test(node.label) ? `${step} kèm theo` : step,
      );
  }
  if (lead?.row) steps.push(...(place.cuts[index]?.passage.kind === "heading" ? ["tiêu đề bảng"] : rowSteps(place)));
  else if (lead && !lead.opens && chain.length > 0) steps.push(`đoạn ${proseNumber(place)}`);
  return steps;
}

function stepName(nodes: readonly OutlineNode[], chain: readonly OutlineNode[], depth: number): string | null {
  const node = chain[depth] as OutlineNode;
  const below = chain[depth + 1];
  const inside = chain.slice(0, depth).some((above) => ["muc", "dieu", "number", "khoan"].includes(above.kind));
  switch (node.kind) {
    case "chuong":
      return chain.some((other) => other.kind === "dieu") ? null : node.label;
    case "phan":
      return node.label.startsWith("Phần") ? node.label : `Phần ${node.label}`;
    case "muc":
      if (node.label.startsWith("Mục")) return chain.some((other) => other.kind === "dieu") ? null : node.label;
      return `Mục ${node.label}`;
    case "dieu":
      return node.label;
    case "khoan":
      return `khoản ${node.label}`;
    case "diem":
      return `điểm ${node.label}`;
    case "number":
      if (below?.kind === "number" && below.label.startsWith(`${node.label}.`)) return null;
      return inside && !node.label.includes(".") ? `khoản ${node.label}` : `${inside ? "mục" : "Mục"} ${node.label}`;
    case "dash":
      return `${node.label === "+" ? "dấu cộng" : "gạch đầu dòng"} ${siblingNumber(nodes, node)}`;
    case "annex":
      return node.label;
    case "heading":
      return node.heading.length <= 80 ? `“${node.heading}”` : null;
    default:
      return null;
  }
}

function siblingNumber(nodes: readonly OutlineNode[], node: OutlineNode): number {
  return nodes.filter(
    (other) =>
      other.parent === node.parent &&
      other.label === node.label &&
      other.kind === node.kind &&
      other.index <= node.index,
  ).length;
}

/** A paragraph's number among those of its node; a clause that opens the node is the first, a bare heading is none. */
function proseNumber({ cuts, index }: Place): number {
  const node = cuts[index]?.items[0]?.node;
  const clauses = cuts
    .slice(0, index + 1)
    .filter((cut) => cut.items[0]?.node === node && cut.passage.kind !== "heading");
  return Math.max(1, clauses.length);
}

/** The row's own ordinal where the first cell holds one, else its place in the table; its group where numbering restarts. */
function rowSteps({ cuts, index }: Place): string[] {
  const item = cuts[index]?.items[0];
  const table = item?.table;
  const row = item?.row;
  if (!table || !row) return [];
  if (opensGroup(table, row)) return groupsOf(table, row);
  const own = rowOrdinal(row) ?? String(table.rows.indexOf(row) + 1);
  return [...(restarts(table) ? groupsOf(table, row) : []), `dòng ${own}`];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
