import { blocksToText, type TextBlock } from "./blocks.ts";
import type { DecodedText } from "./encoding.ts";
import { broken, faultError } from "./faults.ts";
import { type RtfToken, rtfTokens } from "./rtf-tokens.ts";

/** Groups that hold no words of the body. `listtext` is kept: it is the number that Word counted. */
const SKIPPED = new Set(
  "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf object fldinst nonshppict listtable listoverridetable revtbl rsidtbl themedata colorschememapping datastore latentstyles generator bkmkstart bkmkend annotation atnid atnauthor sp xe tc ftnsep ftnsepc".split(
    " ",
  ),
);
/** Behind a star, yet with words of the body: text boxes. */
const STARRED_BODY = new Set(["shpinst", "shptxt"]);
const MARKS: Readonly<Record<string, string>> = {
  tab: "\t",
  line: "\n",
  lbr: "\n",
  emdash: "—",
  endash: "–",
  bullet: "•",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
  emspace: " ",
  enspace: " ",
  nestcell: "\n",
  nestrow: "\n",
};
/** Code pages by a font's charset; 163 is Vietnamese. */
const CHARSETS: Readonly<Record<number, string>> = { 163: "windows-1258", 238: "windows-1250", 204: "windows-1251" };
/** No document nests so deep; a file made to exhaust a reader does. */
const MOST_DEPTH = 500;

interface Group {
  skipped: boolean;
  /** Bytes that stand in for one \u character and are passed over. */
  fallback: number;
  charset: string;
  hidden: boolean;
  /** The number that Word counted, with the tab behind it. */
  label: boolean;
}

interface Reader {
  groups: Group[];
  blocks: TextBlock[];
  cells: string[];
  words: string;
  inTable: boolean;
  pending: number[];
  toSkip: number;
  starred: boolean;
  opened: boolean;
  fonts: Map<number, string>;
  font: number;
  codePage: string;
}

/** The words of an RTF file. Every package tried garbles `\uN\'hh`, the way Word writes Vietnamese; this reads it. */
export function readRtf(bytes: Buffer, name: string): DecodedText {
  const reader = newReader();
  for (const token of rtfTokens(bytes.toString("latin1"))) {
    read(reader, token);
    if (reader.groups.length > MOST_DEPTH) throw faultError(broken(name, ".rtf"));
  }
  flushBytes(reader);
  endRow(reader);
  endParagraph(reader);
  return { text: blocksToText(reader.blocks), warnings: [] };
}

const newReader = (): Reader => ({
  groups: [{ skipped: false, fallback: 1, charset: "", hidden: false, label: false }],
  blocks: [],
  cells: [],
  words: "",
  inTable: false,
  pending: [],
  toSkip: 0,
  starred: false,
  opened: false,
  fonts: new Map(),
  font: 0,
  codePage: "windows-1252",
});

const top = (reader: Reader): Group => reader.groups.at(-1) as Group;

function read(reader: Reader, token: RtfToken): void {
  if (token.kind === "byte") readByte(reader, token.byte);
  else if (token.kind === "word" && token.word === "u") readUnicode(reader, token.value ?? 0);
  else readControl(reader, token);
}

function readControl(reader: Reader, token: Exclude<RtfToken, { kind: "byte" }>): void {
  const { opened, starred } = reader;
  reader.opened = token.kind === "open";
  reader.starred = token.kind === "star";
  reader.toSkip = 0;
  flushBytes(reader);
  if (token.kind === "star") reader.opened = opened;
  else if (token.kind === "open") reader.groups.push({ ...top(reader) });
  else if (token.kind === "close") closeGroup(reader);
  else if (token.kind === "word") readWord(reader, token, { opened: opened || starred, starred });
}

function closeGroup(reader: Reader): void {
  if (reader.groups.length > 1) reader.groups.pop();
}

interface Position {
  /** First in its group, so that it may name a destination. */
  opened: boolean;
  starred: boolean;
}

type Word = Extract<RtfToken, { kind: "word" }>;

function readWord(reader: Reader, { word, value }: Word, { opened, starred }: Position): void {
  const group = top(reader);
  if (word === "f") reader.font = value ?? 0;
  if (word === "fcharset" && value !== null) reader.fonts.set(reader.font, CHARSETS[value] ?? "");
  if (word === "ansicpg" && value !== null && value >= 1250 && value <= 1258) reader.codePage = `windows-${value}`;
  if (opened && (SKIPPED.has(word) || (starred && !STARRED_BODY.has(word)))) group.skipped = true;
  if (group.skipped) return;
  if (word === "f" || word === "plain") group.charset = reader.fonts.get(word === "f" ? (value ?? 0) : 0) ?? "";
  if (word === "uc") group.fallback = Math.min(8, Math.max(0, value ?? 1));
  // \v hidden, \deleted struck out under revision: neither is part of the text that was issued.
  if (word === "v" || word === "deleted") group.hidden = value !== 0;
  if (group.hidden) return;
  if (word === "intbl") reader.inTable = true;
  else if (word === "pard" || word === "trowd")
    reader.inTable = word === "trowd" || (reader.inTable && reader.cells.length > 0);
  else if (word === "par" || word === "sect" || word === "page") lineEnds(reader);
  else if (word === "cell") endCell(reader);
  else if (word === "row") endRow(reader);
  else if (word === "listtext" || word === "pntext") group.label = true;
  else reader.words += group.label && word === "tab" ? " " : (MARKS[word] ?? "");
}

function lineEnds(reader: Reader): void {
  if (reader.inTable) reader.words += "\n";
  else endParagraph(reader);
}

function endParagraph(reader: Reader): void {
  reader.blocks.push({ kind: "paragraph", text: reader.words });
  reader.words = "";
}

function endCell(reader: Reader): void {
  reader.cells.push(reader.words);
  reader.words = "";
}

function endRow(reader: Reader): void {
  if (reader.cells.length > 0) reader.blocks.push({ kind: "row", cells: reader.cells });
  reader.cells = [];
  reader.inTable = false;
}

function readByte(reader: Reader, byte: number): void {
  reader.opened = false;
  reader.starred = false;
  if (reader.toSkip > 0) reader.toSkip -= 1;
  else if (!top(reader).skipped && !top(reader).hidden) reader.pending.push(byte);
}

function readUnicode(reader: Reader, value: number): void {
  reader.opened = false;
  reader.starred = false;
  flushBytes(reader);
  const group = top(reader);
  reader.toSkip = group.fallback;
  // Numbers are 16 bits with a sign: "\u-4051" is U+F02D.
  if (group.skipped || group.hidden) return;
  const code = value & 0xffff;
  // Bullets of the Symbol font stand in the private area.
  reader.words += group.label && code >= 0xf000 && code <= 0xf0ff ? "-" : String.fromCharCode(code);
}

/** Bytes are gathered first: in Windows-1258 a letter and its tone are two. */
function flushBytes(reader: Reader): void {
  if (reader.pending.length === 0) return;
  reader.words += new TextDecoder(top(reader).charset || reader.codePage).decode(Uint8Array.from(reader.pending));
  reader.pending = [];
}
