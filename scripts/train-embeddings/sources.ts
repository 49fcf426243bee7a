import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { glob } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { createFileDecoder, type FileDecoder, isDocumentEnding, MAX_FILE_BYTES } from "../../retrieval/index.ts";

/** What the manifest says of one file that was read. */
export interface SourceRecord {
  name: string;
  bytes: number;
  sha256: string;
  paragraphs: number;
}

export interface Sources {
  /** The text of all files, a paragraph (a line that is not blank) at a time. */
  paragraphs(): AsyncGenerator<string>;
  /** One a file that could be read, once `paragraphs` has ended. */
  records: SourceRecord[];
  /** Files that could not be read, with the reason. */
  unreadable: string[];
}

const ZIPPED = /\.gz$/i;

/** The files below the given paths that hold text, sorted, so that the order does not hang on the file system. */
async function listFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!statSync(path).isDirectory()) files.push(path);
    else for await (const name of glob("**/*", { cwd: path })) files.push(join(path, name));
  }
  const readable = files.filter((file) => statSync(file).isFile() && (ZIPPED.test(file) || isDocumentEnding(file)));
  return [...new Set(readable)].sort();
}

/** Any mix of folders and files: whatever the index can read, and gzipped text. Throws when there is nothing to read. */
export async function openSources(paths: readonly string[]): Promise<Sources> {
  const files = await listFiles(paths);
  if (files.length === 0) throw new Error(`No file with text in ${paths.join(", ")}.`);
  const records: SourceRecord[] = [];
  const unreadable: string[] = [];
  async function* paragraphs(): AsyncGenerator<string> {
    const decoder = createFileDecoder();
    for (const file of files) {
      const record = { name: basename(file), bytes: statSync(file).size, sha256: "", paragraphs: 0 };
      try {
        for await (const line of linesOf(file, record, decoder)) {
          if (line.trim() === "") continue;
          record.paragraphs += 1;
          yield line;
        }
        records.push(record);
      } catch (error) {
        unreadable.push(`${file}: ${error instanceof Error ? error.message : error}`);
      }
    }
    await decoder.close();
  }
  return { paragraphs, records, unreadable };
}

/** A file above the index's limit must be plain text, and is never held whole. */
async function* linesOf(file: string, record: SourceRecord, decoder: FileDecoder): AsyncGenerator<string> {
  const hash = createHash("sha256");
  if (ZIPPED.test(file) || record.bytes > MAX_FILE_BYTES) {
    const bytes = createReadStream(file);
    bytes.on("data", (chunk) => hash.update(chunk));
    const text = ZIPPED.test(file) ? bytes.pipe(createGunzip()) : bytes;
    bytes.on("error", (error) => text.destroy(error));
    yield* createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  } else {
    const bytes = readFileSync(file);
    hash.update(bytes);
    yield* (await decoder.decode(bytes, file)).text.split("\n");
  }
  record.sha256 = hash.digest("hex");
}
