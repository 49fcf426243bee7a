import { type Intent, numberParts, type ReferenceRow, type ResolvedMention, showDate } from "../../retrieval/index.ts";
import { composeNotHeld } from "./absent.ts";
import { asks } from "./asks.ts";
import { type AskContext, cardOf, distinct, evidenceAt } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { insideOf } from "./metadata.ts";
import { listed, shortName } from "./names.ts";
import { citing, mentionName } from "./relation.ts";

/** What the head of a document says of it; the head of one that cites it says nothing of it. */
const HEADER_FACTS: readonly Intent[] = ["signer", "date", "number", "issuer", "addressees", "recipients"];
const MOST_QUOTES = 3;

/**
 * Who signed, when, to whom: asked of a document that is not held. Its date and number stand where others cite it; the
 * rest nobody tells. Null where something else is asked, or another document: "ai ký kế hoạch thực hiện Chỉ thị 27".
 */
export async function composeCited(context: AskContext, resolved: ResolvedMention): Promise<Draft | null> {
  const { types, agencies } = context.question;
  if (!asks(context, HEADER_FACTS) || asks(context, ["duty", "which-document"]) || types.length > 0) return null;
  if (agencies.length > 0 && asks(context, ["deadline"]) && !asks(context, ["date"])) return null;
  const rows = await citing(context, resolved);
  const saying = asks(context, ["date"])
    ? rows.filter(({ issuedOn }) => issuedOn?.length === 10)
    : asks(context, ["number"])
      ? rows.filter(({ number }) => number !== null && numberParts(number).symbol !== "")
      : [];
  return saying.length > 0 ? citedDraft(context, resolved, saying) : composeNotHeld(context, resolved);
}

async function citedDraft(
  context: AskContext,
  resolved: ResolvedMention,
  rows: readonly ReferenceRow[],
): Promise<Draft> {
  const name = mentionName(resolved);
  const date = asks(context, ["date"]);
  const said = [...new Set(rows.map((row) => (date ? row.issuedOn : row.number)))].filter((value) => value !== null);
  const cards = distinct(rows.map((row) => cardOf(context, row.versionId))).slice(0, MOST_QUOTES);
  const quotes: Quote[] = [];
  for (const card of cards) {
    const row = rows.find(({ versionId }) => versionId === card.versionId) as ReferenceRow;
    const evidence = await evidenceAt(context.library, card, row.span);
    const must = insideOf(row.span, evidence.span);
    quotes.push({ label: null, evidence, focus: new Set(), ...(must ? { must } : {}) });
  }
  const by = `theo ${listed(cards.map(shortName))} dẫn lại`;
  // Citations that contradict each other are shown, not decided between.
  const lead =
    said.length > 1
      ? `${name} được dẫn lại không thống nhất:`
      : date
        ? `${name} ban hành ngày ${showDate(said[0] ?? "")}, ${by}.`
        : `Số, ký hiệu: ${said[0]}, ${by}.`;
  return {
    status: "answered",
    lead: [lead],
    sections: [{ heading: null, quotes }],
    notes: [`${name} chưa có trong kho văn bản.`],
  };
}
