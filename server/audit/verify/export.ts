import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { AuditEntry, Seal } from "../../../retrieval/index.ts";
import { EXPORT_FORMAT } from "../export-chain.ts";
import { keyIdOf } from "../keys.ts";
import { readSeal } from "../seals-file.ts";
import { createLineChecker, type LineChecker } from "./check-line.ts";
import { createSealChecker, type Keys, type SealChecker } from "./check-seals.ts";
import { collectFindings, type Findings } from "./findings.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface VerifyExportOptions {
  path: string;
  keys: Keys;
}

const hash = z.string();
const json = z.record(z.string(), z.unknown());
const salted = z.strictObject({ salt: z.string(), value: json });

const header = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  publicKey: z.string(),
  keyId: z.string(),
  from: z.int().positive(),
  previousHash: hash,
});

const exported = z.strictObject({
  entry: z.strictObject({
    position: z.int().positive(),
    at: z.iso.datetime().transform((text) => new Date(text)),
    kind: z.string(),
    subject: z.string(),
    contentHash: hash,
    wordsHash: hash.nullable(),
    personHash: hash.nullable(),
    previousHash: hash,
    hash,
  }),
  content: json.nullable(),
  words: salted.nullable(),
  person: salted.nullable(),
});

const erasure = z.object({ what: z.enum(["words", "person"]), subjects: z.array(z.string()) });

type Exported = z.infer<typeof exported>;

interface Reading {
  findings: Findings;
  keys: Keys;
  lines: LineChecker | null;
  seals: SealChecker;
  from: number;
  /** "words answer abc": what erasures anywhere in the file took out. */
  erased: ReadonlySet<string>;
  /** The seal at the end, and the hash of the line that it is about. */
  seal: Seal | null;
  sealedHash: string | null;
  isClosed: boolean;
}

/**
 * Checks an export with nothing but the public key: the chain from its first line to the seal at its end, and all that
 * the hashes are of. Reads the file twice, since an erasure stands after what it erased; holds the names of what was
 * erased. A part that begins later than line 1 is checked from its first line on.
 */
export async function verifyExport({ path, keys }: VerifyExportOptions): Promise<Verdict> {
  const findings = collectFindings();
  const reading: Reading = {
    ...{ findings, keys, lines: null, from: 1, sealedHash: null, isClosed: false },
    seals: createSealChecker(findings, keys),
    ...(await firstReading(path)),
  };
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (!readLine(reading, line, number)) unreadable(reading, number);
  }
  const last = reading.lines?.last() ?? { position: 0, hash: "" };
  if (!reading.isClosed) {
    findings.add({ code: "export.cut", position: last.position + 1, kind: null, subject: null });
  }
  const checked = { from: reading.from, lines: reading.lines?.count() ?? 0, head: last };
  return verdictOf({ ...checked, sealedTo: reading.seals.sealedTo(), findings, notices: [], mustBeSigned: true });
}

const linesOf = (path: string) =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });

/** Only erasures and the seal are looked into: cheap to tell by the text, and checked in the second reading. */
async function firstReading(path: string): Promise<Pick<Reading, "erased" | "seal">> {
  const erased = new Set<string>();
  let seal: Seal | null = null;
  for await (const line of linesOf(path)) {
    if (line.startsWith('{"seal":')) seal = sealOf(parse(line)) ?? seal;
    if (!line.includes('"kind":"erasure"')) continue;
    const parsed = exported.safeParse(parse(line));
    const content =
      parsed.success && parsed.data.entry.kind === "erasure" ? erasure.safeParse(parsed.data.content) : null;
    if (!content?.success) continue;
    const { what, subjects } = content.data;
    for (const subject of subjects) erased.add(`${what} ${subject}`);
  }
  return { erased, seal };
}

const sealOf = (value: unknown): Seal | null =>
  typeof value === "object" && value !== null && "seal" in value ? readSeal(JSON.stringify(value.seal)) : null;

function readLine(reading: Reading, line: string, number: number): boolean {
  const value = parse(line);
  if (number === 1) return readHeader(reading, value);
  // Nothing comes after the seal.
  if (reading.isClosed || reading.lines === null) return false;
  if (typeof value === "object" && value !== null && "seal" in value) return readEnd(reading, reading.lines, value);
  const parsed = exported.safeParse(value);
  if (!parsed.success || parsed.data.entry.position <= reading.lines.last().position) return false;
  checkExported(reading, reading.lines, parsed.data);
  return true;
}

function readHeader(reading: Reading, value: unknown): boolean {
  const parsed = header.safeParse(value);
  if (!parsed.success) return false;
  const { from, previousHash, publicKey, keyId } = parsed.data;
  reading.from = from;
  reading.lines = createLineChecker(reading.findings, { position: from - 1, hash: previousHash });
  if (keyId !== keyIdOf(publicKey) || !reading.keys.has(keyId)) {
    const at = { position: null, kind: null, subject: null };
    reading.findings.add({ code: "export.unknown_key", ...at, detail: keyIdOf(publicKey) });
  }
  return true;
}

function checkExported(reading: Reading, lines: LineChecker, { entry, content, words, person }: Exported): void {
  const { erased, seal } = reading;
  if (entry.position === seal?.position) reading.sealedHash = entry.hash;
  const key = `${entry.kind} ${entry.subject}`;
  lines.check({
    entry: entry as AuditEntry,
    evidence: content && { content, words, person },
    erased: { words: erased.has(`words ${key}`), person: erased.has(`person ${key}`) },
  });
}

/** An export ends with the line that its seal signs: what follows that line is unsigned, what is missing was cut. */
function readEnd(reading: Reading, lines: LineChecker, value: { seal: unknown }): boolean {
  reading.isClosed = true;
  if (value.seal === null) return lines.count() === 0;
  const seal = sealOf(value);
  if (seal === null) return false;
  const end = lines.last().position;
  if (seal.position > end) reading.seals.above(seal, end);
  else reading.seals.check(seal, reading.sealedHash);
  return true;
}

function unreadable({ findings, lines, from }: Reading, number: number): void {
  const position = lines === null ? from : lines.last().position + 1;
  findings.add({ code: "export.unreadable", position, kind: null, subject: null, detail: String(number) });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
