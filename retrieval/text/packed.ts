/**
 * A data file of typed arrays: "TDPK", the length of a JSON head (uint32, little-endian), the head, then the sections,
 * each at a multiple of 8 bytes. Read in one go, without a parse step per entry.
 */
const MAGIC = "TDPK";
const ALIGNMENT = 8;

const KINDS = { u8: Uint8Array, i8: Int8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array } as const;

type Kind = keyof typeof KINDS;
export type PackedArray = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array;

interface Section {
  name: string;
  kind: Kind;
  /** In bytes, from the end of the head. */
  offset: number;
  /** In elements. */
  length: number;
}

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

const kindOf = (array: PackedArray): Kind =>
  (Object.keys(KINDS) as Kind[]).find((kind) => array instanceof KINDS[kind]) as Kind;

export function pack(arrays: Readonly<Record<string, PackedArray>>): Uint8Array {
  let offset = 0;
  const sections = Object.entries(arrays).map(([name, array]): Section => {
    const section = { name, kind: kindOf(array), offset, length: array.length };
    offset += aligned(array.byteLength);
    return section;
  });
  const json = JSON.stringify(sections);
  const head = new TextEncoder().encode(json.padEnd(aligned(json.length + 8) - 8));
  const out = new Uint8Array(8 + head.length + offset);
  out.set(new TextEncoder().encode(MAGIC));
  new DataView(out.buffer).setUint32(4, head.length, true);
  out.set(head, 8);
  for (const { name, offset: at } of sections) {
    const array = arrays[name]!;
    out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), 8 + head.length + at);
  }
  return out;
}

/** The named section, of the expected type. Throws when the file is another or was cut short. */
export type Unpack = <K extends Kind>(name: string, kind: K) => InstanceType<(typeof KINDS)[K]>;

export function unpack(bytes: Uint8Array): Unpack {
  // A Buffer's own slice() copies nothing, and a small file's buffer is a piece of a larger one.
  const copy = new Uint8Array(bytes);
  if (new TextDecoder().decode(copy.subarray(0, 4)) !== MAGIC) throw new Error("packed data: not a packed file");
  const head = 8 + new DataView(copy.buffer).getUint32(4, true);
  const sections = JSON.parse(new TextDecoder().decode(copy.subarray(8, head))) as Section[];
  return (name, kind) => {
    const section = sections.find((each) => each.name === name && each.kind === kind);
    if (!section) throw new Error(`packed data: no section ${name} of type ${kind}`);
    const array = new KINDS[kind](copy.buffer, head + section.offset, section.length);
    return array as InstanceType<(typeof KINDS)[typeof kind]>;
  };
}

/** Strings as one section: joined by line ends. */
export const packStrings = (strings: readonly string[]): Uint8Array => new TextEncoder().encode(strings.join("\n"));
export const unpackStrings = (bytes: Uint8Array): string[] => new TextDecoder().decode(bytes).split("\n");

/** Pairs of numbers (first, second) as rows: the seconds of `first` stand in [rows[first], rows[first + 1]), ascending. */
export interface PairTable {
  rows: Uint32Array;
  seconds: Uint16Array;
}

/** Position of a pair in the table, -1 when it is not there. */
export function findPair({ rows, seconds }: PairTable, first: number, second: number): number {
  let low = rows[first]!;
  let high = rows[first + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = seconds[middle]!;
    if (value === second) return middle;
    if (value < second) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
