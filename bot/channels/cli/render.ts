import type { Answer, Citation } from "../../../prompts/index.ts";
import { plainText, showDate } from "../../../retrieval/index.ts";
import { withoutSources } from "../../render.ts";
import { wrap, wrapLines } from "./wrap.ts";

export interface TerminalOptions {
  /** Columns to wrap at. */
  width: number;
}

/** An answer for a terminal: the words, then each citation with its whole quote. Ends without a line break. */
export function renderForTerminal(answer: Answer, { width }: TerminalOptions): string {
  const body = wrapLines(withoutSources(answer.answer), width);
  const choices = (answer.choices ?? []).map((choice, index) => wrap(`  ${index + 1}. ${choice}`, width, 5));
  const sources = answer.citations.map((citation) => citationLines(citation, answer.answer, width));
  const parts = [body, choices.join("\n"), sources.length > 0 ? `Nguồn\n${sources.join("\n")}` : ""];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The quote is printed again only where the message shortened it. */
function citationLines(citation: Citation, message: string, width: number): string {
  const { marker, issuer, issuedOn, locator, source } = citation;
  const date = issuedOn === null ? null : showDate(issuedOn);
  const head = [nameOf(citation), issuer, date, locator, source].filter(Boolean).join(" · ");
  const quote = plainText(citation.quote);
  const line = wrap(`[${marker}] ${head}`, width, 4);
  const isWhole = message.includes(quote.replace(/^[-–+•]\s*/, ""));
  return isWhole ? line : `${line}\n${wrap(`    “${quote}”`, width, 5)}`;
}

function nameOf({ documentNumber, sourceTier, title }: Citation): string | null {
  return documentNumber ?? (sourceTier === "unnumbered-copy" ? "chưa ghi số" : title);
}
