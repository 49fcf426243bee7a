import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { AppError } from "../../../retrieval/index.ts";
import {
  type FoundFile,
  faultOfRecord,
  type Manifest,
  type ManifestFault,
  manifestFaults,
  parseManifest,
} from "../../review/export/index.ts";
import type { Output } from "../command.ts";
import { usageError } from "../usage.ts";

/** `audit verify-manifest MANIFEST FILE [--trust PUBLICKEY]`, offline: no database, no setting. Returns the exit code. */
export async function runVerifyManifest(args: readonly string[], stdout: Output): Promise<number> {
  const { manifestPath, file, trust } = readArgs(args);
  const manifest = parseManifest(await read(manifestPath));
  if (manifest === null) {
    stdout.write(`${manifestPath} is no manifest of an export.\n`);
    return 1;
  }
  const found = await hashOf(file);
  const lines = manifestFaults(manifest, found, trust).map((fault) => sentenceOf(fault, { manifest, found, file }));
  if (lines.length === 0 && manifest.file.format === "jsonl") lines.push(...(await recordFaults(file)));
  for (const line of lines.length === 0 ? soundLines(manifest, file, trust) : lines) stdout.write(`${line}\n`);
  return lines.length === 0 ? 0 : 1;
}

function readArgs(args: readonly string[]): { manifestPath: string; file: string; trust: string | null } {
  try {
    const options = { trust: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [manifestPath, file, ...more] = positionals;
    if (manifestPath === undefined || file === undefined || more.length > 0)
      throw new Error("Give a manifest and a file");
    return { manifestPath, file, trust: values.trust ?? null };
  } catch (error) {
    throw usageError(`${error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options"}.`);
  }
}

interface Compared {
  manifest: Manifest;
  found: FoundFile;
  file: string;
}

function sentenceOf(fault: ManifestFault, { manifest, found, file }: Compared): string {
  const size = `${found.bytes} bytes, the manifest says ${manifest.file.bytes}`;
  const sentences: Record<ManifestFault, string> = {
    changed: "The manifest was changed after it was signed: its signature does not fit.",
    "other key": `The manifest is signed with the key ${manifest.keyId}, which is not the one to be trusted.`,
    cut: `${file} is cut off, or another file: ${size}.`,
    longer: `${file} was added to, or is another file: ${size}.`,
    "other content": `${file} was changed, or is another file: its SHA-256 is ${found.sha256}, the manifest says ${manifest.file.sha256}.`,
  };
  return sentences[fault];
}

function soundLines(
  { rows, createdAt, createdBy, keyId, head }: Manifest,
  file: string,
  trust: string | null,
): string[] {
  const signer = trust === null ? `the key ${keyId}; whose it is, --trust PUBLICKEY would check` : "the trusted key";
  return [
    `${file} is as it was exported: ${rows} exchanges, ${createdAt}, by ${createdBy}, signed with ${signer}.`,
    `The log then ended at ${head.position} ${head.hash}.`,
  ];
}

/** Rows that the database no longer held as its chain of hashes says, when they were exported. */
async function recordFaults(file: string): Promise<string[]> {
  const faults: string[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const fault = faultOfRecord(line);
    if (fault !== null && faults.length < 20) {
      faults.push(
        `Line ${number} does not fit its line of the chain (${fault}): the log had been changed before the export.`,
      );
    }
  }
  return faults;
}

async function hashOf(file: string): Promise<FoundFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of createReadStream(file)) {
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return { bytes, sha256: hash.digest("hex") };
}

const read = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((cause: unknown) => {
    throw unreadable(path, cause);
  });

const unreadable = (path: string, cause: unknown) =>
  new AppError({ code: "export.unreadable", message: `${path} cannot be read.`, cause });
