import { createHash } from "node:crypto";
import { AppError, type Database, readEvidence } from "../../../retrieval/index.ts";
import { recordAction } from "../../admin/index.ts";
import type { Signer } from "../../audit/index.ts";
import type { ExchangeFilter } from "../filter.ts";
import { vietnamTime } from "../spreadsheet/index.ts";
import { columnsOf, type NamedRow } from "./columns.ts";
import { type ExportFormat, jsonlBytes, tableBytes } from "./formats.ts";
import { jsonRecord } from "./jsonl.ts";
import { type Manifest, signManifest } from "./manifest.ts";
import { createPseudonyms } from "./pseudonyms.ts";
import { openSnapshot, type Snapshot } from "./snapshot.ts";
import { countRows, readRows } from "./store/rows.ts";

export interface ExportRequest {
  format: ExportFormat;
  filter: ExchangeFilter;
  /** Keys of columns; null: all. JSONL holds everything. */
  columns: readonly string[] | null;
  /** What persons wrote and were told. */
  words: boolean;
  /** Name of the account, or "cli". */
  by: string;
}

/** An export under way. It holds a connection until its bytes are read to their end, or `return()` is called on them. */
export interface OpenExport {
  fileName: string;
  bytes: AsyncGenerator<Uint8Array>;
  /** Once the bytes were read to their end. */
  manifest(): Manifest;
}

export interface ExportsOptions {
  db: Database;
  signer: Signer;
  /** The program's own version. */
  program: string;
  /** Exports at the same time: each holds one of the process's ten connections for as long as its reader takes. */
  atOnce?: number;
  /** Rows read at a time. */
  batch?: number;
  now?(): Date;
  report(error: unknown): void;
}

export type Exports = ReturnType<typeof createExports>;

/** Every file that leaves is written into the log of who did what: who, which rows, which columns, its hash. */
export function createExports({ db, atOnce = 2, ...options }: ExportsOptions) {
  let running = 0;
  return {
    publicKey: options.signer.publicKey,
    keyId: options.signer.keyId,
    count: (filter: ExchangeFilter): Promise<number> => countRows(db, filter),
    /** Throws `export.busy`. Nothing of the log is read yet but its state. */
    async open(request: ExportRequest): Promise<OpenExport> {
      if (running >= atOnce) throw busy();
      running += 1;
      const opened = await openExport({ db, batch: 200, now: () => new Date(), ...options }, request, () => {
        running -= 1;
      }).catch((error: unknown) => {
        running -= 1;
        throw error;
      });
      return opened;
    },
  };
}

type Setting = Required<Omit<ExportsOptions, "atOnce">>;

/** What is known of an export while it goes on. */
interface Progress {
  rows: number;
  first: number | null;
  last: number | null;
}

async function openExport(setting: Setting, request: ExportRequest, release: () => void): Promise<OpenExport> {
  const { db, now } = setting;
  const createdAt = now();
  const fileName = fileNameOf(request, createdAt);
  await record(db, request, "export.begin", { file: fileName });
  const snapshot = await openSnapshot(db);
  const finished: { manifest: Manifest | null } = { manifest: null };
  const bytes = started(
    (async function* () {
      const progress: Progress = { rows: 0, first: null, last: null };
      const ending = new AbortController();
      try {
        // Begins the generator, so that whoever ends it early reaches the lines below.
        yield new Uint8Array();
        const file = yield* hashed(fileBytes({ setting, request, snapshot, progress, signal: ending.signal }));
        const manifest = manifestOf({ setting, request, snapshot, progress, fileName, createdAt, file });
        await record(db, request, "export.done", { file: fileName, rows: manifest.rows, sha256: file.sha256 });
        finished.manifest = manifest;
      } finally {
        ending.abort();
        release();
        await snapshot.end().catch(setting.report);
        if (finished.manifest === null) {
          const broken = { file: fileName, rows: progress.rows };
          await record(db, request, "export.broken", broken).catch(setting.report);
        }
      }
    })(),
  );
  return {
    fileName,
    bytes: await bytes,
    manifest: () => {
      if (finished.manifest !== null) return finished.manifest;
      throw new AppError({ code: "export.unfinished", message: "The manifest is known when the file is." });
    },
  };
}

async function started(bytes: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  await bytes.next();
  return bytes;
}

interface Reading {
  setting: Setting;
  request: ExportRequest;
  snapshot: Snapshot;
  progress: Progress;
  signal: AbortSignal;
}

function fileBytes(reading: Reading): AsyncIterable<Uint8Array> {
  const { format, columns, words } = reading.request;
  return format === "jsonl"
    ? jsonlBytes(records(reading))
    : tableBytes(format, columnsOf(columns, words), rows(reading));
}

async function* rows(reading: Reading): AsyncGenerator<NamedRow> {
  for await (const batch of batches(reading)) yield* batch;
}

async function* records(reading: Reading): AsyncGenerator<object> {
  for await (const batch of batches(reading)) {
    const ids = batch.map(({ id }) => id);
    const found = await readEvidence.answer(reading.snapshot.db, ids);
    const evidence = new Map(found.map((one) => [one.subject, one]));
    for (const row of batch) yield jsonRecord(row, evidence.get(row.id), reading.request.words);
  }
}

async function* batches({ setting, request, snapshot, progress, signal }: Reading): AsyncGenerator<NamedRow[]> {
  const nameOf = createPseudonyms();
  const { filter, words } = request;
  const { db, bounds } = snapshot;
  for (let after = 0; ; ) {
    // The connection may be somebody else's by now.
    signal.throwIfAborted();
    const batch = await readRows(db, { filter, bounds, after, limit: setting.batch, words });
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.sequence;
    progress.rows += batch.length;
    progress.first ??= batch[0]?.chain?.position ?? null;
    progress.last = last.chain?.position ?? progress.last;
    yield batch.map((row) => ({ ...row, person: nameOf(row.personKey) }));
  }
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, { bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  return { bytes, sha256: hash.digest("hex") };
}

interface Finished extends Omit<Reading, "signal"> {
  fileName: string;
  createdAt: Date;
  file: { bytes: number; sha256: string };
}

function manifestOf({ setting, request, snapshot, progress, fileName, createdAt, file }: Finished): Manifest {
  const { rows, first, last } = progress;
  const { format, filter, columns, words, by } = request;
  return signManifest(
    {
      file: { name: fileName, format, ...file },
      filter: JSON.parse(JSON.stringify(filter)),
      columns: format === "jsonl" ? null : columnsOf(columns, words).map(({ key }) => key),
      words,
      rows,
      positions: first === null || last === null ? null : { first, last },
      head: snapshot.head,
      createdAt: createdAt.toISOString(),
      createdBy: by,
      program: setting.program,
    },
    setting.signer,
  );
}

/** The words that were looked for may be a person's: the log says only that there were some. */
function record(db: Database, request: ExportRequest, action: string, detail: Record<string, unknown>): Promise<void> {
  const { by, format, filter, columns, words } = request;
  const looked = filter.words === undefined ? filter : { ...filter, words: true };
  return recordAction(db, { actor: by, action, detail: { ...detail, format, filter: looked, columns, words } });
}

/** "nhat-ky-tra-loi-20261127-103000.csv", by the clock of Vietnam: no system mistakes a letter of it. */
const fileNameOf = ({ format }: ExportRequest, at: Date): string =>
  `nhat-ky-tra-loi-${vietnamTime(at).slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}.${format}`;

const busy = () =>
  new AppError({
    code: "export.busy",
    message: "Other exports are under way; try again when one of them is done.",
    userMessage: "Đang có hai lượt xuất khác; xin chờ một lượt xong rồi thử lại.",
    retryable: true,
  });
