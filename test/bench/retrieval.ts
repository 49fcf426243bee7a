import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  createOfflineEmbedder,
  type Database,
  type Embedder,
  embedCached,
  hybridSearch,
  indexTexts,
  openDatabase,
  type ParsedDocument,
  saveDocumentVersion,
  settleWeights,
} from "../../retrieval/index.ts";
import { fold } from "../../retrieval/text/index.ts";
import { readLines } from "../../scripts/train-embeddings/evaluate/question-sets.ts";
import { emptyHeader } from "../support/header.ts";
import { runTrials } from "./vector-trials/run.ts";

const SHARED = fileURLToPath(new URL("../../../shared/retrieval-bench/", import.meta.url));

const TRAINING = fileURLToPath(new URL("../../../shared/training/", import.meta.url));
const TRIALS = fileURLToPath(new URL("./vector-trials.json", import.meta.url));

const LEGS = ["lexical", "fused"] as const;
const FORMS = ["accented", "unaccented"] as const;

interface CorpusEntry {
  id: string;
  text: string;
}

interface Query {
  id: string;
  text: string;
  relevant: string[];
}

export interface Scores {
  r1: number;
  r10: number;
  mrr: number;
}

export interface Report {
  fused: { accented: Scores; unaccented: Scores };
  lexical: { accented: Scores; unaccented: Scores };
}

/** The search leg alone: one passage a corpus entry, through the same store and legs as every other document. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: "boolean" },
      trials: { type: "boolean" },
      training: { type: "string", multiple: true },
      "most-tokens": { type: "string", default: "40000000" },
      epochs: { type: "string", default: "4" },
      out: { type: "string", default: TRIALS },
      only: { type: "string" },
      corpus: { type: "string", default: `${SHARED}alqac-corpus.jsonl` },
      queries: { type: "string", default: `${SHARED}alqac-queries.jsonl` },
    },
  });
  if (values.trials) {
    return runTrials(
      {
        paths: values.training ?? [TRAINING],
        mostTokens: Number(values["most-tokens"]),
        epochs: Number(values.epochs),
        workers: 2,
        out: values.out,
        only: values.only === undefined ? undefined : new RegExp(values.only),
      },
      console.log,
    );
  }
  for (const file of [values.corpus, values.queries]) {
    if (!existsSync(file)) throw new Error(`${file} is not there; give --corpus FILE and --queries FILE.`);
  }
  const report = await measure(readLines<CorpusEntry>(values.corpus), readLines<Query>(values.queries));
  console.log(values.json ? JSON.stringify(report) : table(report));
  if (!values.json && values.corpus.startsWith(SHARED)) console.log(compareWithBaseline(report));
}

/** The figures of the committed code; raised by hand when a change is meant to move them. */
function compareWithBaseline(report: Report): string {
  const baseline = JSON.parse(readFileSync(new URL("./retrieval-baseline.json", import.meta.url), "utf8")) as Report;
  const worse = LEGS.flatMap((leg) =>
    FORMS.flatMap((form) =>
      (["r1", "r10", "mrr"] as const)
        .filter((figure) => report[leg][form][figure] < baseline[leg][form][figure] - 0.002)
        .map(
          (figure) => `${leg} ${form} ${figure}: ${report[leg][form][figure]}, baseline ${baseline[leg][form][figure]}`,
        ),
    ),
  );
  return worse.length === 0
    ? "Not below test/bench/retrieval-baseline.json."
    : `BELOW THE BASELINE\n${worse.join("\n")}`;
}

export async function measure(corpus: readonly CorpusEntry[], queries: readonly Query[]): Promise<Report> {
  const db = await openDatabase({ memory: true });
  const embedder = createOfflineEmbedder();
  try {
    const entries = await indexCorpus(db, embedder, corpus);
    const score = (form: (text: string) => string, isFused: boolean) =>
      scoreQueries({ db, embedder: isFused ? embedder : null, entries, queries, form });
    const accented = (text: string) => text;
    return {
      fused: { accented: await score(accented, true), unaccented: await score(fold, true) },
      lexical: { accented: await score(accented, false), unaccented: await score(fold, false) },
    };
  } finally {
    await db.close();
  }
}

/** Returns the corpus id of each document id. */
async function indexCorpus(
  db: Database,
  embedder: Embedder,
  corpus: readonly CorpusEntry[],
): Promise<Map<number, string>> {
  const entries = new Map<number, string>();
  for (const { id, text } of corpus) {
    const parsed = onePassage(text.normalize("NFC"));
    const { documentId } = await saveDocumentVersion(db, {
      sourceName: id,
      contentHash: id,
      parserVersion: "bench",
      parsed,
      embeddings: await embedCached(db, embedder, indexTexts(parsed)),
    });
    entries.set(documentId, id);
  }
  await settleWeights(db);
  return entries;
}

function onePassage(text: string): ParsedDocument {
  const span = { start: 0, end: text.length };
  return {
    text,
    tier: "original",
    header: emptyHeader(),
    outline: [],
    passages: [{ ordinal: 0, kind: "clause", span, locator: "", path: [], node: null }],
    duties: [],
    references: [],
    furniture: [],
    warnings: [],
  };
}

interface ScoreOptions {
  db: Database;
  embedder: Embedder | null;
  entries: ReadonlyMap<number, string>;
  queries: readonly Query[];
  form(text: string): string;
}

async function scoreQueries({ db, embedder, entries, queries, form }: ScoreOptions): Promise<Scores> {
  const totals = { r1: 0, r10: 0, mrr: 0 };
  for (const { text, relevant } of queries) {
    const question = form(text.normalize("NFC"));
    const values = embedder ? (await embedder.embed([question], "question"))[0] : undefined;
    const vector = embedder && values ? { model: embedder.model, values } : undefined;
    const hits = await hybridSearch(db, { question, vector, limit: 100 });
    const rank = hits.findIndex(({ documentId }) => relevant.includes(entries.get(documentId) ?? "")) + 1;
    if (rank === 0) continue;
    if (rank === 1) totals.r1 += 1;
    if (rank <= 10) totals.r10 += 1;
    totals.mrr += 1 / rank;
  }
  const share = (total: number) => Math.round((total / queries.length) * 10_000) / 10_000;
  return { r1: share(totals.r1), r10: share(totals.r10), mrr: share(totals.mrr) };
}

function table(report: Report): string {
  const rows = LEGS.flatMap((leg) =>
    FORMS.map((form) => {
      const { r1, r10, mrr } = report[leg][form];
      return `${leg.padEnd(8)} ${form.padEnd(11)} ${[r1, r10, mrr].map((value) => value.toFixed(4)).join("  ")}`;
    }),
  );
  return ["leg      question    R@1     R@10    MRR", ...rows].join("\n");
}
