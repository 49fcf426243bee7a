/** What a file is by its own bytes; its name has no say here. */
export type FileKind =
  | "docx"
  | "doc"
  | "pdf"
  | "rtf"
  | "html"
  | "png"
  | "jpeg"
  | "text"
  | "encrypted-office"
  | "other-office"
  | "other-binary";

/** A ZIP's local header, as every .docx begins. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** An OLE compound file: .doc, .xls, .ppt, .msg, and every Office file that a password protects. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
/** GIF, TIFF (two byte orders), BMP, gzip, RAR, 7z, Windows and Linux programs: named here, so that none is taken for text. */
const OTHERS = [
  [0x47, 0x49, 0x46, 0x38],
  [0x49, 0x49, 0x2a, 0x00],
  [0x4d, 0x4d, 0x00, 0x2a],
  [0x1f, 0x8b],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x4d, 0x5a, 0x90, 0x00],
  [0x7f, 0x45, 0x4c, 0x46],
];

/** Word's web archive (.mht under .doc) and the XML forms of Office: letters, yet no text to read as it stands. */
const OTHER_TEXT = /^(?:\xef\xbb\xbf)?\s*(?:MIME-Version:|<\?xml\b|<\?mso-application)/i;

/** Decides by magic numbers; what has none is "text" until the encoding reader says otherwise. */
export function kindOf(bytes: Uint8Array): FileKind {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, ZIP)) return zipKind(buffer);
  if (startsWith(bytes, OLE)) return oleKind(buffer);
  if (startsWith(bytes, PNG)) return "png";
  if (startsWith(bytes, JPEG)) return "jpeg";
  if (OTHERS.some((magic) => startsWith(bytes, magic))) return "other-binary";
  // Readers of PDF look for the mark in the first kilobyte: some mail gateways write a few bytes above it.
  const head = buffer.subarray(0, 1024).toString("latin1");
  if (/%PDF-\d/.test(head)) return "pdf";
  if (/^(?:\xef\xbb\xbf)?\s*\{\\rtf/.test(head)) return "rtf";
  if (OTHER_TEXT.test(unspaced(head)) && !/<html[\s>]|<!doctype\s+html/i.test(head)) return "other-office";
  return /^(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--[\s\S]*?-->)*<(?:!doctype\s+html|html[\s>])/i.test(unspaced(head))
    ? "html"
    : "text";
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** UTF-16 seen as single bytes. */
const unspaced = (head: string) => head.replace(/^(?:\xff\xfe|\xfe\xff)/, "").replaceAll("\u0000", "");

function zipKind(buffer: Buffer): FileKind {
  if (buffer.includes("word/document") || buffer.includes("word/vbaProject.bin")) return "docx";
  return buffer.includes("[Content_Types].xml") || buffer.includes("mimetypeapplication/vnd.oasis")
    ? "other-office"
    : "other-binary";
}

function oleKind(buffer: Buffer): FileKind {
  const holds = (stream: string) => buffer.includes(Buffer.from(stream, "utf16le"));
  if (holds("EncryptedPackage")) return "encrypted-office";
  return holds("WordDocument") ? "doc" : "other-office";
}
