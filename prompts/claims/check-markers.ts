import type { Subject } from "./check-subject.ts";
import type { Aligned } from "./check-words.ts";
import type { QuoteContext } from "./context.ts";
import { alternatives, conditions, leaves, negations, orders } from "./markers.ts";
import type { DropReason, Offered } from "./types.ts";

interface Ground {
  passage: Offered;
  context: QuoteContext;
  subject: Subject;
  aligned: Aligned;
}

const ORDERING_KINDS = new Set<string>(["clause", "table-row", "closing"]);
const same = (one: readonly string[], other: readonly string[]) => one.join("|") === other.join("|");

/** The same "không", "có thể", "phải", "trừ" and "hoặc" as in the document's words that the sentence takes. */
export function agreesOnMarkers(body: string, { passage, context, subject, aligned }: Ground): DropReason | null {
  const { unit, intro, path } = context;
  const taken = unit.slice(0, endOfPart(unit, aligned.end));
  const over = `${path}. ${intro}`;
  if (!same(negations(body), [...negations(over), ...negations(taken)])) return "negation";
  if (!same(leaves(body), [...leaves(over), ...leaves(taken)])) return "modality";
  if (!same(conditions(body), conditions(`${intro} ${unit}`))) return "condition";
  if (alternatives(unit.slice(aligned.start, aligned.end)).length > 0 && alternatives(body).length === 0)
    return "condition";
  const isOrder = subject.rows.length > 0 && passage.kind !== null && ORDERING_KINDS.has(passage.kind);
  return orders(body).length > 0 && !isOrder && orders(`${intro} ${unit}`).length === 0 ? "modality" : null;
}

/** To the next comma: "… bố trí kinh phí không quá mức" turns back on what stands before it. */
function endOfPart(unit: string, from: number): number {
  const found = unit.slice(from).search(/[,;.](?:\s|$)/u);
  return found < 0 ? unit.length : from + found;
}
