import {
  decodeFile,
  type FileDecoder,
  type ParsedDocument,
  type ParseInput,
  parseDocument,
  type Sidecar,
} from "../document/index.ts";
import { AppError } from "../errors.ts";

export interface ReadInput {
  sourceName: string;
  sidecar?: Sidecar | null | undefined;
  /** Kept by whoever reads more than one file. Absent: one for this file. */
  decoder?: FileDecoder | undefined;
}

/** From the bytes of a file. Rejects with an `AppError` that says what is wrong with it. */
export async function readDocument(
  bytes: Uint8Array,
  { sourceName, sidecar, decoder }: ReadInput,
): Promise<ParsedDocument> {
  const { text, pages, warnings } = await (decoder?.decode ?? decodeFile)(bytes, sourceName);
  return parse({ text, pages, warnings, sourceName, ...(sidecar ? { sidecar } : {}) });
}

/** From canonical text that is stored: what the bytes held beside it (encoding, page layout) is not read again. */
export function readText(text: string, { sourceName, sidecar }: ReadInput): ParsedDocument {
  return parse({ text, sourceName, ...(sidecar ? { sidecar } : {}) });
}

// One file that the parser stumbles over must not end a run over a thousand.
function parse(input: ParseInput): ParsedDocument {
  try {
    return parseDocument(input);
  } catch (cause) {
    throw new AppError({
      code: "document.parser",
      message: `"${input.sourceName}" could not be read: the parser failed on it. Report the file.`,
      cause,
    });
  }
}
