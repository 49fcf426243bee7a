import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createPipeline } from "../../bot/index.ts";
import { type Database, type Embedder, ingestFiles } from "../../retrieval/index.ts";
import { createReplayer, type Replayer, type ReplayReport } from "../../server/replay/index.ts";
import { readQuestions } from "../eval/score.ts";
import { openMemoryDatabase } from "../support/database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface QuestionSet {
  name: string;
  questions: string;
  documents: string[];
}

const shared = `${root}../shared`;

export const SETS = {
  samples: { name: "samples", questions: `${root}test/eval/samples-questions.jsonl`, documents: [`${root}samples`] },
  seeds: {
    name: "seeds",
    questions: `${shared}/eval/questions-seeds.jsonl`,
    documents: [`${shared}/corpus/seeds`],
  },
  real: {
    name: "real",
    questions: `${shared}/eval/questions-real.jsonl`,
    documents: [`${shared}/corpus/seeds`, `${shared}/corpus/real`],
  },
} as const satisfies Record<string, QuestionSet>;

/** Null, or why a set cannot be replayed here. */
export const missingSet = ({ questions }: { questions: string }): string | null =>
  existsSync(questions) ? null : "its questions are not on this machine";

export interface AskedSet {
  db: Database;
  embedder: Embedder;
}

/** Indexes the documents of a set. */
export async function indexSet({ db, embedder }: AskedSet, { documents }: { documents: readonly string[] }) {
  await ingestFiles({ db, embedder }, documents);
}

/** Asks every question of a set through the pipeline, so that all stand in the log. Returns the answers' ids. */
export async function askSet({ db, embedder }: AskedSet, { questions }: { questions: string }): Promise<string[]> {
  const pipeline = createPipeline({ db, embedder, log: { program: "1" } });
  const ids: string[] = [];
  for (const { question, history = [] } of readQuestions(questions)) {
    const { id } = await pipeline.ask({ question, history }, { channel: "eval" });
    ids.push(id);
  }
  return ids;
}

export function replayerOf({ db, embedder }: AskedSet): Replayer {
  return createReplayer({ db, embedders: [embedder], program: "1", scratch: openMemoryDatabase });
}

/** What is not the same to the last score; nothing is good. */
export async function differing(
  replayer: Replayer,
  ids: readonly string[],
  readFrom: "live" | "rebuilt",
): Promise<ReplayReport[]> {
  const reports: ReplayReport[] = [];
  for (const id of ids) {
    const report = await replayer.replay(id, { against: "then" });
    const { result } = report;
    const same = result.outcome === "identical" && result.differences.length === 0 && result.notes.length === 0;
    if (!same || result.readFrom !== readFrom) reports.push(report);
  }
  return reports;
}

/** Every table with its number of rows and a hash of all they hold: what a replay must leave as it is. */
export async function contentsOf(db: Database): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const contents: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.query<{ held: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as held from ${name} t`,
    );
    contents[name] = row!.held;
  }
  return contents;
}
