import { isAppError } from "../../errors.ts";
import { broken, type Fault, faultError } from "./faults.ts";
import type { Engines } from "./pdf.ts";
import type { ReadReply, ReadRequest, ReadResult } from "./protocol.ts";

const engines = createEngines();

/**
 * The process that reads uploads: it holds no secret, no database and no socket, and may be killed at any moment. Each
 * reader is loaded when the first file of its kind comes.
 */
process.on("message", (request: ReadRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
// The parent is gone: nobody waits for an answer.
process.on("disconnect", () => process.exit(0));

/** Both take a good part of a second to start: they are kept for the files that follow. */
function createEngines(): Engines {
  const once = <T>(start: () => Promise<T>): (() => Promise<T>) => {
    let started: Promise<T> | null = null;
    return () => {
      started ??= start();
      return started;
    };
  };
  return {
    pdf: once(async () => (await import("./pdfium.ts")).loadPdfEngine()),
    recogniser: once(async () => (await import("./ocr.ts")).createRecogniser()),
  };
}

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
      return (await import("./pdf.ts")).readPdf(buffer, { name, limits, engines, progress });
    default:
      return (await import("./image.ts")).readImage(buffer, kind, { name, limits, engines, progress });
  }
}

async function readHtml(bytes: Buffer, name: string): Promise<Pick<ReadResult, "text" | "warnings">> {
  const [{ htmlToText }, { decodeText }] = await Promise.all([import("../html.ts"), import("./encoding.ts")]);
  const { canonicalise } = await import("../../text/canonical.ts");
  const { text, warnings } = decodeText(bytes, name);
  if (depthOf(text) > MOST_DEPTH) throw faultError(broken(name, "HTML"));
  return { text: htmlToText(canonicalise(text)), warnings };
}

/** No page nests so deep; at 200,000 the page reader takes half a minute and then fails. */
const MOST_DEPTH = 3000;

/** Counts only elements that are always closed: paragraphs and list items often are not. */
function depthOf(html: string): number {
  let [depth, deepest] = [0, 0];
  for (const [tag] of html.matchAll(/<\/?(?:div|span|table|section|ul|ol|font|b|i|strong|em|center|blockquote)\b/gi)) {
    depth += tag.startsWith("</") ? -1 : 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
