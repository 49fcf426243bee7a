import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AppError, type Database, ingestDocument, listDocuments } from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import {
  type ClaimedJob,
  getJob,
  type Ingested,
  jobEvents,
  listJobs,
  startIngestWorker,
} from "../../server/jobs/index.ts";
import { type Browser, openConsole, type TestConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

let db: Database;
let at: TestConsole;
let admin: Browser;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  db = await openTestDatabase();
  at = openConsole(db);
  admin = await at.as("admin");
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});
afterAll(() => db.close());

const text = (words: string) =>
  `ỦY BAN NHÂN DÂN TỈNH MẪU SƠN\n\nSố: 7/KH-UBND\n\nKẾ HOẠCH\n\n1. Sở Xây dựng ${words}.\n`;

function uploadForm(files: Record<string, string | Uint8Array<ArrayBuffer>>, nhom = "thử"): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append("tep", new File([content], name));
  form.append("nhom", nhom);
  return form;
}

const json = { Accept: "application/json" };
type Sent = { files: { name: string; jobId?: number; fault?: string; waitsAlready?: boolean }[] };

async function send(files: Record<string, string | Uint8Array<ArrayBuffer>>, nhom?: string): Promise<Sent["files"]> {
  const response = await admin.send("/quan-tri/tai-len", uploadForm(files, nhom), json);
  expect(response.status).toBe(200);
  return ((await response.json()) as Sent).files;
}

/** Resolves with the job when its row says that it is over. */
async function settled(id: number) {
  for (;;) {
    const job = await getJob(db, id);
    if (job !== null && !["waiting", "running"].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ingest(job: ClaimedJob): Promise<Ingested> {
  const { bytes, sidecar, sourceName, collection } = job;
  const deps = { db, embedder: createHashedEmbedder() };
  const { outcome, saved, warnings } = await ingestDocument(deps, {
    bytes,
    sidecar: sidecar ?? undefined,
    sourceName,
    collection,
  });
  return {
    outcome,
    documentId: saved?.documentId ?? null,
    versionId: saved?.versionId ?? null,
    warnings: warnings.map(({ message }) => message),
  };
}

function work(overrides: Partial<Parameters<typeof startIngestWorker>[0]> = {}) {
  const reported: unknown[] = [];
  const worker = startIngestWorker({
    ...{ db, ingest, owner: "test", pollMs: 20 },
    report: (error) => reported.push(error),
    ...overrides,
  });
  running.push(worker);
  return { worker, reported };
}

describe("an upload", () => {
  it("stores each file with a job and a line in the log; the script gets the jobs, a form the list", async () => {
    const files = await send({ "mot.txt": text("lập danh mục"), "hai.txt": text("báo cáo") });
    expect(files.map(({ name }) => name)).toEqual(["mot.txt", "hai.txt"]);
    const job = await getJob(db, files[0]?.jobId ?? 0);
    expect(job).toMatchObject({
      state: "waiting",
      collection: "thử",
      uploadedBy: "admin-1",
      size: new TextEncoder().encode(text("lập danh mục")).length,
    });
    expect((await listActions(db)).slice(0, 2).map(({ action, target }) => [action, target])).toEqual([
      ["upload.add", "hai.txt"],
      ["upload.add", "mot.txt"],
    ]);
    const form = await admin.send("/quan-tri/tai-len", uploadForm({ "ba.txt": "x" }));
    expect(form.status).toBe(303);
    expect(form.headers.get("location")).toBe("/quan-tri/cong-viec?xong=nhan-tep");
  });

  it("takes a .json of the same name along, and says when one belongs to nothing", async () => {
    const files = await send({ "van-ban.txt": text("x"), "van-ban.json": "{}", "khac.json": "{}" });
    expect(files).toHaveLength(2);
    expect(files[0]).toEqual({ name: "khac.json", fault: "Tệp mô tả .json không có văn bản cùng tên đi kèm." });
    const [row] = await db.query<{ sidecar: string }>("select sidecar from ingest_jobs where id = $1", [
      files[1]?.jobId,
    ]);
    expect(row?.sidecar).toBe("{}");
  });

  it("does not queue the same file twice while it waits", async () => {
    const [first] = await send({ "trung.txt": text("trùng") });
    const [second] = await send({ "trung.txt": text("trùng") });
    expect(second).toEqual({ name: "trung.txt", jobId: first?.jobId, waitsAlready: true });
  });

  it("refuses what is no file, and names each that it refuses", async () => {
    const none = await admin.send("/quan-tri/tai-len", uploadForm({}));
    expect(none.status).toBe(422);
    expect(await none.text()).toContain("Chưa chọn tệp nào.");
    expect((await admin.send("/quan-tri/tai-len", "x", json)).status).toBe(422);
    expect(await send({ "rong.txt": "" })).toEqual([{ name: "rong.txt", fault: "Tệp trống." }]);
    const page = await admin.send("/quan-tri/tai-len", uploadForm({ "rong.txt": "", "co.txt": "có" }));
    expect(page.status).toBe(422);
    expect(await page.text()).toMatch(/<strong>rong.txt<\/strong>: Tệp trống\..*co.txt<\/a>: đã nhận\./s);
    const bad = await admin.send("/quan-tri/tai-len", uploadForm({ "a.txt": "a" }, "a\u202eb"), json);
    expect(bad.status).toBe(422);
  });

  it("keeps no path, no control and no direction mark of a name", async () => {
    const [file] = await send({ "..\\..\\etc\\\u202etxt.exe\u0007.txt": "a" });
    expect(file?.name).toBe("txt.exe.txt");
  });

  it("is stopped before it is read when it is larger than a form may be", async () => {
    const response = await admin.send("/quan-tri/tai-len", "", { ...json, "Content-Length": String(65 * 1024 * 1024) });
    expect(response.status).toBe(413);
  });

  it("is for admins", async () => {
    const reviewer = await at.as("reviewer");
    expect((await reviewer.send("/quan-tri/tai-len", uploadForm({ "a.txt": "a" }))).status).toBe(403);
    expect((await reviewer.get("/quan-tri/tai-len")).status).toBe(403);
  });
});

describe("the worker", () => {
  it("reads what waits in order, tells what came of it and drops the bytes", async () => {
    const [file] = await send({ "doc.txt": text("chủ trì lập danh mục") }, "kho");
    work();
    const job = await settled(file?.jobId ?? 0);
    expect(job).toMatchObject({ state: "done", outcome: "new", fault: null });
    expect((await listDocuments(db, { collection: "kho" })).map(({ id }) => id)).toEqual([job.documentId]);
    const events = await jobEvents(db, job.id);
    expect(events.map(({ message }) => message).slice(0, 2)).toEqual(["Đã nhận tệp.", "Bắt đầu đọc tệp."]);
    expect(events.at(-1)?.message).toContain("Văn bản mới");
    const [row] = await db.query<{ bytes: unknown }>("select bytes from ingest_jobs where id = $1", [job.id]);
    expect(row?.bytes).toBeNull();
    const [again] = await send({ "doc.txt": text("chủ trì lập danh mục") }, "kho");
    expect(await settled(again?.jobId ?? 0)).toMatchObject({ outcome: "unchanged" });
  });

  it("says in Vietnamese what is wrong with a file and keeps it for another try", async () => {
    const [file] = await send({ "anh.xyz": "không phải văn bản" });
    const { reported } = work();
    const job = await settled(file?.jobId ?? 0);
    expect(job).toMatchObject({ state: "failed", faultCode: "file.unsupported" });
    const page = await (await admin.get(`/quan-tri/cong-viec/${job.id}`)).text();
    expect(page).toContain("Chưa đọc được loại tệp");
    expect(reported).toEqual([]);
    expect((await admin.post(`/quan-tri/cong-viec/${job.id}/chay-lai`)).status).toBe(303);
    expect(await settled(job.id)).toMatchObject({ state: "failed", attempts: 1 });
    expect((await admin.post(`/quan-tri/cong-viec/${job.id}/huy`)).status).toBe(303);
    expect(await getJob(db, job.id)).toMatchObject({ state: "cancelled" });
    expect((await admin.post(`/quan-tri/cong-viec/${job.id}/chay-lai`)).status).toBe(409);
  });

  it("takes over what a killed worker had, and the killed one can finish it no more", async () => {
    const [file] = await send({ "bo-do.txt": text("bỏ dở") });
    const id = file?.jobId ?? 0;
    const done: string[] = [];
    let release = () => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    let began = () => {};
    const started = new Promise<void>((resolve) => {
      began = resolve;
    });
    // The first worker hangs, and its lease is over as if it had been killed.
    work({
      owner: "first",
      ingest: async (job) => {
        began();
        await hanging;
        done.push("first");
        return ingest(job);
      },
    });
    await started;
    await db.query("update ingest_jobs set lease_until = now() - interval '1 second' where id = $1", [id]);
    work({
      owner: "second",
      ingest: async (job) => {
        done.push("second");
        return ingest(job);
      },
    });
    expect(await settled(id)).toMatchObject({ state: "done", outcome: "new", attempts: 2 });
    release();
    await Promise.all(running.splice(0).map((worker) => worker.stop()));
    expect(done).toEqual(["second", "first"]);
    expect(await getJob(db, id)).toMatchObject({ state: "done", outcome: "new" });
  });

  it("gives up on a file that ends the process every time", async () => {
    const [file] = await send({ "giet.txt": text("giết") });
    const id = file?.jobId ?? 0;
    await db.query(
      "update ingest_jobs set state = 'running', attempts = 3, lease_until = now() - interval '1 minute' where id = $1",
      [id],
    );
    let read = 0;
    work({
      ingest: async (job) => {
        if (job.id === id) read += 1;
        return ingest(job);
      },
    });
    expect(await settled(id)).toMatchObject({ state: "failed", faultCode: "job.died_too_often" });
    expect(read).toBe(0);
  });

  it("tries again after a fault of ours, and reports it", async () => {
    const [file] = await send({ "thu.txt": text("thử lại") });
    let tries = 0;
    const { reported } = work({
      ingest: async (job) => {
        tries += 1;
        if (tries === 1) throw new AppError({ code: "database.unreachable", message: "Away.", retryable: true });
        return ingest(job);
      },
    });
    expect(await settled(file?.jobId ?? 0)).toMatchObject({ state: "done", attempts: 2 });
    expect(reported.length).toBeGreaterThan(0);
  });

  it("reads two files of one name in the order in which they came, whoever works", async () => {
    const [first] = await send({ "ten.txt": text("một") });
    const [second] = await send({ "ten.txt": text("hai") });
    await db.query(
      "update ingest_jobs set state = 'running', lease_owner = 'x', lease_until = now() + interval '1 minute' where id = $1",
      [first?.jobId],
    );
    const [other] = await send({ "ten-khac.txt": text("ba") });
    work();
    await settled(other?.jobId ?? 0);
    expect(await getJob(db, second?.jobId ?? 0)).toMatchObject({ state: "waiting" });
    await db.query("update ingest_jobs set state = 'waiting' where id = $1", [first?.jobId]);
    expect(await settled(second?.jobId ?? 0)).toMatchObject({ outcome: "updated" });
  });
});

describe("the live log", () => {
  it("tells what was written, then what comes, then the end", async () => {
    const [file] = await send({ "song.txt": text("sống") });
    const id = file?.jobId ?? 0;
    const response = await admin.get(`/quan-tri/cong-viec/${id}/dong`, { Accept: "text/event-stream" });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    work();
    const stream = await response.text();
    expect(stream).toMatch(/event: line\ndata: \{"level":"info","message":"Đã nhận tệp\."/);
    expect(stream).toContain("Bắt đầu đọc tệp.");
    expect(stream).toMatch(/event: end\ndata: done/);
    const lastId = /id: (\d+)\n\nevent: end/.exec(stream.replace(/event: line\ndata: [^\n]*\n/g, ""))?.[1] ?? "0";
    const rest = await (await admin.get(`/quan-tri/cong-viec/${id}/dong`, { "Last-Event-ID": lastId })).text();
    expect(rest).not.toContain("event: line");
  });

  it("ends when the server stops", async () => {
    const closing = new AbortController();
    const other = openConsole(db, { closing: closing.signal });
    const browser = await other.as("reviewer");
    const [file] = await send({ "dung.txt": text("dừng") });
    const response = await browser.get(`/quan-tri/cong-viec/${file?.jobId}/dong`);
    closing.abort();
    expect(await response.text()).not.toContain("event: end");
  });

  it("lists the jobs by state, the newest first", async () => {
    const page = await (await admin.get("/quan-tri/cong-viec?trang-thai=failed")).text();
    const failed = await listJobs(db, { state: "failed" });
    expect(failed.length).toBeGreaterThan(0);
    expect(page.match(/class="label state-failed"/g)).toHaveLength(failed.length);
    expect(page).not.toContain("state-done");
  });
});
