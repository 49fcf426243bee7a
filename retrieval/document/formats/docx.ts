import { parseHTML } from "linkedom";
import mammoth from "mammoth";
import { blockText } from "../html.ts";
import type { Warning } from "../types.ts";
import { writeNumbers } from "./docx-numbering.ts";
import type { DecodedText } from "./encoding.ts";
import { broken, faultError, unsafeXml } from "./faults.ts";
import { macroWarning } from "./notes.ts";
import { openZip, storedZip, type Zip } from "./zip.ts";

/** Parts that hold words or say how to read them. Pictures, fonts, macros and embedded files are never unpacked. */
const WANTED = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?[^/]+\.(?:xml|rels))$/;
/** Stands for a tab until the layout is done, which takes white space for one space. */
const TAB = "\ue000";

/** The words of a .docx in reading order: tables in rows, automatic numbers written out, footnotes at the end, no deleted text. */
export async function readDocx(bytes: Buffer, name: string): Promise<DecodedText> {
  const zip = openZip(bytes, name);
  const parts = textParts(zip, name);
  if (!parts.has("word/document.xml")) throw faultError(broken(name, ".docx"));
  const { value } = await mammoth.convertToHtml(
    { buffer: storedZip(parts) },
    // No picture is read: mammoth would put each into the page as text.
    { convertImage: mammoth.images.imgElement(async () => ({ src: "" })), externalFileAccess: false },
  );
  return { text: textOf(value), warnings: macrosIn(zip) };
}

function macrosIn(zip: Zip): Warning[] {
  return zip.names.some((part) => /vbaProject\.bin$/i.test(part)) ? [macroWarning()] : [];
}

function textParts(zip: Zip, name: string): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (const part of zip.names) {
    if (!WANTED.test(part)) continue;
    const data = zip.read(part) as Buffer;
    // No word processor declares entities; whoever does wants a file of ours, or a text a thousand times as long.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(data.toString("latin1").replaceAll("\u0000", "")))
      throw faultError(unsafeXml(name));
    parts.set(part, data);
  }
  return withNumbers(mainPart(parts));
}

/** Some writers name the main part otherwise ("word/document2.xml"); its relation says which it is. */
function mainPart(parts: Map<string, Buffer>): Map<string, Buffer> {
  if (parts.has("word/document.xml")) return parts;
  const relations = parts.get("_rels/.rels")?.toString("utf8") ?? "";
  const target = /Target="\/?(word\/[^"/]+\.xml)"/.exec(
    relations.match(/<Relationship\b[^>]*officeDocument"[^>]*>/)?.[0] ?? "",
  )?.[1];
  const data = target === undefined ? undefined : parts.get(target);
  return data ? new Map([...parts, ["word/document.xml", data]]) : parts;
}

function withNumbers(parts: Map<string, Buffer>): Map<string, Buffer> {
  const xml = (part: string) => parts.get(part)?.toString("utf8") ?? null;
  const document = xml("word/document.xml");
  if (document === null) return parts;
  const numbered = writeNumbers({ document, numbering: xml("word/numbering.xml"), styles: xml("word/styles.xml") });
  const changed = new Map([...parts, ["word/document.xml", Buffer.from(numbered)]]);
  // The numbers stand in the text now; mammoth must not make a second list of them.
  changed.delete("word/numbering.xml");
  return changed;
}

function textOf(html: string): string {
  return blockText(rearranged(html.replaceAll("\t", TAB)))
    .replace(new RegExp(`(?<=^|\\n)[ ${TAB}]+|[ ${TAB}]+(?=\\n|$)`, "gu"), "")
    .replace(new RegExp(` ?${TAB}[ ${TAB}]*`, "gu"), "\t")
    .trim();
}

type HtmlDocument = ReturnType<typeof parseHTML>["document"];

function rearranged(html: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  writeNotes(document);
  spreadCells(document);
  return document.body.innerHTML;
}

/** mammoth sets the notes as a list with an arrow back: "[1] …" is how the rest of the program knows a footnote. */
function writeNotes(document: HtmlDocument): void {
  for (const note of document.querySelectorAll('li[id^="footnote-"],li[id^="endnote-"]')) {
    for (const back of note.querySelectorAll('a[href^="#footnote-ref"],a[href^="#endnote-ref"]')) back.remove();
    const number = [...(note.parentNode?.childNodes ?? [])].filter((one) => one.nodeName === "LI").indexOf(note) + 1;
    const paragraph = document.createElement("p");
    paragraph.textContent = `[${number}] ${note.textContent?.trim() ?? ""}`;
    note.parentNode?.insertBefore(paragraph, note);
    note.remove();
  }
}

/** A file that claims more is made to exhaust us. */
const MOST_SPREAD = 64;

/**
 * A cell joined over rows holds for each of them, one joined over columns takes their room: without that the cells after
 * it stand under the wrong head, and a task goes to the agency of another column.
 */
function spreadCells(document: HtmlDocument): void {
  for (const table of document.querySelectorAll("table")) {
    const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
    for (const [index, row] of rows.entries()) {
      for (const cell of [...row.children]) {
        const [wide, high] = ["colspan", "rowspan"].map((name) => spanOf(cell, name)) as [number, number];
        const column = [...row.children].indexOf(cell);
        for (const below of rows.slice(index + 1, index + high)) {
          const next = below.children[column] ?? null;
          for (const copy of [cell.cloneNode(true), ...emptyCells(document, wide - 1)]) below.insertBefore(copy, next);
        }
        cell.after(...emptyCells(document, wide - 1));
      }
    }
  }
}

/** The span is taken off the cell: its copies must not spread again. */
function spanOf(cell: HtmlDocument["body"], name: string): number {
  const span = Number(cell.getAttribute(name) ?? 1);
  cell.removeAttribute(name);
  return Number.isInteger(span) ? Math.min(MOST_SPREAD, Math.max(1, span)) : 1;
}

const emptyCells = (document: HtmlDocument, count: number) =>
  Array.from({ length: count }, () => document.createElement("td"));
