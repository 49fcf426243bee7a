import type { Answer, Citation } from "../../../prompts/index.ts";
import { plainText, showDate } from "../../../retrieval/index.ts";
import { withoutSources } from "../../render.ts";

export interface TerminalOptions {
  /** Columns to wrap at. */
  width: number;
}

/** An answer for a terminal: the words, then each citation with its whole quote. Ends without a line break. */
export function renderForTerminal(answer: Answer, { width }: TerminalOptions): string {
  const body = withoutSources(answer.answer)
    .split("\n")
    .map((line) => wrap(line, width, indentOf(line)));
  const choices = (answer.choices ?? []).map((choice, index) => wrap(`  ${index + 1}. ${choice}`, width, 5));
  const sources = answer.citations.map((citation) => citationLines(citation, answer.answer, width));
  const parts = [body.join("\n"), choices.join("\n"), sources.length > 0 ? `Nguồn\n${sources.join("\n")}` : ""];
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

/** Continuation lines of a bullet stand under its first word. */
function indentOf(line: string): number {
  const lead = /^\s*(?:[•\-–]\s+|\d+\.\s+)?/.exec(line);
  return lead?.[0].length ?? 0;
}

/** Wraps one line at white space; a word longer than the line stands alone. */
function wrap(line: string, width: number, indent: number): string {
  const lead = /^\s*/.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = lead;
  for (const word of line.slice(lead.length).split(/ +/)) {
    const joined = current.trim() === "" ? `${current}${word}` : `${current} ${word}`;
    if (joined.length <= width || current.trim() === "") {
      current = joined;
      continue;
    }
    lines.push(current);
    current = `${" ".repeat(indent)}${word}`;
  }
  return [...lines, current].join("\n");
}
