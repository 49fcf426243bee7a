import { findDuties } from "./duties/index.ts";
import { buildOutline, readItems, type Zones } from "./outline/index.ts";
import { cutPassages } from "./passages.ts";
import { findReferences } from "./references.ts";
import type { Duty, OutlineNode, Passage, Reference, SourceTier, Span } from "./types.ts";

export interface StructureInput {
  text: string;
  furniture: readonly Span[];
  zones: Zones;
  tier: SourceTier;
  /** The document's own number, so that it is not taken for a citation. */
  ownNumber: string | null;
}

export interface Structure {
  outline: OutlineNode[];
  passages: Passage[];
  duties: Duty[];
  references: Reference[];
}

/** What stands between letterhead and signature: the tree of its parts, the citable units, who has to do what, what it cites. */
export function readStructure({ text, furniture, zones, tier, ownNumber }: StructureInput): Structure {
  const items = readItems(text, furniture, zones);
  const outline = buildOutline(items, { report: tier === "press" });
  const cuts = cutPassages(items, outline, { tier });
  const duties = findDuties(cuts, { text, nodes: outline, tier });
  // A lead-in that tasks somebody orders, wherever it stands.
  const ordering = new Set(duties.map((duty) => duty.passage));
  for (const { passage } of cuts) {
    if (passage.kind === "preamble" && ordering.has(passage.ordinal)) passage.kind = "clause";
    if (passage.kind === "annex" && ordering.has(passage.ordinal)) passage.kind = "clause";
  }
  const references = findReferences(cuts, { text, ownNumber });
  return { outline, passages: cuts.map((cut) => cut.passage), duties, references };
}
