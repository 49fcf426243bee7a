/** What a picture says of itself before it is decoded. */
export interface ImageHeader {
  width: number;
  height: number;
  /** 1 grey, 3 colour, 4 printing colours. */
  components: number;
  /** Degrees clockwise that show it upright: a telephone notes how it was held. */
  rotate: 0 | 90 | 180 | 270;
}

export function pngHeader(bytes: Buffer): ImageHeader | null {
  if (bytes.length < 33 || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width > 0 && height > 0 ? { width, height, components: 3, rotate: 0 } : null;
}

/** Start of frame: any of C0 to CF but the tables' marks. */
const isFrame = (mark: number) => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);

export function jpegHeader(bytes: Buffer): ImageHeader | null {
  let rotate: ImageHeader["rotate"] = 0;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const mark = bytes[at + 1] as number;
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (isFrame(mark)) {
      const [height, width, components] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7), bytes[at + 9] ?? 3];
      return width > 0 && height > 0 ? { width, height, components, rotate } : null;
    }
    if (mark === 0xda || length < 2) return null;
    if (mark === 0xe1) rotate = rotationOf(bytes.subarray(at + 4, at + 2 + length)) ?? rotate;
    at += 2 + length;
  }
  return null;
}

const ROTATIONS: Readonly<Record<number, ImageHeader["rotate"]>> = { 1: 0, 3: 180, 6: 90, 8: 270 };

/** The orientation tag (0x0112) of the first directory of an Exif block. */
function rotationOf(exif: Buffer): ImageHeader["rotate"] | null {
  if (exif.toString("latin1", 0, 4) !== "Exif" || exif.length < 20) return null;
  const tiff = exif.subarray(6);
  const little = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const count = Math.min(u16(start), 100);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    if (u16(entry) === 0x0112) return ROTATIONS[u16(entry + 8)] ?? null;
  }
  return null;
}
