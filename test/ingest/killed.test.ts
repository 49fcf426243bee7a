import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { type Database, listDocuments, versionsOf } from "../../retrieval/index.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { newPlace, type Place } from "../support/place.ts";
import { run, start } from "../support/program.ts";
import { directives } from "./asking.ts";

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));
const DOCUMENTS = 10;

let folder: string;
let place: Place;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "killed-"));
  for (const [name, text] of Object.entries(directives(DOCUMENTS))) await writeFile(join(folder, name), text);
  place = await newPlace();
});

afterEach(async () => {
  await place.drop();
  await rm(folder, { recursive: true, force: true });
});

const ingest = [CHILD, "ingest"];
const reindex = [CHILD, "reindex"];

/** Killed with SIGKILL as soon as it has printed this. */
async function killAt(args: string[], pattern: RegExp): Promise<void> {
  const { child, printed } = start(args, place.settings);
  await printed(pattern);
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  expect((await exited)[1]).toBe("SIGKILL");
}

async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await place.open();
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const statuses = (db: Database) =>
  listDocuments(db).then((documents) =>
    Promise.all(documents.map(async ({ id }) => (await versionsOf(db, id)).map(({ status }) => status))),
  );

/** Every live passage is in the index once, and nothing else is. */
async function expectWhole(db: Database): Promise<void> {
  const [row] = await db.query<{
    passages: number;
    indexed: number;
    vectors: number;
    shadows: number;
    counted: number;
  }>(
    `select (select count(*) from passages p join document_versions v on v.id = p.version_id where v.live)::integer as passages,
            (select count(*) from passage_index i join document_versions v on v.id = i.version_id and v.live)::integer as indexed,
            (select count(*) from passage_embeddings)::integer as vectors,
            (select count(*) from document_versions where status = 'shadow')::integer as shadows,
            (select passages from index_state) as counted`,
  );
  expect(row!.passages).toBeGreaterThan(DOCUMENTS);
  const { passages } = row!;
  expect(row).toEqual({ passages, indexed: passages, vectors: passages, shadows: 0, counted: passages });
}

// Each starts four programs: a minute on a machine that is busy with other tests.
describe("a process that is killed", { timeout: 300_000 }, () => {
  it("while it indexes has lost nothing that it finished; started again it finishes, and nothing is there twice", async () => {
    await killAt([...ingest, folder], /ingested 3 new/);
    const { code, out } = await run([...ingest, folder], place.settings);
    expect(code).toBe(0);
    expect(out).toMatch(/ingested 3 unchanged/);
    await withDatabase(async (db) => {
      expect(await statuses(db)).toEqual(Array.from({ length: DOCUMENTS }, () => ["live"]));
      await expectWhole(db);
    });
  });

  it("while it reindexes leaves the old generation to be asked; started again it goes on where it was", async () => {
    expect((await run([...ingest, folder], place.settings)).code).toBe(0);
    await killAt(reindex, /running 4/);
    await withDatabase(async (db) => {
      expect(await statuses(db)).toEqual(Array.from({ length: DOCUMENTS }, () => ["live"]));
      const pipeline = createPipeline({ db, embedder: createHashedEmbedder() });
      const { status, citations } = await pipeline.ask({ question: "Công văn 12/UBND-KT giao Sở Tài chính làm gì?" });
      expect(status).toBe("answered");
      expect(citations.length).toBeGreaterThan(0);
    });
    const { code, out } = await run(reindex, place.settings);
    expect(code).toBe(0);
    // Begins with what the killed one had prepared.
    expect(Number(/running (\d+)/.exec(out)?.[1])).toBeGreaterThanOrEqual(4);
    await withDatabase(async (db) => {
      expect(await statuses(db)).toEqual(Array.from({ length: DOCUMENTS }, () => ["retired", "live"]));
      await expectWhole(db);
      const runs = await db.query<{ state: string }>("select state from reindex_runs");
      expect(runs).toEqual([{ state: "done" }]);
    });
  });
});
