import { createRequire } from "node:module";
import { encrypted, faultError } from "./faults.ts";

/** One run of text in a .doc: characters by position in the document, and where their bytes stand in the stream. */
interface Piece {
  text: string;
  startCp: number;
  startFilePos: number;
  endFilePos: number;
  bpc: 1 | 2;
}

/** What we use of word-extractor's reader (pinned at 1.0.4): its own result has lost which paragraphs stand in a table. */
interface OleExtractor {
  _pieces: Piece[];
  _boundaries: Readonly<Record<"ccpText" | "ccpFtn" | "ccpHdd" | "ccpAtn" | "ccpEdn" | "ccpTxbx", number>>;
  extract(reader: object): Promise<unknown>;
  extractWordDocument(document: object, stream: Buffer): Promise<unknown>;
  buildDocument(): unknown;
  writeParagraphProperties(stream: Buffer, table: Buffer): void;
}

const require = createRequire(import.meta.url);
const Extractor = require("word-extractor/lib/word-ole-extractor") as new () => OleExtractor;
const BufferReader = require("word-extractor/lib/buffer-reader") as new (
  bytes: Buffer,
) => { open(): Promise<unknown>; close(): Promise<unknown> };

export interface DocSource {
  /** With Word's own marks: \r paragraph, \u000b line, \u0007 cell, \n row. */
  body: string;
  footnotes: string;
  textboxes: string;
  /** One byte a character of `body`: 1 inside a table. */
  inTable: Uint8Array;
  /** Some paragraph takes its number from a list. */
  numbered: boolean;
}

/** sprmPFInTable and sprmPIlfo: the paragraph stands in a table; it belongs to a list. */
const IN_TABLE = 0x2416;
const LIST = 0x460b;
const ENCRYPTED_FLAG = 0x0100;
/** Lengths of a property's value by its top three bits; 6 has its length before it. */
const OPERAND = [1, 1, 2, 4, 2, 2, -1, 3] as const;

/** Reads the streams of a .doc. Throws `file.encrypted`, and the reader's own errors for a damaged file. */
export async function readDocSource(bytes: Buffer, name: string): Promise<DocSource> {
  const extractor = new Extractor();
  const properties: { table: [number, number][]; numbered: boolean } = { table: [], numbered: false };
  const { extractWordDocument, writeParagraphProperties } = extractor;
  extractor.extractWordDocument = (document, stream) => {
    if ((stream.readUInt16LE(0x0a) & ENCRYPTED_FLAG) !== 0) throw faultError(encrypted(name));
    return extractWordDocument.call(extractor, document, stream);
  };
  extractor.writeParagraphProperties = (stream, table) => {
    writeParagraphProperties.call(extractor, stream, table);
    for (const { from, to, sprm, value } of paragraphProperties(stream, table)) {
      if (sprm === IN_TABLE && (value & 0xff) === 1) properties.table.push([from, to]);
      if (sprm === LIST && value !== 0) properties.numbered = true;
    }
  };
  extractor.buildDocument = () => null;
  const reader = new BufferReader(bytes);
  await reader.open();
  await extractor.extract(reader);
  return { ...stories(extractor), inTable: tableMap(extractor, properties.table), numbered: properties.numbered };
}

function stories({ _pieces, _boundaries }: OleExtractor): Pick<DocSource, "body" | "footnotes" | "textboxes"> {
  const text = _pieces.map((piece) => piece.text).join("");
  const { ccpText, ccpFtn, ccpHdd, ccpAtn, ccpEdn, ccpTxbx } = _boundaries;
  const boxes = ccpText + ccpFtn + ccpHdd + ccpAtn + ccpEdn;
  return {
    body: text.slice(0, ccpText),
    footnotes: text.slice(ccpText, ccpText + ccpFtn),
    textboxes: text.slice(boxes, boxes + ccpTxbx),
  };
}

function tableMap({ _pieces, _boundaries }: OleExtractor, ranges: readonly [number, number][]): Uint8Array {
  const map = new Uint8Array(Math.min(_boundaries.ccpText, 2 ** 24));
  for (const [from, to] of ranges) {
    for (const piece of _pieces) {
      const start = Math.max(from, piece.startFilePos);
      const end = Math.min(to, piece.endFilePos);
      if (start >= end) continue;
      const at = (position: number) => piece.startCp + Math.ceil((position - piece.startFilePos) / piece.bpc);
      map.fill(1, at(start), at(end));
    }
  }
  return map;
}

interface ParagraphProperty {
  from: number;
  to: number;
  sprm: number;
  value: number;
}

/** Every property of every paragraph, from the pages of 512 bytes that hold them ([MS-DOC] PlcfBtePapx, PapxFkp). */
function* paragraphProperties(stream: Buffer, table: Buffer): Generator<ParagraphProperty> {
  const start = stream.readUInt32LE(0x0102);
  const count = Math.floor((stream.readUInt32LE(0x0106) - 4) / 8);
  for (let index = 0; index < count; index += 1) {
    const number = table.readUInt32LE(start + (count + 1) * 4 + index * 4) & 0x3fffff;
    const page = stream.subarray(number * 512, (number + 1) * 512);
    const runs = page.readUInt8(511);
    for (let run = 0; run < runs; run += 1) {
      const [from, to] = [page.readUInt32LE(run * 4), page.readUInt32LE((run + 1) * 4)];
      for (const [sprm, value] of sprms(page, page.readUInt8((runs + 1) * 4 + run * 13) * 2))
        yield { from, to, sprm, value };
    }
  }
}

function* sprms(page: Buffer, offset: number): Generator<[sprm: number, value: number]> {
  if (offset === 0) return;
  const words = page.readUInt8(offset);
  const [from, length] = words === 0 ? [offset + 2, page.readUInt8(offset + 1) * 2] : [offset + 1, words * 2 - 1];
  const end = Math.min(from + length, 511);
  for (let at = from + 2; at + 2 < end; ) {
    const sprm = page.readUInt16LE(at);
    const operand = OPERAND[(sprm >> 13) & 7] as number;
    const size = operand === -1 ? page.readUInt8(at + 2) + 1 : operand;
    yield [sprm, size >= 2 ? page.readUInt16LE(at + 2) : page.readUInt8(at + 2)];
    at += 2 + size;
  }
}
