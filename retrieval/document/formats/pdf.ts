import { setImmediate } from "node:timers/promises";
import { repairLetters } from "./encoding.ts";
import { broken, encrypted, faultError, tooManyPages } from "./faults.ts";
import type { ReadingLimits } from "./limits.ts";
import type { Recogniser } from "./ocr.ts";
import { textOfPages } from "./page-text.ts";
import type { PageContent } from "./page-types.ts";
import { contentOf } from "./pdf-words.ts";
import type { Pdf, PdfCharacter, PdfEngine, PdfObject, PdfPage } from "./pdfium.ts";
import type { ReadResult } from "./protocol.ts";

/** Started when first asked for, and used again for the next file. */
export interface Engines {
  pdf(): Promise<PdfEngine>;
  recogniser(): Promise<Recogniser>;
}

export interface PdfOptions {
  name: string;
  limits: ReadingLimits;
  engines: Engines;
  /** Told after each page: reading goes on. */
  progress(): void;
}

/** Less than this is a stamp or a page number on a scan, not a page of text. */
const LEAST_LETTERS = 20;
/** Share of the page that a scan's picture covers at least. */
const SCAN_COVERS = 0.3;
/** Text drawn as curves: there are hundreds of them, where a table has some dozens. */
const CURVES = 200;
/** Letters without a meaning (no Unicode table in the font): the picture is read instead. */
const MOST_UNREADABLE = 0.15;

/** The words of a PDF with the page of each; pages that are pictures are recognised. */
export async function readPdf(bytes: Uint8Array, options: PdfOptions): Promise<ReadResult> {
  const engine = await options.engines.pdf();
  return withPdf(engine, bytes, options, async (pdf) => {
    const { name, limits, engines, progress } = options;
    if (pdf.pages > limits.pages)
      throw faultError(tooManyPages(name, { pages: pdf.pages, most: limits.pages, scanned: false }));
    const contents: (PageContent | null)[] = [];
    for (let index = 0; index < pdf.pages; index += 1) {
      contents.push(pdf.withPage(index, printedContent));
      progress();
      // Lets the message out; the parent takes silence for a hang.
      await setImmediate();
    }
    const scannedPages = contents.flatMap((content, index) => (content === null ? [index + 1] : []));
    if (scannedPages.length > limits.scannedPages)
      throw faultError(tooManyPages(name, { pages: scannedPages.length, most: limits.scannedPages, scanned: true }));
    for (const page of scannedPages) {
      const picture = pdf.withPage(page - 1, (one) => one.render(scanScale(one)));
      contents[page - 1] = await (await engines.recogniser()).recognise(picture, progress);
      progress();
    }
    return { ...repaired(contents as PageContent[]), scannedPages };
  });
}

async function withPdf<T>(
  engine: PdfEngine,
  bytes: Uint8Array,
  { name }: PdfOptions,
  use: (pdf: Pdf) => Promise<T>,
): Promise<T> {
  const pdf = engine.open(bytes);
  if (pdf === "password") throw faultError(encrypted(name));
  if (pdf === "broken" || pdf.pages === 0) throw faultError(broken(name, "PDF"));
  try {
    return await use(pdf);
  } finally {
    pdf.close();
  }
}

/** 200 dpi, as measured best; a page larger than A3 is fitted into A4's pixels. */
function scanScale({ width, height }: PdfPage): number {
  const longest = Math.max(width, height, 1);
  return longest < 1300 ? 200 / 72 : 2339 / longest;
}

/** The page's printed words; null where only its picture can be read. */
function printedContent(page: PdfPage): PageContent | null {
  const characters = page.characters();
  const objects = page.objects();
  return isScan(page, characters, objects) ? null : contentOf(page, characters, objects);
}

function isScan(page: PdfPage, characters: readonly PdfCharacter[], objects: readonly PdfObject[]): boolean {
  const letters = characters.filter(({ text, invisible }) => !invisible && !/\s/u.test(text));
  const unreadable = letters.filter(({ text }) => /[\p{C}\ufffd]/u.test(text)).length;
  if (letters.length >= LEAST_LETTERS) return unreadable > letters.length * MOST_UNREADABLE;
  const covered = objects
    .filter(({ kind }) => kind === "image")
    .reduce((sum, { left, right, top, bottom }) => sum + Math.abs((right - left) * (bottom - top)), 0);
  const curves = objects.filter(({ kind }) => kind === "path").length;
  return covered > page.width * page.height * SCAN_COVERS || curves >= CURVES;
}

/** A font of before Unicode is found over the whole document; then each word is read by its table. */
function repaired(contents: readonly PageContent[]): Omit<ReadResult, "scannedPages"> {
  const read = textOfPages(contents);
  const { text, warnings } = repairLetters(read.text);
  if (text === read.text) return { ...read, warnings };
  const words = text.split(/\s+/u).filter((word) => word !== "" && word !== "|");
  const inOrder = read.text.split(/\s+/u).filter((word) => word !== "" && word !== "|");
  if (inOrder.length !== words.length) return { ...read, warnings };
  const table = new Map<string, string>(inOrder.map((word, index) => [word, words[index] as string]));
  return {
    ...textOfPages(
      contents.map((content) => ({
        ...content,
        words: content.words.map((word) => ({ ...word, text: table.get(word.text) ?? word.text })),
      })),
    ),
    warnings,
  };
}
