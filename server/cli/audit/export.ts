import { createWriteStream } from "node:fs";
import { access, rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { AppError, type Database } from "../../../retrieval/index.ts";
import { COLUMNS, type Exports, FORMATS, manifestText } from "../../review/export/index.ts";
import { filterOfFields } from "../../review/filter-fields.ts";
import type { Output, Surroundings } from "../command.ts";
import { hereOrThere } from "../forward.ts";
import { usageError } from "../usage.ts";

/** Options of the command line by the field of the filter that they are. */
const FILTER_OPTIONS: Readonly<Record<string, string>> = {
  from: "tu",
  to: "den",
  status: "trang-thai",
  channel: "kenh",
  unit: "don-vi",
  document: "van-ban",
  agency: "co-quan",
  signal: "ly-do",
  "answered-by": "soan-boi",
  reviewed: "danh-gia",
  search: "tim",
};
const REVIEWED: Readonly<Record<string, string>> = { yes: "co", no: "chua" };

const TEXT = { type: "string" } as const;
const OPTIONS = {
  format: TEXT,
  out: TEXT,
  columns: TEXT,
  words: { type: "boolean" },
  ...Object.fromEntries(Object.keys(FILTER_OPTIONS).map((name) => [name, TEXT])),
} as const;

/**
 * `audit export --format csv --out FILE [filters]`: writes FILE and FILE.manifest.json, both or neither. Never over a file
 * that is there. Returns the exit code.
 */
export async function runAuditExport(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const values = readArgs(args);
  if (FORMATS.every((name) => name !== values.format))
    throw usageError(`--format must be one of ${FORMATS.join(", ")}.`);
  if (typeof values.out !== "string") throw usageError("--out FILE says where to write.");
  // The server may run in another folder: it gets a whole path. The last of two options counts.
  const whole = [...args, "--out", resolve(values.out)];
  const config = surroundings.config();
  return hereOrThere(["audit", "export", ...whole], config, surroundings, async () => {
    const runtime = await surroundings.open(config);
    try {
      const { stdout, user } = surroundings;
      return await exportTo(resolve(String(values.out)), values, { ...runtime.console, stdout, user });
    } finally {
      await runtime.close();
    }
  });
}

interface ExportTo {
  db: Database;
  exports: Exports;
  stdout: Output;
  /** Who runs the command, as the operating system names them. */
  user: string;
}

async function exportTo(file: string, values: Values, { db, exports, stdout, user }: ExportTo): Promise<number> {
  const manifestFile = `${file}.manifest.json`;
  for (const path of [file, manifestFile]) await refuseExisting(path);
  const opened = await exports.open({
    format: FORMATS.find((name) => name === values.format) ?? "csv",
    filter: await filterOfFields(db, fieldReader(values)),
    columns: columnKeys(values.columns),
    words: values.words === true,
    by: `cli ${user}`,
  });
  const part = `${file}.part`;
  try {
    await pipeline(opened.bytes, createWriteStream(part, { mode: 0o600 }));
    const manifest = opened.manifest();
    await writeFile(manifestFile, manifestText(manifest), { mode: 0o600, flag: "wx" });
    await rename(part, file);
    stdout.write(`${manifest.rows} exchanges in ${file}\n`);
    stdout.write(`Manifest: ${manifestFile}, signed with the key ${manifest.keyId}: ${manifest.publicKey}\n`);
    return 0;
  } catch (error) {
    await opened.bytes.return(undefined);
    await rm(part, { force: true });
    throw error;
  }
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function readArgs(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values as Values;
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

function fieldReader(values: Values): (field: string) => string | undefined {
  const fields = new Map(Object.entries(FILTER_OPTIONS).map(([option, field]) => [field, values[option]]));
  return (field) => {
    const value = fields.get(field);
    if (typeof value !== "string") return undefined;
    return field === "danh-gia" ? (REVIEWED[value] ?? value) : value;
  };
}

function columnKeys(text: string | boolean | undefined): string[] | null {
  if (typeof text !== "string") return null;
  const keys = text.split(",").map((key) => key.trim());
  const unknown = keys.find((key) => !COLUMNS.some((column) => column.key === key));
  if (unknown === undefined) return keys;
  throw usageError(`There is no column ${unknown}; there are ${COLUMNS.map(({ key }) => key).join(", ")}.`);
}

async function refuseExisting(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new AppError({
    code: "export.file_exists",
    message: `${path} is there already. Move it away, or write to another file.`,
  });
}
