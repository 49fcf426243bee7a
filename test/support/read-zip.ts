import { crc32, inflateRawSync } from "node:zlib";

/** Entries of a ZIP in memory, by its central directory, ZIP64 too; throws where a checksum does not fit. */
export function readZip(bytes: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  let { at, count } = directoryOf(bytes);
  for (; count > 0; count -= 1) {
    const [method, crc] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength!);
    const [, size, offset] = sizesOf(bytes, at, nameLength!, extraLength!);
    const start = offset! + 30 + bytes.readUInt16LE(offset! + 26) + bytes.readUInt16LE(offset! + 28);
    const packed = bytes.subarray(start, start + size!);
    const content = method === 0 ? Buffer.from(packed) : inflateRawSync(packed);
    if (crc32(content) !== crc) throw new Error(`${name}: the checksum does not fit`);
    entries.set(name, content);
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return entries;
}

function directoryOf(bytes: Buffer): { at: number; count: number } {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06"));
  const end64 = bytes.lastIndexOf(Buffer.from("PK\x06\x06"));
  if (end64 < 0) return { at: bytes.readUInt32LE(end + 16), count: bytes.readUInt16LE(end + 10) };
  return { at: Number(bytes.readBigUInt64LE(end64 + 48)), count: Number(bytes.readBigUInt64LE(end64 + 32)) };
}

/** Uncompressed size, compressed size, offset: what does not fit into 32 bits stands in the extra field, in this order. */
function sizesOf(bytes: Buffer, at: number, nameLength: number, extraLength: number): number[] {
  const short = [24, 20, 42].map((offset) => bytes.readUInt32LE(at + offset));
  const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  let long = 0;
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) === 1) long = i + 4;
  }
  return short.map((value) => {
    if (value !== 0xffffffff) return value;
    long += 8;
    return Number(extra.readBigUInt64LE(long - 8));
  });
}
