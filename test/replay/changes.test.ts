import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import {
  addValidity,
  correctDocument,
  type Database,
  type DocumentReader,
  decideValidity,
  ingestDocument,
  listDocuments,
  listValidity,
  reindexAll,
  retireDocument,
  rollbackDocument,
  saveDenseWeight,
  versionsOf,
  withdrawCorrection,
} from "../../retrieval/index.ts";
import { readDocument, readText } from "../../retrieval/ingest/read-document.ts";
import { addGeneration } from "../../retrieval/store/index-state.ts";
import type { Replayer } from "../../server/replay/index.ts";
import { directive } from "../bot/answering.ts";
import { directives } from "../ingest/asking.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { contentsOf, differing, replayerOf } from "./support.ts";

const embedder = createHashedEmbedder();
let db: Database;
let replayer: Replayer;

const OLD = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "12/2021/QĐ-UBND",
  type: "Quyết định",
  title: "Quy định quản lý bến thủy nội địa",
  place: "Lạng Sơn",
  date: "05/3/2021",
  clauses: ["Điều 1. Sở Giao thông vận tải chủ trì kiểm tra bến thủy nội địa mỗi quý một lần."],
});
const NEW = directive({
  issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
  number: "34/2023/QĐ-UBND",
  type: "Quyết định",
  title: "Quy định khai thác bến thủy nội địa",
  place: "Lạng Sơn",
  date: "10/02/2023",
  clauses: [
    "Điều 1. Sở Xây dựng chủ trì kiểm tra bến thủy nội địa mỗi tháng một lần.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày 01 tháng 3 năm 2023 và thay thế Quyết định số 12/2021/QĐ-UBND ngày 05/3/2021 của Ủy ban nhân dân tỉnh Lạng Sơn.",
  ],
});

interface Asked {
  question: string;
  history?: string[];
  unit?: string;
}

const QUESTIONS: readonly Asked[] = [
  { question: "Sở Xây dựng được giao nhiệm vụ gì?" },
  { question: "Công văn 12/UBND-KT giao Sở Tài chính làm gì?" },
  { question: "còn Sở Xây dựng?", history: ["Công văn 12/UBND-KT giao Sở Tài chính làm gì?"] },
  { question: "chúng tôi phải làm gì?", unit: "Sở Tài chính tỉnh Lạng Sơn" },
  { question: "Quyết định 12/2021/QĐ-UBND của Lạng Sơn giao Sở Giao thông vận tải làm gì?" },
  { question: "Tính đến 1/2/2023 thì Sở Giao thông vận tải Lạng Sơn phải kiểm tra bến thủy thế nào?" },
  { question: "Công văn 11/UBND-KT giao Sở Xây dựng báo cáo trước ngày nào?" },
  { question: "Công văn 999/UBND-KT giao Sở Tài chính làm gì?" },
];

/** Ids of the answers by the name of the moment in which they were given. */
const moments = new Map<string, string[]>();
const idsOf = (moment: string) => moments.get(moment) ?? [];

async function ask(moment: string): Promise<void> {
  const pipeline = createPipeline({ db, embedder, log: { program: "1" } });
  const ids: string[] = [];
  for (const { question, history = [], unit } of QUESTIONS) {
    const turns = history.map((content) => ({ role: "user" as const, content }));
    const { answer, commit } = await pipeline.prepare(
      { question, history: turns },
      { channel: "t", unit: unit ?? null },
    );
    await db.transaction(commit);
    ids.push(answer.id);
  }
  moments.set(moment, ids);
}

const send = (sourceName: string, text: string) =>
  ingestDocument({ db, embedder }, { bytes: new TextEncoder().encode(text), sourceName, collection: "t" });

const idOf = async (sourceName: string) =>
  (await listDocuments(db)).find((document) => document.sourceName === sourceName)!.id;

/** A newer program's parser: it reads every document, and gives some of them fewer duties. */
const BLIND: DocumentReader = {
  version: "blind",
  fromBytes: async (bytes, input) => blinded(await readDocument(bytes, input)),
  fromText: (text, input) => blinded(readText(text, input)),
};
const blinded = (parsed: ReturnType<typeof readText>) => ({ ...parsed, duties: parsed.duties.slice(1) });

beforeAll(async () => {
  db = await openTestDatabase();
  await ask("before anything was indexed");
  for (const [name, text] of Object.entries(directives(4))) await send(name, text);
  await send("cu.txt", OLD);
  await ask("first");
  await send("van-ban-12.txt", directives(4, "lần thứ hai, ở tất cả các huyện")["van-ban-12.txt"]!);
  await ask("a later version");
  const deps = { db, embedder };
  const corrected = await idOf("van-ban-11.txt");
  const { id: correctionId } = await correctDocument(deps, {
    documentId: corrected,
    correction: { what: "header", field: "number", value: "9011/UBND-KT" },
    actor: "an",
  });
  await ask("corrected");
  await send("moi.txt", NEW);
  await ask("replaced, as a text proposes");
  const [fact] = (await listValidity(db)).filter(({ kind }) => kind === "replaced-by");
  await decideValidity(db, { id: fact!.id, state: "confirmed", actor: "an" });
  await ask("replaced, as a person confirmed");
  await withdrawCorrection(deps, { correctionId, actor: "an" });
  const back = await idOf("van-ban-12.txt");
  const [older] = (await versionsOf(db, back)).filter(({ status }) => status === "retired");
  await rollbackDocument(deps, { documentId: back, versionId: older!.id, actor: "an" });
  await ask("rolled back");
  await reindexAll({ ...deps, parser: BLIND }, { reason: "t", actor: "an" });
  await retireDocument(db, await idOf("van-ban-13.txt"));
  await ask("one retired");
  await saveDenseWeight(db, { model: embedder.model, weight: 0.9, measuredOn: "t" });
  await addValidity(db, {
    documentId: corrected,
    kind: "repealed-by",
    date: "2024-05-01",
    byLabel: "Quyết định 1",
    actor: "an",
  });
  await ask("repealed");
  replayer = replayerOf({ db, embedder });
}, 300_000);
afterAll(async () => {
  await replayer.close();
  await db.close();
});

// A copy for each generation: on a machine that has much else to do, minutes.
describe("answers given while documents changed", { timeout: 900_000 }, () => {
  it("are the same again on the generation of each, to the last score, and nothing is written", async () => {
    const before = await contentsOf(db);
    for (const [moment, ids] of moments) {
      const readFrom = moment === "repealed" ? "live" : "rebuilt";
      expect(await differing(replayer, ids, readFrom), moment).toEqual([]);
    }
    expect(await contentsOf(db)).toEqual(before);
  });

  it("differ on today's index, which says how", async () => {
    const now = async (moment: string, question: number) => {
      const { result } = await replayer.replay(idsOf(moment)[question]!, { against: "now" });
      if (result.outcome === "erased" || result.outcome === "failed") throw new Error(result.outcome);
      return result;
    };
    const nothingHeld = await now("before anything was indexed", 1);
    expect(nothingHeld).toMatchObject({
      outcome: "differs",
      status: { was: "not_found" },
      generation: expect.any(Number),
    });
    expect(nothingHeld.differences).toContain("status");

    const replaced = await now("first", 4);
    expect(replaced.differences).toContain("wording");
    const added = replaced.text.changes.filter(({ kind }) => kind === "added").map(({ text }) => text);
    expect(added.join(" ")).toContain("hết hiệu lực");

    const later = await now("a later version", 1);
    expect(later.differences).toContain("citations");
    expect(later.citations.gone[0]).toMatchObject({ source: "van-ban-12.txt" });
    expect(later.citations.added[0]?.versionId).not.toBe(later.citations.gone[0]?.versionId);

    const corrected = await replayer.replay(idsOf("corrected")[6]!, { against: "now" });
    expect(corrected).toMatchObject({ against: "now", versions: { program: { was: "1", is: "1" } } });
    const weighed = await now("one retired", 0);
    expect(weighed.candidates.length).toBeGreaterThan(0);
  });

  it("says when a generation is older than the record of how it was searched", async () => {
    const [last] = idsOf("first");
    const { askedOf } = await replayer.replay(last!, { against: "then" });
    await db.query("update index_generations set weighted_average = null where id = $1", [askedOf]);
    const anew = replayerOf({ db, embedder });
    const { result } = await anew.replay(last!, { against: "then" });
    await anew.close();
    expect(result).toMatchObject({ readFrom: "rebuilt", notes: ["weights"] });
  });

  it("says when the model of that time cannot be asked, and goes by the words", async () => {
    const other = replayerOf({ db, embedder: createHashedEmbedder(64) });
    const { result } = await other.replay(idsOf("a later version")[0]!, { against: "then" });
    await other.close();
    expect(result).toMatchObject({ readFrom: "rebuilt", notes: ["embedder"] });
  });

  it("says when the log of generations does not tell what was live", async () => {
    await db.transaction((tx) => addGeneration(tx, { reason: "test" }));
    await db.query("update document_versions set live = false, status = 'retired' where document_id = $1", [
      await idOf("cu.txt"),
    ]);
    const anew = replayerOf({ db, embedder });
    const { result } = await anew.replay(idsOf("repealed")[0]!, { against: "then" });
    await anew.close();
    expect(result).toMatchObject({ notes: ["history"] });
  });
});
