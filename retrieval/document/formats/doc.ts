import { blocksToText, type TextBlock } from "./blocks.ts";
import { readDocSource } from "./doc-source.ts";
import type { DecodedText } from "./encoding.ts";
import { macroWarning, numberingWarning } from "./notes.ts";

/** The words of a .doc of Word 97 and later: tables in rows, fields as they were shown, deleted text left out. */
export async function readDoc(bytes: Buffer, name: string): Promise<DecodedText> {
  const { body, footnotes, textboxes, inTable, numbered } = await readDocSource(bytes, name);
  const shown = shownCharacters(body);
  const blocks = [
    ...blocksOf(body, inTable, shown),
    ...paragraphs(textboxes),
    ...paragraphs(footnotes).map((block, index) => ({ ...block, text: `[${index + 1}] ${block.text.trim()}` })),
  ];
  const warnings = [
    ...(bytes.includes(Buffer.from("_VBA_PROJECT", "utf16le")) ? [macroWarning()] : []),
    ...(numbered ? [numberingWarning()] : []),
  ];
  return { text: blocksToText(blocks), warnings };
}

/** Between \u0013 and \u0014 stands a field's instruction, up to \u0015 what it shows: "PAGE", "HYPERLINK …". */
function shownCharacters(text: string): Uint8Array {
  const shown = new Uint8Array(text.length).fill(1);
  const fields: boolean[] = [];
  let hidden = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === "\u0013") hidden += fields.push(true) > 0 ? 1 : 0;
    if (hidden > 0) shown[at] = 0;
    if (mark === "\u0014" && fields.at(-1)) {
      fields[fields.length - 1] = false;
      hidden -= 1;
    }
    if (mark === "\u0015" && fields.pop()) hidden -= 1;
  }
  return shown;
}

function blocksOf(body: string, inTable: Uint8Array, shown: Uint8Array): TextBlock[] {
  const blocks: TextBlock[] = [];
  let cells: string[] = [];
  let words = "";
  for (let at = 0; at < body.length; at += 1) {
    if (shown[at] === 0) continue;
    const mark = body[at] as string;
    const tabled = inTable[at] === 1;
    if (mark === "\u0007") {
      cells.push(words);
      words = "";
    } else if (mark === "\n" && (tabled || cells.length > 0)) {
      blocks.push({ kind: "row", cells });
      [cells, words] = [[], ""];
    } else if ((mark === "\r" || mark === "\n" || mark === "\f") && !tabled) {
      blocks.push({ kind: "paragraph", text: words });
      words = "";
    } else words += character(mark);
  }
  return [...blocks, { kind: "row", cells }, { kind: "paragraph", text: words }];
}

const paragraphs = (story: string): { kind: "paragraph"; text: string }[] => {
  const shown = shownCharacters(story);
  const words = [...story].map((mark, at) => (shown[at] === 0 ? "" : mark === "\r" ? "\r" : character(mark))).join("");
  return words
    .split("\r")
    .filter((text) => text.trim() !== "")
    .map((text) => ({ kind: "paragraph" as const, text }));
};

function character(mark: string): string {
  if (mark === "\t") return "\t";
  if (mark === "\r" || mark === "\u000b" || mark === "\n" || mark === "\f") return "\n";
  if (mark === "\u001e") return "-";
  return mark < " " ? "" : mark;
}
