import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createWorker, OEM, PSM, type Worker } from "tesseract.js";
import { cut } from "./bitmap.ts";
import { deskewed, INK } from "./deskew.ts";
import { cellsOf, type Grid, gridsOf } from "./page-grid.ts";
import type { PageContent, PageWord, Rule } from "./page-types.ts";
import type { Bitmap } from "./pdfium.ts";
import { rulesOf, withoutRules } from "./scan-rules.ts";

export interface Recogniser {
  /** The words of a page's picture with how sure each is, and the borders of its tables. `progress` is told after each part. */
  recognise(page: Bitmap, progress: () => void): Promise<PageContent>;
}

/** Height of a line of text at 200 dpi. */
const UNIT = 36;
/** A page of more cells is a spreadsheet: it is read as a whole, which takes seconds instead of minutes. */
const MOST_CELLS = 240;
/** White around a cell's picture; the engine reads nothing that touches the edge. */
const PADDING = 12;
/** Fewer dark pixels are specks. */
const LEAST_INK = 20;

/** The Vietnamese model from its npm package, never from the network. Loaded with the first page. */
export function createRecogniser(): Recogniser {
  let engine: Promise<Worker> | null = null;
  return {
    async recognise(page, progress) {
      engine ??= startEngine();
      const worker = await engine;
      const upright = deskewed(page);
      const rules = rulesOf(upright);
      const clean = withoutRules(upright, rules);
      const grids = gridsOf(rules, UNIT);
      const cells = grids.flatMap(cellsOf);
      const apart = cells.length <= MOST_CELLS;
      const words = await wordsOn(worker, apart ? withoutRules(clean, grids.map(outline)) : clean, PSM.AUTO);
      progress();
      // Cell by cell: across a row the engine takes the words of several cells for one line, and loses some.
      for (const cell of apart ? cells : []) {
        words.push(...(await cellWords(worker, clean, cell)));
        progress();
      }
      return { width: upright.width, words, rules };
    },
  };
}

const outline = ({ xs, ys }: Grid): Rule => ({
  x0: xs[0] as number,
  x1: xs.at(-1) as number,
  top: ys[0] as number,
  bottom: ys.at(-1) as number,
});

async function cellWords(worker: Worker, page: Bitmap, cell: Rule): Promise<PageWord[]> {
  const picture = cut(page, cell, PADDING);
  if (picture.pixels.filter((pixel) => pixel < INK).length < LEAST_INK) return [];
  const [dx, dy] = [Math.floor(cell.x0) - PADDING, Math.floor(cell.top) - PADDING];
  return (await wordsOn(worker, picture, PSM.SINGLE_BLOCK)).map((word) => ({
    ...word,
    x0: word.x0 + dx,
    x1: word.x1 + dx,
    top: word.top + dy,
    bottom: word.bottom + dy,
  }));
}

async function wordsOn(worker: Worker, picture: Bitmap, mode: PSM): Promise<PageWord[]> {
  await worker.setParameters({ tessedit_pageseg_mode: mode });
  const { data } = await worker.recognize(pgmOf(picture), {}, { text: false, blocks: true });
  return (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines.flatMap(wordsOf)));
}

async function startEngine(): Promise<Worker> {
  const models = dirname(createRequire(import.meta.url).resolve("@tesseract.js-data/vie/package.json"));
  const worker = await createWorker("vie", OEM.LSTM_ONLY, {
    langPath: join(models, "4.0.0_best_int"),
    cacheMethod: "none",
    // A page that fails is reported by the promise as well; thrown from the handler it would end the process.
    errorHandler: () => {},
  });
  // Without the resolution the engine guesses one from each cell.
  await worker.setParameters({ user_defined_dpi: "200" });
  return worker;
}

/** The simplest picture that the engine reads: no compression, nothing to go wrong. */
function pgmOf({ width, height, pixels }: Bitmap): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), pixels]);
}

interface RecognisedLine {
  words: readonly { text: string; confidence: number; bbox: { x0: number; y0: number; x1: number; y1: number } }[];
  bbox: { y0: number; y1: number };
}

/** Every word gets its line's height: "a" and "Ỹ" of one line stand on one line. */
function wordsOf({ words, bbox }: RecognisedLine): PageWord[] {
  const read = words.flatMap(({ text, confidence, bbox: box }) => {
    const clean = text.normalize("NFC").replace(/[\p{C}\s]|^[|¦]+|[|¦]+$/gu, "");
    // Specks and borders come as lone signs of which the engine itself is unsure.
    const isSpeck = !/[\p{L}\p{N}]/u.test(clean) && (confidence < 50 || clean.includes("_"));
    if (clean === "" || isSpeck) return [];
    return [{ text: clean, x0: box.x0, x1: box.x1, top: bbox.y0, bottom: bbox.y1, confidence }];
  });
  return withLabel(read);
}

/** Always below what counts as sure: what was mended is told. */
const MENDED = 60;

/** "3, Ủy ban …" opens no sentence: it is "3." with a blot, and without its number the clause falls to the agency above. */
function withLabel(words: PageWord[]): PageWord[] {
  const [first, second] = words;
  if (!first || !/^\d{1,2},$/.test(first.text) || !/^\p{Lu}/u.test(second?.text ?? "")) return words;
  const confidence = Math.min(MENDED, first.confidence ?? MENDED);
  return [{ ...first, text: first.text.replace(",", "."), confidence }, ...words.slice(1)];
}
