import { deflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { broken, faultError, imageTooLarge } from "./faults.ts";
import { type ImageHeader, jpegHeader, pngHeader } from "./image-header.ts";
import { MOST_PIXELS, MOST_SIDE } from "./limits.ts";
import { type PdfOptions, readPdf } from "./pdf.ts";
import type { ReadResult } from "./protocol.ts";

export type ImageKind = "png" | "jpeg";

/**
 * A scan or photograph of one page. It is put into a PDF of one page, so that the one engine decodes, turns and scales
 * every picture. Throws `file.image_too_large` before a pixel is decoded.
 */
export async function readImage(bytes: Buffer, kind: ImageKind, options: PdfOptions): Promise<ReadResult> {
  const header = kind === "png" ? pngHeader(bytes) : jpegHeader(bytes);
  if (!header) throw faultError(broken(options.name, kind));
  const { width, height } = header;
  if (width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS)
    throw faultError(imageTooLarge(options.name, width, height));
  return readPdf(kind === "png" ? pdfOfPng(bytes) : pdfOf(bytes, header, "/DCTDecode"), options);
}

/** Grey on white: what is transparent shows the paper. */
function pdfOfPng(bytes: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(bytes);
  const grey = Buffer.alloc(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at * 4, at * 4 + 4);
    grey[at] = 255 - ((255 - (0.299 * red + 0.587 * green + 0.114 * blue)) * alpha) / 255;
  }
  return pdfOf(deflateSync(grey, { level: 1 }), { width, height, components: 1, rotate: 0 }, "/FlateDecode");
}

/** More shows no more than the picture holds. */
const MOST_ENLARGED = 2;

/** The page's sides in points keep the picture's proportions; the reader draws any page at 200 dpi of A4. */
function pdfOf(picture: Buffer, { width, height, components, rotate }: ImageHeader, filter: string): Buffer {
  const longest = Math.max(width, height);
  const scale = Math.min(842, (longest * MOST_ENLARGED * 72) / 200) / longest;
  const [wide, high] = [width * scale, height * scale].map((side) => side.toFixed(2)) as [string, string];
  const space = components === 1 ? "/DeviceGray" : components === 4 ? "/DeviceCMYK" : "/DeviceRGB";
  const draw = `${wide} 0 0 ${high} 0 0 cm /I Do`;
  const objects = [
    Buffer.from("<</Type/Catalog/Pages 2 0 R>>"),
    Buffer.from("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${wide} ${high}]/Rotate ${rotate}/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>`,
    ),
    stream("", Buffer.from(draw)),
    stream(
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 8/ColorSpace${space}/Filter${filter}`,
      picture,
    ),
  ];
  return assembled(objects);
}

const stream = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${data.length}>>\nstream\n`), data, Buffer.from("\nendstream")]);

function assembled(objects: readonly Buffer[]): Buffer {
  const pieces = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  let length = 9;
  for (const [index, object] of objects.entries()) {
    const piece = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    offsets.push(length);
    length += piece.length;
    pieces.push(piece);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  const end = `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer<</Size ${count}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF`;
  return Buffer.concat([...pieces, Buffer.from(end)]);
}
