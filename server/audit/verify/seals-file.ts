import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { AppError, type Database, lineHashes, type Seal } from "../../../retrieval/index.ts";
import { readSeal } from "../seals-file.ts";
import type { SealChecker } from "./check-seals.ts";
import type { Findings } from "./findings.ts";

export interface SealsFileCheck {
  db: Database;
  findings: Findings;
  seals: SealChecker;
  path: string;
  isNamed: boolean;
  /** The last line of the log. */
  end: number;
}

const BATCH = 500;

/**
 * The seals that were written outside the database: one above the end of the log says that the end was cut, one with
 * another hash that the log was rewritten. @throws AppError `audit.no_seals_file` when the named file is not there.
 */
export async function checkSealsFile(check: SealsFileCheck): Promise<"read" | "absent"> {
  const { findings, path, isNamed } = check;
  if (!existsSync(path)) {
    if (!isNamed) return "absent";
    throw new AppError({ code: "audit.no_seals_file", message: `There is no seals file ${path}.` });
  }
  let number = 0;
  let batch: Seal[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const seal = readSeal(line);
    if (seal !== null) batch.push(seal);
    else if (line.trim() !== "") findings.add({ ...NOWHERE, detail: String(number) });
    if (batch.length < BATCH) continue;
    await checkBatch(check, batch);
    batch = [];
  }
  await checkBatch(check, batch);
  return "read";
}

const NOWHERE = { code: "seals_file.unreadable", position: null, kind: null, subject: null } as const;

async function checkBatch({ db, seals, end }: SealsFileCheck, batch: readonly Seal[]): Promise<void> {
  const hashes = await lineHashes(
    db,
    batch.map(({ position }) => position),
  );
  for (const seal of batch) {
    const hash = hashes.get(seal.position) ?? null;
    // A line that was added after the end was read: whoever sealed it saw it.
    if (seal.position > end && hash === null) seals.above(seal, end);
    else seals.check(seal, hash);
  }
}
