import { parseArgs } from "node:util";
import { createFileDecoder, type FileDecoder } from "../../retrieval/document/index.ts";
import { isAppError } from "../../retrieval/errors.ts";
import { fixture, parseDecoded } from "../support/format-fixtures.ts";
import { mutated } from "./mutate.ts";
import { randomFrom } from "./random.ts";

/** One whole file of every format and encoding; of scans a few lines, since a page takes seconds. */
const SEEDS = [
  "ke-hoach.docx",
  "danh-so.docx",
  "ke-hoach.doc",
  "ke-hoach.rtf",
  "ke-hoach.pdf",
  "cong-van.html",
  "cong-van.txt",
  "cong-van-tcvn3.txt",
  "cong-van-vni.txt",
  "cong-van-utf-16le.txt",
  "vai-dong.png",
  "vai-dong.jpg",
] as const;

export interface FuzzReport {
  files: number;
  read: number;
  /** How often each code refused. */
  refused: Record<string, number>;
  /** Neither text nor a refusal: a fault of ours, with what brings it back. */
  faults: { seed: number; name: string; error: string }[];
  slowest: { seconds: number; seed: number; name: string };
}

/** Reads `files` mutated fixtures, each made by its own number from `seed` on. Text that was read is parsed as well. */
export async function fuzzFormats(
  decoder: FileDecoder,
  { files, seed }: { files: number; seed: number },
): Promise<FuzzReport> {
  const report: FuzzReport = { files, read: 0, refused: {}, faults: [], slowest: { seconds: 0, seed, name: "" } };
  for (let number = seed; number < seed + files; number += 1) {
    const random = randomFrom(number);
    const name = SEEDS[number % SEEDS.length] as string;
    const bytes = mutated(Buffer.from(fixture(name)), random, Buffer.from(fixture(random.pick(SEEDS))));
    const started = performance.now();
    const outcome = await outcomeOf(decoder, bytes, name);
    const seconds = (performance.now() - started) / 1000;
    if (seconds > report.slowest.seconds) report.slowest = { seconds, seed: number, name };
    if (outcome === "read") report.read += 1;
    else if ("code" in outcome) report.refused[outcome.code] = (report.refused[outcome.code] ?? 0) + 1;
    else report.faults.push({ seed: number, name, error: outcome.error });
  }
  return report;
}

async function outcomeOf(
  decoder: FileDecoder,
  bytes: Buffer,
  name: string,
): Promise<"read" | { code: string } | { error: string }> {
  try {
    const decoded = await decoder.decode(bytes, name);
    if (decoded.text.trim() === "" || decoded.text !== decoded.text.normalize("NFC"))
      return { error: "no canonical text" };
    parseDecoded(decoded);
    return "read";
  } catch (error) {
    const clear = isAppError(error) && /^file\./.test(error.code) && error.message !== "" && error.userMessage;
    return clear
      ? { code: error.code }
      : { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** `npm run fuzz -- formats [--files 2000] [--seed 1] [--json]`: ends with 1 when a file gave neither text nor a refusal. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { files: { type: "string" }, seed: { type: "string" }, json: { type: "boolean" } },
  });
  const decoder = createFileDecoder({ secondsAStep: 20 });
  const started = performance.now();
  const report = await fuzzFormats(decoder, { files: Number(values.files ?? 2000), seed: Number(values.seed ?? 1) });
  await decoder.close();
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(values.json ? JSON.stringify({ ...report, seconds }) : table(report, seconds));
  if (report.faults.length > 0) process.exitCode = 1;
}

function table({ files, read, refused, faults, slowest }: FuzzReport, seconds: number): string {
  return [
    `${files} files in ${seconds} s: ${read} read, ${faults.length} faults`,
    ...Object.entries(refused)
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => `  ${code.padEnd(26)} ${count}`),
    `  slowest: ${slowest.seconds.toFixed(1)} s (${slowest.name}, seed ${slowest.seed})`,
    ...faults.map(({ seed, name, error }) => `FAULT seed ${seed} ${name}: ${error}`),
  ].join("\n");
}
