import { ZipWriter } from "@zip.js/zip.js";

export interface ZipEntry {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** What is compressed already is stored as it is. */
  compressed: boolean;
}

/**
 * A ZIP of entries, one after the other, each asked for when the one before is written; ZIP64, so without a limit of
 * size. Ending it early ends the entry that is being written.
 */
export async function* zipBytes(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const ending = new AbortController();
  const written = writeAll(writable, entries, ending.signal);
  // Its fault comes out of the readable side too; here it must not be one that nobody caught.
  written.catch(() => {});
  try {
    for await (const chunk of readable) yield chunk;
  } finally {
    ending.abort();
    await written.catch(() => {});
  }
}

async function writeAll(writable: WritableStream<Uint8Array>, entries: AsyncIterable<ZipEntry>, signal: AbortSignal) {
  const zip = new ZipWriter(writable, { zip64: true, useWebWorkers: false, keepOrder: true, signal });
  try {
    for await (const { name, bytes, compressed } of entries) {
      const iterator = bytes[Symbol.asyncIterator]();
      try {
        await zip.add(name, streamOf(iterator), { level: compressed ? 0 : 6 });
      } finally {
        await iterator.return?.();
      }
    }
    await zip.close();
  } catch (error) {
    await writable.abort(error).catch(() => {});
    throw error;
  }
}

function streamOf(iterator: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await iterator.return?.()),
    },
    { highWaterMark: 0 },
  );
}
