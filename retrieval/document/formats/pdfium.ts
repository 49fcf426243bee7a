import { PDFiumLibrary } from "@hyzyla/pdfium";

/** The engine's own functions that we call; the package's classes give text in an order that scrambles Vietnamese. */
interface Engine {
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  HEAPF64: Float64Array;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  _FPDF_LoadMemDocument(pointer: number, size: number, password: number): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidth(page: number): number;
  _FPDF_GetPageHeight(page: number): number;
  _FPDFPage_GetRotation(page: number): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, index: number): number;
  _FPDFText_IsGenerated(text: number, index: number): number;
  _FPDFText_GetTextObject(text: number, index: number): number;
  _FPDFTextObj_GetTextRenderMode(object: number): number;
  _FPDFText_GetCharBox(text: number, index: number, left: number, right: number, bottom: number, top: number): number;
  _FPDFText_GetLooseCharBox(text: number, index: number, rectangle: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, buffer: number, stride: number): number;
  _FPDFBitmap_FillRect(bitmap: number, x: number, y: number, width: number, height: number, colour: number): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    rotate: number,
    flags: number,
  ): void;
  _FPDFBitmap_Destroy(bitmap: number): void;
}

export interface Box {
  left: number;
  right: number;
  /** From the page's upper edge. */
  top: number;
  bottom: number;
}

export interface PdfCharacter extends Box {
  text: string;
  /** Drawn in no colour: an unknown program's recognition under a scan. */
  invisible: boolean;
}

export interface PdfObject extends Box {
  kind: "path" | "image" | "other";
}

/** A page in grey, one byte a pixel, row after row. */
export interface Bitmap {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export interface PdfPage {
  width: number;
  height: number;
  characters(): PdfCharacter[];
  objects(): PdfObject[];
  render(scale: number): Bitmap;
}

export interface Pdf {
  pages: number;
  /** Runs `use` on a page and closes it. `index` from 0. */
  withPage<T>(index: number, use: (page: PdfPage) => T): T;
  close(): void;
}

export type PdfFault = "password" | "broken";
const PASSWORD_ERRORS = new Set([4, 5]);
const GREY = 1;
const WHITE = 0xffffffff;
/** FPDF_ANNOT: stamps and seals are annotations, too. */
const WITH_ANNOTATIONS = 1;

export interface PdfEngine {
  open(bytes: Uint8Array): Pdf | PdfFault;
}

export async function loadPdfEngine(): Promise<PdfEngine> {
  const { module } = (await PDFiumLibrary.init()) as unknown as { module: Engine };
  return { open: (bytes) => openPdf(module, bytes) };
}

function openPdf(engine: Engine, bytes: Uint8Array): Pdf | PdfFault {
  const pointer = engine.wasmExports.malloc(bytes.length);
  engine.HEAPU8.set(bytes, pointer);
  const document = engine._FPDF_LoadMemDocument(pointer, bytes.length, 0);
  if (document === 0) {
    engine.wasmExports.free(pointer);
    return PASSWORD_ERRORS.has(engine._FPDF_GetLastError()) ? "password" : "broken";
  }
  return {
    pages: engine._FPDF_GetPageCount(document),
    withPage(index, use) {
      const page = engine._FPDF_LoadPage(document, index);
      // One damaged page is an empty one; the others are read.
      if (page === 0) return use(EMPTY_PAGE);
      try {
        return use(pageOf(engine, page));
      } finally {
        engine._FPDF_ClosePage(page);
      }
    },
    close() {
      engine._FPDF_CloseDocument(document);
      engine.wasmExports.free(pointer);
    },
  };
}

const EMPTY_PAGE: PdfPage = {
  width: 0,
  height: 0,
  characters: () => [],
  objects: () => [],
  render: () => ({ width: 0, height: 0, pixels: new Uint8Array() }),
};

function pageOf(engine: Engine, page: number): PdfPage {
  const [width, height] = [engine._FPDF_GetPageWidth(page), engine._FPDF_GetPageHeight(page)];
  const rotation = engine._FPDFPage_GetRotation(page);
  const upright = uprighter({ width, height, rotation });
  return {
    width,
    height,
    characters: () => charactersOf(engine, page, upright),
    objects: () => objectsOf(engine, page, upright),
    render: (scale) =>
      renderPage(engine, page, {
        width: Math.max(1, Math.round(width * scale)),
        height: Math.max(1, Math.round(height * scale)),
      }),
  };
}

type Upright = (left: number, bottom: number, right: number, top: number) => Box;

/** Positions come in the page's own axes, y upwards, before its rotation; a reader turns the page first. */
function uprighter({ width, height, rotation }: { width: number; height: number; rotation: number }): Upright {
  return (left, bottom, right, top) => {
    switch (rotation) {
      case 1:
        return { left: bottom, right: top, top: left, bottom: right };
      case 2:
        return { left: width - right, right: width - left, top: bottom, bottom: top };
      case 3:
        return { left: width - top, right: width - bottom, top: height - right, bottom: height - left };
      default:
        return { left, right, top: height - top, bottom: height - bottom };
    }
  };
}

function charactersOf(engine: Engine, page: number, upright: Upright): PdfCharacter[] {
  const text = engine._FPDFText_LoadPage(page);
  if (text === 0) return [];
  // Four single floats, then four double ones.
  const box = engine.wasmExports.malloc(48);
  const ink = box + 16;
  const characters: PdfCharacter[] = [];
  try {
    const count = engine._FPDFText_CountChars(text);
    for (let index = 0; index < count; index += 1) {
      if (engine._FPDFText_IsGenerated(text, index) === 1) continue;
      const code = engine._FPDFText_GetUnicode(text, index);
      if (code === 0 || engine._FPDFText_GetLooseCharBox(text, index, box) === 0) continue;
      const [looseLeft = 0, top = 0, looseRight = 0, bottom = 0] = engine.HEAPF32.subarray(box / 4, box / 4 + 4);
      // The ink tells where a letter ends: the room that a substitute font claims reaches over the next space.
      engine._FPDFText_GetCharBox(text, index, ink, ink + 8, ink + 16, ink + 24);
      const [inkLeft = 0, inkRight = 0] = engine.HEAPF64.subarray(ink / 8, ink / 8 + 2);
      const [left, right] = inkRight > inkLeft ? [inkLeft, inkRight] : [looseLeft, looseRight];
      const object = engine._FPDFText_GetTextObject(text, index);
      const invisible = object !== 0 && engine._FPDFTextObj_GetTextRenderMode(object) === 3;
      characters.push({ text: letterOf(code), invisible, ...upright(left, bottom, right, top) });
    }
  } finally {
    engine.wasmExports.free(box);
    engine._FPDFText_ClosePage(text);
  }
  return characters;
}

const letterOf = (code: number): string =>
  code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : String.fromCodePoint(code);

function objectsOf(engine: Engine, page: number, upright: Upright): PdfObject[] {
  const bounds = engine.wasmExports.malloc(16);
  const objects: PdfObject[] = [];
  try {
    const count = engine._FPDFPage_CountObjects(page);
    for (let index = 0; index < count; index += 1) {
      const object = engine._FPDFPage_GetObject(page, index);
      const type = engine._FPDFPageObj_GetType(object);
      if (engine._FPDFPageObj_GetBounds(object, bounds, bounds + 4, bounds + 8, bounds + 12) === 0) continue;
      const [left = 0, bottom = 0, right = 0, top = 0] = engine.HEAPF32.subarray(bounds / 4, bounds / 4 + 4);
      objects.push({
        kind: type === 2 ? "path" : type === 3 ? "image" : "other",
        ...upright(left, bottom, right, top),
      });
    }
  } finally {
    engine.wasmExports.free(bounds);
  }
  return objects;
}

function renderPage(engine: Engine, page: number, { width, height }: { width: number; height: number }): Bitmap {
  // Rows of the engine's grey bitmaps begin at multiples of four bytes.
  const stride = Math.ceil(width / 4) * 4;
  const buffer = engine.wasmExports.malloc(stride * height);
  const bitmap = engine._FPDFBitmap_CreateEx(width, height, GREY, buffer, stride);
  engine._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
  engine._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS);
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1)
    pixels.set(engine.HEAPU8.subarray(buffer + row * stride, buffer + row * stride + width), row * width);
  engine._FPDFBitmap_Destroy(bitmap);
  engine.wasmExports.free(buffer);
  return { width, height, pixels };
}
