import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import {
  approveVersion,
  compareVersions,
  type Database,
  type Embedder,
  eventsOf,
  findDuties,
  getAnswer,
  getVersion,
  ingestDocument,
  listDocuments,
  listPending,
  passagesOf,
  readIndexState,
  rejectVersion,
  rollbackDocument,
  versionsOf,
} from "../../retrieval/index.ts";
import { directive } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const CLAUSES = [
  "1. Sở Xây dựng chủ trì kiểm tra cầu treo Mẫu Sơn trước ngày 30/4/2024.",
  "2. Sở Tài chính bố trí kinh phí sửa chữa cầu treo Mẫu Sơn.",
  "3. Công an tỉnh chủ trì bảo đảm trật tự, điều tiết giao thông trên tuyến Mẫu Sơn trong thời gian sửa chữa.",
];
const letter = (clauses: readonly string[], number: number) =>
  directive({
    issuer: "Ủy ban nhân dân tỉnh Lạng Sơn",
    number: `${number}/UBND-KT`,
    title: "kiểm tra, sửa chữa cầu treo",
    place: "Lạng Sơn",
    date: "03/4/2024",
    opening: "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
    clauses,
  });
const CHANGED = [
  CLAUSES[0]!.replace("30/4/2024", "15/5/2024"),
  CLAUSES[1]!.replace("Sở Tài chính", "Sở Kế hoạch và Đầu tư"),
  "4. Sở Y tế bố trí lực lượng cấp cứu tại khu vực cầu treo Mẫu Sơn.",
];

/** A model elsewhere: every text that it is asked to embed is counted. */
function countingEmbedder(): Embedder & { texts: string[] } {
  const { embed, dimensions } = createHashedEmbedder();
  const texts: string[] = [];
  return {
    model: "remote-test",
    dimensions,
    texts,
    embed: (given) => {
      texts.push(...given);
      return embed(given);
    },
  };
}

let db: Database;
let embedder: ReturnType<typeof countingEmbedder>;
let name = 400;
let sourceName: string;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => {
  embedder = countingEmbedder();
  name += 1;
  sourceName = `cau-${name}.txt`;
});

const send = (clauses: readonly string[], approval: "automatic" | "manual" = "manual") =>
  ingestDocument(
    { db, embedder, approval },
    // Each test has a directive of its own: the same bytes are one document.
    { bytes: new TextEncoder().encode(letter(clauses, name)), sourceName, collection: "t" },
  );

async function liveAndPending(): Promise<{ documentId: number; live: number; waiting: number }> {
  const first = await send(CLAUSES, "automatic");
  const second = await send(CHANGED);
  return {
    documentId: first.saved!.documentId,
    live: first.saved!.versionId,
    waiting: second.saved!.versionId,
  };
}

const liveVersion = async (documentId: number) =>
  (await versionsOf(db, documentId)).filter(({ live }) => live).map(({ id }) => id);

describe("a version that waits", () => {
  it("is stored and listed, but not searched, until it is approved", async () => {
    const { outcome, saved } = await send(CLAUSES);
    expect(outcome).toBe("pending");
    const { documentId, versionId } = saved!;
    expect(await listPending(db)).toContainEqual(
      expect.objectContaining({ documentId, versionId, liveVersionId: null }),
    );
    expect(await findDuties(db, { documentIds: [documentId] })).toEqual([]);
    expect((await listDocuments(db)).map(({ id }) => id)).not.toContain(documentId);
    await approveVersion({ db, embedder }, { documentId, actor: "an" });
    expect((await findDuties(db, { documentIds: [documentId] })).length).toBeGreaterThan(1);
    expect(await listPending(db)).not.toContainEqual(expect.objectContaining({ documentId }));
    expect(await eventsOf(db, documentId)).toMatchObject([{ versionId, event: "approved", actor: "an" }]);
  });

  it("is not made twice by the same bytes, and is superseded by other bytes", async () => {
    const { documentId, waiting } = await liveAndPending();
    expect(await send(CHANGED)).toMatchObject({ outcome: "unchanged", warnings: [{ code: "version.pending" }] });
    expect(await send(CLAUSES)).toMatchObject({ outcome: "unchanged", warnings: [] });
    const { saved } = await send(CHANGED.slice(1));
    expect((await versionsOf(db, documentId)).map(({ status }) => status)).toEqual(["live", "rejected", "pending"]);
    expect(await eventsOf(db, documentId)).toMatchObject([{ versionId: waiting, event: "superseded" }]);
    await approveVersion({ db, embedder }, { documentId, actor: "an" });
    expect(await liveVersion(documentId)).toEqual([saved!.versionId]);
  });

  it("that is rejected stays for the record, and the same bytes ask nobody again", async () => {
    const { documentId, live, waiting } = await liveAndPending();
    await rejectVersion(db, { documentId, actor: "bình", reason: "bản nháp" });
    expect(await send(CHANGED)).toMatchObject({ outcome: "unchanged", warnings: [{ code: "version.rejected" }] });
    expect(await liveVersion(documentId)).toEqual([live]);
    expect(await getVersion(db, waiting)).toMatchObject({ live: false });
    await expect(approveVersion({ db, embedder }, { documentId, actor: "an" })).rejects.toMatchObject({
      code: "version.none_pending",
    });
    await approveVersion({ db, embedder }, { documentId, versionId: waiting, actor: "an" });
    expect(await liveVersion(documentId)).toEqual([waiting]);
  });

  it("shows before it goes live what it adds, changes, removes, moves to another agency, and which answers quote it", async () => {
    const { documentId, live, waiting } = await liveAndPending();
    const pipeline = createPipeline({ db, embedder });
    const answer = await pipeline.ask({
      question: `Công an tỉnh làm gì trong công văn ${name}/UBND-KT?`,
    });
    const quoted = answer.citations.filter((citation) => citation.documentId === documentId);
    expect(quoted.map(({ quote }) => quote).join()).toContain("điều tiết giao thông");
    const diff = await compareVersions(db, live, waiting);
    expect(diff.passages.removed.map(({ text }) => text)).toEqual([expect.stringContaining("Công an tỉnh")]);
    expect(diff.passages.added.map(({ text }) => text)).toEqual([expect.stringContaining("Sở Y tế")]);
    expect(diff.passages.changed.map(({ after }) => after.text)).toEqual([
      expect.stringContaining("15/5/2024"),
      expect.stringContaining("Sở Kế hoạch và Đầu tư"),
    ]);
    expect(diff.duties.moved).toMatchObject([
      { before: { agencyKey: "so tai chinh" }, after: { agency: expect.stringContaining("Kế hoạch") } },
    ]);
    expect(diff.duties.altered).toMatchObject([{ after: { deadline: expect.stringContaining("15/5/2024") } }]);
    expect(diff.duties.removed).toMatchObject([{ agency: "Công an tỉnh" }]);
    expect(diff.answers).toMatchObject([{ answerId: answer.id, change: "removed" }]);
    expect(diff.header).toEqual([]);
  });
});

describe("a switch", () => {
  it("leaves old answers at their version, and embeds only passages with new words", async () => {
    const { documentId, live, waiting } = await liveAndPending();
    const answer = await createPipeline({ db, embedder }).ask({
      question: `Sở Xây dựng làm gì trong công văn ${name}/UBND-KT?`,
    });
    embedder.texts.length = 0;
    await approveVersion({ db, embedder }, { documentId, actor: "an" });
    const before = new Set((await passagesOf(db, live)).map(({ text }) => text));
    const fresh = (await passagesOf(db, waiting)).filter(({ text }) => !before.has(text));
    expect(embedder.texts).toHaveLength(fresh.length);
    const stored = await getAnswer(db, answer.id);
    for (const citation of stored!.citations) {
      const version = await getVersion(db, citation.versionId);
      expect(version!.text.slice(citation.start, citation.end)).toBe(citation.quote);
    }
  });

  it("back to an older version is the same switch: nothing is embedded, the counts are those of before", async () => {
    const { documentId, live } = await liveAndPending();
    const state = await readIndexState(db);
    await approveVersion({ db, embedder }, { documentId, actor: "an" });
    embedder.texts.length = 0;
    await rollbackDocument({ db, embedder }, { documentId, versionId: live, actor: "bình", reason: "nhầm bản" });
    expect(embedder.texts).toEqual([]);
    expect(await readIndexState(db)).toMatchObject({ passages: state.passages, totalLength: state.totalLength });
    expect(await liveVersion(documentId)).toEqual([live]);
    expect((await findDuties(db, { documentIds: [documentId] })).map(({ versionId }) => versionId)).toContain(live);
    const searched = await db.query<{ id: number }>(
      "select distinct version_id as id from passage_index where document_id = $1",
      [documentId],
    );
    expect(searched).toEqual([{ id: live }]);
    await expect(
      rollbackDocument({ db, embedder }, { documentId, versionId: live, actor: "bình" }),
    ).rejects.toMatchObject({ code: "version.wrong_status" });
  });

  it("of the same document by two people at once happens once", async () => {
    const { documentId, waiting } = await liveAndPending();
    const approve = () => approveVersion({ db, embedder }, { documentId, actor: "an" });
    const outcomes = await Promise.allSettled([approve(), approve()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await eventsOf(db, documentId)).filter(({ event }) => event === "approved")).toHaveLength(1);
    expect(await liveVersion(documentId)).toEqual([waiting]);
  });

  it("is logged in a table that nobody can change", async () => {
    const { documentId } = await liveAndPending();
    await approveVersion({ db, embedder }, { documentId, actor: "an" });
    await expect(db.query("update version_events set actor = 'x'")).rejects.toThrow(/append-only/);
    await expect(db.query("delete from version_events")).rejects.toThrow(/append-only/);
  });
});

describe("the original bytes", () => {
  it("are kept, once for the same bytes", async () => {
    const { saved } = await send(CLAUSES);
    const [row] = await db.query<{ bytes: Uint8Array }>(
      `select o.bytes from document_versions v join document_originals o on o.hash = v.original_hash where v.id = $1`,
      [saved!.versionId],
    );
    expect(new TextDecoder().decode(row!.bytes)).toContain("Mẫu Sơn");
  });
});
