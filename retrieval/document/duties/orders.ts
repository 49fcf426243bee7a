import { type Agency, type FoundAgency, findAgencies, matchForm, type PlainView, plainView } from "../../text/index.ts";
import type { Item } from "../outline/index.ts";
import type { DutyRole, OutlineNode, Span } from "../types.ts";
import { type Assignment, openName, type Reading, readAssignment } from "./subjects.ts";
import { partnersIn, roleOf } from "./words.ts";

/** Who is ordered by a heading or a clause, for everything below it. Spans are into the canonical text. */
export interface Order {
  agencies: { agency: Agency; span: Span }[];
  role: DutyRole;
  partners: string[];
}

/** One paragraph, ready to be read: its plain text, the agencies in it, and the way back to the canonical text. */
export interface ItemReading extends Reading {
  item: Item;
  view: PlainView;
  /** Offset behind the label. */
  from: number;
}

export function readItem(text: string, item: Item): ItemReading {
  const view = plainView(text, item.start, item.end);
  return { item, view, plain: view.text, agencies: findAgencies(view.text), from: item.block.label?.length ?? 0 };
}

export function bare({ key, name, level, place, kind }: FoundAgency): Agency {
  return { key, name, level, place, kind };
}

export function toOrder(reading: ItemReading, assignment: Assignment, to: number): Order {
  const words = reading.plain.slice(assignment.rest, to);
  return {
    agencies: assignment.agencies.map((agency) => ({ agency: bare(agency), span: reading.view.span(agency.start, agency.end) })),
    role: roleOf(words),
    partners: partnersIn(reading, assignment.rest, to).map((agency) => agency.name),
  };
}

const DESCRIBES =
  /(?:mục đích|mục tiêu|quan điểm|phạm vi|đối tượng|tình hình|kết quả đạt được|nguyên nhân|tồn tại|hạn chế|giải thích từ ngữ|chỉ tiêu|nguyên tắc|bối cảnh|thực trạng|sự cần thiết|căn cứ)/u;

/** True for a heading whose paragraphs describe: aims, scope, history. */
export function describes(node: OutlineNode | undefined): boolean {
  return node !== undefined && node.heading.length <= 120 && DESCRIBES.test(matchForm(node.heading));
}

/** Whom a heading names: "5. Sở Xây dựng", "Trách nhiệm của Văn phòng UBND tỉnh". */
export function headingOrder(reading: ItemReading): Order | null {
  const assignment = readAssignment(reading, reading.from, true);
  return assignment ? toOrder(reading, assignment, reading.plain.length) : null;
}

/** Whom a heading names that no recogniser knows, where its neighbours are agencies. */
export function openOrder(reading: ItemReading): Order | null {
  const name = openName(reading.plain, reading.from);
  if (!name) return null;
  return { agencies: [{ agency: bare(name), span: reading.view.span(name.start, name.end) }], role: "lead", partners: [] };
}

/** The agency whose functions the document lays down: "Quy định chức năng, nhiệm vụ … của Sở X". */
export function functionsOwner(readings: readonly ItemReading[]): Order | null {
  for (const reading of readings) {
    if (reading.item.zone !== "heading" && reading.item.zone !== "part-title") continue;
    const form = matchForm(reading.plain);
    const match = /(?:chức năng|nhiệm vụ|quyền hạn)[^.;]{0,120}? của /u.exec(form);
    const agency = match ? reading.agencies.find((found) => found.start >= match.index + match[0].length - 1) : undefined;
    if (!match || !agency || agency.start - (match.index + match[0].length) > 12) continue;
    return { agencies: [{ agency: ownName(agency), span: reading.view.span(agency.start, agency.end) }], role: "lead", partners: [] };
  }
  return null;
}

// A title is printed in capitals; the name is shown as it is written elsewhere.
function ownName(agency: FoundAgency): Agency {
  return bare(agency);
}

export const isFunctions = (node: OutlineNode): boolean => /nhiệm vụ|quyền hạn|chức năng/u.test(matchForm(node.heading));
