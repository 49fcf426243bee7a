import { crc32, inflateRawSync } from "node:zlib";
import { bomb, broken, encrypted, faultError } from "./faults.ts";

/** Declared or real size of all parts together; the largest .docx of text alone that we could make has 6 MB. */
const MOST_UNPACKED = 256 * 2 ** 20;
/** One XML part; parsed, it takes some twenty times as much memory. */
const MOST_PART = 24 * 2 ** 20;
/** Text packs 5 to 30 times; deflate's own limit is 1032. Small files may be anything. */
const MOST_RATIO = 200;
const RATIO_FROM = 16 * 2 ** 20;
const MOST_ENTRIES = 4000;

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
}

export interface Zip {
  names: readonly string[];
  /** The part's bytes, null where there is none. Throws when it unpacks to more than a part may. */
  read(name: string): Buffer | null;
}

/** Opens a ZIP by its directory, before anything is unpacked. Throws `file.broken`, `file.encrypted`, `file.unpacks_too_large`. */
export function openZip(bytes: Buffer, fileName: string): Zip {
  const entries = readDirectory(bytes, fileName);
  const declared = entries.reduce((sum, { size }) => sum + size, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  if (declared > MOST_UNPACKED || (declared > RATIO_FROM && declared > packed * MOST_RATIO))
    throw faultError(bomb(fileName));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    names: [...byName.keys()],
    read: (name) => {
      const entry = byName.get(name);
      return entry ? unpack(bytes, entry, fileName) : null;
    },
  };
}

function readDirectory(bytes: Buffer, fileName: string): Entry[] {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  const fail = () => faultError(broken(fileName, ".docx"));
  if (end < 0 || end + 22 > bytes.length) throw fail();
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) throw faultError(bomb(fileName));
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw fail();
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw faultError(encrypted(fileName));
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The directory's sizes are a claim: the limit is put on what really comes out. */
function unpack(bytes: Buffer, entry: Entry, fileName: string): Buffer {
  const header = entry.offset;
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== 0x04034b50)
    throw faultError(broken(fileName, ".docx"));
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + entry.packed);
  if (entry.method === 0) return limited(packed, fileName);
  if (entry.method !== 8) throw faultError(broken(fileName, ".docx"));
  try {
    return inflateRawSync(packed, { maxOutputLength: MOST_PART });
  } catch (cause) {
    const tooMuch = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw faultError(tooMuch ? bomb(fileName) : broken(fileName, ".docx"), cause);
  }
}

function limited(part: Buffer, fileName: string): Buffer {
  if (part.length > MOST_PART) throw faultError(bomb(fileName));
  return part;
}

/** A ZIP of these parts, none packed: what is handed to a reader that would unpack without a limit. */
export function storedZip(parts: ReadonlyMap<string, Buffer>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of parts) {
    const title = Buffer.from(name, "utf8");
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(crc32(data), 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(title.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    local.copy(central, 6, 4, 28);
    central.writeUInt16LE(title.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, title, data);
    directory.push(central, title);
    offset += 30 + title.length + data.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
