import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  type AuditEntry,
  type Database,
  entryHash,
  FIRST_HASH,
  hashesOf,
  openDatabase,
  readEvidence,
} from "../../retrieval/index.ts";
import { createSealer, createSigner, keysOf, verifyDatabase } from "../../server/audit/index.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";

const ROWS = 100_000;
const BATCH = 1_000;

interface Measured {
  rows: number;
  seconds: number;
  /** Of this process; on PGlite the database's share is in it. */
  cpuSeconds: number;
  /** Of the resident memory, above what it was before. */
  peakMegabytes: number;
}

interface AuditReport {
  part: Measured;
  whole: Measured;
  /** Ten times the lines: time by how much, memory by how much. */
  ratio: { time: number; memory: number };
}

/**
 * `npm run bench -- audit [--rows N] [--only pglite|postgres]`: checks a log of 100,000 exchanges, and a tenth of it for comparison.
 * audit-baseline.json has the ratios of processor time and memory (20,000 lines against 2,000, on a machine with 35 things
 * to do at once: 3.0 s of processor time on PostgreSQL, 5.5 s on PGlite, whose memory is in the process).
 */
export async function run(args: string[]): Promise<void> {
  const options = {
    json: { type: "boolean" },
    rows: { type: "string", default: String(ROWS) },
    only: { type: "string" },
  } as const;
  const { values } = parseArgs({ args, options });
  const rows = Number(values.rows);
  const reports: Record<string, AuditReport> = {};
  if (values.only !== "postgres") reports.pglite = await measure(await openDatabase({ memory: true }), rows);
  if (values.only === "pglite") {
    console.error("postgres: not asked for.");
  } else if (testDatabaseUrl === null) {
    console.error("postgres: skipped, DATABASE_URL names no server (scripts/postgres-cluster.sh start prints one).");
  } else {
    const { url, drop } = await createEmptyDatabase(testDatabaseUrl);
    reports.postgres = await measure(await openDatabase({ databaseUrl: url }), rows).finally(drop);
  }
  console.log(values.json ? JSON.stringify(reports) : table(reports));
}

async function measure(db: Database, rows: number): Promise<AuditReport> {
  const folder = mkdtempSync(join(tmpdir(), "trich-dan-audit-"));
  try {
    // What the whole is compared with.
    const part = rows / 10;
    const log = { db, file: join(folder, "seals.jsonl"), signer: createSigner("a key of the bench") };
    // A check does not read it, and it takes most of the time to write.
    await db.exec("drop index answer_words_search");
    await extend(log, 0, part);
    const small = await verified(log, part);
    await extend(log, part, rows);
    const whole = await verified(log, rows);
    const ratio = {
      time: round(whole.cpuSeconds / small.cpuSeconds),
      memory: round((whole.peakMegabytes + 100) / (small.peakMegabytes + 100)),
    };
    return { part: small, whole, ratio };
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Log {
  db: Database;
  file: string;
  signer: ReturnType<typeof createSigner>;
}

/** Rows by SQL, their lines by the program's own hashes: the pipeline would take hours. A seal each batch. */
async function extend({ db, file, signer }: Log, from: number, to: number): Promise<void> {
  const sealer = await createSealer({ db, signer, file, warn: (error) => console.error(error) });
  for (let first = from; first < to; first += BATCH) {
    const last = Math.min(first + BATCH, to);
    await db.transaction(async (tx) => {
      await insertExchanges(tx, first, last);
      await insertLines(tx, first, last);
    });
    await sealer.seal();
  }
}

async function insertExchanges(tx: Database, first: number, last: number): Promise<void> {
  const each = "from generate_series($1::integer, $2::integer - 1) n";
  await tx.query(
    `insert into answers (id, asked_at, channel, status, answer, answered_by, searched, found, timings, asked_on, candidates, versions)
     select 'answer-' || n, date_trunc('milliseconds', now()), 'telegram', 'answered',
            jsonb_build_object('citations', jsonb_build_array(jsonb_build_object('marker', 1, 'quote', repeat('nội dung ', 30)))),
            'extractive', '{"agencies": ["so tai chinh"], "documents": [], "places": ["Lào Cai"]}', '{"held": [], "cited": [1]}',
            jsonb_build_object('understand', n % 7, 'answer', n % 50), '2026-01-05',
            (select jsonb_agg(jsonb_build_object('passageId', c, 'versionId', 1, 'lexical', c / 32.0, 'dense', 0.25, 'score', c / 64.0))
               from generate_series(1, 20) c), '{"parser": "1"}' ${each}`,
    [first, last],
  );
  await tx.query(
    `insert into answer_words (answer_id, salt, question, history, answer, understood)
     select 'answer-' || n, md5(n::text), 'Sở Tài chính phải làm gì theo văn bản ' || n || '?', '[]', repeat('câu trả lời ', 60),
            '{"text": "…", "topic": null, "documents": []}' ${each}`,
    [first, last],
  );
  await tx.query(
    `insert into answer_people (answer_id, person_key, unit, conversation_key, salt)
     select 'answer-' || n, 'person-' || n % 500, 'Sở Tài chính', 'chat-' || n % 500, md5('p' || n) ${each}`,
    [first, last],
  );
}

async function insertLines(tx: Database, first: number, last: number): Promise<void> {
  const ids = Array.from({ length: last - first }, (_, index) => `answer-${first + index}`);
  const evidence = new Map((await readEvidence.answer(tx, ids)).map((one) => [one.subject, one]));
  const [head] = await tx.query<{ hash: string }>("select hash from audit_head");
  let previousHash = head?.hash ?? FIRST_HASH;
  const lines = ids.map((subject, index): AuditEntry => {
    const position = first + index + 1;
    const entry = {
      position,
      at: new Date(),
      kind: "answer" as const,
      subject,
      previousHash,
      ...hashesOf(evidence.get(subject)!),
    };
    previousHash = entryHash(entry);
    return { ...entry, hash: previousHash };
  });
  await tx.query(
    `insert into audit_log (position, at, kind, subject, content_hash, words_hash, person_hash, previous_hash, hash)
     select position, at, kind, subject, "contentHash", "wordsHash", "personHash", "previousHash", hash
       from jsonb_to_recordset($1::jsonb) as r(position bigint, at timestamptz, kind text, subject text, "contentHash" text,
            "wordsHash" text, "personHash" text, "previousHash" text, hash text)`,
    [JSON.stringify(lines)],
  );
  await tx.query("update audit_head set position = $1, hash = $2", [last, previousHash]);
}

async function verified({ db, file, signer }: Log, rows: number): Promise<Measured> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  const cpu = process.cpuUsage();
  const verdict = await verifyDatabase({
    db,
    keys: keysOf([signer.publicKey]),
    sealsFile: { path: file, isNamed: true },
  });
  const seconds = round((performance.now() - began) / 1000);
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  if (!verdict.ok || verdict.lines !== rows)
    throw new Error(`not the log that was written: ${JSON.stringify(verdict)}`);
  return { rows, seconds, cpuSeconds: round((user + system) / 1e6), peakMegabytes: round((peak - before) / 1e6) };
}

const round = (value: number) => Math.round(value * 10) / 10;

function table(reports: Record<string, AuditReport>): string {
  const baseline = JSON.parse(readFileSync(new URL("./audit-baseline.json", import.meta.url), "utf8")) as Partial<
    typeof reports
  >;
  return Object.entries(reports)
    .flatMap(([name, { part, whole, ratio }]) => [
      ...[part, whole].map(
        ({ rows, seconds, cpuSeconds, peakMegabytes }) =>
          `${name}: ${rows} lines verified in ${seconds} s (${cpuSeconds} s of processor time), ${peakMegabytes} MB above the start at most`,
      ),
      `  ratio: time ${ratio.time}, memory ${ratio.memory} ${against(baseline[name])}`,
    ])
    .join("\n");
}

const against = (baseline: AuditReport | undefined) =>
  baseline === undefined ? "(no baseline)" : `(baseline ${baseline.ratio.time}, ${baseline.ratio.memory})`;
