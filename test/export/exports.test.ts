import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, insertErasure, insertFeedback, readHead } from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import { createSigner } from "../../server/audit/index.ts";
import {
  createExports,
  type ExportRequest,
  faultOfRecord,
  manifestFaults,
  manifestText,
  parseManifest,
} from "../../server/review/export/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { type LoggedParts, openLog, type TestLog } from "../support/logged-answers.ts";
import { readCsv } from "../support/read-csv.ts";
import { readSheets } from "../support/read-sheets.ts";

let db: Database;
let log: TestLog;
const reported: unknown[] = [];
const signer = createSigner("a secret key of the test, long enough");
const exportsOf = (options: { batch?: number; atOnce?: number } = {}) =>
  createExports({ db, signer, program: "0.1.0", report: (error) => reported.push(error), ...options });

beforeAll(async () => {
  db = await openTestDatabase();
  log = await openLog(db);
  const rows: LoggedParts[] = [
    { question: "=1+1", said: "@SUM(A1)", person: { personKey: "an", unit: "Sở Y tế" } },
    { question: "Dòng một\r\ndòng hai, “thế”", person: { personKey: "binh", unit: "Sở Y tế" } },
    { question: "Xin xóa lời này", person: { personKey: "an" } },
    { question: "Không có gì", status: "not_found", answer: {}, citations: [], signals: ["near-miss", "double"] },
  ];
  for (const row of rows) await log.add(row);
  await insertFeedback(db, { answerId: "answer-1", personKey: "an", verdict: "up", words: null });
  await insertFeedback(db, { answerId: "answer-1", personKey: "an", verdict: "down", words: "sai rồi" });
  await erase("answer-3");
});
afterAll(async () => {
  await db.close();
  expect(reported).toEqual([]);
});

const erase = (id: string) =>
  db.transaction((tx) =>
    insertErasure(
      tx,
      { what: "words", reason: "request", actor: "test", subjects: [{ kind: "answer", subject: id }] },
      async () => void (await tx.query("delete from answer_words where answer_id = $1", [id])),
    ),
  );

async function whole(request: Partial<ExportRequest> = {}, options: { batch?: number } = {}) {
  const opened = await exportsOf(options).open({
    ...{ format: "csv", filter: {}, columns: null, words: true, by: "an-admin" },
    ...request,
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.bytes) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  return { bytes, text: bytes.toString("utf8"), manifest: opened.manifest(), fileName: opened.fileName };
}

async function table(request: Partial<ExportRequest> = {}, options: { batch?: number } = {}) {
  const { text } = await whole(request, options);
  const [head, ...rows] = readCsv(text.slice(1));
  return rows.map((row) => Object.fromEntries(head!.map((title, index) => [title, row[index]])));
}

describe("an export", () => {
  it("holds what was asked, answered, quoted, and said about it", async () => {
    const [first, second] = await table({}, { batch: 1 });
    expect(first).toMatchObject({
      Mã: "answer-1",
      "Câu hỏi": "'=1+1",
      "Trả lời": "'@SUM(A1)",
      "Kết quả": "answered",
      "Đơn vị": "Sở Y tế",
      "Văn bản trích dẫn": "[1] 07/CT-TTg",
      "Bản trích dẫn": `[1] ${log.versionId}`,
      "Nguyên văn trích": "[1] “Sở Y tế hướng dẫn các trạm y tế.”",
      "Thời gian trả lời (ms)": "3.5",
      "Đánh giá của người hỏi": "down",
      "Góp ý của người hỏi": "sai rồi",
      "Bản bộ đọc": "9",
      "Vị trí trong chuỗi": "1",
    });
    expect(first?.["Thời điểm"]).toMatch(/\+07:00$/);
    expect(second?.["Câu hỏi"]).toBe("Dòng một\r\ndòng hai, “thế”");
  });

  it("holds no erased words in any format, and says that they were", async () => {
    const rows = await table();
    expect(rows[2]).toMatchObject({ Mã: "answer-3", "Câu hỏi": "", "Trả lời": "", "Lời đã xóa": "đã xóa" });
    expect((await whole({ format: "jsonl" })).text).not.toContain("Xin xóa");
    const [sheet] = readSheets((await whole({ format: "xlsx" })).bytes);
    expect(JSON.stringify(sheet)).not.toContain("Xin xóa");
    expect(JSON.stringify(sheet)).toContain("Dòng một");
  });

  it("holds no word of a person unless words are asked for", async () => {
    for (const format of ["csv", "jsonl"] as const) {
      const { text, manifest } = await whole({ format, words: false });
      expect(text).not.toMatch(/Dòng một|SUM\(A1\)|sai rồi/);
      expect(text).toContain("answer-2");
      expect(manifest.words).toBe(false);
    }
    const named = await table({ words: false, columns: ["id", "question"] });
    expect(Object.keys(named[0]!)).toEqual(["Mã"]);
  });

  it("names persons alike in one file and otherwise in the next", async () => {
    const names = async () => (await table({}, { batch: 1 })).map((row) => row["Người hỏi (bí danh)"]);
    const [first, second] = [await names(), await names()];
    expect(first[0]).toBe(first[2]);
    expect(new Set(first).size).toBe(3);
    expect(second).not.toContain(first[0]);
    expect((await whole({ format: "jsonl" })).text).not.toMatch(/personKey|"an"/);
  });

  it("is of the filter's rows, in order, whatever the batch", async () => {
    const ids = async (filter: ExportRequest["filter"], batch = 200) =>
      (await table({ filter, columns: ["id"] }, { batch })).map((row) => row.Mã);
    expect(await ids({}, 1)).toEqual(["answer-1", "answer-2", "answer-3", "answer-4"]);
    expect(await ids({ statuses: ["not_found"] })).toEqual(["answer-4"]);
    expect(await ids({ unit: "Sở Y tế" }, 1)).toEqual(["answer-1", "answer-2"]);
    expect(await ids({ words: "dong hai" })).toEqual(["answer-2"]);
    expect(await ids({ documentIds: [log.documentId] })).toEqual(["answer-1", "answer-2", "answer-3"]);
    expect(await exportsOf().count({ unit: "Sở Y tế" })).toBe(2);
  });

  it("is of one moment: what is answered meanwhile is not in it", async () => {
    const { bytes, manifest } = await exportsOf({ batch: 1 }).open({
      ...{ format: "jsonl", filter: {}, columns: null, words: true, by: "an-admin" },
    });
    const head = await readHead(db);
    const late = await log.add({ question: "Hỏi sau" });
    await insertFeedback(db, { answerId: "answer-2", personKey: "binh", verdict: "up", words: null });
    let text = "";
    for await (const piece of bytes) text += Buffer.from(piece).toString("utf8");
    expect(text).not.toContain(late);
    expect(JSON.parse(text.split("\n")[1]!).feedback).toEqual([]);
    expect(manifest().head).toEqual(head);
  });

  it("shows one of two blind judgements only when both are there", async () => {
    const judge = (reviewer: string, seat: number) =>
      db.query(
        `insert into reviews (answer_id, reviewer, seat, overall, claims, at) values ('answer-4', $1, $2, 'complete', '[]', now())`,
        [reviewer, seat],
      );
    const judged = async () => (await table({ filter: { statuses: ["not_found"] } }))[0]?.["Kết quả rà soát"];
    await judge("r1", 1);
    expect(await judged()).toBe("");
    await judge("r2", 2);
    expect(await judged()).toBe("r1 (1): complete\nr2 (2): complete");
  });

  it("makes JSONL whose lines can be held against their line of the chain", async () => {
    const lines = (await whole({ format: "jsonl" })).text.trimEnd().split("\n");
    expect(lines.map(faultOfRecord)).toEqual(lines.map(() => null));
    const changed = (part: "content" | "words" | "chain", change: object) => {
      const record = JSON.parse(lines[0]!);
      Object.assign(part === "content" ? record.evidence.content : record[part], change);
      return faultOfRecord(JSON.stringify(record));
    };
    expect(changed("content", { status: "x" })).toBe("content");
    expect(changed("words", { question: "khác" })).toBe("words");
    expect(changed("chain", { position: 7 })).toBe("chain");
    expect(faultOfRecord("{}")).toBe("not a record");
  });
});

describe("the manifest", () => {
  const hashOf = (bytes: Uint8Array) => ({
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });

  it("is of this file, these rows and this state, and is signed", async () => {
    const filter = { unit: "Sở Y tế", from: new Date("2020-01-01T00:00:00Z") };
    const { bytes, manifest, fileName } = await whole({ filter, columns: ["id", "hash"] });
    expect(manifest).toMatchObject({
      file: { name: fileName, format: "csv", ...hashOf(bytes) },
      filter: { unit: "Sở Y tế", from: "2020-01-01T00:00:00.000Z" },
      columns: ["id", "hash"],
      rows: 2,
      positions: { first: 1, last: 2 },
      createdBy: "an-admin",
      keyId: signer.keyId,
    });
    const read = parseManifest(manifestText(manifest))!;
    expect(manifestFaults(read, hashOf(bytes), signer.publicKey)).toEqual([]);
  });

  it("tells a change, a cut, another file and another key", async () => {
    const { bytes, manifest } = await whole();
    const faults = (parts: object = {}, file: Uint8Array = bytes, trust: string | null = signer.publicKey) =>
      manifestFaults({ ...manifest, ...parts }, hashOf(file), trust);
    expect(faults({ rows: 1 })).toEqual(["changed"]);
    expect(faults({ filter: { unit: "x" } })).toEqual(["changed"]);
    expect(faults({ keyId: "0".repeat(16) })).toEqual(["changed"]);
    expect(faults({}, bytes.subarray(0, -1))).toEqual(["cut"]);
    expect(faults({}, Buffer.concat([bytes, Buffer.from("\n")]))).toEqual(["longer"]);
    expect(faults({}, Buffer.from(bytes).fill("x", 100, 101))).toEqual(["other content"]);
    const other = createSigner("another secret key, as long as that one");
    expect(faults({}, bytes, other.publicKey)).toEqual(["other key"]);
    expect(faults({ publicKey: other.publicKey, keyId: other.keyId })).toEqual(["changed", "other key"]);
    expect(parseManifest(JSON.stringify({ ...manifest, unsigned: true }))).toBeNull();
    expect(parseManifest("no manifest")).toBeNull();
  });
});

describe("the log of who did what", () => {
  it("has every export with its hash, and the words looked for in none", async () => {
    const { manifest } = await whole({ filter: { words: "dòng hai" } });
    const [done, begun] = await listActions(db, { limit: 2 });
    expect(begun).toMatchObject({ actor: "an-admin", action: "export.begin" });
    expect(done).toMatchObject({
      ...{ actor: "an-admin", action: "export.done" },
      detail: { rows: 1, sha256: manifest.file.sha256, filter: { words: true }, format: "csv", words: true },
    });
    expect(JSON.stringify([done, begun])).not.toContain("dòng");
  });

  it("says of a broken off export that it was, and the next one finds its place free", async () => {
    const exports = exportsOf({ atOnce: 1, batch: 1 });
    const request: ExportRequest = { format: "jsonl", filter: {}, columns: null, words: false, by: "an-admin" };
    const first = await exports.open(request);
    await expect(exports.open(request)).rejects.toMatchObject({ code: "export.busy" });
    await first.bytes.return(undefined);
    expect((await listActions(db, { limit: 1 }))[0]).toMatchObject({ action: "export.broken", detail: { rows: 0 } });
    expect(() => first.manifest()).toThrow("The manifest is known when the file is.");
    const second = await exports.open(request);
    for await (const _ of second.bytes);
    expect(second.manifest().rows).toBeGreaterThan(3);
  });
});
