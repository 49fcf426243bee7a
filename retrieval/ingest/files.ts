import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { isDocumentEnding } from "../document/index.ts";
import { AppError } from "../errors.ts";

/** A file to be indexed. A source name is unique inside its collection: the folder that holds the file. */
export interface SourceFile {
  path: string;
  sourceName: string;
  collection: string;
}

/**
 * Files and folders, folders with all that lies below them; hidden files and folders are left out, and so is what a
 * folder holds besides documents (a sidecar is read with its text). A document of a kind that is not read, and a file
 * that is named directly, are always listed, so that they can fail with a reason. Throws `path.missing` before anything is indexed.
 */
export async function listSourceFiles(paths: readonly string[]): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>();
  for (const path of paths) {
    for (const file of await filesAt(resolve(path), path)) {
      found.set(file, { path: file, sourceName: basename(file).normalize("NFC"), collection: dirname(file) });
    }
  }
  return [...found.values()];
}

async function filesAt(absolute: string, named: string): Promise<string[]> {
  const entry = await stat(absolute).catch(() => null);
  if (!entry) {
    throw new AppError({
      code: "path.missing",
      message: `There is no file or folder "${named}". Check the path.`,
      userMessage: `Không có tệp hoặc thư mục "${named}". Vui lòng kiểm tra lại đường dẫn.`,
    });
  }
  if (!entry.isDirectory()) return [absolute];
  return below(absolute);
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    // A linked folder is not followed: it may lead back up.
    if (entry.isDirectory()) files.push(...(await below(path)));
    else if (isDocumentEnding(entry.name)) files.push(path);
  }
  return files;
}

/** "van-ban.txt" → "van-ban.json" beside it. */
export function sidecarPath(path: string): string {
  return join(dirname(path), `${basename(path, extname(path))}.json`);
}
