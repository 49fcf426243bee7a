import { readFileSync } from "node:fs";

/**
 * `node to-html.ts TEXT [--framed] [--scan]`: one of our sample texts as HTML that LibreOffice turns into Word files and PDF.
 * Plain: a block of the text is one paragraph with line breaks, so that the text comes back to the letter. `--framed`:
 * as offices lay it out, the letterhead in a table without borders and every line a paragraph of its own.
 */
const [path = "", ...options] = process.argv.slice(2);
const framed = options.includes("--framed");
// Liberation Serif lacks some Vietnamese letters, so that a PDF takes them from a second font: kept for PDF with text,
// whose readers stumble over that, but no scan of an office looks so.
const scan = options.includes("--scan");
const font = scan ? "FreeSerif" : "Liberation Serif";

const escapeHtml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function blocksOf(text: string): string[] {
  return text.trim().split(/\n{2,}/);
}

function rowOf(block: string): string[] {
  return block
    .split(/^\|$/m)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function table(rows: readonly string[][], border: number): string {
  const cell = (words: string) =>
    `<td>${words
      .split("\n")
      .map((line) => `<p style="margin:0">${escapeHtml(line)}</p>`)
      .join("")}</td>`;
  return `<table border="${border}" cellspacing="0" cellpadding="4" width="100%">${rows
    .map((cells) => `<tr>${cells.map(cell).join("")}</tr>`)
    .join("")}</table>`;
}

/** The block with the motto: issuer to the left, motto to the right. */
function letterhead(block: string): string | null {
  const lines = block.split("\n");
  const motto = lines.findIndex((line) => line.startsWith("CỘNG HÒA"));
  if (!framed || motto < 1) return null;
  return table([[lines.slice(0, motto).join("\n"), lines.slice(motto).join("\n")]], 0);
}

function paragraph(block: string): string {
  const lines = block.split("\n").map(escapeHtml);
  if (!framed) return `<p>${lines.join("<br>")}</p>`;
  return lines.map((line) => `<p style="margin:0 0 2pt 0">${line}</p>`).join("");
}

const parts: string[] = [];
let rows: string[][] = [];
for (const block of blocksOf(readFileSync(path, "utf8"))) {
  if (block.startsWith("|\n")) {
    rows.push(rowOf(block));
    continue;
  }
  if (rows.length > 0) parts.push(table(rows, 1));
  rows = [];
  parts.push(letterhead(block) ?? paragraph(block));
}
if (rows.length > 0) parts.push(table(rows, 1));

console.log(`<!doctype html><html lang="vi"><head><meta charset="utf-8"><style>
@page { size: 21cm 29.7cm; margin: 2cm }
body, p, td { font-family: "${font}"; font-size: ${scan ? 11.5 : 13}pt; line-height: ${scan ? 112 : 130}% } p { margin: 0 0 8pt 0 }
</style></head><body>${parts.join("\n")}</body></html>`);
