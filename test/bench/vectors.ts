import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createOfflineEmbedder, type Database } from "../../retrieval/index.ts";
import { toVector } from "../../retrieval/store/passage-index.ts";
import { dot } from "../../scripts/train-embeddings/evaluate/ranking.ts";
import { createRandom, type Random } from "../../scripts/train-embeddings/random.ts";
import { openTestDatabase } from "../support/database.ts";

/** How a column holds vectors, and how the nearest ten are asked for; $1 is the question's vector. */
interface Form {
  column(dimensions: number): string;
  /** From a vector literal in $3-like position `text`. */
  value(text: string, dimensions: number): string;
  nearest(dimensions: number): string;
}

/** Rows by bits that are scored again by the whole vector. */
const RESCORED = 200;
const FOUND = 10;

const FORMS: Readonly<Record<string, Form>> = {
  vector: {
    column: (dimensions) => `e vector(${dimensions})`,
    value: (text) => `${text}::vector`,
    nearest: () => `select id from bench_vectors order by e <#> $1::vector limit ${FOUND}`,
  },
  halfvec: {
    column: (dimensions) => `e halfvec(${dimensions})`,
    value: (text) => `${text}::halfvec`,
    nearest: () => `select id from bench_vectors order by e <#> $1::halfvec limit ${FOUND}`,
  },
  "bit, then halfvec": {
    column: (dimensions) => `b bit(${dimensions}), e halfvec(${dimensions})`,
    value: (text, dimensions) => `binary_quantize(${text}::vector)::bit(${dimensions}), ${text}::halfvec`,
    nearest: (dimensions) =>
      `with near as (select id, e from bench_vectors order by b <~> binary_quantize($1::vector)::bit(${dimensions})
         limit ${RESCORED})
       select id from near order by e <#> $1::halfvec limit ${FOUND}`,
  },
};

const SIZES = [10_000, 60_000];
const QUESTIONS = 40;
const BATCH = 1000;

export interface VectorsRow {
  form: string;
  passages: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Time divided by that of `vector` over as many passages. */
  ratio: number;
  megabytes: number;
  /** Share of the exact ten nearest that are found. */
  recall: number;
}

/** `npm run bench -- vectors`: pgvector's types for the embeddings, over the database of the tests. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { json: { type: "boolean" }, sizes: { type: "string", default: SIZES.join(",") } },
  });
  const db = await openTestDatabase();
  try {
    const rows: VectorsRow[] = [];
    for (const size of values.sizes.split(",").map(Number)) rows.push(...(await measureSize(db, size)));
    console.log(values.json ? JSON.stringify(rows) : table(rows));
  } finally {
    await db.close();
  }
}

/** Passages as the embedder would give them: each a mixture of what a few words give. */
async function madeUpVectors(count: number, random: Random): Promise<Float32Array[]> {
  const words = readFileSync(WORDS, "utf8").match(/\p{L}{2,}/gu) ?? [];
  const texts = Array.from({ length: count }, () =>
    Array.from({ length: 12 }, () => words[random.whole(words.length)]).join(" "),
  );
  return createOfflineEmbedder().embed(texts, "passage");
}

const WORDS = new URL("../../retrieval/text/data/everyday-words.json", import.meta.url);

async function measureSize(db: Database, size: number): Promise<VectorsRow[]> {
  const random = createRandom(size);
  const passages = await madeUpVectors(size, random);
  const questions = await madeUpVectors(QUESTIONS, random);
  const exact = questions.map((question) => nearestOf(question, passages));
  const rows: VectorsRow[] = [];
  for (const [name, form] of Object.entries(FORMS)) {
    await fill(db, form, passages);
    rows.push({ form: name, passages: size, ...(await ask(db, form, questions, exact)), ratio: 1 });
    await db.query("drop table bench_vectors");
  }
  return rows.map((row) => ({ ...row, ratio: round(row.p50 / rows[0]!.p50) }));
}

function nearestOf(question: Float32Array, passages: readonly Float32Array[]): Set<number> {
  const scores = passages.map((passage) => dot(question, passage));
  return new Set([...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, FOUND));
}

async function fill(db: Database, form: Form, passages: readonly Float32Array[]): Promise<void> {
  const { length: dimensions } = passages[0]!;
  await db.query(`create table bench_vectors (id integer primary key, ${form.column(dimensions)})`);
  for (let from = 0; from < passages.length; from += BATCH) {
    const rows = passages.slice(from, from + BATCH).map((values, at) => ({ id: from + at, e: toVector(values) }));
    await db.query(
      `insert into bench_vectors select r.id, ${form.value("r.e", dimensions)}
         from jsonb_to_recordset($1::jsonb) as r(id integer, e text)`,
      [JSON.stringify(rows)],
    );
  }
  await db.query("analyze bench_vectors");
}

async function ask(db: Database, form: Form, questions: readonly Float32Array[], exact: readonly Set<number>[]) {
  const times: number[] = [];
  let found = 0;
  for (const [at, question] of questions.entries()) {
    const started = performance.now();
    const rows = await db.query<{ id: number }>(form.nearest(question.length), [toVector(question)]);
    times.push(performance.now() - started);
    found += rows.filter(({ id }) => exact[at]!.has(id)).length;
  }
  times.sort((a, b) => a - b);
  const [size] = await db.query<{ bytes: number }>("select pg_total_relation_size('bench_vectors')::integer as bytes");
  return {
    p50: round(times[Math.floor(times.length / 2)]!),
    p95: round(times[Math.floor(times.length * 0.95)]!),
    megabytes: round(size!.bytes / 1e6),
    recall: round(found / (questions.length * FOUND)),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function table(rows: readonly VectorsRow[]): string {
  const lines = rows.map(({ form, passages, p50, p95, ratio, megabytes, recall }) =>
    [form.padEnd(18), ...[passages, p50, p95, ratio, megabytes, recall].map((value) => String(value).padStart(9))].join(
      " ",
    ),
  );
  return ["form                passages    p50 ms    p95 ms     ratio        MB recall@10", ...lines].join("\n");
}
