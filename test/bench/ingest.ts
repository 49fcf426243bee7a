import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  createFileDecoder,
  type Database,
  type Embedder,
  type FileDecoder,
  ingestDocument,
} from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { fixture } from "../support/format-fixtures.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

/** One file of each format; the text comes first, since the others are measured against it. */
const FILES = {
  txt: "ke-hoach.txt",
  html: "cong-van.html",
  docx: "ke-hoach.docx",
  doc: "ke-hoach.doc",
  rtf: "ke-hoach.rtf",
  pdf: "ke-hoach.pdf",
  scan: "quet-sach.pdf",
} as const;
type Format = keyof typeof FILES;

/** Each format once a round, so that a busy moment of the machine meets all alike; a scan takes seconds. */
const ROUNDS = 15;
const SCAN_ROUNDS = 3;

interface FormatReport {
  documentsASecond: number;
  /** Null for a format without pages. */
  pagesASecond: number | null;
  /** Time of one document divided by that of a text file: what does not depend on the machine. */
  ratio: number;
}

export interface IngestReport {
  formats: Record<Format, FormatReport>;
  /** Texts sent to the embedder when nothing has changed. */
  embeddedAgain: number;
}

/** `npm run bench -- ingest`: decode, parse, embed, store and go live, by format, on the database of the tests. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const db = await openTestDatabase();
  const decoder = createFileDecoder();
  try {
    const report = await measure(db, decoder);
    console.log(values.json ? JSON.stringify(report) : `${table(report)}\n${compareWithBaseline(report)}`);
  } finally {
    await decoder.close();
    await db.close();
  }
}

async function measure(db: Database, decoder: FileDecoder): Promise<IngestReport> {
  const embedder = counting(createHashedEmbedder());
  // Another sidecar is another document to the index, of the same text.
  const ingest = async (format: Format, round: number): Promise<number> => {
    const [sourceName, sidecar] = [FILES[format], JSON.stringify({ title: `Bản ${round}` })];
    const started = performance.now();
    await ingestDocument(
      { db, embedder, decoder },
      { bytes: fixture(sourceName), sidecar, sourceName, collection: "bench" },
    );
    return (performance.now() - started) / 1000;
  };
  const times = Object.fromEntries(FORMATS.map((format) => [format, [] as number[]])) as Record<Format, number[]>;
  const pages = {} as Record<Format, number>;
  // The first reading starts the process and loads the reader.
  for (const format of FORMATS)
    pages[format] = (await decoder.decode(fixture(FILES[format]), FILES[format])).pages.length;
  for (let round = 0; round < ROUNDS; round += 1)
    for (const format of FORMATS) if (round < lastRound(format)) times[format].push(await ingest(format, round));
  const before = embedder.count();
  for (const format of FORMATS) await ingest(format, lastRound(format) - 1);
  const seconds = (format: Format) => median(times[format]);
  const report = (format: Format): FormatReport => ({
    documentsASecond: round(1 / seconds(format)),
    pagesASecond: pages[format] === 0 ? null : round(pages[format] / seconds(format)),
    ratio: round(seconds(format) / seconds("txt")),
  });
  const formats = Object.fromEntries(FORMATS.map((format) => [format, report(format)])) as Record<Format, FormatReport>;
  return { formats, embeddedAgain: embedder.count() - before };
}

const FORMATS = Object.keys(FILES) as Format[];
const lastRound = (format: Format) => (format === "scan" ? SCAN_ROUNDS : ROUNDS);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function counting(embedder: Embedder): Embedder & { count(): number } {
  let texts = 0;
  return {
    ...embedder,
    embed: (batch, ...rest) => {
      texts += batch.length;
      return embedder.embed(batch, ...rest);
    },
    count: () => texts,
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

/** A machine under load moves ratios, too; what doubles is a change of the program. */
const MOST_WORSE = 2;

function compareWithBaseline({ formats, embeddedAgain }: IngestReport): string {
  const baseline = JSON.parse(readFileSync(new URL("./ingest-baseline.json", import.meta.url), "utf8")) as {
    ratio: Record<Format, number>;
  };
  const worse = FORMATS.filter((format) => formats[format].ratio > baseline.ratio[format] * MOST_WORSE).map(
    (format) => `${format}: ${formats[format].ratio} times a text file, baseline ${baseline.ratio[format]}`,
  );
  if (embeddedAgain > 0) worse.push(`${embeddedAgain} texts of unchanged documents were embedded again, baseline 0`);
  return worse.length === 0
    ? "Not above twice the ratios of test/bench/ingest-baseline.json."
    : `ABOVE THE BASELINE\n${worse.join("\n")}`;
}

function table({ formats, embeddedAgain }: IngestReport): string {
  const lines = Object.entries(formats).map(
    ([format, { documentsASecond, pagesASecond, ratio }]) =>
      `${format.padEnd(6)} ${String(documentsASecond).padStart(8)} ${String(pagesASecond ?? "–").padStart(8)} ${String(ratio).padStart(8)}`,
  );
  return ["format   docs/s  pages/s    ratio", ...lines, `embedded again when unchanged: ${embeddedAgain}`].join("\n");
}
