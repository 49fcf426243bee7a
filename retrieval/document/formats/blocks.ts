/** A document's body before it becomes text: paragraphs, and table rows with their cells. */
export type TextBlock = { kind: "paragraph"; text: string } | { kind: "row"; cells: readonly string[] };

/**
 * The same form that an HTML page is given (`htmlToText`), so that one directive reads alike from every format: blank
 * lines between paragraphs, every cell of a row between lines of "|", a blank line between rows.
 */
export function blocksToText(blocks: readonly TextBlock[]): string {
  return blocks
    .map((block) => (block.kind === "paragraph" ? tidy(block.text) : rowText(block.cells.map(tidy))))
    .filter((text) => text !== "")
    .join("\n\n");
}

function rowText(cells: readonly string[]): string {
  if (cells.every((cell) => cell === "")) return "";
  return `|\n${cells.map((cell) => cell.replace(/\n{2,}/gu, "\n")).join("\n|\n")}\n|`;
}

/** Runs of spaces are layout; a tab between words is kept: it sets the two halves of a letterhead apart. */
function tidy(text: string): string {
  return text
    .replace(/[ \u00a0]+/gu, " ")
    .replace(/ ?\t[ \t]*/gu, "\t")
    .replace(/[ \t]*\n[ \t]*/gu, "\n")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}
