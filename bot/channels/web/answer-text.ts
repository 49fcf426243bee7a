import { withoutSources } from "../../render.ts";

/** A stretch of a line of an answer. */
export type AnswerRun =
  | { kind: "words"; text: string }
  | { kind: "quote"; text: string }
  | { kind: "marker"; marker: number };

export type AnswerBlock = { kind: "paragraph"; runs: AnswerRun[] } | { kind: "list"; items: AnswerRun[][] };

const BULLET = /^\s*[•\-–]\s+/;
const TOKEN = /\[(\d{1,3})\]|“[^”]*”/gu;

/**
 * Reads an answer's plain text into what a page can set: paragraphs, bullet lists, quotes and markers. The text's own
 * list of sources is left out, since a page shows the citations themselves.
 */
export function answerBlocks(answer: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  for (const line of withoutSources(answer).split("\n")) {
    const last = blocks.at(-1);
    if (line.trim() === "") continue;
    if (!BULLET.test(line)) blocks.push({ kind: "paragraph", runs: answerRuns(line.trim()) });
    else if (last?.kind === "list") last.items.push(answerRuns(line.replace(BULLET, "")));
    else blocks.push({ kind: "list", items: [answerRuns(line.replace(BULLET, ""))] });
  }
  return blocks;
}

function answerRuns(line: string): AnswerRun[] {
  const runs: AnswerRun[] = [];
  let from = 0;
  for (const found of line.matchAll(TOKEN)) {
    if (found.index > from) runs.push({ kind: "words", text: line.slice(from, found.index) });
    const marker = found[1];
    runs.push(marker === undefined ? { kind: "quote", text: found[0] } : { kind: "marker", marker: Number(marker) });
    from = found.index + found[0].length;
  }
  if (from < line.length) runs.push({ kind: "words", text: line.slice(from) });
  return runs;
}
