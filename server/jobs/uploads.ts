import { basename, extname } from "node:path";
import { AppError, type Database, MAX_FILE_BYTES } from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { addJobEvent, insertJob } from "./store.ts";

export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
}

/** A text with the JSON of the same name, where one came with it. */
export interface PairedFile extends UploadedFile {
  sidecar: string | null;
}

export interface Accepted {
  name: string;
  jobId: number;
  /** True for a file that waits already. */
  waitsAlready: boolean;
}

/** What came of one file: a job, or a Vietnamese sentence why there is none. */
export type UploadOutcome = Accepted | { name: string; fault: string };

/** "van-ban.json" belongs to "van-ban.txt" or "van-ban.docx". One that belongs to nothing is told of. Pure. */
export function pairSidecars(files: readonly UploadedFile[]): { pairs: PairedFile[]; lonely: string[] } {
  const isJson = ({ name }: UploadedFile) => extname(name).toLowerCase() === ".json";
  const stem = (name: string) => basename(name, extname(name));
  const sidecars = new Map(files.filter(isJson).map((file) => [stem(file.name), file]));
  const pairs = files
    .filter((file) => !isJson(file))
    .map((file) => {
      const sidecar = sidecars.get(stem(file.name));
      return { ...file, sidecar: sidecar === undefined ? null : new TextDecoder().decode(sidecar.bytes) };
    });
  const taken = new Set(pairs.map(({ name }) => stem(name)));
  return { pairs, lonely: [...sidecars.keys()].filter((name) => !taken.has(name)) };
}

/** Stores a file with its job and the line in the log, all or nothing. */
export async function acceptUpload(
  db: Database,
  { name: given, bytes, sidecar }: PairedFile,
  { collection, actor }: { collection: string; actor: string },
): Promise<UploadOutcome> {
  const name = nameOf(given);
  const fault = faultOf(name, bytes);
  if (fault !== null) return { name: name || given, fault };
  return db.transaction(async (tx) => {
    const { id, isNew } = await insertJob(tx, { collection, sourceName: name, bytes, sidecar, uploadedBy: actor });
    if (isNew) {
      await addJobEvent(tx, id, "info", sidecar === null ? "Đã nhận tệp." : "Đã nhận tệp cùng tệp mô tả .json.");
      await recordAction(tx, { actor, action: "upload.add", target: name, detail: { job: id, bytes: bytes.length } });
    }
    return { name, jobId: id, waitsAlready: !isNew };
  });
}

/** Some browsers send a path; a name is part of lists and logs and holds nothing that is not shown. */
function nameOf(given: string): string {
  const name = given.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return name.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "").trim();
}

function faultOf(name: string, bytes: Uint8Array): string | null {
  if (name === "" || name.length > 200) return "Tên tệp trống hoặc dài quá 200 ký tự.";
  if (bytes.length === 0) return "Tệp trống.";
  if (bytes.length > MAX_FILE_BYTES) return `Tệp lớn hơn ${MAX_FILE_BYTES / 1024 / 1024} MB.`;
  return null;
}

/** "Chỉ thị tỉnh 2024": where a file of the same name counts as a newer version. Throws `upload.bad_collection`. */
export function checkCollection(given: string): string {
  const collection = given.trim().normalize("NFC").replace(/\s+/g, " ") || DEFAULT_COLLECTION;
  // Folders that were indexed on the command line are collections too, by their path.
  if (/^\P{C}{1,200}$/u.test(collection)) return collection;
  throw new AppError({
    code: "upload.bad_collection",
    message: "The collection's name is longer than 200 characters, or holds some that are not shown.",
    userMessage: "Tên nhóm dài quá 200 ký tự hoặc có ký tự lạ.",
  });
}

export const DEFAULT_COLLECTION = "tai-len";
