import { withColumns } from "./page-columns.ts";
import { takeTables } from "./page-grid.ts";
import { height, linesOf, median } from "./page-lines.ts";
import type { PageContent, PageLine, PagePart } from "./page-types.ts";

/** "2", "- 2 -", "Trang 2/5": printed at a page's edge, no word of the document. */
const PAGE_NUMBER = /^[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*[/|]\s*\d{1,4})?[-–—\s]*$/iu;

/** A page in reading order: running lines, rows of bordered tables, regions in two columns; the page's own number left out. */
export function partsOf(content: PageContent): PagePart[] {
  const unit = median(content.words.map(height), 10);
  const { rows, rest } = takeTables(content, unit);
  const lines = withoutPageNumber(linesOf(rest));
  const tops = rows.map(({ top }) => top).sort((a, b) => a - b);
  const parts: { top: number; part: PagePart }[] = [...rows];
  let run: PageLine[] = [];
  const flush = () => {
    const [first] = run;
    if (first) parts.push(...withColumns(run).map((part) => ({ top: topOf(part) ?? first.top, part })));
    run = [];
  };
  for (const line of lines) {
    const before = run.at(-1);
    if (before && tops.some((top) => top > before.top && top < line.top)) flush();
    run.push(line);
  }
  flush();
  return parts.sort((a, b) => a.top - b.top).map(({ part }) => part);
}

function topOf(part: PagePart): number | undefined {
  const lines = part.kind === "lines" ? part.lines : part.cells.flat();
  return lines.length === 0 ? undefined : Math.min(...lines.map(({ top }) => top));
}

function withoutPageNumber(lines: readonly PageLine[]): PageLine[] {
  const isNumber = (line: PageLine | undefined) =>
    line !== undefined && PAGE_NUMBER.test(line.words.map(({ text }) => text).join(" "));
  const from = isNumber(lines[0]) ? 1 : 0;
  const to = lines.length > 1 && isNumber(lines.at(-1)) ? lines.length - 1 : lines.length;
  return lines.slice(from, to);
}
