import { isAppError } from "../../errors.ts";
import { broken, type Fault } from "./faults.ts";
import type { ReadReply, ReadRequest, ReadResult } from "./protocol.ts";

/**
 * The process that reads uploads: it holds no secret, no database and no socket, and may be killed at any moment. Each
 * reader is loaded when the first file of its kind comes.
 */
process.on("message", (request: ReadRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
// The parent is gone: nobody waits for an answer.
process.on("disconnect", () => process.exit(0));

async function answer(request: ReadRequest): Promise<ReadReply> {
  try {
    return { state: "read", result: await read(request) };
  } catch (error) {
    // The file's words may stand in a reader's own message: it goes no further.
    return { state: "refused", fault: isAppError(error) ? faultOf(error) : broken(request.name, request.kind) };
  }
}

function faultOf(error: { code: string; message: string; userMessage?: string | undefined }): Fault {
  return { code: error.code, message: error.message, userMessage: error.userMessage ?? error.message };
}

const unpaged = ({ text, warnings }: Pick<ReadResult, "text" | "warnings">): ReadResult => ({
  text,
  warnings,
  pages: [],
  scannedPages: [],
  words: [],
});

async function read({ kind, bytes, name, limits }: ReadRequest): Promise<ReadResult> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const progress = () => void process.send?.({ state: "progress" } satisfies ReadReply);
  switch (kind) {
    case "docx":
      return unpaged(await (await import("./docx.ts")).readDocx(buffer, name));
    case "doc":
      return unpaged(await (await import("./doc.ts")).readDoc(buffer, name));
    case "rtf":
      return unpaged((await import("./rtf.ts")).readRtf(buffer, name));
    case "html":
      return unpaged(await readHtml(buffer, name));
    case "pdf":
      return (await import("./pdf.ts")).readPdf(buffer, { name, limits, progress });
    default:
      return (await import("./image.ts")).readImage(buffer, { name, kind });
  }
}

async function readHtml(bytes: Buffer, name: string): Promise<Pick<ReadResult, "text" | "warnings">> {
  const [{ htmlToText }, { decodeText }] = await Promise.all([import("../html.ts"), import("./encoding.ts")]);
  const { canonicalise } = await import("../../text/canonical.ts");
  const { text, warnings } = decodeText(bytes, name);
  return { text: htmlToText(canonicalise(text)), warnings };
}
