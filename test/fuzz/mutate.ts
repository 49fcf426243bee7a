import { inflateRawSync } from "node:zlib";
import { type ZipPart, zipOf } from "../support/zip.ts";
import type { Random } from "./random.ts";

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

/** Numbers that make readers count wrongly. */
const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

const MUTATIONS: readonly Mutation[] = [
  flipped,
  (bytes, random) => bytes.subarray(0, random.int(bytes.length)),
  (bytes, random) => without(bytes, random.int(bytes.length), random.int(400)),
  (bytes, random) => inserted(bytes, random.int(bytes.length), Buffer.alloc(random.int(300), random.int(256))),
  // A part twice: sizes and offsets no longer fit.
  (bytes, random) => {
    const from = random.int(bytes.length);
    return inserted(bytes, random.int(bytes.length), bytes.subarray(from, from + random.int(2000)));
  },
  (bytes, random, other) =>
    Buffer.concat([bytes.subarray(0, random.int(bytes.length)), other.subarray(random.int(other.length))]),
  (bytes, random) => {
    const out = Buffer.from(bytes);
    if (out.length > 8) out.writeUInt32LE(random.pick(NUMBERS), random.int(out.length - 4));
    return out;
  },
  numbered,
];

/** One to four faults in a row; of a ZIP now and then inside a part, packed again so that it is reached. */
export function mutated(bytes: Buffer, random: Random, other: Buffer): Buffer {
  const inside = bytes.readUInt16BE(0) === 0x504b && random.int(3) > 0;
  if (inside) return zipOf(partsOf(bytes).map((part) => (random.int(3) === 0 ? broken(part, random) : part)));
  let out = bytes;
  for (let count = 1 + random.int(4); count > 0 && out.length > 0; count -= 1)
    out = random.pick(MUTATIONS)(out, random, other);
  return out;
}

function broken({ name, data }: ZipPart, random: Random): ZipPart {
  const bytes = Buffer.from(data);
  return { name, data: bytes.length === 0 ? bytes : random.pick(MUTATIONS)(bytes, random, bytes) };
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  for (let count = 1 + random.int(40); count > 0 && out.length > 0; count -= 1)
    out[random.int(out.length)] = random.int(256);
  return out;
}

/** Figures in the text of RTF, PDF, HTML and XML: lengths, counts, offsets. */
function numbered(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString("latin1");
  const figures = [...text.matchAll(/\d+/g)];
  const one = figures[random.int(figures.length)];
  if (!one) return bytes;
  const figure = random.pick(["0", "-1", "65536", "4294967295", "99999999999999"]);
  return Buffer.from(text.slice(0, one.index) + figure + text.slice(one.index + one[0].length), "latin1");
}

const without = (bytes: Buffer, at: number, count: number): Buffer =>
  Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]);
const inserted = (bytes: Buffer, at: number, piece: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

/** The parts of a ZIP that we know to be whole. */
function partsOf(bytes: Buffer): ZipPart[] {
  const parts: ZipPart[] = [];
  const end = bytes.lastIndexOf(Buffer.from("504b0506", "hex"));
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const header = bytes.readUInt32LE(at + 42);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    parts.push({ name, data: bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}
