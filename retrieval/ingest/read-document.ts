import { decodeFile, type ParsedDocument, type ParseInput, parseDocument, type Sidecar } from "../document/index.ts";
import { AppError } from "../errors.ts";

export interface ReadInput {
  sourceName: string;
  sidecar?: Sidecar | null | undefined;
}

/** From the bytes of a file. Throws an `AppError` that says what is wrong with it. */
export function readDocument(bytes: Uint8Array, input: ReadInput): ParsedDocument {
  return readText(decodeFile(bytes, input.sourceName), input);
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
