import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Seal } from "../../retrieval/index.ts";

const seal = z.object({
  position: z.int().positive(),
  hash: z.string(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  keyId: z.string(),
  signature: z.string(),
});

/** One line of the file, or null. */
export function readSeal(line: string): Seal | null {
  try {
    return seal.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export const sealLine = (seal: Seal): string => JSON.stringify(seal);

/** On the disk when it resolves. One write of one line: processes that share the file do not mix theirs. */
export async function appendSeal(file: string, seal: Seal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, "a", 0o600);
  try {
    await handle.writeFile(`${sealLine(seal)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** More than a line takes. */
const TAIL_BYTES = 4_096;

/** The last whole line; null where there is no file or no seal in it. */
export async function lastSealIn(file: string): Promise<Seal | null> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, TAIL_BYTES);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString("utf8").trimEnd().split("\n");
      return readSeal(lines.at(-1) ?? "");
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}
