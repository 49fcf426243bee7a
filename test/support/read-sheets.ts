import { readZip } from "./read-zip.ts";

export interface ReadSheet {
  name: string;
  /** Rows of cells as they stand: texts unescaped, numbers as they are written. */
  rows: ReadCell[][];
}

export interface ReadCell {
  /** "inlineStr", "n", "b", "f" for a formula. */
  type: string;
  value: string;
}

/** The sheets of a workbook whose texts are inline. */
export function readSheets(bytes: Buffer): ReadSheet[] {
  const parts = readZip(bytes);
  const workbook = parts.get("xl/workbook.xml")!.toString();
  return [...workbook.matchAll(/<sheet name="([^"]*)"/g)].map(([, name], index) => ({
    name: unescapeXml(name!),
    rows: rowsOf(parts.get(`xl/worksheets/sheet${index + 1}.xml`)!.toString()),
  }));
}

function rowsOf(xml: string): ReadCell[][] {
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
    const cells: ReadCell[] = [];
    for (const [, attributes, , content = ""] of row!.matchAll(/<c ([^>]*?)(\/>|>(.*?)<\/c>)/gs)) {
      cells[columnOf(attributes!)] = cellOf(attributes!, content);
    }
    return Array.from(cells, (cell) => cell ?? { type: "", value: "" });
  });
}

function cellOf(attributes: string, content: string): ReadCell {
  if (content.includes("<f")) return { type: "f", value: content };
  const type = / t="(\w+)"/.exec(` ${attributes}`)?.[1] ?? "n";
  const value = /<(?:t|v)[^>]*>(.*?)<\/(?:t|v)>/s.exec(content)?.[1] ?? "";
  return { type: content === "" ? "" : type, value: type === "inlineStr" ? unescapeCell(unescapeXml(value)) : value };
}

const columnOf = (attributes: string) =>
  [.../r="([A-Z]+)/.exec(attributes)![1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** An XML reader makes one line feed of every line end. */
const unescapeXml = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(
      /&(lt|gt|quot|apos|amp);/g,
      (_, name: string) => ({ lt: "<", gt: ">", quot: '"', apos: "'" })[name] ?? "&",
    );

/** ECMA-376: `_xHHHH_` stands for a character that XML cannot hold. */
const unescapeCell = (text: string) =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
