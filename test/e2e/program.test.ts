import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../bot/index.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";
import { newPlace } from "../support/place.ts";
import { newFolder, type Program, run, type Settings, start } from "../support/program.ts";

const QUESTION = "Sở Tài chính phải làm gì theo Chỉ thị 07?";
const noStack = (text: string) => expect(text).not.toMatch(/^\s+at /m);

/** Nothing is there: the program makes its own database in a new folder, or its tables on the test suite's PostgreSQL. */
async function emptyPlace(): Promise<{ settings: Settings; drop(): Promise<void> }> {
  const settings = { DATA_DIR: newFolder(), PORT: "0" };
  if (testDatabaseUrl === null) return { settings, drop: async () => {} };
  const { url, drop } = await createEmptyDatabase(testDatabaseUrl);
  return { settings: { ...settings, DATABASE_URL: url }, drop };
}

describe("the server on an empty database", () => {
  let place: Awaited<ReturnType<typeof emptyPlace>>;
  let server: Program;
  let address: string;

  beforeAll(async () => {
    place = await emptyPlace();
    server = start(["server/main.ts"], place.settings);
    address = (await server.printed(/ready: (http:\S+)/))[1] as string;
  });

  afterAll(async () => {
    server.child.kill("SIGTERM");
    const { code, out } = await server.finished;
    expect(code).toBe(0);
    expect(out).toContain("Stopping…");
    expect(out).toContain("First start: indexing the bundled samples.\n  1/5 ");
    expect(out).toContain(`Ask, for example: ${QUESTION}`);
    await place.drop();
  });

  const ask = (body: string, type = "application/json") =>
    fetch(`${address}/api/ask`, { method: "POST", body, headers: { "Content-Type": type } });

  it("answers with quotes that stand in the document that each citation opens", async () => {
    const response = await ask(JSON.stringify({ question: QUESTION }));
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Answer;
    expect(answer).toMatchObject({ status: "answered", answeredBy: "extractive" });
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const { url, documentId, versionId, start: from, end } of answer.citations) {
      expect(url).toContain(`/documents/${documentId}`);
      const page = await (
        await fetch(`${address}/documents/${documentId}?v=${versionId}&from=${from}&to=${end}`)
      ).text();
      expect(page).toContain("<mark>");
      expect(page).toContain("bản tóm lược để dùng thử");
      const anchor = url.split("#")[1];
      if (anchor !== undefined) expect(page).toContain(`id="${anchor}"`);
    }
  });

  it("answers on the page without a script, and a follow-up through the form", async () => {
    const first = await fetch(`${address}/?${new URLSearchParams({ q: "Sở Tài chính Lạng Sơn phải làm gì?" })}`);
    expect(await first.text()).toContain("Có trích dẫn");
    const Cookie = (first.headers.get("set-cookie") ?? "").split(";")[0] as string;
    const body = new URLSearchParams({ q: "còn Sở Nội vụ?" });
    const next = await (await fetch(`${address}/`, { method: "POST", body, headers: { Cookie } })).text();
    expect(next).toContain("UBND tỉnh Lạng Sơn");
    expect(next).toContain("Các câu trước");
  });

  it.each([
    ['{"question": ""}', "application/json", 422, "question.empty"],
    [JSON.stringify({ question: "a".repeat(10_000) }), "application/json", 422, "question.too_long"],
    ['{"question": "\\u0000\\u0001\\u0002"}', "application/json", 422, "question.not_text"],
    ["{", "application/json", 400, "request.not_json"],
    ["{}", "text/plain", 415, "request.wrong_type"],
  ])("refuses %.30s as %s with %i", async (body, type, status, code) => {
    const response = await ask(body, type);
    expect(response.status).toBe(status);
    const problem = (await response.json()) as { code: string; detail: string };
    expect(problem.code).toBe(code);
    noStack(problem.detail);
  });

  it("can be asked from the command line while it runs", async () => {
    const input =
      '{"id": "a", "question": "Ai ký Chỉ thị 07?"}\nnot json\n{"id": "c", "question": "Sở Nội vụ Lào Cai phải làm gì?"}\n';
    const { code, out, err } = await run(["server/cli.ts", "ask", "--jsonl"], place.settings, input);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string | null; status?: string });
    expect(lines.map(({ id, status }) => [id, status])).toEqual([
      ["a", "answered"],
      [null, undefined],
      ["c", "answered"],
    ]);
  });

  it("keeps the answer for the commands of the terminal, and goes on in a chat, while it runs", async () => {
    const cli = (args: string[], input = "") => run(["server/cli.ts", "ask", ...args], place.settings, input);
    const asked = await cli(["Sở Nội vụ Lào Cai phải làm gì?"]);
    expect(asked).toMatchObject({ code: 0, err: "" });
    const clause = await cli(["/nguon 1"]);
    expect(clause).toMatchObject({ code: 0, err: "" });
    expect(clause.out).toMatch(/^\[1\] Mục 3 – Công văn 465\/UBND-VX/);
    const chat = await cli(["--chat"], "thế còn Sở Tài chính?\n👎\n");
    expect(chat).toMatchObject({ code: 0, err: "" });
    expect(chat.out).toMatch(/Sở Tài chính tỉnh\s+Lào Cai[\s\S]*Đã ghi nhận; xin viết thêm/);
    // A question by itself leans on nothing.
    expect((await cli(["thế còn Sở Tài chính?"])).out).not.toMatch(/^Hiểu là/);
  });

  it.skipIf(testDatabaseUrl !== null)(
    "keeps a second program off its data folder (embedded database only)",
    async () => {
      const second = await run(["server/main.ts"], place.settings);
      expect(second).toMatchObject({ code: 1, out: "" });
      expect(second.err).toMatch(/^Trích Dẫn could not start\. The data folder is in use by process \d+/);
      const index = await run(["server/cli.ts", "index", "samples"], place.settings);
      // The server indexes for it.
      expect(index).toMatchObject({ code: 0, out: "0 new, 0 updated, 5 unchanged, 0 failed\n" });
      noStack(second.err + index.err);
    },
  );

  it("is told in one sentence that the port is taken", async () => {
    const other = await newPlace();
    const { code, err } = await run(["server/main.ts"], { ...other.settings, PORT: new URL(address).port });
    await other.drop();
    expect(code).toBe(1);
    expect(err).toMatch(/^Trích Dẫn could not start\. Port \d+ on 127\.0\.0\.1 is in use by another program\..*\n$/);
  });
});

describe("the command line", () => {
  it("indexes, tells what failed and why, and is not surprised by a second time", async () => {
    const { settings, drop } = await newPlace();
    const folder = newFolder();
    writeFileSync(
      join(folder, "khong-phai-chu.txt"),
      Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex"),
    );
    writeFileSync(join(folder, "qua-lon.txt"), Buffer.alloc(50 * 1024 * 1024, 97));
    const first = await run(["server/cli.ts", "index", "samples", folder], settings);
    expect(first.code).toBe(1);
    expect(first.out).toMatch(/^5 new, 0 updated, 0 unchanged, 2 failed\n/);
    expect(first.out).toMatch(/failed: \S*khong-phai-chu\.txt: .*damaged png file/);
    expect(first.out).toMatch(/failed: \S*qua-lon\.txt: .*MB/);
    const again = await run(["server/cli.ts", "index", "samples"], settings);
    expect(again).toMatchObject({ code: 0, out: "0 new, 0 updated, 5 unchanged, 0 failed\n" });
    const asked = await run(["server/cli.ts", "ask", QUESTION], settings);
    expect(asked.code).toBe(0);
    expect(asked.out).toContain("Nguồn\n[1]");
    const clause = await run(["server/cli.ts", "ask", "/nguon 1"], settings);
    expect(clause).toMatchObject({ code: 0, err: "" });
    expect(clause.out).toMatch(/^\[1\] Mục 5 – Chỉ thị 07\/CT-TTg/);
    const missing = await run(["server/cli.ts", "index", join(folder, "nowhere")], settings);
    expect(missing).toMatchObject({ code: 1, out: "" });
    noStack(first.err + missing.err);
    await drop();
    // Six processes, each of which opens a database, on a machine that may be busy.
  }, 240_000);
});

describe("a start that cannot be", () => {
  it.each([
    [{ HOST: "0.0.0.0" }, "is not a loopback address"],
    [{ PORT: "many" }, "PORT=many must be a whole number"],
    [
      { DATABASE_URL: "postgresql://me:geheim@127.0.0.1:9/none" },
      "The PostgreSQL server in DATABASE_URL cannot be used",
    ],
  ])("%j ends in one sentence and code 1", async (settings, sentence) => {
    const { code, out, err } = await run(["server/main.ts"], { DATA_DIR: newFolder(), PORT: "0", ...settings });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(sentence);
    expect(err).not.toContain("geheim");
    noStack(err);
  });
});
