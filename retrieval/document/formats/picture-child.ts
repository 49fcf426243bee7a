import { PNG } from "pngjs";
import { loadPdfEngine } from "./pdfium.ts";

export interface PictureRequest {
  bytes: Uint8Array;
  /** From 1. */
  page: number;
  /** Pixels. */
  width: number;
}

/** Null: no such page, or a file that cannot be opened. */
export type PictureReply = { png: Uint8Array | null };

/** A process for one picture: it holds no secret and no socket, and may be killed at any moment. */
process.once("message", (request: PictureRequest) => {
  void draw(request).then(
    (png) => send({ png }),
    () => send({ png: null }),
  );
});
process.on("disconnect", () => process.exit(0));

const send = (reply: PictureReply) => void process.send?.(reply, () => process.exit(0));

async function draw({ bytes, page, width }: PictureRequest): Promise<Uint8Array | null> {
  const pdf = (await loadPdfEngine()).open(bytes);
  if (typeof pdf === "string" || page > pdf.pages) return null;
  const picture = pdf.withPage(page - 1, (one) => {
    const scale = width / one.width;
    const isPage = one.width > 0 && width * one.height * scale <= MOST_PIXELS;
    return isPage ? one.render(scale) : null;
  });
  if (picture === null) return null;
  const png = new PNG({ width: picture.width, height: picture.height, inputColorType: 0, colorType: 0 });
  png.data = Buffer.from(picture.pixels);
  return PNG.sync.write(png, { inputColorType: 0, colorType: 0, inputHasAlpha: false });
}

/** A page a hundred times as high as it is wide is no page. */
const MOST_PIXELS = 8_000_000;
