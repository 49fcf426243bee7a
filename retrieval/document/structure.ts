import { findDuties } from "./duties/index.ts";
import { buildOutline, readItems, type Zones } from "./outline/index.ts";
import { type Cut, cutPassages } from "./passages.ts";
import { findReferences } from "./references.ts";
import type { Duty, OutlineNode, Passage, Reference, SourceTier, Span } from "./types.ts";

export interface StructureInput {
  text: string;
  furniture: readonly Span[];
  zones: Zones;
  tier: SourceTier;
  /** The document's own number, so that it is not taken for a citation. */
  ownNumber: string | null;
  /** Absent or empty for a text without pages. */
  pages?: readonly Span[];
}

export interface Structure {
  outline: OutlineNode[];
  passages: Passage[];
  duties: Duty[];
  references: Reference[];
}

/** What stands between letterhead and signature: the tree of its parts, the citable units, who has to do what, what it cites. */
export function readStructure({ text, furniture, zones, tier, ownNumber, pages = [] }: StructureInput): Structure {
  const items = readItems(text, furniture, zones);
  const outline = buildOutline(items, { report: tier === "press" });
  const cuts = cutPassages(items, outline, { tier, pages });
  const duties = findDuties(cuts, { text, nodes: outline, tier });
  settleKinds(cuts, outline, new Set(duties.map((duty) => duty.passage)));
  const references = findReferences(cuts, { text, ownNumber });
  return { outline, passages: cuts.map((cut) => cut.passage), duties, references };
}

/** A lead-in that tasks somebody orders, wherever it stands; one that only names whom the list below tasks is a heading. */
function settleKinds(cuts: readonly Cut[], outline: readonly OutlineNode[], ordering: ReadonlySet<number>): void {
  const parents = new Set(outline.map((node) => node.parent));
  for (const { passage, items } of cuts) {
    const tasks = ordering.has(passage.ordinal);
    if (tasks && (passage.kind === "preamble" || passage.kind === "annex")) passage.kind = "clause";
    if (tasks || passage.kind !== "clause" || items.length > 1) continue;
    const [item] = items;
    const introduces =
      item?.opens && parents.has(item.node) && item.block.plain.endsWith(":") && item.block.plain.length <= 240;
    if (introduces) passage.kind = "heading";
  }
}
