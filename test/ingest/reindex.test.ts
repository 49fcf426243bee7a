import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import {
  abandonReindex,
  approveVersion,
  correctDocument,
  type Database,
  type DocumentReader,
  type Embedder,
  getLiveVersion,
  ingestDocument,
  listDocuments,
  readIndexState,
  reindexAll,
  reindexFailures,
  reindexStatus,
  resumeReindex,
  retireDocument,
  rollbackDocument,
  stopReindex,
  versionsOf,
} from "../../retrieval/index.ts";
import { hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { askWhile, directives, faultsOf, NEWER_PARSER } from "./asking.ts";

let db: Database;
const embedder = createHashedEmbedder();

beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.close());

const deps = () => ({ db, embedder, parser: NEWER_PARSER });
const options = { reason: "thử", actor: "an" };

/** What search stands on: counts, frequencies, rows, vectors. */
async function indexed() {
  const state = await readIndexState(db);
  const lexicon = await db.query(
    "select field, term, document_frequency from lexicon where document_frequency <> 0 order by field, term",
  );
  const rows = await db.query(
    `select p.ordinal, d.source_name, i.accented::text, i.folded::text, e.model, e.embedding::text
       from passage_index i join passages p on p.id = i.passage_id join documents d on d.id = i.document_id
       left join passage_embeddings e on e.passage_id = i.passage_id order by d.source_name, p.ordinal, e.model`,
  );
  return { state, lexicon, rows };
}

const versions = async () => {
  const documents = await listDocuments(db);
  return (await Promise.all(documents.map(({ id }) => versionsOf(db, id)))).flat();
};

// The questions between the steps take most of the time, on a busy machine a minute.
describe("a reindex of everything", { timeout: 180_000 }, () => {
  it("answers throughout, from one generation each, and ends with the same index under the new reading", async () => {
    await hold(db, directives(8));
    const before = await indexed();
    const answers = await askWhile(db, embedder, reindexAll(deps(), options));
    expect(await faultsOf(db, answers)).toEqual([]);
    expect(await indexed()).toEqual(before);
    expect((await versions()).map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, () => ["retired", "live"]).flat(),
    );
    const [run] = await db.query<object>("select * from reindex_runs");
    expect(run).toMatchObject({ state: "done", parser_version: "test-newer" });
  });

  it("is stopped and goes on where it was; nothing is prepared twice", async () => {
    await hold(db, directives(6));
    const stopped = await reindexAll(deps(), {
      ...options,
      onProgress: ({ progress }) => {
        if (progress.prepared === 2) void stopReindex(db);
      },
    });
    expect(stopped.run.state).toBe("stopped");
    expect(stopped.progress.prepared).toBeLessThan(6);
    expect((await versions()).every(({ status }) => status === "live")).toBe(true);
    await expect(reindexAll(deps(), options)).rejects.toMatchObject({ code: "reindex.running" });
    await expect(resumeReindex({ db, embedder })).rejects.toMatchObject({ code: "reindex.other_program" });
    const seen: number[] = [];
    const end = await resumeReindex(deps(), ({ progress }) => seen.push(progress.prepared));
    expect(end).toMatchObject({ run: { state: "done" }, progress: { total: 6, prepared: 6, fromText: 0 } });
    expect(seen[0]).toBe(stopped.progress.prepared);
    expect(await versions()).toHaveLength(12);
    await expect(resumeReindex(deps())).rejects.toMatchObject({ code: "reindex.none" });
    expect(await reindexStatus(db)).toBeNull();
  });

  it("takes up what is changed meanwhile: a new version, a correction, a retired document", async () => {
    await hold(db, directives(5));
    const [first, second, third] = await listDocuments(db);
    const newer = Object.values(directives(1, "lần thứ hai"))[0]!;
    // Stopped where all but one are prepared, so that prepared ones are changed.
    await reindexAll(deps(), {
      ...options,
      onProgress: ({ progress }) => {
        if (progress.prepared === 4) void stopReindex(db);
      },
    });
    await ingestDocument(
      { db, embedder },
      { bytes: new TextEncoder().encode(newer), sourceName: first!.sourceName, collection: "test" },
    );
    await correctDocument(
      { db, embedder },
      { documentId: second!.id, correction: { what: "header", field: "number", value: "99/UBND-KT" }, actor: "an" },
    );
    await retireDocument(db, third!.id);
    const end = await resumeReindex(deps());
    expect(end.run.state).toBe("done");
    const live = await listDocuments(db);
    expect(live.map(({ id }) => id)).not.toContain(third!.id);
    expect(live.find(({ id }) => id === first!.id)?.title).toContain("lần thứ hai");
    expect(live.find(({ id }) => id === second!.id)?.number).toBe("99/UBND-KT");
    const strays = await db.query("select 1 from document_versions where status = 'shadow'");
    expect(strays).toEqual([]);
    await expectExactCounts();
  });

  it("embeds nothing where no passage's words change, and nothing at all where nothing is to be read again", async () => {
    let calls = 0;
    const remote: Embedder = {
      model: "remote",
      dimensions: 256,
      embed: (texts) => {
        calls += 1;
        return embedder.embed(texts);
      },
    };
    for (const [sourceName, text] of Object.entries(directives(3))) {
      await ingestDocument({ db, embedder: remote }, { bytes: Buffer.from(text), sourceName, collection: "t" });
    }
    calls = 0;
    await reindexAll({ ...deps(), embedder: remote }, options);
    expect(calls).toBe(0);
    const again = await reindexAll({ ...deps(), embedder: remote }, options);
    expect(again.progress).toMatchObject({ unchanged: 3, prepared: 0, embedded: 0 });
    expect(await versions()).toHaveLength(6);
    expect(calls).toBe(0);
  });

  it("to another model keeps the readings; questions use the old vectors until the switch and the new ones after it", async () => {
    await hold(db, directives(4));
    const next: Embedder = { ...createHashedEmbedder(128), model: "other-model" };
    const asked: string[] = [];
    const spy = (one: Embedder): Embedder => ({
      ...one,
      embed: (texts, kind) => {
        asked.push(one.model);
        return one.embed(texts, kind);
      },
    });
    const pipeline = createPipeline({ db, embedder: spy(next), formerEmbedder: spy(embedder) });
    const ask = () => pipeline.ask({ question: "Kinh phí sửa chữa hồ chứa do cơ quan nào bố trí?" });
    await ask();
    expect(new Set(asked)).toEqual(new Set([embedder.model]));
    const end = await reindexAll({ db, embedder: next }, options);
    expect(end.progress).toMatchObject({ embedded: 4, prepared: 0 });
    asked.length = 0;
    await ask();
    expect(new Set(asked)).toEqual(new Set(["other-model"]));
    expect(await versions()).toHaveLength(4);
    const models = await db.query<{ model: string }>("select distinct model from passage_embeddings");
    expect(models).toEqual([{ model: "other-model" }]);
  });

  it("leaves a document that the new parser fails on as it is, and names it", async () => {
    await hold(db, directives(3));
    const failing: DocumentReader = {
      ...NEWER_PARSER,
      fromBytes: (bytes, input) =>
        NEWER_PARSER.fromBytes(input.sourceName.includes("12") ? new Uint8Array() : bytes, input),
    };
    const end = await reindexAll({ ...deps(), parser: failing }, options);
    expect(end).toMatchObject({ run: { state: "done" }, progress: { prepared: 2, failed: 1 } });
    expect(await reindexFailures(db, end.run.id)).toMatchObject([{ sourceName: "van-ban-12.txt" }]);
    expect(await listDocuments(db)).toHaveLength(3);
  });

  it("that reads differently changes what is found, and the counts with it", async () => {
    await hold(db, directives(3));
    const different: DocumentReader = {
      ...NEWER_PARSER,
      fromBytes: async (bytes, input) => {
        const parsed = await NEWER_PARSER.fromBytes(bytes, input);
        const place = { value: "Cao Bằng", span: null };
        return { ...parsed, header: { ...parsed.header, place }, passages: parsed.passages.slice(0, -1) };
      },
    };
    await reindexAll({ ...deps(), parser: different }, options);
    expect(await listDocuments(db, { place: "Cao Bằng" })).toHaveLength(3);
    await expectExactCounts();
  });

  it("reads from the stored text where the original bytes are not held, and counts them", async () => {
    await hold(db, directives(2));
    await db.query("update document_versions set original_hash = null");
    const end = await reindexAll(deps(), options);
    expect(end).toMatchObject({ run: { state: "done" }, progress: { prepared: 2, fromText: 2 } });
  });

  it("that dies right after its switch is finished later, also when a version was brought back in between", async () => {
    await hold(db, directives(3));
    const dies = reindexAll(deps(), {
      ...options,
      onProgress: ({ run }) => {
        if (run.state === "switched") throw new Error("killed");
      },
    });
    await expect(dies).rejects.toThrow("killed");
    const [first] = await listDocuments(db);
    const [oldest] = await versionsOf(db, first!.id);
    await rollbackDocument({ db, embedder }, { documentId: first!.id, versionId: oldest!.id, actor: "an" });
    expect(await resumeReindex(deps())).toMatchObject({ run: { state: "done" } });
    expect((await getLiveVersion(db, first!.id))?.versionId).toBe(oldest!.id);
    await expectExactCounts();
  });

  it("that is given up leaves nothing behind", async () => {
    await hold(db, directives(4));
    const before = await indexed();
    await reindexAll(deps(), {
      ...options,
      onProgress: ({ progress }) => {
        if (progress.prepared === 2) void stopReindex(db);
      },
    });
    await abandonReindex(db);
    expect(await indexed()).toEqual(before);
    expect(await versions()).toHaveLength(4);
    expect(await db.query("select 1 from document_versions where status = 'shadow'")).toEqual([]);
  });
});

describe("questions while versions switch", { timeout: 180_000 }, () => {
  it("get answers, each of one generation", async () => {
    await hold(db, directives(6));
    const documents = await listDocuments(db);
    const editions = Object.entries(directives(6, "lần thứ hai"));
    const switching = async () => {
      for (const [sourceName, text] of editions) {
        const { saved } = await ingestDocument(
          { db, embedder, approval: "manual" },
          { bytes: Buffer.from(text), sourceName, collection: "test" },
        );
        await approveVersion({ db, embedder }, { documentId: saved!.documentId, actor: "an" });
      }
    };
    const answers = await askWhile(db, embedder, switching());
    expect(await faultsOf(db, answers)).toEqual([]);
    const [first] = documents;
    const [oldest] = await versionsOf(db, first!.id);
    await rollbackDocument({ db, embedder }, { documentId: first!.id, versionId: oldest!.id, actor: "an" });
    await expectExactCounts();
  });
});

/** Document frequencies are those of the live rows, and no other rows are there. */
async function expectExactCounts(): Promise<void> {
  const [row] = await db.query<{ wrong: number; stray: number }>(
    `select (select count(*) from lexicon l left join (
               select split_part(element, ':', 1)::integer as dimension, count(*) as n
                 from passage_index i, lateral unnest(
                   string_to_array(substring(i.accented::text from '\\{(.*)\\}'), ',') ||
                   string_to_array(substring(i.folded::text from '\\{(.*)\\}'), ',')) as element group by 1) c
               on c.dimension = l.dimension where l.document_frequency <> coalesce(c.n, 0))::integer as wrong,
            (select count(*) from passage_index i join document_versions v on v.id = i.version_id where not v.live)::integer
              as stray`,
  );
  expect(row).toEqual({ wrong: 0, stray: 0 });
}
